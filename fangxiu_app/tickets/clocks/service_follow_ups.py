"""Which closed tickets are followed up by a call, and which again after rain (R108)."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from frappe.utils import get_datetime, now_datetime
from pypika.functions import Max
from pypika.terms import Case

from fangxiu_app.core import settings
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.row_locks import by_key, claim
from fangxiu_app.core.time.plausible import check_happened
from fangxiu_app.core.time.reads_calendars import load_calendar
from fangxiu_app.tickets.clocks import rules_clocks as engine
from fangxiu_app.tickets.clocks import rules_follow_up

#: The second follow-up of a leak.
RAIN = "Rain Follow-up"
REPEATS = ("Suspected", "Confirmed")


def due_days(ticket) -> int | None:
	"""Days until the follow-up call to the owner of a closed ticket; None when it is not in the sample."""
	defect = frappe.get_cached_value(
		"Defect Type", ticket.defect_type, ["follow_up_days", "follow_up_after_rain"], as_dict=True
	)
	case = rules_follow_up.Closed(
		ticket.name,
		days=defect.follow_up_days or 0,
		after_rain=bool(defect.follow_up_after_rain),
		complaint=bool(ticket.get("is_complaint")),
		repeat=ticket.repeat_state in REPEATS,
	)
	return rules_follow_up.due_days(case, settings.load().follow_up_share)


def check_rain(ended_at: datetime) -> list[Violation]:
	"""What stands against a rain: it is over, and not so long ago that the leaks repaired before it are asked after no more."""
	now = now_datetime()
	if ended_at > now:
		return [Violation("time_in_future", (ended_at,))]
	return check_happened(ended_at.date(), now.date(), now.date() - timedelta(days=settings.load().rain_follow_up_days or 365))


def rained(project: str, ended_at: datetime) -> int:
	"""Start the second follow-up of every leak of ``project`` that was closed lately; returns how many.

	Once per closing: a ticket that has had it since is left alone. A constant number of statements, however many tickets.
	"""
	limit = frappe.get_cached_doc("Time Limit", RAIN)
	if not limit.enabled:
		return 0
	ended_at = get_datetime(ended_at)
	tickets = _leaks(project, ended_at, settings.load().rain_follow_up_days)
	if tickets:
		rule = engine.ClockRule(
			RAIN, limit.limit_minutes * 60, load_calendar(limit.calendar), _steps(limit)
		)
		due = engine.read(rule, ended_at, None, [], ended_at).due_at
		first = min(
			(moment for _percent, moment in engine.step_times(rule, ended_at, []) if moment), default=None
		)
		_start(tickets, limit, ended_at, due, first)
		_bring_forward(tickets, due)
	return len(tickets)


def _leaks(project: str, ended_at: datetime, within_days: int) -> list[str]:
	ticket, defect, clock = map(frappe.qb.DocType, ("Repair Ticket", "Defect Type", "Ticket Clock"))
	had = (
		frappe.qb.from_(clock)
		.select(clock.parent)
		.where((clock.code == RAIN) & (clock.parent == ticket.name) & (clock.started_at >= ticket.closed_at))
	)
	names = (
		frappe.qb.from_(ticket)
		.join(defect)
		.on(defect.name == ticket.defect_type)
		.select(ticket.name)
		.where((ticket.project == project) & (ticket.status == "Closed") & (defect.follow_up_after_rain == 1))
		.where(ticket.owner_accepted_at.isnotnull() & (ticket.closed_at <= ended_at))
		.where(ticket.closed_at >= ended_at - timedelta(days=within_days))
		.where(ticket.name.notin(had))
	).run(pluck=True)
	rows = claim("Repair Ticket", names, ("status",), wait=True)
	return [row.name for row in rows if row.status == "Closed"]


def _start(tickets: list[str], limit, at: datetime, due: datetime, first: datetime | None) -> None:
	"""One clock row per ticket, in one statement; the sweep takes them up like any other."""
	now = now_datetime()
	columns = (
		"name parent parenttype parentfield idx code state started_at due_at next_step_at limit_minutes calendar basis"
		" owner modified_by creation modified"
	).split()
	user = frappe.session.user
	rows = [
		(
			frappe.generate_hash(length=10),
			ticket,
			"Repair Ticket",
			"clocks",
			index,
			RAIN,
			"Running",
			at,
			due,
			first,
			limit.limit_minutes,
			limit.calendar,
			limit.starts_on,
			user,
			user,
			now,
			now,
		)
		for ticket, index in _next_index(tickets).items()
	]
	frappe.db.bulk_insert("Ticket Clock", columns, rows)


def _next_index(tickets: list[str]) -> dict[str, int]:
	clock = frappe.qb.DocType("Ticket Clock")
	rows = frappe.qb.from_(clock).select(clock.parent, Max(clock.idx)).where(clock.parent.isin(tickets)).groupby(clock.parent)
	last = dict(rows.run())
	return {ticket: last.get(ticket, 0) + 1 for ticket in tickets}


def _bring_forward(tickets: list[str], due: datetime) -> None:
	"""The ticket's next due time, where this clock comes first."""
	ticket = by_key("Repair Ticket")
	first = ticket.next_due_at.isnull() | (ticket.next_due_at > due)
	# the due time last: MariaDB sets one after the other, and the others ask for the old one
	(
		frappe.qb.update(ticket)
		.set(ticket.due_order, Case().when(first, due).else_(ticket.due_order))
		.set(ticket.next_clock, Case().when(first, RAIN).else_(ticket.next_clock))
		.set(ticket.next_due_at, Case().when(first, due).else_(ticket.next_due_at))
		.set(ticket.modified, now_datetime())
		.where(ticket.name.isin(tickets))
	).run()


def _steps(limit) -> tuple[int, ...]:
	return tuple(dict.fromkeys(step.percent for step in limit.steps))
