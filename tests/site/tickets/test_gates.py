"""Every gate of the ticket table refuses, with a message that says what to do, and opens once its condition holds."""

from __future__ import annotations

import json
from datetime import timedelta

import frappe
import pytest
from frappe import client
from frappe.utils import now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.life.api_ticket import act
from fangxiu_app.tickets.life.rules_ticket import BY_ACTION
from fangxiu_app.tickets.site_work import service_plans
from tests.site.helpers import factories as make


def refused(ticket: str, action: str, values: dict | None = None, *, says: str, at=None):
	"""The gate refuses on every way in: the endpoint behind the form's button, and the status or the inputs put by REST."""
	before = frappe.get_doc("Repair Ticket", ticket)
	with pytest.raises(RefusedError, match=says):
		act(ticket, action, frappe.as_json(values or {}), at=str(at) if at else None)
	changes = dict(values or {})
	if BY_ACTION[action].target:
		changes["status"] = BY_ACTION[action].target
	for field, value in changes.items():
		if (before.get(field) or "") != (value or ""):
			with pytest.raises(LockedFieldError, match="Use the actions on the form"):
				client.set_value("Repair Ticket", ticket, {field: value})
	after = frappe.get_doc("Repair Ticket", ticket)
	assert (after.status, after.modified) == (before.status, before.modified)


NOTICE = {
	"notice_cause": "Refuses or Unreachable",
	"notice_way": "Letter",
	"notice_receiver": "项目部 陈刚",
	"notice_proof": "EMS 12345",
}


@pytest.mark.clause("R89", "R91")
def test_survey_needs_arrival(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "accept")
	survey = {"root_cause": "x", "responsibility": "Warranty", "expected_days": 1}
	refused(ticket, "survey", survey, says="Record the arrival")
	service_transitions.perform(ticket, "arrive")
	assert service_transitions.perform(ticket, "survey", survey).status == "Surveyed"


@pytest.mark.clause("R91", "R92")
def test_survey_needs_cause_and_judgement(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "arrive")
	refused(ticket, "survey", {"responsibility": "Warranty", "expected_days": 1}, says="fill in Root Cause")
	judged = {"root_cause": "x", "expected_days": 1}
	refused(ticket, "survey", {**judged, "responsibility": "To Be Judged"}, says="Decide the responsibility")
	refused(ticket, "survey", {**judged, "responsibility": "Expired"}, says="still covered")
	refused(
		ticket,
		"survey",
		{**judged, "responsibility": "Warranty", "expected_days": 0},
		says="Estimate the days",
	)
	assert service_transitions.perform(ticket, "survey", {**judged, "responsibility": "Warranty"}).root_cause == "x"


@pytest.mark.clause("R88")
def test_work_above_three_days_needs_a_plan(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "arrive")
	service_transitions.perform(
		ticket, "survey", {"root_cause": "x", "responsibility": "Warranty", "expected_days": 3.5}
	)
	refused(ticket, "start", says=r"Work of 3\.5 days needs a repair plan")
	make.sign_plan(ticket)
	assert make.start(ticket).status == "In Repair"


@pytest.mark.clause("R88")
def test_work_of_three_days_may_start_without_a_plan(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "arrive")
	service_transitions.perform(
		ticket, "survey", {"root_cause": "x", "responsibility": "Warranty", "expected_days": 3}
	)
	assert make.start(ticket).status == "In Repair"


