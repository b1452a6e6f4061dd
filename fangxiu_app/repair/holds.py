"""Holds: who has the ball until when, and the clocks that wait meanwhile (design 6)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import now_datetime

from fangxiu_app.domain.ticket import BY_ACTION
from fangxiu_app.repair import clocks


def apply(ticket_name: str) -> None:
	"""Recompute due times and the ball holder of a ticket after one of its holds changed."""
	ticket = frappe.get_doc("Repair Ticket", ticket_name, for_update=True)
	now = now_datetime()
	active = [
		hold
		for hold in clocks.load_holds(ticket.name)
		if hold.ended is None and hold.start <= now < hold.until
	]
	ticket.held_since = active[-1].start if active else None
	ticket.ball_holder = active[-1].holder if active else _ball_after_last_event(ticket.name)
	clocks.refresh(ticket)
	# Whoever may enter a hold (checked on the hold) changes the ticket's due times with it.
	ticket.write_by_action(ignore_permissions=True)


def end(hold, at: datetime | None = None) -> None:
	"""End a hold before its time; the clocks resume with exactly what was left."""
	hold.ended_at = min(at or now_datetime().replace(microsecond=0), frappe.utils.get_datetime(hold.until))
	hold.write_by_action()


def wake_due(now: datetime | None = None) -> int:
	"""Give the ball back on every hold whose time is over; returns how many. Touches only rows that are due."""
	now = now or now_datetime()
	due = frappe.get_all("Ticket Hold", {"ended_at": ("is", "not set"), "until": ("<=", now)}, pluck="name")
	for name in due:
		hold = frappe.get_doc("Ticket Hold", name)
		end(hold, frappe.utils.get_datetime(hold.until))
	return len(due)


def _ball_after_last_event(ticket_name: str) -> str:
	actions = frappe.get_all(
		"Ticket Event", {"ticket": ticket_name}, pluck="action", order_by="`at` desc, creation desc"
	)
	return next(
		(BY_ACTION[action].ball for action in actions if action in BY_ACTION and BY_ACTION[action].ball),
		"Engineer",
	)
