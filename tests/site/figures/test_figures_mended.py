"""Figures that were wrong once, one test for each kind of mistake: each equals a count by hand."""

from __future__ import annotations

import json
from datetime import timedelta

import frappe
import pytest
from frappe.desk.query_report import run
from frappe.utils import add_days, getdate, now_datetime, nowdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.figures import reads_figures, rules_kpi
from fangxiu_app.figures import reads_kpi as sheet
from fangxiu_app.figures.rules_kpi import Period
from fangxiu_app.money.deposits import api_contractor as account
from fangxiu_app.overview import api_desk
from fangxiu_app.parts import api_spare_parts
from fangxiu_app.quality import reads_evaluations
from fangxiu_app.reports import (
	reads_documents,
	reads_quality_checks,
	reads_repair_lists,
	reads_repair_statistics,
)
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders, stock

RISKS = ("promised", "undecided", "waiting", "compensations", "for_defects", "expected")
#: Counts of whole projects: what others committed must not count here.
OWN_ESTATE = True


def put(ticket: str, **values) -> str:
	frappe.db.set_value("Repair Ticket", ticket, values)
	return ticket


def pair(code: str, estate, span: Period, **filters) -> tuple:
	rows = (rules_kpi.BY_CODE[code],)
	return sheet.sheet({"project": estate.a, **filters}, now_datetime(), (span,), rows)[0][0]


def months() -> tuple[Period, Period]:
	return rules_kpi.periods("Month", now_datetime().date())


# 1 — a date that is not there is not long past


@pytest.mark.clause("R7")
@pytest.mark.parametrize("card", ["overdue", "soon"])
def test_a_ticket_without_a_limit_is_neither_late_nor_soon(estate, as_user, card):
	as_user(estate.users[roles.ENGINEER])
	put(make.make_ticket(estate.unit_a).name, next_due_at=None, waiting_on="Engineer")
	shown = api_desk.card({"card": card})
	conditions = [
		["Repair Ticket", field, *json.loads(one)]
		for field, every in shown["route_options"].items()
		for one in every
	]
	listed = frappe.get_list("Repair Ticket", filters=conditions, pluck="name", limit=0)
	by_hand = [
		row.name
		for row in frappe.get_list("Repair Ticket", fields=["name", "next_due_at"], limit=0)
		if row.next_due_at
		and (0 if card == "soon" else -(10**9))
		<= (row.next_due_at - now_datetime()).total_seconds()
		< (7200 if card == "soon" else 0)
	]
	assert (shown["value"], sorted(listed)) == (len(by_hand), sorted(by_hand))


def test_papers_ask_for_no_follow_up_whose_time_is_not_known(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "close")
	now = now_datetime()
	clocks = {"parent": ticket, "code": "Follow-up"}
	frappe.db.set_value("Ticket Clock", clocks, {"state": "Running", "due_at": None})
	assert "follow_up_due" not in reads_documents._due([ticket], now)[ticket]
	frappe.db.set_value("Ticket Clock", clocks, {"due_at": now - timedelta(minutes=1)})
	assert "follow_up_due" in reads_documents._due([ticket], now)[ticket]


# 2 — a click opens what was counted


def opened(figure: str, span: Period, **filters) -> list[str]:
	days = {"day": span.start.date(), "until": add_days(span.end.date(), -1), "period": "Custom"}
	found = run("KPI Tickets", {"figure": figure, **days, **filters}, ignore_prepared_report=True)
	return [row["ticket"] for row in found["result"] if isinstance(row, dict)]


@pytest.mark.clause("R7")
def test_every_number_of_the_workload_opens_its_tickets(estate):
	this = months()[0]
	tickets = [make.make_ticket(estate.unit_a).name for _number in range(4)]
	put(tickets[0], responsibility="Owner Caused")
	put(tickets[1], next_due_at=make.ago(hours=1))
	put(tickets[2], repeat_state="Confirmed", next_due_at=None)
	rows = reads_repair_statistics.workload({"project": estate.a}, this, now_datetime())
	[row] = [
		row for row in rows if row.engineer == frappe.db.get_value("Repair Ticket", tickets[0], "engineer")
	]
	for figure, shown in (
		("open", row.open),
		("overdue", row.overdue),
		("reported", row.reported),
		("closed", row.closed),
		("repeats", row.repeats),
		("limits_due", row.judged),
		("limits_kept", row.met),
	):
		listed = opened(figure, this, project=estate.a, engineer=row.engineer)
		assert len(listed) == shown, figure
	assert (row.open, row.overdue, row.reported, row.repeats) == (4, 1, 3, 1)


# 4 — a past period is what was recorded then