@pytest.mark.clause("R97")
def test_issued_plan_needs_the_owners_signature(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	plan = make.make_plan(ticket)
	service_plans.issue(plan)
	refused(ticket, "start", says="not signed by the owner")
	with pytest.raises(RefusedError, match="let them sign"):
		service_plans.sign(plan, "王晓明", "")
	service_plans.sign(plan, "王晓明", make.SIGNATURE)
	assert make.start(ticket).status == "In Repair"


@pytest.mark.clause("R96")
def test_important_plan_needs_the_managers_review(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	plan = make.make_plan(ticket, important=1)
	with pytest.raises(RefusedError, match="repair manager's review"):
		service_plans.issue(plan)
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(frappe.PermissionError):
		service_plans.review(plan)
	as_user(estate.users[roles.MANAGER])
	service_plans.review(plan)
	as_user("Administrator")
	service_plans.issue(plan)
	assert (plan.state, plan.reviewed_by) == ("Issued", estate.users[roles.MANAGER])


@pytest.mark.clause("R97")
def test_signed_plan_is_locked_and_a_change_is_a_new_version(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	plan = make.sign_plan(ticket)
	plan.reload()
	plan.method = "另一个方案"
	with pytest.raises(frappe.ValidationError, match="new version"):
		plan.save()
	second = make.make_plan(ticket)
	service_plans.issue(second)
	assert (second.version, frappe.db.get_value("Repair Plan", plan.name, "state")) == (2, "Superseded")


@pytest.mark.clause("R98")
def test_emergency_without_immediate_plan_needs_temporary_measure(estate):
	ticket = make.make_ticket(
		estate.unit_a,
		"厨房",
		"给水管渗漏",
		received_at=make.ago(hours=3),
		notified_at=make.ago(hours=3),
		back_entry_reason="停电",
	).name
	for minutes, (action, values) in enumerate(
		(
			("accept", {}),
			("arrive", {}),
			("survey", {"root_cause": "接头", "responsibility": "Warranty", "expected_days": 1}),
		)
	):
		service_transitions.perform(ticket, action, values, at=make.ago(hours=2, minutes=-minutes), reason="停电")
	refused(ticket, "start", says="record the temporary measure")
	service_transitions.perform(ticket, "record_measure", {"temporary_measure": "关阀"})
	assert make.start(ticket).status == "In Repair"


@pytest.mark.clause("R84", "R86", "R87")
def test_repeat_repair_waits_for_the_managers_own_visit(estate, as_user):
	unit = estate.unit_a
	request = make.make_request(
		unit, [{"location": "客厅", "defect_type": "墙面空鼓", "owner_says_repaired": 1}]
	)
	ticket = request.items[0].ticket
	make.walk(ticket, "survey")
	refused(ticket, "start", says="Confirm or reject that first")
	refused(ticket, "confirm_repeat", says="Name the earlier repair")
	service_transitions.perform(ticket, "confirm_repeat", {"reason": "业主出示上次维修单"})
	refused(ticket, "start", says="visit in person")
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(frappe.PermissionError):
		service_transitions.perform(ticket, "manager_visit", {"reason": "替经理看过"})
	as_user(estate.users[roles.MANAGER])
	service_transitions.perform(ticket, "manager_visit", {"reason": "基层未处理干净"})
	started = make.start(ticket)
	visit = frappe.get_doc("Site Visit", started.manager_visit)
	assert (started.status, visit.kind, visit.visitor) == (
		"In Repair",
		"Manager",
		estate.users[roles.MANAGER],
	)


@pytest.mark.clause("R87")
def test_a_visit_on_its_form_counts_only_for_a_manager(estate, as_user):
	ticket = (
		make.make_request(
			estate.unit_a, [{"location": "客厅", "defect_type": "墙面空鼓", "owner_says_repaired": 1}]
		)
		.items[0]
		.ticket
	)
	visit = {
		"doctype": "Site Visit",
		"ticket": ticket,
		"project": estate.a,
		"kind": "Manager",
		"findings": "看过",
	}
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(dict(visit)).insert()
	as_user(estate.users[roles.MANAGER])
	made = frappe.get_doc(dict(visit)).insert()
	assert frappe.db.get_value("Repair Ticket", ticket, "manager_visit") == made.name


@pytest.mark.clause("R80")
def test_no_dispatch_without_a_contractor(estate):
	ticket = make.make_ticket(estate.unit_a)
	make.walk(ticket.name, "survey")
	ticket.reload()
	ticket.contractor = None
	ticket.save()
	refused(ticket.name, "start", says="No contractor is named")


@pytest.mark.clause("R93", "R74")
def test_owner_caused_needs_evidence_then_acknowledged_transfer(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "arrive")
	service_transitions.perform(
		ticket, "survey", {"root_cause": "装修钻孔", "responsibility": "Owner Caused", "expected_days": 1}
	)
	refused(ticket, "start", says="not warranty work")
	refused(ticket, "transfer", {"transferred_to": "物业"}, says="Take evidence first")
	item, digest = make.add_evidence(ticket)
	assert item.sha256 == digest
	refused(ticket, "transfer", {"transferred_to": "物业"}, says="Explain it to the owner first")
	make.explain(ticket)
	service_transitions.perform(ticket, "transfer", {"transferred_to": "物业"})
	refused(ticket, "close", says="not acknowledged")
	as_user(estate.users[roles.PROPERTY_DESK])
	service_transitions.perform(ticket, "acknowledge_transfer", {"transfer_acknowledged_by": "物业 张管家"})
	outcome = {"transfer_outcome": "Taken Over by Property Company", "transfer_outcome_on": now_datetime().date()}
	service_transitions.perform(ticket, "settle_transfer", outcome)
	as_user("Administrator")
	assert service_transitions.perform(ticket, "close").status == "Closed"


@pytest.mark.clause("R107")
def test_third_party_needs_served_notice_and_failed_coordination(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	order = {"third_party": estate.waterproofer}
	refused(ticket, "commission_third_party", order, says="done by the document")
	with pytest.raises(RefusedError, match="Serve the written notice"):
		service_transitions.perform(ticket, "commission_third_party", order)
	refused(
		ticket,
		"record_coordination",
		{"coordination_result": "Failed", "coordination_note": "拒绝"},
		says="Serve the written notice",
	)
	service_transitions.perform(ticket, "serve_notice", NOTICE)
	with pytest.raises(RefusedError, match="has not failed yet"):
		service_transitions.perform(ticket, "commission_third_party", order)
	service_transitions.perform(
		ticket, "record_coordination", {"coordination_result": "Failed", "coordination_note": "拒绝"}
	)
	done = service_transitions.perform(ticket, "commission_third_party", order)
	assert (done.status, done.contractor) == ("Third Party", estate.waterproofer)


@pytest.mark.clause("R107")
def test_third_party_after_the_cure_time_ran_out(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	service_transitions.perform(ticket, "serve_notice", NOTICE)
	frappe.db.set_value("Repair Ticket", ticket, "cure_until", make.ago(minutes=1))
	assert (
		service_transitions.perform(ticket, "commission_third_party", {"third_party": estate.waterproofer}).status
		== "Third Party"
	)


def _cleaned(estate) -> str:
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "clean")
	return ticket


@pytest.mark.clause("R106", "R108")
def test_owner_acceptance_needs_name_and_signature(estate):
	ticket = _cleaned(estate)
	refused(ticket, "close", says="not possible while the ticket is Cleaned")
	refused(ticket, "owner_accept", {"acceptance_result": "Pass"}, says="name and signature")
	signed = {"accepted_by_name": "王晓明", "owner_signature": make.SIGNATURE}
	refused(ticket, "owner_accept", {"acceptance_result": "Fail", **signed}, says="did not accept")
	refused(
		ticket,
		"owner_accept",
		{"acceptance_result": "Pass With Remark", **signed},
		says="write down the owner's remark",
	)
	service_transitions.perform(ticket, "owner_accept", {"acceptance_result": "Pass", **signed})
	assert service_transitions.perform(ticket, "close").status == "Closed"


@pytest.mark.clause("R106")
def test_failed_pre_acceptance_is_counted_and_stays_in_repair(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	failed = service_transitions.perform(ticket, "fail_pre_acceptance", {"reason": "仍有空鼓"})
	assert (failed.status, failed.pre_acceptance_count) == ("In Repair", 1)
	passed = service_transitions.perform(ticket, "pre_accept")
	assert (passed.status, passed.pre_acceptance_count) == ("Pre-accepted", 2)
	results = frappe.get_all(
		"Site Visit", {"ticket": ticket, "kind": "Pre-acceptance"}, pluck="result", order_by="creation"
	)
	assert results == ["Fail", "Pass"]


@pytest.mark.clause("R82")
def test_owner_rejects_and_reopens(estate):
	ticket = _cleaned(estate)
	rejected = service_transitions.perform(ticket, "reject", {"acceptance_remark": "颜色不对"})
	assert (rejected.status, rejected.cleaned_at) == ("In Repair", None)
	for action, values in make.WALK[5:]:
		service_transitions.perform(ticket, action, values)
	reopened = service_transitions.perform(ticket, "reopen", {"reason": "又鼓了"})
	assert (reopened.status, reopened.repeat_state, reopened.closed_at) == ("Accepted", "Suspected", None)


def test_merge_only_into_an_open_ticket_of_the_unit(estate):
	ticket, same = make.make_ticket(estate.unit_a).name, make.make_ticket(estate.unit_a).name
	other = make.make_ticket(estate.unit_a2).name
	refused(ticket, "merge", {"merged_into": ticket}, says="into itself")
	for alias in (ticket.lower(), f"{ticket} ", ticket.replace("RT", "ＲＴ")):
		with pytest.raises(RefusedError, match="not a valid value"):
			act(ticket, "merge", {"merged_into": alias})
	refused(ticket, "merge", {"merged_into": other}, says="does not exist for this unit")
	merged = service_transitions.perform(ticket, "merge", {"merged_into": same})
	assert merged.status == "Merged"
	refused(same, "merge", {"merged_into": ticket}, says="finished already")


def test_times_must_be_possible(estate):
	ticket = make.make_ticket(estate.unit_a).name
	refused(ticket, "accept", at=now_datetime() + timedelta(minutes=5), says="lies in the future")
	refused(ticket, "accept", at=make.ago(hours=1), says="before the previous event")
	service_transitions.perform(ticket, "accept")
	refused(ticket, "appoint", {"appointment_at": make.ago(hours=1)}, says="Enter a later time")
	with pytest.raises(frappe.ValidationError, match="soon is no time"):
		service_transitions.perform(ticket, "appoint", {"appointment_at": "soon"})
	refused(ticket, "appoint", {"status": "Closed"}, says="takes no Status")


@pytest.mark.clause("R79")
def test_old_times_need_a_reason_and_are_marked(estate):
	ticket = make.make_ticket(
		estate.unit_a,
		received_at=make.ago(hours=5),
		notified_at=make.ago(hours=5),
		back_entry_reason="停电，先记纸上",
	).name
	refused(ticket, "accept", at=make.ago(hours=4), says="Give the reason")
	service_transitions.perform(ticket, "accept", at=make.ago(hours=4), reason="停电，先记纸上")
	event = frappe.get_last_doc("Ticket Event", {"ticket": ticket, "action": "accept"})
	assert (event.back_entry_reason, (event.recorded_at - event.at).total_seconds() // 3600) == (
		"停电，先记纸上",
		4,
	)


def test_cancelling_and_roles(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	refused(ticket, "cancel", says="fill in Reason")
	as_user(estate.users[roles.CLERK])
	with pytest.raises(frappe.PermissionError, match="needs one of the roles"):
		service_transitions.perform(ticket, "cancel", {"reason": "x"})
	as_user(estate.users[roles.MANAGER])
	assert service_transitions.perform(ticket, "cancel", {"reason": "报错房号"}).status == "Cancelled"


def test_the_history_tells_what_people_changed_not_how_clocks_ran(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	kept = frappe.get_all("Version", {"docname": ticket}, pluck="data", order_by="creation")
	told = [change for data in kept for change in json.loads(data)["changed"]]
	assert ["status", "Reported", "Accepted"] in told
	assert not [change for change in told if change[0] == "next_due_at"]
	assert not [
		row for data in kept for kind in ("added", "removed", "row_changed") for row in json.loads(data)[kind]
	]
