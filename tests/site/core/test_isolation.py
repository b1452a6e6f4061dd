"""Two projects, users limited to one: nothing of the other is listed, opened, counted, searched, printed or reported."""

from __future__ import annotations

import json
from itertools import product

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.doctypes import CHILD_PARENTS, PROJECT_DOCTYPES
from tests.site.helpers import endpoints, samples
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages


@pytest.fixture(scope="module")
def hidden(estate):
	"""One committed document of every project DocType in project B, by DocType."""
	return samples.documents(estate)


@pytest.fixture(scope="module")
def stranger(estate, hidden):
	"""The repair manager of project A only: the strongest role without project B."""
	return Api(estate.users[roles.MANAGER])


def test_every_project_doctype_has_a_sample(hidden):
	assert sorted(hidden) == sorted(PROJECT_DOCTYPES)
	assert all(hidden.values())


@pytest.mark.parametrize("doctype", PROJECT_DOCTYPES)
def test_not_listed_counted_or_searched(stranger, hidden, doctype):
	name = hidden[doctype]
	_code, body = stranger.get(f"/api/resource/{doctype}", limit_page_length=0)
	assert name not in {row["name"] for row in body["data"]}
	_code, body = stranger.get(f"/api/resource/{doctype}", filters=json.dumps([["name", "=", name]]))
	assert body["data"] == []
	count = {"doctype": doctype, "filters": json.dumps([["name", "=", name]])}
	assert stranger.get("/api/method/frappe.client.get_count", **count)[1]["message"] == 0
	assert stranger.get("/api/method/frappe.desk.reportview.get_count", **count)[1]["message"] == 0
	link = {"doctype": doctype, "docname": name, "fields": json.dumps(["project"])}
	assert not stranger.get("/api/method/frappe.client.validate_link", **link)[1]["message"].get("name")
	title = stranger.get("/api/method/frappe.desk.search.get_link_title", doctype=doctype, docname=name)
	assert title[1]["message"] == name, "the title is not told: of a unit that is its owner"
	_code, body = stranger.post(
		"/api/method/frappe.desk.search.search_link", doctype=doctype, txt=name[-6:], page_length=100
	)
	assert name not in {row["value"] for row in body["message"]}


@pytest.mark.parametrize("doctype", PROJECT_DOCTYPES)
def test_not_opened_printed_or_exported(stranger, hidden, doctype):
	name = hidden[doctype]
	assert stranger.get(f"/api/resource/{doctype}/{name}")[0] == 403
	assert stranger.get("/api/method/frappe.client.get", doctype=doctype, name=name)[0] == 403
	assert stranger.get("/api/method/frappe.desk.form.load.getdoc", doctype=doctype, name=name)[0] == 403
	assert stranger.get(
		"/api/method/frappe.client.get_value", doctype=doctype, filters=name, fieldname="owner"
	)[1].get("message") in (None, {})
	assert stranger.get("/printview", doctype=doctype, name=name)[0] in (403, 404)
	assert stranger.get("/api/method/frappe.utils.print_format.download_pdf", doctype=doctype, name=name)[
		0
	] in (403, 404)
	fields = json.dumps([f"`tab{doctype}`.`name`"])
	form = {
		"doctype": doctype,
		"fields": fields,
		"filters": "[]",
		"file_format_type": "CSV",
		"title": doctype,
		"view": "Report",
	}
	_code, body = stranger.post("/api/method/frappe.desk.reportview.export_query", **form)
	assert name not in (body if isinstance(body, str) else json.dumps(body))


def test_the_same_requests_work_inside_the_own_project(stranger, estate):
	"""The refusals above mean something: the same user opens, counts and prints the documents of project A."""
	unit = estate.unit_a
	assert stranger.get(f"/api/resource/Unit Archive/{unit}")[0] == 200
	assert stranger.get("/printview", doctype="Unit Archive", name=unit)[0] == 200
	count = {"doctype": "Unit Archive", "filters": json.dumps([["name", "=", unit]])}
	assert stranger.get("/api/method/frappe.client.get_count", **count)[1]["message"] == 1
	every = frappe.db.count("Unit Archive", {"project": estate.a})
	for none in ({}, {"filters": ""}, {"filters": "[]"}):
		assert stranger.get("/api/method/frappe.client.get_count", doctype="Unit Archive", **none)[1]["message"] == every
	link = {"doctype": "Unit Archive", "docname": unit, "fields": json.dumps(["project"])}
	assert (
		stranger.get("/api/method/frappe.client.validate_link", **link)[1]["message"]["project"] == estate.a
	)
	titles = {"Unit Archive": unit, "Project": estate.a}
	for doctype, name in titles.items():
		asked = {"doctype": doctype, "docname": name}
		told = stranger.get("/api/method/frappe.desk.search.get_link_title", **asked)[1]["message"]
		assert told == frappe.get_doc(doctype, name).get_title() != name
	asked = {"doctype": "Project", "docname": estate.b}
	assert stranger.get("/api/method/frappe.desk.search.get_link_title", **asked)[1]["message"] == estate.b
	child = {"doctype": "Unit Owner", "filters": json.dumps([["parent", "=", unit]])}
	assert stranger.get("/api/method/frappe.client.get_count", **child)[1]["message"] == 1