@pytest.mark.clause("R43", "R102")
def test_what_was_open_and_late_last_month_stays_so(estate):
	"""Closed, reopened, held or answered since: the report of the month says what it said."""
	this, last = months()
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "close")
	day = timedelta(days=1)
	put(ticket, reported_at=last.start - 40 * day, closed_at=this.start + day, next_due_at=None)
	frappe.db.set_value(
		"Ticket Clock",
		{"parent": ticket, "code": "First Response"},
		{
			"state": "Late",
			"started_at": last.start - 40 * day,
			"due_at": last.start + day,
			"stopped_at": this.start + day,
		},
	)
	[row] = reads_repair_statistics.by_field({"project": estate.a}, last, "contractor", now_datetime())
	assert (row.open, row.overdue) == (1, 1)
	long = reads_repair_lists.long_repairs({"project": estate.a}, last.end, 15)
	assert [(one.ticket, one.open_days >= 40) for one in long] == [(ticket, True)]
	assert pair("open_long", estate, last)[0] == 1
	[row] = reads_repair_statistics.by_field({"project": estate.a}, this, "contractor", now_datetime())
	assert (row.open, row.overdue, pair("open_long", estate, this)[0]) == (0, 0, 0)


@pytest.mark.clause("R1")
def test_the_closing_rate_of_last_month_does_not_move_when_a_ticket_is_cancelled_now(estate):
	_this, last = months()
	tickets = [make.make_ticket(estate.unit_a).name for _number in range(2)]
	for ticket in tickets:
		put(ticket, reported_at=last.start + timedelta(days=3))
	before = pair("closing_rate", estate, last)
	service_transitions.perform(tickets[0], "cancel", {"reason": "重复登记"})
	assert pair("closing_rate", estate, last) == before == (0, 2)
	assert len(opened("reported", last, project=estate.a)) == 2
	frappe.db.set_value(
		"Ticket Event", {"ticket": tickets[0], "action": "cancel"}, "at", last.start + timedelta(days=4)
	)
	assert pair("closing_rate", estate, last) == (0, 1), "cancelled within the month it never counted"


@pytest.mark.clause("R6")
def test_a_unit_without_a_date_of_handover_counts_from_the_day_it_was_entered(estate):
	this, last = months()
	frappe.db.set_value(
		"Unit Archive",
		estate.unit_a,
		{"delivery_state": "Delivered", "handover_date": None, "deemed_handover_date": None},
	)
	frappe.db.set_value("Unit Archive", estate.unit_a, "creation", this.start, update_modified=False)
	units = [pair("defects_per_unit", estate, span)[1] for span in (last, this)]
	assert units[1] == units[0] + 1
	assert (
		reads_figures.number("defects_per_unit.denominator", {"project": estate.a}, now_datetime(), last)
		== units[0]
	)


# 5 — a cancelled repeat is none


@pytest.mark.clause("R82")
def test_a_cancelled_repeat_does_not_spoil_the_first_repair(estate):
	this = months()[0]
	first = make.make_ticket(estate.unit_a).name
	make.walk(first, "close")
	again = make.make_ticket(estate.unit_a).name
	put(again, repeat_of=first, repeat_state="Confirmed")
	assert pair("first_time_fix", estate, this) == (0, 1)
	put(again, status="Cancelled")
	assert pair("first_time_fix", estate, this) == (1, 1)


# 6 — lateness before a third party came is not the third party's


@pytest.fixture
def taken_over(estate):
	"""(ticket, contractor): the agreed completion ran out ten days ago, a third party came two days ago."""
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket)
	own = frappe.db.get_value("Repair Ticket", ticket, "contractor")
	service_transitions.perform(ticket, "commission_third_party", {"third_party": estate.waterproofer})
	put(ticket, third_party_at=make.ago(days=2), reported_at=make.ago(days=25), started_at=make.ago(days=20))
	clock = {
		"doctype": "Ticket Clock",
		"parent": ticket,
		"parenttype": "Repair Ticket",
		"parentfield": "clocks",
		"code": "Agreed Completion",
		"state": "Late",
		"started_at": make.ago(days=20),
		"due_at": make.ago(days=10),
		"stopped_at": make.ago(days=3),
	}
	frappe.get_doc(clock).db_insert()
	return ticket, own


def responses(estate) -> dict:
	found = run("Contractor Response", {"project": estate.a}, ignore_prepared_report=True)
	return {row["contractor"]: row for row in found["result"] if isinstance(row, dict)}


