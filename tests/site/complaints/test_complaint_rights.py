"""Complaints: rights by role and project, what requests cannot write, cards, report and print (R75, R110)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from fangxiu_app.complaints import api_complaints as api
from fangxiu_app.complaints import reads_complaints as reads
from fangxiu_app.complaints import rules_complaint as rules
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.fangxiu_app.report.complaints_by_level import complaints_by_level
from tests.site.helpers import complaints, orders
from tests.site.helpers import factories as make
from tests.site.helpers.complaints import act, make_answer, make_complaint
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages
from tests.site.tickets.test_work_forms import holds, printed


def test_what_was_said_and_done_cannot_be_written(estate):
	complaint = make_complaint(estate.a, estate.unit_a)
	frappe.db.commit()
	service = Api(estate.users[roles.CUSTOMER_SERVICE])
	path = f"/api/resource/Customer Complaint/{complaint.name}"
	for values in (
		{"state": "Closed"},
		{"level": "Major"},
		{"case_owner": estate.users[roles.MANAGER]},
		{"complaint_text": "改写"},
		{"escalated_to": roles.GENERAL_MANAGER},
		{"confirmed_at": "2026-01-01 08:00:00"},
	):
		code, body = service.put(path, **values)
		assert code in (403, 417), values
		assert messages(body)
	service.put(path, steps=[{"step": "Closed", "note": "伪造"}], clocks=[])
	frappe.db.rollback()
	complaint.reload()
	assert complaint.steps == [] and len(complaint.clocks) == 4
	code, _body = service.post("/api/method/fangxiu_app.complaints.api_complaints.act", complaint=complaint.name, step="approve", values={"note": "x"})
	assert code == 417, "steps of the approval are taken by the approval"


def test_other_projects_other_roles_and_guests(estate):
	complaint = make_complaint(estate.b, estate.unit_b)
	answer = make_answer(complaint)
	frappe.db.commit()
	for user in (estate.users[roles.CUSTOMER_SERVICE], estate.users[roles.GENERAL_MANAGER], estate.nobody, "Guest"):
		frappe.set_user(user)
		for call in (
			lambda: api.panel(complaint.name),
			lambda: api.act(complaint.name, "follow_up", {"note": "x"}),
			lambda: frappe.get_doc("Complaint Answer", answer.name).check_permission("read"),
		):
			with pytest.raises(frappe.PermissionError):
				call()
		if user != "Guest":
			assert complaint.name not in frappe.get_list("Customer Complaint", pluck="name")
	frappe.set_user("Administrator")
	mine = make_complaint(estate.a, estate.unit_a)
	for role in (roles.PROPERTY_DESK, roles.GENERAL_MANAGER, roles.PROJECT_DEPARTMENT, roles.CLERK):
		frappe.set_user(estate.users[role])
		assert api.panel(mine.name)["is_handler"] is False
		with pytest.raises(frappe.PermissionError):
			act(mine, "contact")
	frappe.set_user(estate.users[roles.COST_DEPARTMENT])
	with pytest.raises(frappe.PermissionError):
		api.panel(mine.name)


def test_what_ticket_forms_and_cards_show_is_of_the_users_projects(estate, as_user):
	make_complaint(estate.b, estate.unit_b)
	late = make_complaint(estate.a, estate.unit_a)
	frappe.db.set_value("Customer Complaint", late.name, "next_due_at", now_datetime() - timedelta(hours=1))
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	numbers = {card: api.card({"card": card}) for card in reads.CARDS}
	listed = {
		card: frappe.get_list("Customer Complaint", filters=reads.filters_of(card, now_datetime(), frappe.session.user), pluck="name")
		for card in reads.CARDS
	}
	assert {card: found["value"] for card, found in numbers.items()} == {card: len(rows) for card, rows in listed.items()}
	assert late.name in listed["overdue"] and late.name in listed["mine"]
	assert late.name not in listed["unconfirmed"]
	with pytest.raises(frappe.ValidationError):
		api.card({"card": "everything"})


@pytest.mark.clause("R110")
def test_the_report_counts_by_level_within_the_projects(estate, as_user):
	complaint = make_complaint(estate.a, estate.unit_a, danger=1)
	make_complaint(estate.b, estate.unit_b, danger=1)
	act(complaint, "contact")
	as_user(estate.users[roles.CS_HEAD])
	_columns, rows = complaints_by_level.execute({"project": None})
	assert {row["project"] for row in rows} == {estate.a}
	row = next(row for row in rows if row["level"] == "Major")
	assert row["received"] >= 1 and row["open"] >= 1 and row["contact_met"] is not None
	now = now_datetime()
	assert count_queries(lambda: reads.by_level(None, now - timedelta(days=1), now, now)) == 2


def test_the_handling_form_shows_answers_and_signatures(estate):
	complaint = make_complaint(estate.a, estate.unit_a)
	complaints.answered(estate, complaint)
	act(complaint, "confirm", note="业主签字认可")
	text, _pages = printed("Customer Complaint", complaint.name, "Complaint Handling Form")
	signer = frappe.db.get_value("User", estate.users[roles.MANAGER], "full_name")
	holds(text, "投诉处理单", "卫生间修了两次还在漏", "本周内重做防水", "业主签字认可", signer, complaint.name)
	holds(text, "防水层在管根处破损", "答复人")
	assert "评定人" not in text and "经验教训" not in text
	frappe.db.set_value("Complaint Answer", {"complaint": complaint.name}, "content", "改写的答复", update_modified=False)
	with pytest.raises(RefusedError, match="does not say any more"):
		frappe.get_print("Customer Complaint", complaint.name, doc=frappe.get_doc("Customer Complaint", complaint.name))


def test_a_compensation_names_its_complaint(estate):
	ticket = make.make_ticket(estate.unit_a)
	complaint = make_complaint(estate.a, estate.unit_a, tickets=[{"ticket": ticket.name}])
	case = orders.make_compensation(ticket.name, complaint=complaint.name)
	assert [row.name for row in reads.compensations(complaint.name)] == [case.name]
	assert [row.name for row in api.panel(complaint.name)["compensations"]] == [case.name]
	assert rules.OPEN[0] == complaint.state


@pytest.mark.clause("R110")
def test_a_ticket_reported_from_the_complaint_is_linked_so_that_a_compensation_can_follow(estate):
	complaint = make_complaint(estate.a, estate.unit_a)
	ticket, foreign = make.make_ticket(estate.unit_a).name, make.make_ticket(estate.unit_b).name
	frappe.db.commit()  # requests read it in a transaction of their own
	call = "/api/method/fangxiu_app.complaints.api_complaints.add_tickets"
	service = Api(estate.users[roles.CUSTOMER_SERVICE])
	for tickets in ([ticket], [ticket, ticket]):
		code, body = service.post(call, complaint=complaint.name, tickets=tickets)
		assert code == 200, body
	assert service.post(call, complaint=complaint.name, tickets=[foreign])[0] == 403
	assert Api(estate.users[roles.PROPERTY_DESK]).post(call, complaint=complaint.name, tickets=[ticket])[0] == 403
	frappe.db.rollback()
	assert [row.ticket for row in complaint.reload().tickets] == [ticket]
	assert frappe.db.get_value("Repair Ticket", ticket, "is_complaint") == 1
	act(complaint, "withdraw", note="重复登记")
	frappe.set_user(estate.users[roles.CUSTOMER_SERVICE])
	api.add_tickets(complaint.name, [make.make_ticket(estate.unit_a).name])
	assert len(complaint.reload().tickets) == 1, "an ended case stays as it is"
