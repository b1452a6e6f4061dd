"""Duties of a running repair and what follows it: patrols, long repairs, cleaning, acceptance, follow-up."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.access import roles
from fangxiu_app.tickets.life import reads_facts, service_transitions
from tests.site.helpers import factories as make


def clocks(ticket: str, code: str) -> list:
	return frappe.get_all(
		"Ticket Clock",
		{"parent": ticket, "code": code},
		["state", "started_at", "due_at", "stopped_at"],
		order_by="idx",
	)


def states(ticket: str, code: str) -> list[str]:
	return [row.state for row in clocks(ticket, code)]


def in_repair(estate, **when) -> str:
	"""A ticket whose repair began some time ago."""
	moment = make.ago(**when)
	ticket = make.make_ticket(
		estate.unit_a,
		received_at=moment - timedelta(hours=2),
		notified_at=moment - timedelta(hours=2),
		back_entry_reason="补录",
	).name
	service_transitions.perform(ticket, "accept", at=moment - timedelta(hours=1), reason="补录")
	service_transitions.perform(ticket, "arrive", at=moment - timedelta(minutes=30), reason="补录")
	survey = {"root_cause": "空鼓", "responsibility": "Warranty", "expected_days": 2}
	service_transitions.perform(ticket, "survey", survey, at=moment - timedelta(minutes=20), reason="补录")
	make.start(ticket, at=moment, reason="补录")
	return ticket


def visit(ticket: str, at) -> None:
	make.make_visit(ticket, arrived_at=at, back_entry_reason="补录")


def contact(ticket: str, project: str, purpose: str, at=None, **values):
	row = {
		"ticket": ticket,
		"project": project,
		"purpose": purpose,
		"outcome": "Reached",
		"contacted_at": at or make.ago(seconds=0),
	}
	return frappe.get_doc({"doctype": "Owner Contact", **row, "back_entry_reason": "补录", **values}).insert()


@pytest.mark.clause("R12", "R100")
def test_every_day_of_the_repair_wants_its_patrol(estate):
	ticket = in_repair(estate, days=3)
	start = get_datetime(frappe.db.get_value("Repair Ticket", ticket, "started_at"))
	visit(ticket, start + timedelta(hours=20))
	visit(ticket, start + timedelta(hours=50))
	rows = clocks(ticket, "Daily Patrol")
	assert [row.state for row in rows] == ["Met", "Late", "Running"]
	assert rows[2].due_at == start + timedelta(hours=74)
	service_transitions.perform(ticket, "pre_accept")
	assert states(ticket, "Daily Patrol") == ["Met", "Late", "Void"]


@pytest.mark.clause("R102", "R104")
def test_a_long_repair_is_announced_and_then_reported_weekly(estate):
	ticket = in_repair(estate, days=30)
	start = get_datetime(frappe.db.get_value("Repair Ticket", ticket, "started_at"))
	assert clocks(ticket, "Long Repair Notice")[0].due_at == start + timedelta(days=15)
	contact(ticket, estate.a, "Weekly Progress", start + timedelta(days=10))
	assert states(ticket, "Weekly Contact") == []
	contact(ticket, estate.a, "Long Repair Notice", start + timedelta(days=15))
	contact(ticket, estate.a, "Weekly Progress", start + timedelta(days=22))
	contact(ticket, estate.a, "Weekly Progress", start + timedelta(days=29, seconds=1))
	assert states(ticket, "Long Repair Notice") == ["Met"]
	assert states(ticket, "Weekly Contact") == ["Met", "Late", "Running"]


@pytest.mark.clause("R102")
def test_an_owner_who_was_not_reached_was_not_told(estate):
	ticket = in_repair(estate, days=16)
	contact(ticket, estate.a, "Long Repair Notice", outcome="Unreachable")
	assert states(ticket, "Long Repair Notice") == ["Running"]


@pytest.mark.clause("R98")
def test_temporary_measure_has_a_clock_of_its_own(estate):
	calm = make.make_ticket(estate.unit_a).name
	make.walk(calm, "survey")
	assert states(calm, "Temporary Measure") == []
	urgent = make.make_ticket(estate.unit_a, "厨房", "给水管渗漏").name
	make.walk(urgent, "survey")
	assert states(urgent, "Temporary Measure") == ["Running"]
	service_transitions.perform(urgent, "record_measure", {"temporary_measure": "关阀"})
	assert states(urgent, "Temporary Measure") == ["Met"]


@pytest.mark.clause("R108")
def test_cleaning_and_acceptance_follow_the_pre_acceptance(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "pre_accept")
	assert states(ticket, "Cleaning") == ["Running"]
	make.walk_from(ticket, "clean", "clean")
	assert (states(ticket, "Cleaning"), states(ticket, "Owner Acceptance")) == (["Met"], ["Running"])
	make.walk_from(ticket, "owner_accept", "owner_accept")
	assert states(ticket, "Owner Acceptance") == ["Met"]


def closed(estate, location="客厅", defect_type="墙面空鼓") -> str:
	ticket = make.make_ticket(estate.unit_a, location, defect_type).name
	make.walk(ticket, "close")
	return ticket


@pytest.mark.parametrize(
	("location", "defect", "days"), [("客厅", "墙面空鼓", 7), ("主卧卫生间", "卫生间渗漏", 3)]
)
def test_follow_up_is_due_by_the_kind_of_defect(estate, location, defect, days):
	row = clocks(closed(estate, location, defect), "Follow-up")[0]
	assert row.due_at - row.started_at == timedelta(days=days)


def test_a_content_owner_ends_the_follow_up(estate):
	ticket = closed(estate)
	contact(ticket, estate.a, "Follow-up", satisfaction="Satisfied")
	assert (states(ticket, "Follow-up"), frappe.db.get_value("Repair Ticket", ticket, "status")) == (
		["Met"],
		"Closed",
	)


@pytest.mark.clause("R82")
def test_an_unhappy_owner_reopens_the_ticket_as_a_repeat(estate, as_user):
	ticket = closed(estate)
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	contact(ticket, estate.a, "Follow-up", satisfaction="Dissatisfied", note="又裂了")
	as_user("Administrator")
	row = frappe.db.get_value("Repair Ticket", ticket, ["status", "repeat_state", "next_clock"])
	assert row == ("Accepted", "Suspected", "First Response")


def test_a_transferred_report_needs_no_follow_up(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "arrive")
	service_transitions.perform(
		ticket, "survey", {"root_cause": "钻孔", "responsibility": "Owner Caused", "expected_days": 1}
	)
	make.add_evidence(ticket)
	make.explain(ticket)
	service_transitions.perform(ticket, "transfer", {"transferred_to": "物业"})
	service_transitions.perform(ticket, "acknowledge_transfer", {"transfer_acknowledged_by": "张管家"})
	outcome = {"transfer_outcome": "Taken Over by Property Company", "transfer_outcome_on": now_datetime().date()}
	service_transitions.perform(ticket, "settle_transfer", outcome)
	service_transitions.perform(ticket, "close")
	assert states(ticket, "Follow-up") == []


@pytest.mark.clause("R94", "R98")
def test_how_soon_a_plan_has_to_follow_an_emergency_is_the_limit_of_plans(estate):
	ticket = make.make_ticket(estate.unit_a, "厨房", "给水管渗漏")
	limit = frappe.get_doc("Time Limit", "Plan")
	for minutes in (180, limit.limit_minutes):
		limit.update({"limit_minutes": minutes}).save()
		facts = reads_facts.load(ticket, settings.load(), now_datetime())
		assert facts.immediate_plan_minutes == minutes
