"""Every row of the register of figures, recounted ticket by ticket: number = list = sum of the report = export, for each role."""

from __future__ import annotations

import json
from datetime import timedelta

import frappe
import pytest
from frappe.desk.query_report import build_xlsx_data, run
from frappe.utils import add_days, now_datetime

from fangxiu_app.archive import reads_building_board
from fangxiu_app.core.access import roles
from fangxiu_app.figures import reads_figures, rules_kpi
from fangxiu_app.figures import reads_kpi as sheet
from fangxiu_app.figures import rules_figures as register
from fangxiu_app.figures.rules_kpi import Period
from fangxiu_app.money import reads_amounts
from fangxiu_app.reports import reads_repair_statistics
from fangxiu_app.staff import reads_engineers
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make
from tests.site.helpers import money
from tests.site.helpers.crowd import draw
from tests.site.helpers.reference_kpi import Reference, load

OWN_ESTATE = True
FINAL = ("Closed", "Merged", "Cancelled")
COUNTED = [row for row in register.REGISTER if row.measure]
#: Who sees tickets of the project; the others see nothing of them.
READERS = (
	roles.MANAGER,
	roles.SUPERVISOR,
	roles.ENGINEER,
	roles.CLERK,
	roles.CUSTOMER_SERVICE,
	roles.PROPERTY_DESK,
	roles.CALL_CENTRE,
	roles.PROJECT_DEPARTMENT,
	roles.COST_DEPARTMENT,
)


@pytest.fixture
def crowd(estate):
	"""120 drawn tickets in each project, some odd rows, one closed last month and reopened now; returns now."""
	now = now_datetime().replace(microsecond=0)
	_odd(estate, now)  # first: what is drawn looks like repeats of one another
	draw(estate, now, 120, "R")
	return now


def _odd(estate, now) -> None:
	last = rules_kpi.periods("Month", now.date())[1]
	again = make.make_ticket(estate.unit_a).name
	make.walk(again, "close")
	middle = last.start + timedelta(days=9)
	put(again, reported_at=middle - timedelta(days=20), owner_accepted_at=middle, closed_at=middle)
	service_transitions.perform(again, "reopen", {"reason": "又开裂"})
	_judged_since(estate, last)
	cancelled = make.make_ticket(estate.unit_a).name
	put(cancelled, reported_at=middle)
	service_transitions.perform(cancelled, "cancel", {"reason": "重复登记"})
	for values in (
		{"next_due_at": None},
		{"responsibility": "Owner Caused"},
		{"engineer": None},
		{"repeat_state": "Suspected"},
		{"repeat_state": "Confirmed", "next_due_at": make.ago(hours=3)},
		{"waiting_on": "Owner", "next_due_at": now + timedelta(hours=1)},
		{"waiting_on": "Contractor", "reported_at": make.ago(days=40)},
		{"status": "Cancelled", "repeat_state": "Confirmed", "waiting_on": "Owner"},
	):
		put(make.make_ticket(estate.unit_a2).name, **values)


def _judged_since(estate, last: Period) -> None:
	"""Reported last month: judged as the owner's this month; the other way round after a reopening; judged twice since."""
	middle, now = last.start + timedelta(days=12), make.ago(minutes=30)
	for judged in (
		[(now, "survey", "Owner Caused")],
		[(middle, "survey", "Expired"), (now, "reopen", "Expired"), (make.ago(minutes=20), "survey", "Warranty")],
		[(now, "survey", "Warranty"), (make.ago(minutes=20), "reopen", "Warranty"), (make.ago(minutes=10), "survey", "Expired")],
	):
		ticket = make.make_ticket(estate.unit_a2).name
		put(ticket, reported_at=last.start + timedelta(days=11), responsibility=judged[-1][2])
		for at, action, judgement in judged:
			line = {"doctype": "Ticket Event", "ticket": ticket, "project": estate.a, "action": action, "at": at, "recorded_at": at}
			known = {"details": json.dumps({"responsibility": judgement})} if action == "survey" else {"responsibility": judgement}
			frappe.get_doc({**line, **known, "user": "Administrator"}).db_insert()


def put(ticket: str, **values) -> None:
	frappe.db.set_value("Repair Ticket", ticket, values)


