"""Documents of the desk that Frappe lets everybody write, over HTTP: one's own only, and about nothing one may not read."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from fangxiu_app.core.access import of_everybody, roles
from fangxiu_app.core.access.methods import AUTOMATIC
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

METHOD = "/api/method/"
RESOURCE = "/api/resource/"
#: Roles of other apps only: Frappe's rights stay as they are.
FOREIGN = ("Purchase User", "Stock User")


@pytest.fixture(scope="module")
def stranger(estate):
	return Api(estate.engineer_b)


@pytest.fixture(scope="module")
def victim(estate) -> str:
	return estate.users[roles.GENERAL_MANAGER]


@pytest.fixture(scope="module")
def buyer_elsewhere(estate) -> Api:
	user = f"elsewhere@{make.DOMAIN}"
	if not frappe.db.exists("User", user):
		frappe.local.conf.throttle_user_limit = 1000
		rights = [{"role": role} for role in FOREIGN]
		person = {"doctype": "User", "email": user, "first_name": "x", "send_welcome_email": 0, "roles": rights}
		frappe.get_doc(person).insert(ignore_permissions=True)
		frappe.db.commit()
	return Api(user)


@pytest.fixture
def foreign(estate) -> str:
	"""A committed ticket of project A, which the engineer of project B may not open."""
	name = make.make_ticket(estate.unit_a).name
	frappe.db.commit()
	return name


def kept(values: dict) -> str:
	"""A committed document of the desk, made by the administrator."""
	doc = frappe.get_doc(values).insert(ignore_permissions=True, set_name=values.get("name"))
	frappe.db.commit()
	return doc.name


def page(user: str, label: str) -> dict:
	label = f"{label}-{frappe.generate_hash(length=6)}"
	return {"doctype": "Workspace", "title": label, "label": label, "public": 0, "for_user": user, "content": "[]"}


BLOCK = {"name": "x", "html": "<b>x</b>", "script": "alert(1)"}


def test_nobody_of_ours_writes_what_runs_in_the_browser(estate, stranger, buyer_elsewhere):
	mine = {**BLOCK, "name": frappe.generate_hash(length=8)}
	code, body = stranger.post(f"{RESOURCE}Custom HTML Block", **mine)
	assert code == 403 and "管理员" in messages(stranger.speaking("zh").post(f"{RESOURCE}Custom HTML Block", **mine)[1]), (code, messages(body))
	for user in set(estate.users.values()) - {estate.users.get(roles.FINANCE), estate.users.get(roles.FINANCE_CLERK)}:
		assert Api(user).post(f"{RESOURCE}Custom HTML Block", **mine)[0] == 403, user
	block = kept({"doctype": "Custom HTML Block", **mine})
	frappe.db.set_value("Custom HTML Block", block, "owner", estate.engineer_b)
	frappe.db.commit()
	assert stranger.put(f"{RESOURCE}Custom HTML Block/{block}", script="alert(2)")[0] == 403
	assert stranger("DELETE", f"{RESOURCE}Custom HTML Block/{block}")[0] == 403
	assert buyer_elsewhere.post(f"{RESOURCE}Custom HTML Block", **{**BLOCK, "name": frappe.generate_hash(length=8)})[0] == 200


def test_nobody_writes_on_the_desk_of_somebody_else(estate, stranger, victim, buyer_elsewhere):
	for api in (stranger, buyer_elsewhere):
		assert api.post(f"{RESOURCE}Workspace", **page(victim, "y"))[0] == 403
	theirs = kept(page(victim, "z"))
	public = frappe.get_all("Workspace", {"public": 1, "module": "Fangxiu App"}, pluck="name", limit=1)[0]
	for name in (theirs, public):
		path = f"{RESOURCE}Workspace/{name}"
		for body in ({"content": '[{"a": 1}]'}, {"for_user": estate.engineer_b, "public": 0}, {"custom_blocks": [{"custom_block_name": "x"}]}):
			assert stranger.put(path, **body)[0] in (403, 417), (name, body)
		assert stranger("DELETE", path)[0] in (403, 417)
	assert buyer_elsewhere.put(f"{RESOURCE}Workspace/{theirs}", content="[1]")[0] == 403
	frappe.db.rollback()
	assert frappe.db.get_value("Workspace", theirs, ["content", "for_user"]) == ("[]", victim)
	own = page(estate.engineer_b, "own")
	code, body = stranger.post(f"{RESOURCE}Workspace", **own)
	assert code == 200, messages(body)
	assert stranger.put(f"{RESOURCE}Workspace/{body['data']['name']}", indicator_color="green")[0] == 200
	assert stranger.put(f"{RESOURCE}Workspace/{body['data']['name']}", for_user=victim)[0] == 403
	assert buyer_elsewhere.post(f"{RESOURCE}Workspace", **page("Guest", "elsewhere"))[0] == 200, "other apps keep theirs"


def of_others(user: str) -> list[tuple[dict, dict, dict]]:
	"""What somebody has on the desk, how it would be taken over, and how it would be changed."""
	me = "{me}"
	return [
		({"doctype": "List Filter", "filter_name": "x", "for_user": user, "reference_doctype": "User"}, {"for_user": me}, {"filter_name": "y"}),
		({"doctype": "Dashboard Settings", "user": user, "name": user}, {"user": me}, {"chart_config": "{}"}),
		({"doctype": "ToDo", "description": "x", "allocated_to": user}, {"allocated_to": me}, {"description": "y"}),
		({"doctype": "Event", "subject": "x", "event_type": "Public", "starts_on": now_datetime()}, {"owner": me}, {"subject": "y"}),
		({"doctype": "Note", "title": frappe.generate_hash(length=8), "public": 1}, {"owner": me}, {"content": "y"}),
		({"doctype": "Tag", "name": frappe.generate_hash(length=8)}, {"owner": me}, {"description": "y"}),
		({"doctype": "Tag Link", "title": "x", "tag": kept({"doctype": "Tag", "name": frappe.generate_hash(length=8)}), "document_type": "Role", "document_name": "All"}, {"owner": me}, {"title": "y"}),
		*((values, {"owner": me}, changed) for values, changed in of_quality()),
	]


def of_quality() -> list[tuple[dict, dict]]:
	"""ERPNext's quality management, which every desk user may write: documents, and how each would be changed."""
	goal = kept({"doctype": "Quality Goal", "goal": frappe.generate_hash(length=8)})
	template = {"doctype": "Quality Feedback Template", "template": frappe.generate_hash(length=8), "parameters": [{"parameter": "x"}]}
	return [
		({"doctype": "Quality Goal", "goal": frappe.generate_hash(length=8)}, {"frequency": "Daily"}),
		({"doctype": "Quality Meeting", "status": "Open"}, {"status": "Closed"}),
		({"doctype": "Quality Action", "corrective_preventive": "Corrective"}, {"corrective_preventive": "Preventive"}),
		({"doctype": "Quality Review", "goal": goal}, {"additional_information": "y"}),
		({"doctype": "Quality Feedback", "template": kept(template)}, {"document_name": "Guest"}),
	]


