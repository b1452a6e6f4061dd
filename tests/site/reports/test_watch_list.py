"""Long repairs, the manager's watch list and the month's spot checks (R101-R105)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, get_datetime, getdate, now_datetime, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.quality import api_spot_check
from fangxiu_app.reports import reads_watch_list
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.life.api_ticket import panel
from fangxiu_app.tickets.site_work import api_work
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api
from tests.site.reports.test_reports import rows as report_rows
from tests.site.tickets.test_duties import contact, in_repair


def watched(**filters) -> dict[str, dict]:
	return {row.ticket: row for row in report_rows("Watch List", **filters)}


def entry(ticket: str, kind: str, text: str):
	row = {"ticket": ticket, "project": frappe.db.get_value("Repair Ticket", ticket, "project")}
	return frappe.get_doc({"doctype": "Watch Entry", "kind": kind, "text": text, **row}).insert()


@pytest.mark.clause("R102", "R104")
def test_the_weeks_of_a_long_repair_are_kept_or_missed(estate):
	ticket = in_repair(estate, days=40)
	start = get_datetime(frappe.db.get_value("Repair Ticket", ticket, "started_at"))
	found = api_work.overview(ticket)["long"]
	assert (found["is_long"], found["notice_at"], found["weeks"]) == (True, None, [])
	assert found["notice_due"] == start + timedelta(days=15)
	notice = start + timedelta(days=15)
	contact(ticket, estate.a, "Long Repair Notice", notice)
	contact(ticket, estate.a, "Weekly Progress", notice + timedelta(days=6))
	contact(ticket, estate.a, "Weekly Progress", notice + timedelta(days=12), outcome="Unreachable")
	contact(ticket, estate.a, "Weekly Progress", notice + timedelta(days=20))
	weeks = api_work.overview(ticket)["long"]["weeks"]
	assert [week["state"] for week in weeks] == ["Kept", "Missed", "Kept", "Running"]
	assert weeks[0]["kept_at"] == notice + timedelta(days=6)


@pytest.mark.clause("R104")
def test_each_reason_puts_a_ticket_on_the_list(estate):
	long, young = in_repair(estate, days=16), in_repair(estate, hours=5)
	complex_one, repeat, corrected, urgent = (in_repair(estate, hours=5) for _number in range(4))
	frappe.db.set_value("Repair Ticket", complex_one, "complex", 1)
	frappe.db.set_value("Repair Ticket", repeat, "repeat_state", "Confirmed")
	frappe.db.set_value("Correction Notice", make.make_notice(corrected).name, "due_at", make.ago(hours=1))
	frappe.db.set_value(
		"Repair Ticket", urgent, {"emergency": 1, "reported_at": make.ago(hours=25)}, update_modified=False
	)
	by_hand = in_repair(estate, hours=5)
	entry(by_hand, "Watch", "业主是人大代表，情绪激动")
	found = watched(project=estate.a)
	assert young not in found
	reasons = {
		ticket: found[ticket].why for ticket in (long, complex_one, repeat, corrected, urgent, by_hand)
	}
	assert list(reasons.values()) == [
		["Long"],
		["Complex"],
		["Repeat"],
		["Correction"],
		["Emergency"],
		["By Hand"],
	]
	assert found[by_hand].note == "业主是人大代表，情绪激动"
	assert set(watched(project=estate.a, reason="By Hand")) == {by_hand}
	entry(by_hand, "Release", "已平息")
	assert by_hand not in watched(project=estate.a)
	service_transitions.perform(young, "mark_complex", {"reason": "隐蔽管线走向不明"})
	assert watched(project=estate.a)[young].why == ["Complex"]


@pytest.mark.clause("R101", "R104")
def test_the_list_tells_last_contact_next_due_and_what_was_done(estate, as_user):
	ticket = in_repair(estate, days=20)
	told = make.ago(days=4)
	contact(ticket, estate.a, "Long Repair Notice", told)
	as_user(estate.users[roles.ENGINEER])
	entry(ticket, "Instruct", "催施工单位增加人手")
	row = watched(project=estate.a)[ticket]
	assert (row.last_contact, row.note) == (told, "催施工单位增加人手")
	assert row.next_due_at == frappe.db.get_value("Repair Ticket", ticket, "next_due_at")
	as_user(estate.users[roles.MANAGER])
	make.make_visit(ticket, "Spot Check", findings="收口粗糙")
	assert "收口粗糙" in watched(project=estate.a)[ticket].note


@pytest.mark.clause("R104")
def test_only_lead_puts_on_the_list_and_nothing_is_rewritten(estate, as_user):
	ticket = in_repair(estate, hours=5)
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(frappe.PermissionError):
		entry(ticket, "Watch", "x")
	as_user(estate.users[roles.SUPERVISOR])
	kept = entry(ticket, "Watch", "x")
	as_user("Administrator")
	kept.text = "y"
	with pytest.raises(LockedFieldError, match="Add another entry"):
		kept.save()


@pytest.mark.clause("R104")
def test_a_ticket_is_put_on_once_and_taken_off_only_when_it_is_on(estate, as_user):
	ticket = in_repair(estate, hours=5)
	as_user(estate.users[roles.MANAGER])
	assert panel(ticket)["watched"] is False
	with pytest.raises(RefusedError, match="Nobody put ticket"):
		entry(ticket, "Release", "x")
	entry(ticket, "Watch", "x")
	entry(ticket, "Instruct", "y")
	assert panel(ticket)["watched"] is True
	with pytest.raises(RefusedError, match="already"):
		entry(ticket, "Watch", "z")
	entry(ticket, "Release", "z")
	assert panel(ticket)["watched"] is False


def test_the_list_costs_the_same_for_many_and_shows_no_other_project(estate, as_user):
	limits = reads_watch_list.limits()
	in_repair(estate, days=16)
	one = count_queries(lambda: reads_watch_list.rows({}, now_datetime(), limits))
	for _number in range(4):
		in_repair(estate, days=16)
	assert count_queries(lambda: reads_watch_list.rows({}, now_datetime(), limits)) == one <= 7
	as_user(estate.engineer_b)
	assert estate.a not in {row.project for row in reads_watch_list.rows({}, now_datetime(), limits)}


def plan(estate, **values):
	row = {
		"doctype": "Spot Check Plan",
		"project": estate.a,
		"month": today(),
		"inspector": frappe.session.user,
	}
	return frappe.get_doc({**row, **values}).insert()


@pytest.mark.clause("R103", "R105")
def test_a_months_plan_is_chosen_by_rule_and_by_hand_and_notes_what_was_done(estate, as_user):
	old, young = in_repair(estate, days=9), in_repair(estate, days=1)
	frappe.db.set_value("Repair Ticket", young, "complex", 1)
	as_user(estate.users[roles.MANAGER])
	made = plan(estate)
	assert getdate(made.month) == getdate(today()).replace(day=1)
	assert api_spot_check.add(made.name, "Complex")["found"] >= 1
	assert api_spot_check.add(made.name, "Oldest", 50)["found"] >= 1
	made.reload()
	reasons = {row.ticket: row.reason for row in made.items}
	assert (reasons[young], reasons[old]) == ("Complex", "Oldest")
	assert api_spot_check.add(made.name, "Complex")["found"] == 0
	visit = make.make_visit(old, "Spot Check")
	made.reload()
	row = next(row for row in made.items if row.ticket == old)
	assert (row.visit, row.score, made.done) == (visit.name, 90.0, 1)
	made.append("items", {"ticket": old})
	with pytest.raises(RefusedError, match="stands once"):
		made.save()


@pytest.mark.clause("R103")
def test_contractors_are_taken_in_turn(estate):
	tickets = [in_repair(estate, days=9 - number) for number in range(3)]
	frappe.db.set_value("Repair Ticket", tickets[2], "contractor", estate.waterproofer)
	made = plan(estate)
	api_spot_check.add(made.name, "Contractor", 2)
	made.reload()
	chosen = [frappe.db.get_value("Repair Ticket", row.ticket, "contractor") for row in made.items]
	assert len(set(chosen)) == 2
	only = plan(estate, month=add_days(today(), -40))
	api_spot_check.add(only.name, "Contractor", 9, estate.waterproofer)
	only.reload()
	assert {frappe.db.get_value("Repair Ticket", row.ticket, "contractor") for row in only.items} == {
		estate.waterproofer
	}


@pytest.mark.clause("R103")
def test_attacks_over_rest(estate):
	"""An engineer neither checks himself on the manager's behalf, nor writes the plan or its results."""
	ticket = in_repair(estate, hours=30)
	made = plan(estate, items=[{"ticket": ticket}])
	frappe.db.commit()
	engineer, manager = Api(estate.users[roles.ENGINEER]), Api(estate.users[roles.MANAGER])
	from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS

	checks = [{"aspect": aspect, "result": "Pass", "score": 100} for aspect in ASPECTS]
	visit = {"ticket": ticket, "project": estate.a, "kind": "Spot Check", "checks": checks}
	assert engineer.post("/api/resource/Site Visit", **visit)[0] == 403
	assert (
		engineer.post("/api/method/fangxiu_app.quality.api_spot_check.add", plan=made.name, rule="Oldest")[0] == 403
	)
	forged = [{"ticket": ticket, "visit": "SV-1", "score": 100}]
	manager.put(f"/api/resource/Spot Check Plan/{made.name}", items=forged)
	frappe.db.rollback()
	row = frappe.db.get_value("Spot Check Item", {"parent": made.name}, ["visit", "score"], as_dict=True)
	assert (row.visit, row.score or 0) == (None, 0)
