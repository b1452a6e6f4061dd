"""A ticket moves by its actions alone: every other way over HTTP is refused and changes nothing."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.tickets.life.rules_ticket import STATUSES
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages


@pytest.fixture(scope="module")
def manager(estate):
	return Api(estate.users[roles.MANAGER])


@pytest.fixture
def ticket(estate):
	"""A committed ticket: the requests have their own connection."""
	name = make.make_ticket(estate.unit_a).name
	frappe.db.commit()
	return name


def stored(ticket: str, field: str = "status"):
	frappe.db.rollback()
	return frappe.db.get_value("Repair Ticket", ticket, field)


@pytest.mark.parametrize("status", [status for status in STATUSES if status != "Reported"])
def test_put_of_a_status_is_refused(manager, ticket, status):
	code, body = manager.put(f"/api/resource/Repair Ticket/{ticket}", status=status)
	assert (code, stored(ticket)) == (417, "Reported")
	assert "操作" in messages(body) or "actions on the form" in messages(body)


LOCKED = {
	"arrived_at": "2026-01-01 08:00:00",
	"plan_signed_at": "2026-01-01 08:00:00",
	"owner_signature": make.SIGNATURE,
	"repeat_state": "Rejected",
	"manager_visit": "SV-1",
	"responsibility": "Owner Caused",
	"acceptance_result": "Pass",
	"cure_until": "2026-01-01 08:00:00",
	"coordination_result": "Failed",
	"next_due_at": "2030-01-01 08:00:00",
	"payer": "Owner",
	"clocks": [],
	"project": "",  # another one than the ticket's, whatever their numbers are
}


@pytest.mark.parametrize("field", LOCKED)
def test_set_value_of_a_locked_field_is_refused(estate, manager, ticket, field):
	before = (
		stored(ticket, field) if field != "clocks" else frappe.db.count("Ticket Clock", {"parent": ticket})
	)
	code, _body = manager.post(
		"/api/method/frappe.client.set_value",
		doctype="Repair Ticket",
		name=ticket,
		fieldname={field: estate.b if field == "project" else LOCKED[field]},
	)
	after = (
		stored(ticket, field) if field != "clocks" else frappe.db.count("Ticket Clock", {"parent": ticket})
	)
	assert code in (403, 417)
	assert after == before


def test_a_request_does_not_open_the_locks(manager, ticket):
	"""Frappe sets on a document whatever a body names: also its list of locked fields."""
	forged = {"locked_fields": [], "status": "Closed"}
	code, body = manager.put(f"/api/resource/Repair Ticket/{ticket}", **forged)
	assert (code, stored(ticket)) == (417, "Reported")
	assert "操作" in messages(body)


def test_bulk_update_is_refused(manager, ticket):
	manager.post(
		"/api/method/frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		doctype="Repair Ticket",
		docnames=[ticket],
		action="update",
		data={"status": "Closed"},
	)
	assert stored(ticket) == "Reported"


@pytest.mark.parametrize(
	("action", "values", "says"),
	[
		("survey", {"root_cause": "x", "responsibility": "Warranty", "expected_days": 1}, "已报修"),
		("close", {}, "已报修"),
		("accept", {"status": "Closed"}, "状态"),
		("drop_table", {}, "drop_table"),
		("cancel", {}, "原因"),
	],
)
def test_act_refuses_with_the_way_out(manager, ticket, action, values, says):
	code, body = manager.post(
		"/api/method/fangxiu_app.tickets.life.api_ticket.act", ticket=ticket, action=action, values=values
	)
	assert (code, stored(ticket)) == (417, "Reported")
	assert says in messages(body)


@pytest.mark.parametrize(
	"body",
	[
		{"ticket": {"like": "%"}, "action": "accept"},
		{"ticket": ["x"], "action": "accept"},
		{"action": "accept"},
	],
)
def test_arguments_of_another_type_are_refused(manager, ticket, body):
	"""Frappe checks the annotations of an endpoint, as long as they are not strings; the words are ours."""
	code, answer = manager.post("/api/method/fangxiu_app.tickets.life.api_ticket.act", **body)
	assert (code, answer["exc_type"]) == (417, "BadValueError")
	assert messages(answer).strip()
	assert stored(ticket) == "Reported"


def test_act_needs_post(manager, ticket):
	code, _body = manager.get("/api/method/fangxiu_app.tickets.life.api_ticket.act", ticket=ticket, action="accept")
	assert (code, stored(ticket)) == (403, "Reported")


def test_desk_roles_cannot_move_a_ticket(estate, ticket):
	desk = Api(estate.users[roles.PROPERTY_DESK])
	code, _body = desk.post("/api/method/fangxiu_app.tickets.life.api_ticket.act", ticket=ticket, action="accept")
	assert (code, stored(ticket)) == (403, "Reported")


def test_tickets_and_events_are_not_made_or_deleted_by_hand(estate, manager, ticket):
	row = {"unit": estate.unit_a, "project": estate.a, "location": "客厅", "defect_type": "墙面空鼓"}
	assert manager.post("/api/resource/Repair Ticket", **row)[0] == 403
	event = {
		"ticket": ticket,
		"project": estate.a,
		"action": "close",
		"at": "2026-01-01",
		"recorded_at": "2026-01-01",
	}
	assert manager.post("/api/resource/Ticket Event", **event)[0] == 403
	assert manager("DELETE", f"/api/resource/Repair Ticket/{ticket}")[0] == 403
	assert stored(ticket) == "Reported"


def test_plan_state_and_signature_are_not_set_by_hand(manager, ticket):
	make.walk(ticket, "survey")
	plan = make.make_plan(ticket).name
	frappe.db.commit()
	for values in (
		{"state": "Signed"},
		{"signed_at": "2026-01-01 08:00:00"},
		{"signature": make.SIGNATURE},
		{"reviewed_by": "Administrator"},
	):
		assert manager.put(f"/api/resource/Repair Plan/{plan}", **values)[0] == 417
	frappe.db.rollback()
	assert frappe.db.get_value("Repair Plan", plan, ["state", "signature"]) == ("Draft", None)


HOSTILE = "<script>alert(1)</script>' OR 1=1; DROP TABLE `tabUser`; -- 😀" + "长" * 900


def test_hostile_text_is_kept_harmless(estate, manager):
	values = {
		"unit": estate.unit_a,
		"channel": "Repair Centre",
		"caller_name": "王'晓明\"",
		"caller_phone": "13800001501",
		"items": [{"location": "客厅", "defect_type": "墙面空鼓", "description": HOSTILE}],
	}
	code, body = manager.post("/api/method/fangxiu_app.tickets.intake.api_intake.save", values=values)
	assert code == 200
	text = stored(body["message"]["tickets"][0]["name"], "description")
	assert "<script>" not in text
	assert "😀" in text
	assert text.endswith("长" * 900)
