"""The reports tell what the tickets say, and nothing of another project."""

from __future__ import annotations

import inspect
import json
import threading
from datetime import timedelta

import frappe
import pytest
from frappe.desk.query_report import run
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.reports import reads_intake_ledger, reads_reports
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api

REPORTS = (
	"Intake Ledger",
	"Open Tickets by Due Time",
	"Time Limit Performance",
	"KPI Sheet",
	"KPI Tickets",
	"Repeat Repairs",
	"Long Repairs",
	"Work Without Record",
	"Defect Distribution",
	"Engineer Workload",
	"Overdue Clocks",
	"Waiting Times",
	"Contractor Response",
)


NUMBERS = ("Int", "Float", "Percent", "Currency")


@pytest.mark.parametrize("report", (*REPORTS, "Figure Definitions", "Repair Costs"))
def test_the_heading_of_figures_stands_above_them(site, report):
	columns = run(report, filters={})["columns"]
	assert [one["fieldname"] for one in columns if one["fieldtype"] in NUMBERS and one.get("align") != "right"] == []


def rows(report: str, **filters) -> list[dict]:
	return run(report, filters=filters)["result"]


@pytest.mark.clause("R78")
def test_the_intake_ledger_has_a_line_per_item(estate):
	items = [
		{"location": "客厅", "defect_type": "墙面空鼓"},
		{"location": "主卧卫生间", "defect_type": "卫生间渗漏"},
	]
	received = make.ago(minutes=30)
	request = make.make_request(
		estate.unit_a,
		items,
		channel="Property Desk",
		received_at=received,
		notified_at=received + timedelta(minutes=7),
		back_entry_reason="补录",
	)
	lines = [
		row
		for row in rows("Intake Ledger", project=estate.a, from_date=received.date())
		if row.request == request.name
	]
	assert [(row.location, row.notified_after, row.entered_after) for row in lines] == [
		("客厅", "7 min", "23 min"),
		("主卧卫生间", "7 min", "23 min"),
	]
	assert [row.number for row in rows("Intake Ledger", project=estate.a)] == list(
		range(1, 1 + len(rows("Intake Ledger", project=estate.a)))
	)


def test_the_ledger_takes_its_filters(estate):
	make.make_ticket(estate.unit_a, channel="Call Centre")
	assert {row.channel for row in reads_intake_ledger.lines({"project": estate.a, "channel": "Call Centre"})} == {
		"Call Centre"
	}
	assert reads_intake_ledger.lines({"project": estate.a, "to_date": "2020-01-01"}) == []
	assert reads_intake_ledger.lines({"project": "' or 1=1 -- "}) == []


@pytest.mark.clause("R74")
def test_open_tickets_name_the_clock_and_who_has_the_ball(estate):
	late = make.make_ticket(
		estate.unit_a,
		"厨房",
		"给水管渗漏",
		received_at=make.ago(minutes=40),
		notified_at=make.ago(minutes=40),
		back_entry_reason="补录",
	)
	closed = make.make_ticket(estate.unit_a).name
	make.walk(closed, "close")
	found = {row.ticket: row for row in rows("Open Tickets by Due Time", project=estate.a)}
	assert closed not in found
	row = found[late.name]
	assert (row.overdue_minutes, row.clause, row.contractor_name) == (
		25,
		"R72",
		frappe.db.get_value("Supplier", late.contractor, "supplier_name"),
	)
	only = rows("Open Tickets by Due Time", project=estate.a, overdue_only=1)
	assert late.name in {row.ticket for row in only}
	assert all(row.overdue_minutes >= 0 for row in only)


def test_on_time_rates_count_met_late_and_overdue(estate):
	before = {row.code: row for row in reads_reports.clock_performance({"project": estate.a}, now_datetime())}
	make.walk(make.make_ticket(estate.unit_a).name, "appoint")
	late = make.make_ticket(
		estate.unit_a, received_at=make.ago(hours=3), notified_at=make.ago(hours=3), back_entry_reason="补录"
	).name
	service_transitions.perform(late, "accept", at=make.ago(hours=2), reason="补录")
	service_transitions.perform(late, "arrive", at=make.ago(hours=1), reason="补录")
	waiting = make.make_ticket(estate.unit_a).name
	accepted = make.walk(waiting, "accept")
	moment = get_datetime(accepted.next_due_at) + timedelta(minutes=1)
	after = {row.code: row for row in reads_reports.clock_performance({"project": estate.a}, moment)}[
		"First Response"
	]
	old = before.get("First Response") or frappe._dict(met=0, late=0, total=0)
	assert (after.met - old.met, after.late - old.late, after.total - old.total) == (1, 1, 3)
	assert after.overdue >= 1
	shown = next(
		row for row in rows("Time Limit Performance", project=estate.a) if row.code == "First Response"
	)
	judged = shown.met + shown.late + shown.overdue
	assert shown.rate == pytest.approx(100 * shown.met / judged)