@pytest.mark.clause("R107")
def test_the_contractors_lateness_stays_the_contractors(estate, taken_over):
	ticket, own = taken_over
	span, other = Period(make.ago(days=60), now_datetime()), estate.waterproofer
	assert pair("overdue_rate", estate, span, contractor=own) == (1, 1)
	assert pair("overdue_rate", estate, span, contractor=other) == (0, 0)
	assert pair("closing_rate", estate, span, contractor=own)[1] == 1, "reported while it was theirs"
	rows = {
		row.value: row
		for row in reads_repair_statistics.by_field({"project": estate.a}, span, "contractor", now_datetime())
	}
	assert (rows[own].reported, rows[own].on_time_rate) == (1, 0)
	assert (rows[other].reported, rows[other].on_time_rate, rows[other].open) == (0, None, 1)
	shown = responses(estate)
	assert (shown[own]["completed_late"], shown[own]["in_time_rate"], shown[own]["open"]) == (1, 0, 0)
	assert (shown[other]["completed_late"], shown[other]["in_time_rate"], shown[other]["open"]) == (
		0,
		None,
		1,
	)
	due = add_days(nowdate(), -10)
	judged = reads_evaluations.figures(getdate(due))
	assert judged[estate.a, own]["Completion In Time"] == (0, 1)
	assert "Completion In Time" not in judged.get((estate.a, other), {})
	listed = reads_figures.rows(
		"overdue_rate.numerator", {"project": estate.a, "contractor": own}, now_datetime(), span
	)
	assert [row.ticket for row in listed] == [ticket]


@pytest.mark.clause("R107")
def test_after_a_reopening_the_past_still_knows_who_worked(estate, taken_over):
	ticket, own = taken_over
	make.walk_from(ticket, "pre_accept", "close")
	put(ticket, closed_at=make.ago(days=1))
	span = Period(make.ago(days=60), make.ago(hours=12))
	before = {
		name: pair("closing_rate", estate, span, contractor=name) for name in (own, estate.waterproofer)
	}
	service_transitions.perform(ticket, "reopen", {"reason": "又漏水"})
	after = {name: pair("closing_rate", estate, span, contractor=name) for name in (own, estate.waterproofer)}
	assert after == before == {own: (0, 1), estate.waterproofer: (1, 0)}


# 7 — the equation on the page adds up


@pytest.mark.clause("R18")
def test_the_safe_amount_adds_up_line_by_line_and_there_is_one_balance(estate, as_user):
	first, second = money.agreement(estate, estate.waterproofer), money.agreement(estate, estate.waterproofer)
	money.entry(first, "Cash In", 30_000)
	money.entry(second, "Cash In", 1000)
	money.approve(estate, money.release(first, 20_000, above_reason="按协议退还"))
	as_user(estate.users[roles.COST_DEPARTMENT])
	[shown] = account.account(estate.waterproofer, estate.a)["figures"]
	lines = shown["safe"]["lines"]
	for line in lines:
		risks = sum(line[name] for name in RISKS)
		assert line["amount"] == max(0, round(line["balance"] - risks, 2))
	assert sum(line["balance"] for line in lines) == shown["totals"]["balance"] == 31_000
	assert {line["agreement"]: line["promised"] for line in lines} == {first.name: 20_000, second.name: 0}
	assert shown["safe"]["amount"] == sum(line["amount"] for line in lines)


# 11 — two notices of one visit


@pytest.mark.clause("R103")
def test_a_fault_stands_once_however_many_notices_were_written(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	visit = make.make_visit(ticket, "Spot Check", faults={"Workmanship": "空鼓未铲除"}).name
	frappe.db.delete("Correction Notice", {"source_visit": visit})
	for _number in range(2):
		notice = make.make_notice(ticket)
		frappe.db.set_value("Correction Notice", notice.name, "source_visit", visit)
	span = Period(None, now_datetime() + timedelta(days=1))
	filters = {"project": estate.a}
	assert len(reads_quality_checks.faults(filters, span)) == reads_quality_checks.totals(filters, span)["faults"] == 1


# 8 — lines of an order, not its head


@pytest.mark.clause("R38")
def test_an_order_is_overdue_by_the_lines_that_have_not_come(estate):
	rows = [{"part_name": stock.part_name(), "qty_planned": 5} for _number in range(2)]
	parts = stock.make_list(estate.a, rows, supplier=estate.general)
	[order] = stock.order(parts)
	frappe.db.set_value("Purchase Order", order, "schedule_date", add_days(today(), -5))

	def listed() -> list[str]:
		card = api_spare_parts.overdue_card()
		names = json.loads(card["route_options"]["name"])[1]
		assert card["value"] == len([name for name in names if name])
		return names

	def line(index: int, **values) -> None:
		frappe.db.set_value("Purchase Order Item", {"parent": order, "idx": index}, values)

	line(1, schedule_date=add_days(today(), -5))
	line(2, schedule_date=add_days(today(), 5))
	assert order in listed()
	line(1, received_qty=5)
	assert order not in listed(), "the line that was due has come, though the head still has its date"
	line(2, schedule_date=add_days(today(), -1))
	assert order in listed()
