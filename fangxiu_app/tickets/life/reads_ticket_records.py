"""Records of a ticket, as its form lists them: visits, versions of the plan, evidence by stage."""

from __future__ import annotations

import frappe

#: More rows than anybody looks at on a form; the lists show all.
MOST = 200


def visits(ticket: str) -> list:
	"""Site visits, newest first, with who was there."""
	fields = ["name", "kind", "result", "arrived_at", "findings", "visitor.full_name as visitor_name"]
	return frappe.get_all("Site Visit", {"ticket": ticket}, fields, order_by="arrived_at desc", limit=MOST)


def plans(ticket: str) -> list:
	"""Versions of the plan, newest first."""
	fields = "name version state important plan_class completion_at issued_at signed_by signed_at refusal_reason".split()
	return frappe.get_all("Repair Plan", {"ticket": ticket}, fields, order_by="version desc", limit=MOST)


def evidence(ticket: str) -> list:
	"""Evidence Items that the session's user may read, in the order they were taken."""
	fields = "name stage moment kind file caption taken_at recorded_at sha256".split()
	return frappe.get_list(
		"Evidence Item", {"ticket": ticket}, fields, order_by="recorded_at asc, creation asc", limit=MOST
	)