@pytest.mark.parametrize("report", REPORTS)
def test_nothing_of_another_project_is_reported(estate, report):
	make.make_ticket(estate.unit_b, caller_name="不可见")
	frappe.db.commit()
	stranger = Api(estate.users[roles.MANAGER])
	for filters in ({}, {"project": estate.b}):
		code, body = stranger.post(
			"/api/method/frappe.desk.query_report.run",
			report_name=report,
			filters=json.dumps(filters),
		)
		assert code == 200
		assert estate.b not in json.dumps(body["message"]["result"], ensure_ascii=False)
		assert "不可见" not in json.dumps(body, ensure_ascii=False)
	_code, body = stranger.post(
		"/api/method/frappe.desk.query_report.run",
		report_name=report,
		filters=json.dumps({"project": estate.b}),
	)
	found = body["message"]["result"]
	# the sheet has its lines always, the numbers of a foreign project are none
	assert (
		not any(row["numerator"] or row["denominator"] for row in found)
		if report == "KPI Sheet"
		else found == []
	)


def test_without_a_project_reports_are_empty(estate, as_user):
	as_user(estate.nobody)
	assert [
		reads_intake_ledger.lines({}),
		reads_reports.open_tickets({}, now_datetime()),
		reads_reports.clock_performance({}, now_datetime()),
	] == [[], [], []]


def test_each_report_is_one_query(estate):
	now = now_datetime()
	calls = (
		lambda: reads_intake_ledger.lines({}),
		lambda: reads_reports.open_tickets({}, now),
		lambda: reads_reports.clock_performance({}, now),
	)
	assert [count_queries(call) for call in calls] == [1, 1, 1]


def test_a_refused_report_does_not_become_a_background_report(estate):
	"""Frappe's timer, left running by the refusal, would set `prepared_report` after 15 seconds."""
	refused = {"project": estate.a, "period": "Custom", "day": "2026-11-24", "until": "2026-11-01"}
	before = set(threading.enumerate())
	with pytest.raises(frappe.ValidationError, match="ends before it begins"):
		run("KPI Sheet", filters=refused)
	assert set(threading.enumerate()) <= before
	assert run("KPI Sheet", filters={"project": estate.a})["result"]
	assert not frappe.get_doc("Report", "KPI Sheet").prepared_report


def test_every_role_of_a_report_can_run_it(estate):
	"""Frappe refuses a whole report for one column that links to what its reader may not read, Currency for one."""
	refused = []
	for report in frappe.get_all("Report", {"module": "Fangxiu App"}, pluck="name"):
		for role in frappe.get_all("Has Role", {"parent": report, "parenttype": "Report"}, pluck="role"):
			if role not in estate.users:
				continue
			frappe.set_user(estate.users[role])
			try:
				columns = run(report, filters={"project": estate.a})["columns"]
			except frappe.PermissionError:
				refused.append((report, role))
			except frappe.ValidationError:
				assert report == "KPI Tickets"  # is opened from a number of the sheet only
			else:
				linked = {column["options"] for column in columns if column["fieldtype"] == "Link"}
				refused += [
					(report, role, doctype) for doctype in linked if not frappe.has_permission(doctype)
				]
	assert refused == []


@pytest.mark.clause("R8")
def test_no_report_cuts_a_day_or_a_heading_in_chinese(monkeypatch):
	"""A day is read whole in every column of every report; a heading of up to ten characters too."""
	monkeypatch.setattr(frappe.local, "lang", "zh")
	least = {"Date": 112, "Datetime": 162}
	narrow = []
	for name in frappe.get_all("Report", filters={"module": "Fangxiu App", "report_type": "Script Report"}, pluck="name"):
		module = frappe.get_module(f"fangxiu_app.fangxiu_app.report.{frappe.scrub(name)}.{frappe.scrub(name)}")
		shown = getattr(module, "columns", None)
		if shown is None or inspect.signature(shown).parameters:
			continue
		for column in shown():
			chinese = sum(ord(letter) > 255 for letter in column["label"])
			if column["width"] < max(least.get(column["fieldtype"], 0), 14 * min(chinese, 10)):
				narrow.append((name, column["label"], column["width"]))
	assert narrow == []
