"""Clocks of a complaint: hand-over, first contact, first reply, solution; limits by level, from the Time Limits of the site (R75, R89, R110)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import get_datetime

from fangxiu_app.complaints import rules_complaint as rules
from fangxiu_app.core.access import roles
from fangxiu_app.core.time.reads_calendars import load_calendar
from fangxiu_app.tickets.clocks import reads_clocks, service_back_entries
from fangxiu_app.tickets.clocks import rules_clocks as engine

#: Who leads those that handle complaints.
HEADS = (roles.CS_HEAD, roles.MANAGER)


def start(complaint, clocks: tuple[str, ...], at: datetime) -> None:
	"""Start these clocks at ``at``. Disabled limits start nothing."""
	for clock in clocks:
		limit = frappe.get_cached_doc("Time Limit", rules.limit_of(clock, complaint.level))
		if limit.enabled:
			complaint.append("clocks", {"state": "Running", "started_at": at, **_limit(limit, complaint)})


def stop(complaint, clocks: tuple[str, ...], at: datetime) -> None:
	"""Stop these clocks where they run: Met when ``at`` is not past the due time, else Late. Who answers for the complaint does not keep a
	limit by an earlier time that is written down after it (docs/adr/0180)."""
	for row in running(complaint):
		if rules.clock_of(row.code) in clocks:
			due = get_datetime(row.due_at) if row.due_at else None
			row.stopped_at = max(at, get_datetime(row.started_at))
			row.state = "Late" if (due and at > due) or _hides_lateness(complaint, at, due) else "Met"
			row.next_step_at = None


def end(complaint, at: datetime) -> None:
	"""Nobody owes anything any more; what was overdue by then stays late."""
	for row in running(complaint):
		due = get_datetime(row.due_at) if row.due_at else None
		late = due and (due < at or _hides_lateness(complaint, at, due))
		row.state, row.stopped_at, row.next_step_at = ("Late" if late else "Void"), (at if late else None), None


def _hides_lateness(complaint, at: datetime, due: datetime | None) -> bool:
	"""Who had the case, or handed it over, does not vouch for it: neither does one who gave it away for a moment."""
	user, owner = frappe.session.user, complaint.case_owner
	had = {person for row in complaint.steps if row.new_owner for person in (row.user, row.new_owner)}
	return service_back_entries.hides_lateness(complaint, at, due, user if user in had else owner, HEADS)


def change_level(complaint) -> None:
	"""Running clocks get the limits of the new level, from the same start; steps of the new limit count anew."""
	for row in running(complaint):
		limit = frappe.get_cached_doc("Time Limit", rules.limit_of(rules.clock_of(row.code), complaint.level))
		if limit.name != row.code:
			row.update({**_limit(limit, complaint), "fired": ""})


def refresh(complaint) -> None:
	"""Recompute due times and next steps of the running clocks, and what is due next."""
	for row in running(complaint):
		if rules.clock_of(row.code) == rules.SOLUTION_CLOCK:
			row.promised_at = complaint.authority_due_at
		rule = rule_of(row)
		row.due_at = engine.read(rule, get_datetime(row.started_at), None, (), get_datetime(row.started_at)).due_at
		row.next_step_at = reads_clocks.next_step(rule, row, [])
	following = sorted((get_datetime(row.due_at), row.code) for row in running(complaint) if row.due_at)
	complaint.next_due_at, complaint.next_clock = following[0] if following else (None, None)


def running(complaint) -> list:
	"""The rows of clocks that run."""
	return [row for row in complaint.clocks if row.state == "Running"]


def rule_of(row) -> engine.ClockRule:
	"""The engine's rule of a clock row: its limit, or the moment an authority has set where that comes earlier."""
	limit = frappe.get_cached_doc("Time Limit", row.code)
	steps = tuple(dict.fromkeys(step.percent for step in limit.steps))
	rule = engine.ClockRule(row.code, (row.limit_minutes or 0) * 60, load_calendar(row.calendar), steps)
	if not row.promised_at:
		return rule
	started, promised = get_datetime(row.started_at), get_datetime(row.promised_at)
	due = engine.due_at(started, rule.limit_seconds, rule.calendar, ())
	return engine.fixed_due(rule, max(promised, started)) if rules.due(due, promised) == promised else rule


def _limit(limit, complaint) -> dict:
	solution = rules.clock_of(limit.name) == rules.SOLUTION_CLOCK
	return {
		"code": limit.name,
		"limit_minutes": limit.limit_minutes,
		"calendar": limit.calendar,
		"promised_at": complaint.authority_due_at if solution else None,
	}
