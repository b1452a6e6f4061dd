"""Why a ticket cannot be put on hold now, for the form and for the hold itself (R72, R98)."""

from __future__ import annotations

import frappe

from fangxiu_app.core.refusal import Violation
from fangxiu_app.tickets.clocks import rules_holds


def barred(ticket) -> list[Violation]:
	"""What forbids any hold of this ticket: a document, or a row with name, emergency and arrived_at, which costs an emergency one query."""
	if not ticket.emergency:
		return []
	return rules_holds.barred(ticket.name, True, bool(ticket.arrived_at), bool(ticket.arrived_at) and _measure_owed(ticket))


def _measure_owed(ticket) -> bool:
	clocks = ticket.get("clocks")
	if clocks is not None:
		return any((row.code, row.state) == (rules_holds.MEASURE, "Running") for row in clocks)
	running = {"parent": ticket.name, "parenttype": "Repair Ticket", "code": rules_holds.MEASURE, "state": "Running"}
	return bool(frappe.db.exists("Ticket Clock", running))
