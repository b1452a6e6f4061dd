"""Short ways to walk a ticket along the straight way, for the site tests."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime

from fangxiu_app.tickets.life import service_transitions
from tests.unit.helpers.signatures import SIGNATURE


def agreed(ticket: str, start: datetime | None = None) -> dict:
	"""What the start asks for: the completion agreed with the customer, where no signed plan names it (R92)."""
	if frappe.db.get_value("Repair Ticket", ticket, "agreed_completion"):
		return {}
	return {"agreed_completion": (start or now_datetime().replace(microsecond=0)) + timedelta(days=2)}


WALK = (
	("accept", {}),
	("appoint", lambda _ticket: {"appointment_at": now_datetime() + timedelta(hours=2)}),
	("arrive", {}),
	("survey", {"root_cause": "空鼓", "responsibility": "Warranty", "expected_days": 2}),
	("start", agreed),
	("pre_accept", {}),
	("clean", {"cleaned_by": "保洁"}),
	(
		"owner_accept",
		{"acceptance_result": "Pass", "accepted_by_name": "王晓明", "owner_signature": SIGNATURE},
	),
	("close", {}),
)


def walk(ticket: str, until: str):
	"""Perform the straight way up to and including action ``until``; returns the ticket."""
	return walk_from(ticket, "accept", until)


def walk_from(ticket: str, first: str, until: str):
	"""Perform the actions of the straight way from ``first`` up to and including ``until``."""
	actions = [action for action, _values in WALK]
	for action, values in WALK[actions.index(first) : actions.index(until) + 1]:
		given = values(ticket) if callable(values) else dict(values)
		doc = service_transitions.perform(ticket, action, given)
	return doc


def start(ticket: str, at: datetime | None = None, reason: str = ""):
	"""Dispatch and start the repair ``at``; returns the ticket."""
	return service_transitions.perform(ticket, "start", agreed(ticket, at), at=at, reason=reason)


def explain(ticket: str, answer: str = "Understands", together: str = "物业 张管家"):
	"""The owner hears why it is not warranty work, from both sides (R73, R93)."""
	values = {"explanation": "已向业主解释", "owner_answer": answer, "explained_with": together}
	return service_transitions.perform(ticket, "explain", values)
