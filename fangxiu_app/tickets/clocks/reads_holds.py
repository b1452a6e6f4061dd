"""Why a ticket cannot be put on hold now, for the form and for the hold itself (R72, R98)."""

from __future__ import annotations

import frappe

from fangxiu_app.core.refusal import Violation
from fangxiu_app.tickets.clocks import rules_holds


def barred(ticket) -> list[Violation]:
	"""What forbids any hold of this ticket (name, emergency, arrived_at). One query for an emergency, none for others."""
	if not ticket.emergency:
		return []
	running = {"parent": ticket.name, "parenttype": "Repair Ticket", "code": rules_holds.MEASURE, "state": "Running"}
	owed = bool(ticket.arrived_at) and bool(frappe.db.exists("Ticket Clock", running))
	return rules_holds.barred(ticket.name, True, bool(ticket.arrived_at), owed)
