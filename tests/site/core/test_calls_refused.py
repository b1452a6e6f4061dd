"""Calls of Frappe's own methods over HTTP: only readable documents may be named, and arguments of any type get a clear refusal."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.utils import global_search
from frappe.utils.file_manager import save_file

from fangxiu_app.core.access import named, roles
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES, VOUCHERS
from fangxiu_app.core.access.methods.denied import DENIED
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

METHOD = "/api/method/"


@pytest.fixture(scope="module")
def theirs(estate) -> str:
	name = make.make_ticket(estate.unit_b).name
	frappe.db.commit()  # requests read by a connection of their own
	return name


@pytest.fixture(scope="module")
def callers(estate) -> list[Api]:
	return [Api(estate.users[role]) for role in (roles.MANAGER, roles.FINANCE, roles.FINANCE_CLERK)]


#: Frappe's methods that take a document by its name and ask for no right to it.
ASKED_NOTHING = {
	"frappe.desk.like.toggle_like": {"doctype": "{}", "name": "{}", "add": "Yes"},
	"frappe.desk.form.document_follow.update_follow": {"doctype": "{}", "doc_name": "{}", "following": 1},
	"frappe.desk.form.linked_with.get": {"doctype": "{}", "docname": "{}"},
	"frappe.desk.form.linked_with.get_submitted_linked_docs": {"doctype": "{}", "name": "{}"},
	"frappe.desk.doctype.tag.tag.add_tag": {"dt": "{}", "dn": "{}", "tag": "x"},
	"frappe.desk.doctype.tag.tag.remove_tag": {"dt": "{}", "dn": "{}", "tag": "x"},
}


@pytest.mark.parametrize("method", ASKED_NOTHING)
def test_a_document_is_named_by_who_may_read_it(estate, callers, theirs, method):
	given = dict(zip(ASKED_NOTHING[method], ("Repair Ticket", theirs, *list(ASKED_NOTHING[method].values())[2:]), strict=True))
	before = frappe.db.get_value("Repair Ticket", theirs, ["_liked_by", "_user_tags"])
	for api in callers:
		code, answer = api.post(f"{METHOD}{method}", **given)
		assert code == 403, (method, code, messages(answer))
		code, answer = api.post("/", cmd=method, **given)
		assert code == 403, (method, code)
	frappe.db.rollback()
	assert frappe.db.get_value("Repair Ticket", theirs, ["_liked_by", "_user_tags"]) == before
	assert not frappe.db.exists("Document Follow", {"ref_docname": theirs})


def test_a_file_is_named_by_who_may_read_it(estate, callers, theirs):
	"""ERPNext and Frappe read whatever private file they are given the address of."""
	rows = "Account Name,Parent Account,Account Number,Parent Account Number,Is Group,Account Type,Root Type,Account Currency\nzqsecret,,,,1,,Asset,\n"
	kept = save_file("theirs.csv", rows.encode(), "Repair Ticket", theirs, is_private=1)
	frappe.db.commit()  # requests read by a connection of their own
	importer = "erpnext.accounts.doctype.chart_of_accounts_importer.chart_of_accounts_importer.get_coa"
	given = {"doctype": "x", "parent": "x", "file_name": kept.file_url, "is_root": 1}
	statement = json.dumps({"doctype": "Bank Statement Import", "import_file": kept.file_url, "reference_doctype": "Bank Transaction"})
	for api in callers:
		for code, answer in (
			api.post(f"{METHOD}{importer}", **given),
			api.post(f"{METHOD}run_doc_method", docs=statement, method="get_preview_from_template"),
			api.get(f"{METHOD}download_file", file_url=kept.file_url),
		):
			assert code == 403, messages(answer)
			assert theirs not in messages(answer) and "zqsecret" not in str(answer)
	assert "erpnext.stock.doctype.serial_and_batch_bundle.serial_and_batch_bundle.upload_csv_file" in DENIED


def test_ones_own_document_is_liked(estate, callers):
	mine = make.make_ticket(estate.unit_a).name
	frappe.db.commit()  # requests read by a connection of their own
	assert callers[0].post(f"{METHOD}frappe.desk.like.toggle_like", doctype="Repair Ticket", name=mine, add="Yes")[0] == 200
	frappe.db.rollback()
	assert json.loads(frappe.db.get_value("Repair Ticket", mine, "_liked_by")) == [estate.users[roles.MANAGER]]


@pytest.mark.parametrize(("doctype", "name"), [("Warranty Agreement", ""), ("Purchase Invoice", ""), ("Purchase Invoice", "nowhere"), ("Supplier", "{contractor}")])
def test_what_is_cancelled_along_is_told_of_one_document_that_is_there(estate, callers, doctype, name):
	"""Frappe follows the empty name to everything that names nobody, and a supplier's through all projects."""
	for api in callers:
		code, answer = api.post(f"{METHOD}{named.LINKED}", doctype=doctype, name=name.format(contractor=estate.general))
		assert code == 404 and "docs" not in str(answer.get("message") or ""), answer


