"""Clocks of a ticket: start and stop rows, and keep their due times right. The arithmetic is in ``rules_clocks``."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.tickets.clocks import reads_clocks, service_back_entries
from fangxiu_app.tickets.clocks import rules_clocks as engine
from fangxiu_app.tickets.clocks.rules_back_entries import answers

#: Where a ticket without a due time stands in a list sorted by it: last (a database sorts empty values first).
NEVER = datetime(2999, 12, 31)
#: What a clock that ran on another ticket is here.
AS_IT_RAN = ("code", "started_at", "due_at", "limit_minutes", "calendar", "basis", "entered_at")
#: Stopping one of these stops whichever of its variants runs (R94 routine, R95 complex).
VARIANTS = {"Plan": ("Plan", "Plan Complex")}


def start(ticket, code: str, at: datetime) -> None:
	"""Start clock ``code``; a running one of the same kind ends here (see :func:`void`). Disabled limits start nothing."""
	if code == "Plan" and ticket.complex:
		code = "Plan Complex"
	limit = frappe.get_cached_doc("Time Limit", code)
	if not limit.enabled:
		return
	void(ticket, VARIANTS.get(code, (code,)), at)
	minutes, calendar = _length(ticket, limit)
	ticket.append(
		"clocks",
		{
			"code": code,
			"state": "Running",
			"started_at": at,
			"limit_minutes": minutes,
			"calendar": calendar,
			"basis": limit.starts_on,
		},
	)


def _length(ticket, limit) -> tuple[int, str | None]:
	"""Minutes and calendar of a limit. An emergency is accepted day and night, before somebody has to be there (R70, R72, R78)."""
	if limit.name == "Follow-up":
		return reads_clocks.follow_up_minutes(ticket), limit.calendar
	arrival = frappe.get_cached_doc("Time Limit", "Emergency Arrival")
	if limit.name == "Acceptance" and ticket.emergency and arrival.enabled:
		return min(limit.limit_minutes, arrival.limit_minutes), arrival.calendar
	return limit.limit_minutes, limit.calendar


def become_emergency(ticket, at: datetime) -> None:
	"""The arrival of an emergency is owed from ``at`` on, and what waits to be accepted is accepted before it (R72)."""
	start(ticket, "Emergency Arrival", at)
	latest = max(at, now_datetime().replace(microsecond=0)) + reads_clocks.limit("Emergency Arrival")
	waits = [row for row in _running(ticket, ("Acceptance",)) if runs(ticket, "Emergency Arrival")]
	if waits and (not waits[0].due_at or get_datetime(waits[0].due_at) > latest):
		set_due(ticket, "Acceptance", latest, at)


def stop(ticket, code: str, at: datetime) -> None:
	"""Stop ``code`` if it runs: Met when ``at`` is not past the due time, else Late.

	Where a phone reports an earlier event late, the clock may have started after ``at``: then it lasted no time. A clock that a
	later event has stopped since then stops at ``at`` instead. A limit that had run out when ``at`` was entered stays late, unless
	somebody vouches for it (docs/adr/0180).
	"""
	if code == "Punctuality":
		return _answer_appointment(ticket, at)
	codes = VARIANTS.get(code, (code,))
	for row in _running(ticket, codes):
		_end(ticket, row, at)
	_stopped_before(ticket, codes, at)


def _end(ticket, row, at: datetime) -> None:
	row.due_at = _due(ticket, row, holds_of(ticket))
	row.next_step_at = None
	_stopped(ticket, row, at)


def _stopped_before(ticket, codes: tuple[str, ...], at: datetime) -> None:
	"""What a later event has stopped, stops ``at`` instead."""
	for row in ticket.clocks:
		over = row.code in codes and row.state in ("Met", "Late") and row.stopped_at
		if over and get_datetime(row.started_at) <= at < get_datetime(row.stopped_at):
			_stopped(ticket, row, at)


def _stopped(ticket, row, at: datetime) -> None:
	due = get_datetime(row.due_at) if row.due_at else None
	row.stopped_at = max(at, get_datetime(row.started_at))
	kept = due is None or at <= due
	row.state = "Met" if kept and not service_back_entries.hides_lateness(ticket, at, due, ticket.engineer) else "Late"
	row.entered_at = service_back_entries.entered_at(at)


def _answer_appointment(ticket, at: datetime) -> None:
	"""An arrival ``at`` answers the appointment that stood at that moment (R90; docs/adr/0180).

	One for another day keeps running. One of this day that was made after the arrival is not owed any more, and was not kept either.
	"""
	for row in _running(ticket, ("Punctuality",)):
		if not answers(at, get_datetime(ticket.appointment_at)):
			continue
		if at < get_datetime(row.started_at):
			void(ticket, ("Punctuality",), at)
		else:
			_end(ticket, row, at)
	_stopped_before(ticket, ("Punctuality",), at)


def void(ticket, codes: tuple[str, ...] | None, at: datetime, never_owed: bool = False) -> None:
	"""End these clocks (None: all) because nobody owes them any more: the ticket was transferred, closed, or the work ended.

	What was overdue by then stays late. ``never_owed`` is for a merged ticket, whose lateness goes to the other one (:func:`take_over`).
	"""
	for row in _running(ticket, codes):
		row.next_step_at = None
		due = get_datetime(row.due_at) if row.due_at else None
		missed = not never_owed and (_missed(row, at) or service_back_entries.hides_lateness(ticket, at, due, ticket.engineer))
		row.state, row.stopped_at = ("Late", at) if missed else ("Void", None)


def _missed(row, at: datetime) -> bool:
	"""Whether a running clock was overdue ``at``, by its due time as last computed: the ticket may name the next appointment already."""
	return bool(row.due_at) and get_datetime(row.due_at) < at


def take_over(ticket, rows: list, at: datetime) -> None:
	"""Clocks ``rows`` of a ticket that is merged into ``ticket``: what runs in both began with the earlier one; what was late there, or
	overdue at ``at``, is late here too, once. So no limit is escaped by a new report of the same problem.
	"""
	for row in rows:
		mine = [one for one in ticket.clocks if one.code == row.code]
		both = [one for one in mine if row.state == one.state == "Running"]
		for one in both:
			one.started_at = min(get_datetime(one.started_at), get_datetime(row.started_at))
		overdue = row.state == "Running" and _missed(row, at)
		if (row.state == "Late" or (overdue and not both)) and all(one.state != "Late" for one in mine):
			ticket.append("clocks", {**{name: row.get(name) for name in AS_IT_RAN}, "state": "Late", "stopped_at": row.stopped_at or at})
	refresh(ticket)


def recur(ticket, code: str, at: datetime) -> None:
	"""A recurring duty was done: the clock stops, and starts again from here. Nothing happens when none was running."""
	if _running(ticket, (code,)):
		stop(ticket, code, at)
		start(ticket, code, at)


def runs(ticket, code: str) -> bool:
	"""Whether clock ``code`` runs."""
	return bool(_running(ticket, (code,)))


def set_due(ticket, code: str, due: datetime, at: datetime) -> None:
	"""Give a running clock an agreed time in place of its limit; one that is overdue stays late, whatever time ``at`` is given for the agreement."""
	told = max(at, now_datetime().replace(microsecond=0))
	if any(_missed(row, told) for row in _running(ticket, (code,))):
		start(ticket, code, told)
	for row in _running(ticket, (code,)):
		row.calendar = None
		row.limit_minutes = max(0, int((due - get_datetime(row.started_at)).total_seconds() // 60))


def refresh(ticket) -> None:
	"""Recompute the due time of every running clock and the ticket's next one."""
	running = _running(ticket)
	holds = holds_of(ticket) if running else []
	for row in running:
		row.due_at = _due(ticket, row, holds)
		stopping = reads_clocks.holds_for(row.code, holds)
		row.next_step_at = reads_clocks.next_step(reads_clocks.rule_of(row, ticket), row, stopping)
	first = _first([row for row in running if row.due_at])
	ticket.next_due_at, ticket.next_clock = (get_datetime(first.due_at), first.code) if first else (None, None)
	ticket.due_order = ticket.next_due_at or NEVER


def _first(rows: list):
	"""What falls due first; of two within the same minute somebody's arrival is the one that counts. None without any."""
	return min(rows, key=lambda row: (get_datetime(row.due_at).replace(second=0), row.code != "Emergency Arrival", get_datetime(row.due_at), row.code), default=None)


def holds_of(ticket) -> list[engine.Hold]:
	"""Holds of a ticket that is being changed, read once for all its clocks."""
	if ticket.flags.fx_holds is None:
		ticket.flags.fx_holds = reads_clocks.load_holds(ticket.name)
	return ticket.flags.fx_holds


def _running(ticket, codes: tuple[str, ...] | None = None) -> list:
	return [row for row in ticket.clocks if row.state == "Running" and (codes is None or row.code in codes)]


def _due(ticket, row, holds: list[engine.Hold]) -> datetime | None:
	rule = reads_clocks.rule_of(row, ticket)
	if rule.agreed_due is None and row.code in reads_clocks.FIXED:
		return None
	started = get_datetime(row.started_at)
	return engine.read(rule, started, None, reads_clocks.holds_for(row.code, holds), started).due_at
