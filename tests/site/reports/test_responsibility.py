"""Somebody is always responsible for a ticket: joint visits, explanations, transfers that are confirmed."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.reports import reads_reports
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make
from tests.site.tickets.test_gates import refused

SURVEY = {"root_cause": "裂缝", "responsibility": "Warranty", "expected_days": 1}


@pytest.mark.clause("R71")
def test_an_unclear_report_waits_for_the_joint_visit(estate, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	request = make.make_request(
		estate.unit_a,
		[{"location": "客厅", "defect_type": "墙面空鼓", "unclear": 1}],
		channel="Property Desk",
	)
	ticket = request.items[0].ticket
	assert frappe.db.get_value("Repair Ticket", ticket, ["joint_state", "responsibility"]) == (
		"Needed",
		"To Be Judged",
	)
	as_user(estate.users[roles.ENGINEER])
	make.walk(ticket, "arrive")
	with pytest.raises(RefusedError, match="visit together with the property company"):
		service_transitions.perform(ticket, "survey", SURVEY)
	seen = {"joint_participant": "物业 张管家", "joint_judgement": "Owner Caused", "reason": "钻孔打穿防水"}
	done = service_transitions.perform(ticket, "joint_visit", seen)
	visit = frappe.get_doc("Site Visit", done.joint_visit)
	assert (visit.kind, visit.visitor, visit.property_participant, visit.joint_judgement, visit.findings) == (
		"Joint",
		estate.users[roles.ENGINEER],
		"物业 张管家",
		"Owner Caused",
		"钻孔打穿防水",
	)
	with pytest.raises(RefusedError, match="The joint visit judged Owner Caused, now it is Warranty"):
		service_transitions.perform(ticket, "survey", SURVEY)
	assert service_transitions.perform(ticket, "survey", {**SURVEY, "reason": "复验为施工缺陷"}).status == "Surveyed"


@pytest.mark.clause("R71")
def test_a_joint_visit_on_its_form_answers_the_waiting_ticket(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	as_user(estate.users[roles.PROPERTY_DESK])
	asked = service_transitions.perform(ticket, "ask_joint_visit", {"reason": "分不清装修还是施工"})
	assert (asked.joint_state, asked.waiting_on) == ("Needed", "Engineer")
	with pytest.raises(RefusedError, match="asked for already"):
		service_transitions.perform(ticket, "ask_joint_visit", {"reason": "再问"})
	as_user(estate.users[roles.ENGINEER])
	make.walk(ticket, "arrive")
	values = {"ticket": ticket, "project": estate.a, "kind": "Joint", "findings": "属施工"}
	with pytest.raises(RefusedError, match="fill in Property Company"):
		frappe.get_doc({"doctype": "Site Visit", **values, "joint_judgement": "Warranty"}).insert()
	values |= {"property_participant": "物业 张管家", "joint_judgement": "Warranty"}
	visit = frappe.get_doc({"doctype": "Site Visit", **values}).insert()
	assert frappe.db.get_value("Repair Ticket", ticket, ["joint_state", "joint_visit"]) == (
		"Done",
		visit.name,
	)


@pytest.mark.clause("R73", "R93")
def test_the_explanation_says_who_what_and_what_the_owner_answered(estate, as_user):
	as_user(estate.users[roles.ENGINEER])
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "arrive")
	service_transitions.perform(ticket, "survey", {**SURVEY, "responsibility": "Owner Caused"})
	done = make.explain(ticket, "Wants To Think")
	assert (done.explained_by, done.explained_with, done.owner_answer) == (
		estate.users[roles.ENGINEER],
		"物业 张管家",
		"Wants To Think",
	)
	assert done.explained_at


@pytest.mark.clause("R74", "R93")
def test_a_transfer_nobody_acknowledges_is_seen(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "arrive")
	service_transitions.perform(ticket, "survey", {**SURVEY, "responsibility": "Owner Caused"})
	make.add_evidence(ticket)
	make.explain(ticket)
	moved = service_transitions.perform(ticket, "transfer", {"transferred_to": "物业服务中心"})
	assert (moved.waiting_on, moved.next_clock) == ("Property Company", "Transfer Acknowledgement")
	due = get_datetime(moved.next_due_at)
	assert due - get_datetime(moved.transferred_at) == timedelta(days=1)
	filters = frappe._dict(project=estate.a, overdue_only=1)
	assert ticket not in [row.ticket for row in reads_reports.open_tickets(filters, due)]
	late = reads_reports.open_tickets(filters, due + timedelta(minutes=1))
	assert {row.ticket: row.waiting_on for row in late}[ticket] == "Property Company"
	as_user(estate.users[roles.PROPERTY_DESK])
	taken = service_transitions.perform(ticket, "acknowledge_transfer", {"transfer_acknowledged_by": "物业 张管家"})
	clock = next(row for row in taken.clocks if row.code == "Transfer Acknowledgement")
	assert (clock.state, taken.next_due_at, taken.waiting_on) == ("Met", None, "Property Company")


@pytest.mark.clause("R58", "R73")
def test_paid_repair_only_outside_the_warranty(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	refused(ticket, "paid_repair", says="This is warranty work")
	refused(ticket, "transfer", {"transferred_to": "物业"}, says="This is warranty work")


@pytest.mark.clause("R58", "R73")
def test_expired_defect_becomes_a_paid_repair(estate):
	unit = make.make_unit(estate.building_a, "1701", handover_date="2019-01-01")
	frappe.db.set_value("Estate Building", estate.building_a, "completion_acceptance_date", "2018-12-01")
	frappe.clear_document_cache("Estate Building", estate.building_a)
	ticket = make.make_ticket(unit)
	assert ticket.payer == "Owner"
	make.walk(ticket.name, "arrive")
	judged = {"root_cause": "x", "expected_days": 1}
	refused(ticket.name, "survey", {**judged, "responsibility": "Warranty"}, says="give the reason")
	service_transitions.perform(ticket.name, "survey", {**judged, "responsibility": "Expired"})
	refused(ticket.name, "paid_repair", says="Explain it to the owner first")
	alone = {"explanation": "已过保", "owner_answer": "Agrees To Pay"}
	refused(ticket.name, "explain", alone, says="name who of the property company was there")
	make.explain(ticket.name, "Refuses")
	refused(ticket.name, "paid_repair", says="has not agreed to pay")
	make.explain(ticket.name, "Agrees To Pay")
	service_transitions.perform(ticket.name, "paid_repair")
	refused(ticket.name, "start", says="has not accepted a quotation")
