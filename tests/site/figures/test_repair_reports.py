"""Lists and statistics of the manager: right rows, right sums, few queries, nothing of another project."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import frappe
import pytest
from frappe.desk.query_report import run
from frappe.utils import add_days, now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.figures import reads_kpi as figures
from fangxiu_app.figures import rules_kpi
from fangxiu_app.reports import reads_repair_lists, reads_repair_statistics
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.life.rules_ticket import FINAL
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries

OWN_ESTATE = True
ALL = {"period": "Cumulative"}


def rows(report: str, **filters) -> list[dict]:
	return [row for row in run(report, filters={**ALL, **filters})["result"] if isinstance(row, dict)]


def set_fields(ticket: str, **values) -> None:
	frappe.db.set_value("Repair Ticket", ticket, values)


@pytest.fixture
def working(estate):
	"""A ticket in repair since three days."""
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	set_fields(ticket, started_at=now_datetime() - timedelta(days=3))
	return ticket


@pytest.mark.clause("R82", "R87")
def test_repeats_name_origin_source_and_the_managers_duty(estate, as_user):
	first = make.make_ticket(estate.unit_a, "客厅", "墙面空鼓").name
	make.walk(first, "close")
	again = make.make_ticket(estate.unit_a, "客厅", "墙面空鼓").name
	service_transitions.perform(again, "accept")
	service_transitions.perform(again, "confirm_repeat", {"repeat_of": first})
	row = next(r for r in rows("Repeat Repairs", project=estate.a) if r["ticket"] == again)
	assert (row["repeat_of"], row["held_days"], bool(row["visit"])) == (first, 0, True)
	assert row["first_contractor"] == row["contractor_name"]
	assert first not in {r["ticket"] for r in rows("Repeat Repairs", project=estate.a)}
	as_user(estate.users[roles.MANAGER])
	service_transitions.perform(again, "manager_visit", {"reason": "看过"})
	row = next(r for r in rows("Repeat Repairs") if r["ticket"] == again)
	assert (bool(row["manager_visit"]), row["visit"]) == (True, "")
	assert row["manager_visited_at"]
	assert again not in {r["ticket"] for r in rows("Repeat Repairs", repeat_state="Rejected")}


@pytest.mark.clause("R102", "R104")
def test_long_repairs_tell_who_was_kept_informed(estate, working):
	now = now_datetime()
	set_fields(working, reported_at=now - timedelta(days=40))
	fresh = make.make_ticket(estate.unit_a2).name
	clock = frappe.get_doc("Repair Ticket", working)
	for state, due in (("Met", -20), ("Late", -13), ("Running", -1)):
		clock.append(
			"clocks", {"code": "Weekly Contact", "state": state, "due_at": now + timedelta(days=due)}
		)
	for row in clock.clocks[-3:]:
		row.parent, row.parenttype, row.parentfield = working, "Repair Ticket", "clocks"
		row.db_insert()
	frappe.get_doc(
		{
			"doctype": "Owner Contact",
			"ticket": working,
			"project": estate.a,
			"purpose": "Other",
			"outcome": "Reached",
		}
	).insert()
	found = {row["ticket"]: row for row in rows("Long Repairs", project=estate.a)}
	row = found[working]
	assert (row["open_days"], row["kept"], row["missed"], bool(row["late"])) == (40, 1, 2, True)
	assert row["last_contact"] is not None
	assert row["next_contact"] < now
	assert fresh not in found


def test_the_list_of_long_repairs_is_the_figure_of_the_sheet(estate, working):
	now = now_datetime()
	set_fields(working, reported_at=now - timedelta(days=40))
	span = rules_kpi.periods("Cumulative", now.date())[:1]
	[[(number, _none)]] = figures.sheet({"project": estate.a}, now, span, (rules_kpi.BY_CODE["open_long"],))
	assert number == len(reads_repair_lists.long_repairs({"project": estate.a}, now, 15)) >= 1


@pytest.mark.clause("R12", "R13", "R100")
def test_work_without_todays_record_is_named_until_somebody_patrols(estate, working):
	def listed():
		return {row["ticket"]: row for row in rows("Work Without Record", project=estate.a)}

	assert listed()[working]["days_without"] == 3
	visit = frappe.new_doc("Site Visit")
	visit.update({"ticket": working, "project": estate.a, "unit": estate.unit_a, "kind": "Patrol"})
	visit.update({"visitor": "Administrator", "arrived_at": now_datetime() - timedelta(days=1)})
	visit.name = "SV-yesterday"
	visit.db_insert()
	assert listed()[working]["days_without"] == 1
	frappe.db.set_value("Site Visit", visit.name, "arrived_at", now_datetime())
	assert working not in listed()


@pytest.mark.clause("R5", "R6")
@pytest.mark.parametrize("by", list(reads_repair_statistics.DIMENSIONS))
def test_defects_are_counted_by_every_dimension(estate, by):
	for location, kind in (("客厅", "墙面空鼓"), ("厨房", "给水管渗漏"), ("厨房", "给水管渗漏")):
		make.make_ticket(estate.unit_a, location, kind)
	cancelled = make.make_ticket(estate.unit_a2, "厨房").name
	set_fields(cancelled, status="Cancelled")
	found = rows("Defect Distribution", project=estate.a, by=by, most=100)
	field = reads_repair_statistics.DIMENSIONS[by]
	tickets = frappe.get_all(
		"Repair Ticket", {"project": estate.a}, [field, "status", "responsibility"], limit=0
	)
	counted = Counter(
		row[field]
		for row in tickets
		if row.status not in ("Cancelled", "Merged") and row.responsibility not in ("Owner Caused", "Expired")
	)
	assert {row["value"]: row["tickets"] for row in found} == counted
	assert sum(row["share"] for row in found) == pytest.approx(100)
	assert found[-1]["cumulative"] == pytest.approx(100)
	units = frappe.db.count("Unit Archive", {"project": estate.a, "delivery_state": "Delivered"})
	assert found[0]["per_100_units"] == pytest.approx(100 * found[0]["tickets"] / units)
	link = {
		**ALL,
		"project": estate.a,
		field: found[0]["value"],
		"kpi": "closing_rate",
		"part": "denominator",
	}
	if found[0]["value"]:
		assert len(run("KPI Tickets", filters=link)["result"]) == found[0]["tickets"]


@pytest.mark.clause("R7")
def test_the_workload_is_what_each_engineer_has_and_did(estate, working):
	engineer = frappe.db.get_value("Repair Ticket", working, "engineer")
	set_fields(working, next_due_at=now_datetime() - timedelta(minutes=5))
	closed = make.make_ticket(estate.unit_a).name
	make.walk(closed, "close")
	frappe.db.set_value("Ticket Clock", {"parent": closed, "state": "Met"}, "due_at", now_datetime())
	contact = {"doctype": "Owner Contact", "ticket": closed, "project": estate.a, "purpose": "Follow-up"}
	frappe.get_doc({**contact, "outcome": "Reached", "satisfaction": "Satisfied"}).insert()
	row = next(r for r in rows("Engineer Workload", project=estate.a) if r["engineer"] == engineer)
	mine = frappe.get_all(
		"Repair Ticket",
		{"project": estate.a, "engineer": engineer, "status": ("not in", ("Cancelled", "Merged"))},
		["status", "closed_at", "next_due_at", "reported_at", "responsibility"],
		limit=0,
	)
	end = rules_kpi.periods("Cumulative", now_datetime().date())[0].end
	judged = [t for t in mine if t.responsibility not in ("Owner Caused", "Expired")]
	open_ = [t for t in mine if t.status not in FINAL]
	assert row["open"] == len(open_)
	assert row["reported"] == sum(t.reported_at < end for t in judged) >= 1
	assert row["closed"] == sum(bool(t.closed_at) and t.closed_at < end for t in judged) >= 1
	assert row["overdue"] == sum(bool(t.next_due_at and t.next_due_at < now_datetime()) for t in open_) >= 1
	assert 0 < row["met"] <= row["judged"]
	assert row["on_time"] == pytest.approx(100 * float(row["met"]) / float(row["judged"]))
	assert 1 <= row["mark"] <= 5


def test_each_report_costs_a_fixed_number_of_queries(estate, working):
	now = now_datetime()
	span = rules_kpi.periods("Cumulative", now.date())[0]
	costs = (
		(lambda f: reads_repair_lists.repeats(f, span), 1),
		(lambda f: reads_repair_lists.long_repairs(f, now, 15), 3),
		(lambda f: reads_repair_lists.without_record(f, now), 1),
		(lambda f: reads_repair_statistics.distribution(f, span, "Contractor", now), 3),
		(lambda f: reads_repair_statistics.workload(f, span, now), 5),
	)
	for call, cost in costs:
		assert count_queries(lambda call=call: call({})) == cost
		assert count_queries(lambda call=call: call({"project": "none"})) == cost


REPORTS = (
	"Repeat Repairs",
	"Long Repairs",
	"Work Without Record",
	"Defect Distribution",
	"Engineer Workload",
)


@pytest.mark.parametrize("report", [*REPORTS, "KPI Tickets"])
def test_filters_are_values_never_sql(estate, working, report):
	for text in ("' or 1=1 -- ", "`", "%"):
		assert rows(report, project=text) == []
	assert rows(report, project=estate.a, contractor="' or '1'='1", building="\\") == []


def test_old_days_are_kept_apart(estate):
	ticket = make.make_ticket(estate.unit_a, "客厅", "墙面空鼓").name
	set_fields(ticket, reported_at=add_days(now_datetime(), -400), repeat_state="Confirmed")
	span = rules_kpi.periods("Month", now_datetime().date())[0]
	assert ticket not in {row.ticket for row in reads_repair_lists.repeats({"project": estate.a}, span)}
	cumulative = rules_kpi.periods("Cumulative", now_datetime().date())[0]
	assert ticket in {row.ticket for row in reads_repair_lists.repeats({"project": estate.a}, cumulative)}
