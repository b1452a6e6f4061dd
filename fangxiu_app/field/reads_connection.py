"""Whether somebody's phone, or desk, had a connection at a time (docs/adr/0180)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.query_builder.functions import Min
from pypika.terms import Interval


def heard(user: str, after: datetime, before: datetime, fresh_minutes: int) -> datetime | None:
	"""The first thing of ``user`` between two moments that arrived as it happened: an entry of the phone, or an action at the desk.

	``fresh_minutes``: what arrives that soon after it happened had a connection. Two queries at most.
	"""
	if after >= before:
		return None
	entry, event = frappe.qb.DocType("Phone Entry"), frappe.qb.DocType("Ticket Event")
	soon = Interval(minutes=fresh_minutes)
	sent = frappe.qb.from_(entry).select(Min(entry.received_at)).where((entry.user == user) & entry.received_at[after:before])
	sent = sent.where(entry.happened_at.isnull() | (entry.received_at <= entry.happened_at + soon))
	done = frappe.qb.from_(event).select(Min(event.recorded_at)).where((event.user == user) & (event.modified >= after))
	done = done.where(event.recorded_at[after:before] & (event.recorded_at <= event.at + soon))
	return min((found for query in (sent, done) if (found := query.run()[0][0])), default=None)