class Naive(Reference):
	"""The own rows of the register, in plain Python over all rows of a project."""

	def __init__(self, data: dict, span: Period, now):
		super().__init__(data, span.start, span.end, now)
		self.now, self.every = now, list(data["tickets"].values())
		over = span.end <= now
		late = {
			e.ticket
			for e in data["Ticket Event"]
			if over and e.action in ("cancel", "merge") and e.at >= span.end
		}
		self.valid = [
			t
			for t in self.every
			if (t.status not in ("Cancelled", "Merged") or t.name in late)
			and self.judged_at_end(t, over) not in ("Owner Caused", "Expired")
		]
		self.rounds = [e for e in data["Ticket Event"] if e.action == "reopen"]

	def judged_at_end(self, ticket, over: bool) -> str:
		"""The responsibility as the log had it at the end of a period that is over."""
		lines = sorted(
			(e for e in self.data["Ticket Event"] if e.ticket == ticket.name and e.action in ("survey", "reopen")),
			key=lambda e: e.at,
		)
		if not over or not any(e.at >= self.end for e in lines):
			return ticket.responsibility
		known = "To Be Judged"
		for line in lines:
			if line.at < self.end:
				judged = line.action == "survey" and json.loads(line.details)["responsibility"]
				known = judged or "To Be Judged"
		return known

	def ended(self, ticket, start=None) -> bool:
		"""Closed before the end and reopened only after it."""
		return any(
			e.ticket == ticket.name
			and e.closed_at
			and e.closed_at < self.end <= e.at
			and (not start or e.closed_at >= start)
			for e in self.rounds
		)

	def open_at_end(self, t) -> bool:
		return t.reported_at < self.end and (not t.closed_at or t.closed_at >= self.end) and not self.ended(t)

	def late_at_end(self, t) -> bool:
		return any(
			c.parent == t.name
			and c.due_at
			and c.due_at < self.as_of
			and c.started_at < self.as_of
			and (c.state in ("Running", "Held") or (c.stopped_at and c.stopped_at >= self.as_of))
			for c in self.data["clocks"]
		)

	def judged(self, kept: bool) -> int:
		names = {t.name for t in self.valid}
		return sum(
			c.parent in names
			and self.within(c.due_at)
			and (
				c.state == "Met"
				if kept
				else c.state in ("Met", "Late") or (c.state in ("Running", "Held") and c.due_at < self.as_of)
			)
			for c in self.data["clocks"]
		)

	def own(self) -> dict[str, int]:
		unfinished = [t for t in self.every if t.status not in FINAL]
		late = [t for t in self.every if t.next_due_at and t.next_due_at < self.now]
		soon = self.now + timedelta(hours=2)
		still = [t for t in self.valid if self.open_at_end(t)]
		reported = [t for t in self.valid if self.within(t.reported_at)]
		old = self.as_of - timedelta(days=15)
		return {
			"open": len(unfinished),
			"open_warranty": len(still),
			"overdue": sum(t.status not in FINAL for t in late),
			"overdue_now": len(late),
			"follow_up_late": sum(t.status == "Closed" for t in late),
			"overdue_warranty": sum(map(self.late_at_end, still)),
			"late_clocks": sum(
				c.state == "Running" and bool(c.due_at) and c.due_at < self.now for c in self.data["clocks"]
			),
			"due_soon": sum(bool(t.next_due_at) and self.now <= t.next_due_at < soon for t in self.every),
			"owners_turn": sum(t.waiting_on == "Owner" for t in unfinished),
			"contractors_turn": sum(t.waiting_on == "Contractor" for t in unfinished),
			"propertys_turn": sum(t.waiting_on == "Property Company" for t in unfinished),
			"repeats_unvisited": sum(
				t.repeat_state == "Confirmed" and not t.manager_visit for t in unfinished
			),
			"open_repeats": sum(t.repeat_state == "Confirmed" for t in unfinished),
			"in_hand": len(unfinished) + sum(t.status == "Closed" and bool(t.next_due_at) for t in self.every),
			"in_hand_late": sum(t.status not in ("Merged", "Cancelled") for t in late),
			"open_long": sum(t.reported_at < old for t in still),
			"reported": len(reported),
			"closed": sum(self.within(t.closed_at) or self.ended(t, self.start) for t in self.valid),
			"repeats": sum(t.repeat_state == "Confirmed" for t in reported),
			"repeats_suspected": sum(t.repeat_state == "Suspected" for t in reported),
			"third_party_given": sum(self.within(t.third_party_at) for t in self.valid),
			"limits_due": self.judged(False),
			"limits_kept": self.judged(True),
		}


