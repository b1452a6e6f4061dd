"""Reports on overdue clocks, waiting times and contractor response, and the calendar of appointments: contents, scope and queries."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.desk.query_report import run
from frappe.utils import now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.reports import reads_clock_reports
from fangxiu_app.tickets.clocks import service_sweep
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.site_work import api_appointments
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api


def rows(report: str, **filters) -> list[dict]:
	return [frappe._dict(row) for row in run(report, filters=filters)["result"]]


def old_ticket(estate, hours: int, unit: str = "") -> str:
	"""Reported that many hours ago, accepted one hour later."""
	moment = make.ago(hours=hours)
	ticket = make.make_ticket(
		unit or estate.unit_a, received_at=moment, notified_at=moment, back_entry_reason="补录"
	).name
	service_transitions.perform(ticket, "accept", at=moment + timedelta(hours=1), reason="补录")
	return ticket


@pytest.mark.clause("R89")
def test_overdue_now_names_the_limit_the_minutes_and_the_next_step(estate):
	ticket = old_ticket(estate, 5)
	service_sweep.run()
	[row] = [row for row in rows("Overdue Clocks", project=estate.a) if row.ticket == ticket]
	last = frappe.get_cached_doc("Time Limit", "First Response").steps[-1].percent
	assert (row.clock, row.clause, row.overdue_minutes, row.percent) == ("上门或预约", "R89", 210, last)
	assert row.next_step == "Record Survey、Make Appointment"
	assert row.engineer_name
	service_transitions.perform(ticket, "appoint", {"appointment_at": now_datetime() + timedelta(hours=1)})
	assert ticket not in {row.ticket for row in rows("Overdue Clocks", project=estate.a)}


def hold(ticket: str, project: str, holder: str, **times) -> None:
	values = {
		"ticket": ticket,
		"project": project,
		"holder": holder,
		"reason": "等",
		"agreed_by": "业主",
		**times,
	}
	doc = frappe.get_doc({"doctype": "Ticket Hold", **values})
	doc.flags.fx_action = True
	doc.insert()


def repaired(estate) -> str:
	"""Six hours: two the engineer's, four the contractor's, of which one went by waiting for material."""
	ticket = old_ticket(estate, 6)
	begin = make.ago(hours=6)
	for action, hours, values in (
		("arrive", 1.2, {}),
		("survey", 1.4, {"root_cause": "x", "responsibility": "Warranty", "expected_days": 1}),
		("start", 2, {"agreed_completion": begin + timedelta(days=1)}),
	):
		service_transitions.perform(ticket, action, values, at=begin + timedelta(hours=hours), reason="补录")
	times = {"starts_at": begin + timedelta(hours=3), "until": begin + timedelta(hours=4)}
	frappe.db.set_value("Ticket Clock", {"parent": ticket}, "due_at", None)
	hold(ticket, estate.a, "Material", back_entry_reason="补录", **times)
	return ticket


def test_the_ball_is_counted_by_ticket_contractor_and_project(estate):
	ticket = repaired(estate)
	[row] = [row for row in rows("Waiting Times", project=estate.a) if row.ticket == ticket]
	assert (row.Engineer, row.Contractor, row.Material, row.total) == ("2 h", "3 h", "1 h", "6 h")
	for group, field in (
		("Contractor", "contractor_name"),
		("Project", "project"),
		("Engineer", "engineer_name"),
	):
		lines = rows("Waiting Times", project=estate.a, group_by=group)
		assert sum(line.tickets for line in lines) == len(rows("Waiting Times", project=estate.a))
		assert all(field in line for line in lines)


@pytest.mark.clause("R14")
def test_a_contractor_answers_for_its_own_hours_only(estate):
	before = {row.contractor: row for row in rows("Contractor Response", project=estate.a)}
	ticket = repaired(estate)
	contractor = frappe.db.get_value("Repair Ticket", ticket, "contractor")
	after = {row.contractor: row for row in rows("Contractor Response", project=estate.a)}[contractor]
	old = before.get(contractor) or frappe._dict(tickets=0, open=0)
	assert (after.tickets - old.tickets, after.open - old.open) == (1, 1)
	assert after.longest_hours >= 3.0
	if not old.tickets:
		assert after.own_hours == 3.0
	service_transitions.perform(ticket, "pre_accept")
	passed = {row.contractor: row for row in rows("Contractor Response", project=estate.a)}[contractor]
	assert passed.first_pass_rate == 100


def test_the_reports_cost_a_fixed_number_of_queries(estate):
	now = now_datetime()
	calls = (
		lambda: reads_clock_reports.overdue({}, now),
		lambda: reads_clock_reports.waiting_times({}, now),
		lambda: reads_clock_reports.contractor_response({}, now),
	)
	repaired(estate)
	before = [count_queries(call) for call in calls]
	for _more in range(3):
		repaired(estate)
	assert [count_queries(call) for call in calls] == before
	assert before == [1, 3, 5]


@pytest.mark.clause("R89")
def test_an_appointment_that_falls_together_with_another_is_warned_of_and_made(estate, as_user):
	noon = now_datetime().replace(microsecond=0) + timedelta(days=1)
	first, second = make.make_ticket(estate.unit_a).name, make.make_ticket(estate.unit_a2).name
	make.walk(first, "accept")
	make.walk(second, "accept")
	service_transitions.perform(first, "appoint", {"appointment_at": noon})
	as_user(estate.users[roles.ENGINEER])

	def found(minutes: int) -> list[str]:
		at = str(noon + timedelta(minutes=minutes))
		return [
			row["ticket"] for row in api_appointments.conflicts(ticket=second, at=at) if row["ticket"] == first
		]

	assert [found(minutes) for minutes in (-60, -59, 0, 59, 60)] == [[], [first], [first], [first], []]
	assert first in api_appointments.conflicts(ticket=second, at=str(noon))[0]["text"]
	assert service_transitions.perform(second, "appoint", {"appointment_at": noon}).status == "Appointed"


def test_the_calendar_shows_standing_appointments_of_the_own_projects(estate, as_user):
	noon = now_datetime().replace(microsecond=0) + timedelta(days=2)
	mine, theirs = make.make_ticket(estate.unit_a).name, make.make_ticket(estate.unit_b).name
	for ticket in (mine, theirs):
		make.walk(ticket, "accept")
		service_transitions.perform(ticket, "appoint", {"appointment_at": noon})
	as_user(estate.users[roles.ENGINEER])

	def shown(**filters) -> set[str]:
		span = {"start": str(noon - timedelta(days=1)), "end": str(noon + timedelta(days=1))}
		return {row["name"] for row in api_appointments.events(**span, **filters)}

	assert mine in shown()
	assert theirs not in shown()
	assert mine not in shown(filters=[["Repair Ticket", "engineer", "=", estate.engineer_b]])


def test_appointments_are_for_those_who_may_read_the_ticket(estate):
	ticket = make.make_ticket(estate.unit_b).name
	frappe.db.commit()
	stranger = Api(estate.users[roles.MANAGER])
	path = "/api/method/fangxiu_app.tickets.site_work.api_appointments.conflicts"
	assert stranger.get(path, ticket=ticket, at=str(now_datetime()))[0] == 403


@pytest.mark.clause("R90")
def test_todays_appointments_are_a_number_on_the_workspace(estate, as_user):
	shortcut = next(
		row
		for row in frappe.get_doc("Workspace", "Repair Desk").shortcuts
		if row.label == "Appointments Today"
	)
	as_user(estate.users[roles.ENGINEER])

	def number() -> int:
		filters = [row[:4] for row in frappe.parse_json(shortcut.stats_filter)]
		return len(frappe.get_list("Repair Ticket", filters=filters, limit=0))

	before = number()
	for days in (0, 1):
		ticket = make.make_ticket(estate.unit_a).name
		make.walk(ticket, "accept")
		service_transitions.perform(
			ticket, "appoint", {"appointment_at": now_datetime() + timedelta(days=days, minutes=1)}
		)
	assert number() == before + 1