def test_every_way_to_name_a_document_is_seen():
	for kind, name in named.ARGUMENTS:
		assert not list(named.documents({kind: "Repair Ticket", name: "nowhere"}))
		assert not list(named.documents({kind: ["Repair Ticket"], name: {"a": 1}}))
	assert {*PROJECT_DOCTYPES, *VOUCHERS} == named.SCOPED


def test_the_search_over_everything_tells_what_may_be_listed(estate, callers):
	"""Frappe asks for the right to the DocType alone, and keeps the words of every project in one place."""
	mark = f"zq{frappe.generate_hash(length=8)}"
	settings = frappe.get_doc("Global Search Settings")
	kept = [row.document_type for row in settings.allowed_in_global_search]
	if "Project" not in kept:
		settings.append("allowed_in_global_search", {"document_type": "Project"})
		settings.save()
	for project in (estate.a, estate.b):
		content = {"doctype": "Project", "name": project, "content": f"Name : {mark} {project}", "title": "", "route": ""}
		global_search.sync_value({**content, "published": 0})
	frappe.db.commit()  # requests read by a connection of their own
	code, answer = callers[0].get(f"{METHOD}frappe.utils.global_search.search", text=mark)
	assert code == 200
	assert [row["name"] for row in answer["message"]] == [estate.a]


@pytest.mark.parametrize("way", ["search_link", "search_widget"])
def test_no_request_widens_a_search(estate, callers, theirs, way):
	"""Frappe leaves out the limits of lists where the request says ``ignore_user_permissions``."""
	others = {"Repair Ticket": theirs, "Warranty Agreement": estate.agreement_b, "Estate Building": estate.building_b, "Project": estate.b}
	others |= {"Unit Archive": estate.unit_b, "Quality Warranty": frappe.db.get_value("Quality Warranty", {"project": estate.b})}
	for doctype, name in others.items():
		asked = {"doctype": doctype, "txt": "", "page_length": 5000, "ignore_user_permissions": 1}
		for verb in ("get", "post"):
			code, answer = getattr(callers[0], verb)(f"{METHOD}frappe.desk.search.{way}", **asked)
			assert code == 200 and name not in json.dumps(answer), (doctype, verb)


#: What no method of Frappe or ERPNext expects: without any argument, and with one of another kind.
STUMBLING = {
	"frappe.desk.reportview.get_list": [{}, {"doctype": [1]}, {"doctype": "Repair Ticket", "fields": "{"}],
	"frappe.desk.reportview.get_count": [{}, {"doctype": "Repair Ticket", "filters": 5}],
	"frappe.client.get": [{}, {"doctype": {"a": 1}, "name": 3}, {"doctype": "Repair Ticket", "filters": "[1,null]"}],
	"frappe.desk.form.assign_to.add_multiple": [{}, {"doctype": 1, "name": "{"}],
	"frappe.desk.form.save.savedocs": [{}, {"doc": "{", "action": "Save"}, {"doc": "[]", "action": 7}],
	"frappe.desk.calendar.get_events": [{}, {"doctype": "Repair Ticket", "start": 1, "end": 2, "field_map": "x"}],
	"frappe.core.doctype.user.user.user_query": [{}, {key: [1] for key in ("doctype", "txt", "searchfield", "start", "page_len", "filters")}],
	"frappe.desk.number_card.nothing": [{}],
}


@pytest.mark.parametrize("method", STUMBLING)
def test_what_stumbles_over_its_arguments_is_refused_in_words(callers, method):
	for given in STUMBLING[method]:
		code, answer = callers[0].post(f"{METHOD}{method}", **given)
		assert code in (403, 404, 417), (code, given)
		assert code != 417 or messages(answer).strip(), given


def test_a_resource_asked_with_rubbish_is_refused(callers):
	for given in ({"filters": "{"}, {"fields": "5"}, {"limit_page_length": "x"}, {"order_by": "1;"}, {"filters": '[["nothing","=",1]]'}):
		code, answer = callers[0].get("/api/resource/Repair Ticket", **given)
		assert code in (200, 403, 417), (given, code)
		assert code == 200 or messages(answer).strip(), given


@pytest.mark.parametrize("doctype", [[1, None], {"x": 1}, 5])
def test_a_kind_that_is_no_word_is_refused_in_words(estate, doctype):
	"""Found by the long fuzz: the doors before every method compare the kind of document, and stumbled over a list."""
	code, answer = Api(estate.users[roles.PROPERTY_DESK]).post(f"{METHOD}fangxiu_app.archive.api_personal.show", doctype=doctype, name=None)
	assert code == 417 and "archive.api_personal.show" in messages(answer), (code, answer)


def test_what_is_missing_of_ours_is_named(callers):
	code, answer = callers[0].post(f"{METHOD}fangxiu_app.tickets.life.api_ticket.act", ticket="x")
	assert code == 417 and "action" in messages(answer)


def test_a_fault_of_ours_stays_a_fault(callers, monkeypatch):
	"""Of our own methods nothing is covered up."""

	def broken(_text):
		raise KeyError("a fault")

	monkeypatch.setattr("fangxiu_app.overview.api_finder.reads_finder.find", broken)
	assert callers[0].get(f"{METHOD}fangxiu_app.overview.api_finder.find", text="1")[0] == 500