def spans(now) -> dict[str, Period]:
	this, last = rules_kpi.periods("Month", now.date())
	return {"this": this, "last": last, "ever": Period(None, this.end)}


def naive(estate, now) -> dict[str, dict[str, int]]:
	data = load(estate.a)
	return {name: Naive(data, span, now).own() for name, span in spans(now).items()}


def test_the_recount_knows_every_own_row(estate, crowd):
	[found, *_rest] = naive(estate, crowd).values()
	assert set(found) == {row.code for row in register.FIGURES}
	assert sum(bool(number) for number in naive(estate, crowd)["ever"].values()) > 14, (
		"too little drawn to prove anything"
	)


@pytest.mark.clause("R1", "R7", "R43")
@pytest.mark.parametrize("role", READERS)
def test_number_and_list_are_what_one_counts_by_hand(estate, crowd, as_user, role):
	wanted, only = naive(estate, crowd), {"project": estate.a}
	as_user(estate.users[role])
	for name, span in spans(crowd).items():
		for row in register.FIGURES:
			number = reads_figures.number(row.code, only, crowd, span)
			assert number == wanted[name][row.code], (role, name, row.code)
			assert number == len(reads_figures.rows(row.code, only, crowd, span)), (role, name, row.code)


@pytest.mark.clause("R7")
def test_two_periods_on_one_sheet_are_each_what_they_are_alone(estate, crowd):
	"""The month before is what was known at its end, this month what is known now: cancelled and judged since."""
	pair, only = tuple(spans(crowd).values())[:2], {"project": estate.a}
	together = sheet.sheet(only, crowd, pair)
	for number, span in enumerate(pair):
		alone = sheet.sheet(only, crowd, (span,))
		assert [row[number] for row in together] == [row[0] for row in alone]


@pytest.mark.clause("R1", "R7")
def test_boards_and_people_count_by_the_register(estate, crowd):
	now, only = crowd, {"project": estate.a}
	cells = [cell for group in reads_building_board.flats(estate.a, None, None, now) for cell in group.cells]
	for place, code in ((5, "open"), (6, "overdue"), (7, "open_repeats")):
		flats = [row for row in reads_figures.rows(code, only, now) if row.unit_code]
		assert sum(cell[place] for cell in cells) == len(flats) == reads_figures.number(code, only, now), code
	engineer = estate.users[roles.ENGINEER]
	[mine] = reads_engineers.in_hand([engineer], now, [estate.a])
	chosen = {**only, "engineer": engineer}
	assert (mine.open, mine.overdue) == tuple(reads_figures.number(code, chosen, now) for code in ("in_hand", "in_hand_late"))
	assert len([row for row in reads_engineers.work_of(engineer) if row.project == estate.a]) == mine.open
	names = {row.user: row.open for row in reads_engineers.holders()}
	assert names[engineer] == reads_figures.number("in_hand", {"engineer": engineer}, now)


def test_somebody_without_projects_counts_nothing(estate, crowd, as_user):
	as_user(estate.nobody)
	span = spans(crowd)["ever"]
	assert {reads_figures.number(row.code, {}, crowd, span) for row in COUNTED} == {0}


@pytest.mark.clause("R7")
@pytest.mark.parametrize("name", ["this", "last", "ever"])
def test_the_key_figures_are_made_of_rows_of_the_register(estate, crowd, name):
	"""Numerator and denominator of the sheet = rows of the list, or the sum of its amounts."""
	span, only = spans(crowd)[name], {"project": estate.a}
	found = sheet.sheet(only, crowd, (span,))
	for row, [pair] in zip(rules_kpi.KPIS, found, strict=True):
		for part, value in zip(("numerator", "denominator"), pair, strict=True):
			code = f"{row.code}.{part}"
			if value is None or code not in register.BY_CODE or row.code == "median_duration":
				continue
			listed = reads_figures.rows(code, only, crowd, span)
			measure = register.BY_CODE[code].measure
			total = sum(float(one.amount) for one in listed) if measure.amount else len(listed)
			assert value == pytest.approx(total, abs=1e-3), (name, code)
			assert reads_figures.number(code, only, crowd, span) == len(listed), (name, code)


