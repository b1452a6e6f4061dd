"""What a request says about a stored document is not believed: its project, that it is new, and its fields when it is cancelled."""

from __future__ import annotations

import json

import frappe
import pytest

from fangxiu_app.core.access import files, roles
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from tests.site.helpers import factories as make
from tests.site.helpers import samples, stock
from tests.site.helpers.rest import Api, messages

OWN_ESTATE = True
METHOD = "/api/method/"
PREVIEW = "frappe.www.printview.get_html_and_style"
COMMANDS = "frappe.www.printview.get_rendered_raw_commands"
#: One without and two with a submission: for all others a way of each kind.
EVERY_WAY = ("Repair Ticket", "Warranty Deposit Entry", "Parts Handover")
SAVE = f"{METHOD}frappe.desk.form.save.savedocs"


@pytest.fixture(scope="module")
def hidden(estate):
	"""One committed document of every project DocType in project B, by DocType."""
	return samples.documents(estate)


@pytest.fixture(scope="module")
def stranger(estate, hidden):
	"""The repair manager of project A only."""
	return Api(estate.users[roles.MANAGER])


def sent(doctype: str, name: str, **values) -> dict:
	"""A stored document as a form sends it, with ``values`` instead of its own."""
	return {**frappe.get_doc(doctype, name).as_dict(convert_dates_to_str=True), **values}


def prints(api: Api, doc: dict):
	"""Every way to have a document printed that comes with the request."""
	text = json.dumps(doc)
	yield api.post(f"{METHOD}{PREVIEW}", doc=doc)
	yield api.get(f"{METHOD}{PREVIEW}", doc=text)
	yield api.post("/", cmd=PREVIEW, doc=text)
	yield api.post(f"/api/v2/method/{PREVIEW}", doc=text)
	yield api.post(f"{METHOD}{COMMANDS}", doc=text)
	yield api.post(f"{METHOD}frappe.utils.print_format.download_pdf", doctype=doc["doctype"], name=doc["name"], doc=text)
	yield api.post("/printview", doc=doc)
	yield api.get("/printview", doc=text)


def test_no_route_prints_a_document_of_another_project(stranger, hidden, estate):
	"""With the project written anew; stored, and as if it were new; in every form it has."""
	doctype = "Unit Archive"
	for new in ({}, {"__islocal": 1}):
		for doc in ({"doctype": doctype, "name": hidden[doctype], "project": estate.a}, sent(doctype, hidden[doctype], project=estate.a)):
			for code, body in prints(stranger, {**doc, **new}):
				assert code in (403, 404, 417, 500), (new, code)
				text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
				assert "李山" not in text and "print-format" not in text, (new, code)


@pytest.mark.parametrize("doctype", PROJECT_DOCTYPES)
def test_a_document_of_another_project_is_not_printed_as_if_it_were_ours(stranger, hidden, estate, doctype):
	form = frappe.db.get_value("Print Format", {"doc_type": doctype, "disabled": 0}) or "Standard"
	for new in ({}, {"__islocal": 1}):
		text = json.dumps(sent(doctype, hidden[doctype], project=estate.a, **new))
		code, body = stranger.post(f"{METHOD}{PREVIEW}", doc=text, print_format=form)
		assert code == 403 and samples.SECRET not in json.dumps(body, ensure_ascii=False), (new, code, messages(body)[:300])


@pytest.mark.parametrize("doctype", PROJECT_DOCTYPES)
def test_a_document_of_another_project_is_not_taken_over(stranger, hidden, estate, doctype):
	"""Saved, submitted, cancelled or asked for a method with another project in it; nothing of it is told, nothing changes."""
	name = hidden[doctype]
	before = frappe.get_doc(doctype, name).as_dict()
	for new in ({}, {"__islocal": 1}):
		doc = json.dumps(sent(doctype, name, project=estate.a, **new))
		answers = [stranger.post(SAVE, doc=doc, action=action) for action in ("Save", "Cancel")]
		answers.append(stranger.post(f"{METHOD}run_doc_method", docs=doc, method="submit"))
		if doctype in EVERY_WAY:
			answers += [stranger.post(SAVE, doc=doc, action=action) for action in ("Submit", "Update")]
			answers += [stranger.post(f"{METHOD}frappe.client.{way}", doc=doc) for way in ("save", "submit", "insert")]
			answers.append(stranger.post("/api/v2/method/run_doc_method", document=doc, method="submit"))
		for code, body in answers:
			assert code == 403, (doctype, new, code, messages(body)[:300])
			assert samples.SECRET not in json.dumps(body, ensure_ascii=False)
	for way in ("resource", "v2/document"):
		code, body = stranger.put(f"/api/{way}/{doctype}/{name}", project=estate.a)
		assert code == 403 and samples.SECRET not in json.dumps(body, ensure_ascii=False), (way, messages(body)[:300])
	value = {"doctype": doctype, "name": name, "fieldname": "project", "value": estate.a}
	assert stranger.post(f"{METHOD}frappe.client.set_value", **value)[0] in (403, 417)
	many = json.dumps([{"doctype": doctype, "docname": name, "project": estate.a}])
	stranger.post(f"{METHOD}frappe.client.bulk_update", docs=many)
	frappe.db.rollback()
	assert frappe.get_doc(doctype, name).as_dict() == before