@pytest.mark.parametrize("doctype", PROJECT_DOCTYPES)
def test_not_changed_deleted_or_commented(stranger, hidden, doctype):
	name = hidden[doctype]
	assert stranger.put(f"/api/resource/{doctype}/{name}", remark="x")[0] == 403
	assert stranger("DELETE", f"/api/resource/{doctype}/{name}")[0] == 403
	note = {
		"reference_doctype": doctype,
		"reference_name": name,
		"content": "x",
		"comment_email": "x@x.x",
		"comment_by": "x",
	}
	assert stranger.post("/api/method/frappe.desk.form.utils.add_comment", **note)[0] == 403


@pytest.mark.parametrize(("child", "parent"), CHILD_PARENTS.items())
def test_child_rows_stay_with_their_document(stranger, hidden, child, parent):
	_code, body = stranger.get(
		f"/api/resource/{child}", parent=parent, fields=json.dumps(["name", "parent"]), limit_page_length=0
	)
	rows = body["data"]
	assert hidden[parent] not in {row["parent"] for row in rows}
	assert frappe.db.count(child, {"parent": hidden[parent]}), "nothing to hide: the sample has no such row"


def test_own_endpoints_refuse(stranger, hidden, estate):
	"""With garbage in every other argument: the right is asked for first."""
	unit = hidden["Unit Archive"]
	bill = frappe.db.get_value("Repair Payment Review", hidden["Repair Payment Review"], "purchase_invoice")
	items = [{"location": "客厅", "defect_type": "墙面空鼓", "description": "x"}]
	report = {"unit": unit, "channel": "Walk-in", "caller_name": "x", "caller_phone": "1", "items": items}
	calls = [
		*endpoints.calls({**hidden, "Project": estate.b}),
		("POST", "money.payments.api_payments.review", {"purchase_invoice": bill}),
		("POST", "money.payments.api_payments.complete_tax", {"purchase_invoice": bill, "tax_kind": "x", "tax_rate": 1}),
		("GET", "money.payments.api_payments.standing", {"purchase_invoice": bill}),
		("POST", "delivery.api_handover.record", {"values": {"unit": unit, "round": "First", "items": items}}),
		("POST", "tickets.intake.api_intake.save", {"values": report}),
	]
	assert len(calls) > 80
	guest = Api(estate.nobody)
	del guest.headers["Authorization"]
	callers = (stranger, Api(estate.nobody), guest)
	for caller, (method, path, data) in product(callers, calls):
		code, body = caller(method, f"/api/method/fangxiu_app.{path}", **data)
		assert code == 403, (callers.index(caller), path, messages(body))
	for text in ("李山", "0101", "1-2-101"):
		assert stranger.get("/api/method/fangxiu_app.tickets.intake.api_intake.lookup", text=text)[1]["message"] == []


def test_a_link_into_another_project_is_refused(stranger, estate):
	values = {"project": estate.a, "contractor": estate.general, "scope": [{"building": estate.building_b}]}
	code, body = stranger.post("/api/resource/Warranty Agreement", **values)
	assert code == 417
	assert estate.building_b in messages(body)


def test_a_document_cannot_be_moved_to_another_project(stranger, estate):
	code, _body = stranger.put(f"/api/resource/Unit Archive/{estate.unit_a}", project=estate.b)
	frappe.db.rollback()
	assert code in (403, 417)
	assert frappe.db.get_value("Unit Archive", estate.unit_a, "project") == estate.a


@pytest.mark.parametrize("doctype", PROJECT_DOCTYPES)
def test_without_any_project_nothing_is_seen(estate, hidden, doctype):
	frappe.set_user(estate.nobody)
	assert frappe.get_list(doctype, limit=1) == []
	assert not frappe.has_permission(doctype, "read", frappe.get_doc(doctype, hidden[doctype]))


def test_the_administrator_role_sees_all_projects(estate, hidden):
	frappe.set_user(estate.users[roles.ADMINISTRATOR])
	assert frappe.get_list("Repair Ticket", {"name": hidden["Repair Ticket"]}, pluck="name") == [
		hidden["Repair Ticket"]
	]


def test_nobody_of_another_project_is_told_by_a_mention(estate, as_user):
	ticket = frappe.get_doc("Repair Ticket", make.make_ticket(estate.unit_a).name)
	as_user(estate.users[roles.ENGINEER])

	def mention(user: str) -> None:
		ticket.add_comment("Comment", f'<span class="mention" data-id="{user}" data-value="x">@x</span> 业主在家')

	with pytest.raises(frappe.PermissionError, match="is not told of it"):
		mention(estate.engineer_b)
	mention(estate.users[roles.SUPERVISOR])


def test_a_task_and_documents_of_no_project_tell_nobody_either(estate, as_user):
	"""Frappe copies a task's words into a comment of its own type, and tells whom they name."""
	ticket = make.make_ticket(estate.unit_a).name
	span = f'<span class="mention" data-id="{estate.engineer_b}" data-value="x">@x</span> 业主在家'
	engineer = estate.users[roles.ENGINEER]
	as_user(engineer)
	task = {"doctype": "ToDo", "description": span, "reference_type": "Repair Ticket", "reference_name": ticket}
	with pytest.raises(frappe.PermissionError, match="is not told of it"):
		frappe.get_doc({**task, "allocated_to": engineer}).insert()
	project = frappe.get_doc("Project", estate.a)
	with pytest.raises(frappe.PermissionError, match="is not told of it"):
		project.add_comment("Comment", span)