def test_what_belongs_to_somebody_is_not_taken_over(estate, stranger, victim):
	for values, taken, changed in of_others(victim):
		doctype = values["doctype"]
		name = kept(values)
		before = frappe.db.get_value(doctype, name, [*taken, *changed])
		path = f"{RESOURCE}{doctype}/{name}"
		taken = {field: estate.engineer_b for field in taken}
		for body in (taken, changed, {**taken, **changed}):
			code, answer = stranger.put(path, **body)
			assert code == 403, (doctype, body, code, messages(answer))
		assert stranger("DELETE", path)[0] == 403, doctype
		frappe.db.rollback()
		assert frappe.db.get_value(doctype, name, [*taken, *changed]) == before
	code, body = stranger.post(f"{RESOURCE}Quality Goal", goal=frappe.generate_hash(length=8))
	assert code == 200, messages(body)
	assert stranger.put(f"{RESOURCE}Quality Goal/{body['data']['name']}", frequency="Daily")[0] == 200, "one's own"
	shared = {"filter_name": "x", "reference_doctype": "User", "filters": "[]"}
	assert stranger.post(f"{RESOURCE}List Filter", **shared, for_user="")[0] == 403, "a filter for everybody is the administrator's"
	assert stranger.post(f"{RESOURCE}List Filter", **shared, for_user=estate.engineer_b)[0] == 200


def test_nobody_of_ours_writes_a_procedure_because_it_writes_into_others(estate, stranger, buyer_elsewhere):
	theirs = kept({"doctype": "Quality Procedure", "quality_procedure_name": frappe.generate_hash(length=8)})
	mine = {"quality_procedure_name": frappe.generate_hash(length=8), "processes": [{"procedure": theirs}]}
	assert stranger.post(f"{RESOURCE}Quality Procedure", **mine)[0] == 403
	assert stranger.put(f"{RESOURCE}Quality Procedure/{theirs}", is_group=1)[0] == 403
	assert stranger("DELETE", f"{RESOURCE}Quality Procedure/{theirs}")[0] == 403
	frappe.db.rollback()
	assert frappe.db.get_value("Quality Procedure", theirs, ["parent_quality_procedure", "is_group"]) == (None, 0)
	assert buyer_elsewhere.post(f"{RESOURCE}Quality Procedure", **mine)[0] == 200, "other apps keep theirs"


#: Written by everybody, but asked for by Frappe or by another rule of ours, row by row.
ASKED_ELSEWHERE = {
	"File": "its uploader, and who may write the document it hangs on (core/access/files.py)",
	"Notification Settings": "Frappe: one's own only",
	"Workflow Action": "Frappe: of the roles that the action names only",
}


