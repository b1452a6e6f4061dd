"""Clock rows as the engine of time limits takes them: limit, calendar, escalation steps, holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

import frappe
from frappe.utils import get_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.time.reads_calendars import load_calendar
from fangxiu_app.tickets.clocks import rules_clocks as engine
from fangxiu_app.tickets.clocks.rules_long_repair import RUN_ON

#: Clocks whose due time is given by the ticket, not by a limit.
FIXED = {"Agreed Completion": "agreed_completion", "Punctuality": "appointment_at"}


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


def holds_for(code: str, holds: list[engine.Hold]) -> list[engine.Hold]:
	"""Of a ticket's holds those that stop the clock ``code``."""
	return [] if code in RUN_ON else holds


def limit(code: str) -> timedelta:
	"""The length of a limit, as its Time Limit says."""
	return timedelta(minutes=frappe.get_cached_doc("Time Limit", code).limit_minutes or 0)


def long_repair_days() -> int:
	"""From how many days on a repair is a long one: until then its owner has been told (R102). Half a month where the limit is 0."""
	return ceil(limit("Long Repair Notice") / timedelta(days=1)) or 15


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


def follow_up_minutes(ticket) -> int:
	"""Leaks get their follow-up call earlier than the rest: the defect type says after how many days."""
	days = frappe.get_cached_value("Defect Type", ticket.defect_type, "follow_up_days")
	return (days or frappe.get_cached_doc("Time Limit", "Follow-up").limit_minutes // 1440) * 1440