def test_what_is_printed_is_what_is_stored(estate):
	"""The preview of the desk sends the whole form: of it only the name counts. A new one is saved first."""
	manager = Api(estate.users[roles.MANAGER])
	doc = sent("Unit Archive", estate.unit_a)
	doc["owners"][0]["owner_name"] = "伪造人"
	for form in ("Standard", "Unit File Cover"):
		code, body = manager.post(f"{METHOD}{PREVIEW}", doc=json.dumps(doc), print_format=form)
		assert code == 200, messages(body)
		html = body["message"]["html"]
		assert "王晓明" in html and "伪造人" not in html
	for fresh in ({**doc, "__islocal": 1}, {**doc, "name": "new-unit-archive-abcdef"}):
		code, body = manager.post(f"{METHOD}{PREVIEW}", doc=json.dumps(fresh))
		assert code == 417 and "请先保存" in messages(body)


def test_a_handover_is_cancelled_with_the_rows_it_has(estate):
	"""Without rows in the request nothing would be found that was used since; and the rows would be gone."""
	_list, item = stock.stocked(estate.a, estate.general)
	handover = frappe.get_all("Parts Handover", {"docstatus": 1}, pluck="name", order_by="creation desc", limit=1)[0]
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	stock.reserve(ticket, item).issue()
	frappe.db.commit()  # requests read it in a transaction of their own
	manager = Api(estate.users[roles.MANAGER])
	code, body = manager.post(SAVE, doc=json.dumps(sent("Parts Handover", handover, items=[])), action="Cancel")
	assert code == 417, messages(body)
	code, body = manager.put(f"/api/resource/Parts Handover/{handover}", items=[], docstatus=2)
	assert code == 417, messages(body)
	frappe.db.rollback()
	assert frappe.db.get_value("Parts Handover", handover, "docstatus") == 1
	assert frappe.db.count("Parts Handover Item", {"parent": handover}) == 1


def test_a_receipt_is_cancelled_with_the_rows_it_has(estate):
	"""ERPNext's own voucher, by who has every right: the hooks look at what is stored."""
	_list, item = stock.stocked(estate.a, estate.general)
	receipt = frappe.db.get_value("Purchase Receipt Item", {"item_code": item}, "parent")
	frappe.db.commit()  # requests read it in a transaction of their own
	admin = Api("Administrator")
	for changed in ({"items": []}, {"is_return": 1}):
		code, body = admin.post(SAVE, doc=json.dumps(sent("Purchase Receipt", receipt, **changed)), action="Cancel")
		assert code == 417 and "移交" in messages(body), messages(body)[:300]
	frappe.db.rollback()
	assert frappe.db.get_value("Purchase Receipt", receipt, "docstatus") == 1


def test_no_row_of_another_document_comes_along_after_submission(estate):
	"""By a change after submission, and by a cancellation: the row would belong to another order, or be cancelled with it."""
	orders = [stock.order(stock.make_list(estate.a, supplier=estate.general))[0] for _each in range(2)]
	frappe.db.commit()  # requests read it in a transaction of their own
	mine, theirs = (sent("Purchase Order", name) for name in orders)
	admin = Api("Administrator")
	for action in ("Update", "Cancel"):
		rows = [{**mine["items"][0], **{"name": theirs["items"][0]["name"]}}]
		answer = admin.post(SAVE, doc=json.dumps({**mine, "items": rows}), action=action)
		frappe.db.rollback()
		row = frappe.db.get_value("Purchase Order Item", theirs["items"][0]["name"], ["parent", "docstatus"])
		assert row == (orders[1], 1), (action, answer[0])


def attaching() -> list[tuple[str, str]]:
	found = []
	for doctype in frappe.get_all("DocType", {"module": "Fangxiu App", "istable": 0}, pluck="name"):
		meta = frappe.get_meta(doctype)
		tables = [(df.fieldname, frappe.get_meta(df.options)) for df in meta.get_table_fields()]
		found += [
			(doctype, f"{table}.{df.fieldname}" if table else df.fieldname)
			for table, part in (("", meta), *tables)
			for df in part.fields
			if df.fieldtype in ("Attach", "Attach Image")
		]
	return found


def test_no_field_of_a_file_leads_off_the_site(estate):
	"""Each reader's browser would ask there, and say who reads when."""
	fields = attaching()
	assert ("Special Report", "photos.photo") in fields and len(fields) > 20
	frappe.set_user(estate.users[roles.MANAGER])
	for address in ("https://example.com/x.png", "//example.com/x.png", "HTTP://example.com", "data:image/png;base64,aaaa", "files/x.png"):
		for doctype, field in fields:
			table, _dot, name = field.rpartition(".")
			doc = frappe.get_doc({"doctype": doctype, **({table: [{name: address}]} if table else {name: address})})
			with pytest.raises(files.FileAddressError):
				files.check_attached(doc)


def test_a_sent_address_outside_is_refused(estate, hidden):
	"""In a draft, as a form sends it."""
	user = frappe.db.get_value("Special Report", hidden["Special Report"], "owner")
	row = {"photo": "https://example.com/x.png"}
	code, body = Api(user).put(f"/api/resource/Special Report/{hidden['Special Report']}", photos=[row])
	assert code == 403 and "example.com" in messages(body), messages(body)