def test_every_document_that_everybody_may_write_is_named():
	"""A newer version of Frappe or another app that lets everybody write one more is noticed here."""
	found = set()
	for table in ("DocPerm", "Custom DocPerm"):
		rows = frappe.get_all(table, {"role": ("in", sorted(AUTOMATIC)), "if_owner": 0}, ["parent", "write", "create", "delete"], limit=0)
		found |= {row.parent for row in rows if row.write or row.create or row.delete}
	children = set(frappe.get_all("DocType", {"istable": 1}, pluck="name", limit=0))
	named = {*of_everybody.BELONGS, *of_everybody.CLOSED, *ASKED_ELSEWHERE}
	assert {"Quality Goal", "Tag", "ToDo"} <= found - children <= named, found - children - named


def about(kind: str, name: str, user: str) -> list[tuple[str, dict]]:
	"""Everything by which Frappe writes about a document."""
	tomorrow = str(add_days(now_datetime(), 1))
	return [
		("ToDo", {"reference_type": kind, "reference_name": name, "allocated_to": user, "description": "x"}),
		("Reminder", {"reminder_doctype": kind, "reminder_docname": name, "remind_at": tomorrow, "description": "x", "user": user}),
		("Document Follow", {"ref_doctype": kind, "ref_docname": name, "user": user}),
		("Tag Link", {"document_type": kind, "document_name": name, "tag": "x", "title": "x"}),
		("Event", {"subject": "x", "starts_on": tomorrow, "event_participants": [{"reference_doctype": kind, "reference_docname": name}]}),
		("Comment", {"comment_type": "Comment", "reference_doctype": kind, "reference_name": name, "content": "x"}),
		("Communication", {"subject": "x", "reference_doctype": kind, "reference_name": name}),
		("Quality Feedback", {"document_type": kind, "document_name": name}),
	]


def test_nothing_is_written_about_a_document_of_another_project(estate, stranger, foreign):
	user = estate.engineer_b
	fields = ["_assign", "_user_tags", "_liked_by", "modified"]
	before = frappe.db.get_value("Repair Ticket", foreign, fields)
	if not frappe.db.exists("Tag", "x"):
		kept({"doctype": "Tag", "name": "x"})
	for kind, name in (("Repair Ticket", foreign), ("Unit Archive", estate.unit_a)):
		for doctype, values in about(kind, name, user):
			code, body = stranger.post(f"{RESOURCE}{doctype}", **values)
			assert code == 403, (doctype, kind, code, messages(body))
			assert stranger.post(f"{METHOD}frappe.client.insert", doc={"doctype": doctype, **values})[0] == 403, doctype
	reminder = {"remind_at": str(add_days(now_datetime(), 1)), "description": "x"}
	path = f"{METHOD}frappe.automation.doctype.reminder.reminder.create_new_reminder"
	assert stranger.post(path, **reminder, reminder_doctype="Repair Ticket", reminder_docname=foreign)[0] == 403
	code, body = stranger.post(f"{RESOURCE}ToDo", description="x", allocated_to=user)
	assert code == 200, messages(body)
	moved = {"reference_type": "Repair Ticket", "reference_name": foreign}
	assert stranger.put(f"{RESOURCE}ToDo/{body['data']['name']}", **moved)[0] == 403
	frappe.db.rollback()
	assert frappe.db.get_value("Repair Ticket", foreign, fields) == before
	assert not frappe.db.exists("Comment", {"reference_name": foreign, "owner": user})


def test_about_ones_own_documents_everything_is_written_as_before(estate, stranger):
	name, user = make.make_ticket(estate.unit_b).name, estate.engineer_b
	frappe.db.commit()
	for doctype, values in about("Repair Ticket", name, user)[:2]:
		code, body = stranger.post(f"{RESOURCE}{doctype}", **values)
		assert code == 200, (doctype, messages(body))
	frappe.db.rollback()
	assert json.loads(frappe.db.get_value("Repair Ticket", name, "_assign")) == [user]
	add = f"{METHOD}frappe.desk.form.assign_to.add"
	assert stranger.post(add, doctype="Repair Ticket", name=name, assign_to=json.dumps([user]))[0] in (200, 417)
	assert stranger.post(f"{METHOD}frappe.desk.form.assign_to.remove", doctype="Repair Ticket", name=name, assign_to=user)[0] == 200


def test_no_task_about_people_one_may_not_read(estate, stranger):
	"""Not only documents of projects: Frappe writes the assignment into any document."""
	values = {"reference_type": "Email Account", "reference_name": frappe.db.get_value("Email Account", {}) or "", "description": "x"}
	if not values["reference_name"]:
		values |= {"reference_type": "Role Profile", "reference_name": kept({"doctype": "Role Profile", "role_profile": frappe.generate_hash(length=8)})}
	assert stranger.post(f"{RESOURCE}ToDo", **values, allocated_to=estate.engineer_b)[0] == 403
