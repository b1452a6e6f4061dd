"""Clocks of a ticket: start and stop rows, and keep their due times right. The arithmetic is in ``domain``."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from frappe.utils import get_datetime

from fangxiu_app.domain import clocks as engine
from fangxiu_app.queries.calendars import load_calendar
from fangxiu_app.repair import settings

#: Where a ticket without a due time stands in a list sorted by it: last (a database sorts empty values first).
NEVER = datetime(2999, 12, 31)
#: Stopping one of these stops whichever of its variants runs (R94 routine, R95 complex).
VARIANTS = {"Plan": ("Plan", "Plan Complex")}
#: Clocks whose due time is given by the ticket, not by a limit.
FIXED = {"Agreed Completion": "agreed_completion", "Punctuality": "appointment_at"}


def start(ticket, code: str, at: datetime) -> None:
	"""Start clock ``code``; a running one of the same kind ends here (see :func:`void`). Disabled limits start nothing."""
	if code == "Plan" and ticket.complex:
		code = "Plan Complex"
	limit = frappe.get_cached_doc("Time Limit", code)
	if not limit.enabled:
		return
	void(ticket, VARIANTS.get(code, (code,)), at)
	ticket.append(
		"clocks",
		{
			"code": code,
			"state": "Running",
			"started_at": at,
			"limit_minutes": _follow_up_minutes(ticket) if code == "Follow-up" else limit.limit_minutes,
			"calendar": limit.calendar,
			"basis": limit.starts_on,
		},
	)


def stop(ticket, code: str, at: datetime) -> None:
	"""Stop ``code`` if it runs: Met when ``at`` is not past the due time, else Late.

	Where a phone reports an earlier event late, the clock may have started after ``at``: then it lasted no time. A clock that a
	later event has stopped since then stops at ``at`` instead.
	"""
	holds = holds_of(ticket)
	codes = VARIANTS.get(code, (code,))
	for row in _running(ticket, codes):
		row.due_at = _due(ticket, row, holds)
		row.next_step_at = None
		_stopped(row, at)
	for row in ticket.clocks:
		over = row.code in codes and row.state in ("Met", "Late") and row.stopped_at
		if over and get_datetime(row.started_at) <= at < get_datetime(row.stopped_at):
			_stopped(row, at)


def _stopped(row, at: datetime) -> None:
	row.stopped_at = max(at, get_datetime(row.started_at))
	row.state = "Met" if row.due_at is None or at <= get_datetime(row.due_at) else "Late"


def void(ticket, codes: tuple[str, ...] | None, at: datetime, never_owed: bool = False) -> None:
	"""End these clocks (None: all) because nobody owes them any more: the ticket was transferred, closed, or the work ended.

	What was overdue by then stays late. ``never_owed`` is for tickets that should not have been opened, merged or cancelled ones.
	"""
	for row in _running(ticket, codes):
		row.next_step_at = None
		# the due time as last computed: the ticket may name the next appointment already
		missed = not never_owed and row.due_at and get_datetime(row.due_at) < at
		row.state, row.stopped_at = ("Late", at) if missed else ("Void", None)


def recur(ticket, code: str, at: datetime) -> None:
	"""A recurring duty was done: the clock stops, and starts again from here. Nothing happens when none was running."""
	if _running(ticket, (code,)):
		stop(ticket, code, at)
		start(ticket, code, at)


def set_due(ticket, code: str, due: datetime) -> None:
	"""Give a running clock an agreed time in place of its limit."""
	for row in _running(ticket, (code,)):
		row.calendar = None
		row.limit_minutes = max(0, int((due - get_datetime(row.started_at)).total_seconds() // 60))


def refresh(ticket) -> None:
	"""Recompute the due time of every running clock and the ticket's next one."""
	running = _running(ticket)
	holds = holds_of(ticket) if running else []
	for row in running:
		row.due_at = _due(ticket, row, holds)
		row.next_step_at = next_step(rule_of(row, ticket), row, holds)
	due = sorted((get_datetime(row.due_at), row.code) for row in running if row.due_at)
	ticket.next_due_at, ticket.next_clock = due[0] if due else (None, None)
	ticket.due_order = ticket.next_due_at or NEVER


def rule_of(row, ticket) -> engine.ClockRule:
	"""The engine's rule for a Ticket Clock row; clocks of ``FIXED`` take their due time from the ticket."""
	limit = frappe.get_cached_doc("Time Limit", row.code)
	steps = tuple(dict.fromkeys(step.percent for step in limit.steps))
	rule = engine.ClockRule(row.code, (row.limit_minutes or 0) * 60, load_calendar(row.calendar), steps)
	agreed = agreed_due(row, ticket)
	return engine.fixed_due(rule, agreed) if agreed else rule


def agreed_due(row, ticket) -> datetime | None:
	"""When a clock of ``FIXED`` is due, never before it starts: arrival is five minutes before the appointment (R90)."""
	agreed = ticket.get(FIXED.get(row.code, ""))
	if not agreed:
		return None
	due = get_datetime(agreed)
	if row.code == "Punctuality":
		due -= timedelta(minutes=settings.load().punctual_minutes)
	return max(due, get_datetime(row.started_at))


def fired_steps(row) -> set[int]:
	"""Percentages that have fired for a clock row."""
	return {int(percent) for percent in (row.fired or "").split(",") if percent}


def next_step(rule: engine.ClockRule, row, holds: list[engine.Hold]) -> datetime | None:
	"""When the first escalation step that has not fired falls due; None when none is left or no due time is known."""
	if row.code in FIXED and rule.agreed_due is None:
		return None
	fired = fired_steps(row)
	times = engine.step_times(rule, get_datetime(row.started_at), holds)
	return min((moment for percent, moment in times if moment and percent not in fired), default=None)


def holds_of(ticket) -> list[engine.Hold]:
	"""Holds of a ticket that is being changed, read once for all its clocks."""
	if ticket.flags.fx_holds is None:
		ticket.flags.fx_holds = load_holds(ticket.name)
	return ticket.flags.fx_holds


def load_holds(ticket_name: str | None) -> list[engine.Hold]:
	"""Holds of a ticket as the engine takes them."""
	if not ticket_name:
		return []
	rows = frappe.get_all(
		"Ticket Hold",
		{"ticket": ticket_name},
		["starts_at", "until", "ended_at", "holder"],
		order_by="starts_at",
	)
	return [engine.Hold(row.starts_at, row.until, row.ended_at, row.holder) for row in rows]


def _follow_up_minutes(ticket) -> int:
	"""Leaks get their follow-up call earlier than the rest: the defect type says after how many days."""
	days = frappe.get_cached_value("Defect Type", ticket.defect_type, "follow_up_days")
	return (days or frappe.get_cached_doc("Time Limit", "Follow-up").limit_minutes // 1440) * 1440


def _running(ticket, codes: tuple[str, ...] | None = None) -> list:
	return [row for row in ticket.clocks if row.state == "Running" and (codes is None or row.code in codes)]


def _due(ticket, row, holds: list[engine.Hold]) -> datetime | None:
	rule = rule_of(row, ticket)
	if rule.agreed_due is None and row.code in FIXED:
		return None
	return engine.read(rule, get_datetime(row.started_at), None, holds, get_datetime(row.started_at)).due_at