@pytest.mark.clause("R7", "R43")
@pytest.mark.parametrize("name", ["this", "last"])
def test_rows_of_the_reports_add_up_to_the_figure(estate, crowd, name):
	span, only = spans(crowd)[name], {"project": estate.a}
	number = {row.code: reads_figures.number(row.code, only, crowd, span) for row in register.FIGURES}
	people = reads_repair_statistics.workload(only, span, crowd)
	for column, code in (
		("open", "open"),
		("overdue", "overdue"),
		("reported", "reported"),
		("closed", "closed"),
		("repeats", "repeats"),
	):
		assert sum(row[column] for row in people) == number[code], code
	assert sum(row.judged for row in people) == number["limits_due"]
	assert sum(row.met for row in people) == number["limits_kept"]
	for field in ("contractor", "defect_type"):
		groups = reads_repair_statistics.by_field(only, span, field, crowd)
		for column, code in (
			("reported", "reported"),
			("closed", "closed"),
			("open", "open_warranty"),
			("overdue", "overdue_warranty"),
			("repeats", "repeats"),
		):
			assert sum(row[column] for row in groups) == number[code], (field, code)
	spread = reads_repair_statistics.distribution(only, span, "Location", crowd, most=999)
	assert spread["total"] == number["reported"] == sum(row.tickets for row in spread["rows"])
	assert sum(row.repeats for row in spread["rows"]) == number["repeats"]


@pytest.mark.parametrize(
	"code", ["open", "overdue", "open_long", "reported", "late_clocks", "closing_rate.numerator"]
)
def test_the_export_has_the_rows_of_the_number(estate, crowd, as_user, code):
	as_user(estate.users[roles.MANAGER])
	span = spans(crowd)["last"]
	days = {"period": "Custom", "day": str(span.start.date()), "until": str(add_days(span.end.date(), -1))}
	found = frappe._dict(run("KPI Tickets", {"figure": code, **days}, ignore_prepared_report=True))
	found.filters = {}
	sheets, _widths = build_xlsx_data(found, list(range(len(found.result))), 0)
	tickets = set(frappe.get_all("Repair Ticket", pluck="name", limit=0))
	listed = [line for line in sheets if line[0] in tickets]
	assert len(listed) == reads_figures.number(code, {}, now_datetime(), span)


@pytest.mark.clause("R18")
@pytest.mark.parametrize("role", [roles.COST_DEPARTMENT, roles.MANAGER])
def test_amounts_are_those_of_the_ledger(estate, as_user, role):
	"""Each amount of the register is the sum of its list, and for deposits what the ledger says."""
	agreement = money.agreement(estate, estate.waterproofer)
	money.entry(agreement, "Cash In", 30_000)
	money.charge(estate, agreement, 1000)
	money.order(estate, agreement, 500)
	balance = money.balance(agreement)
	as_user(estate.users[role])
	only = {"project": estate.a, "contractor": estate.waterproofer}
	found = {code: sum(reads_amounts.amount(code, only).values()) for code in reads_amounts.AMOUNTS}
	assert set(found) == {row.code for row in register.AMOUNTS}
	assert float(found["deposit_balance"]) == balance == 28_800
	assert (
		found["deposit_held"] - found["deposit_deducted"] - found["deposit_released"]
		== found["deposit_balance"]
	)
	assert found["charges_waiting"] == 500
	report = run("Deduction Ageing", only, ignore_prepared_report=True)["result"]
	waiting = [row for row in report if isinstance(row, dict) and row.get("source")]
	assert sum(row["amount"] for row in waiting) == 500, "open sources of charge stand in the ageing"
	assert found["cost_net"] <= found["cost_borne"] <= found["cost_spent"]
