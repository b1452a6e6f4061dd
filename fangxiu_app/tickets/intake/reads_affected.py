"""Further units of a ticket, and the tickets of a unit: its own and those it is affected by. Reads only."""

from __future__ import annotations

from datetime import datetime

import frappe


def rows(ticket: str) -> list:
	"""Affected units of a ticket in the order of their codes. One query."""
	fields = "name unit unit_code owner_name owner_phone informed_at informed_note result accepted_at accepted_by_name acceptance_remark"
	return frappe.get_all("Affected Unit", {"ticket": ticket}, fields.split(), order_by="unit_code")


def units_of(ticket: str) -> list[str]:
	"""Names of the further units of a ticket."""
	return frappe.get_all("Affected Unit", {"ticket": ticket}, pluck="unit")


def concerns(ticket, unit: str):
	"""Criterion on a Repair Ticket table: the ticket is the unit's own, or the unit is affected by it."""
	row = frappe.qb.DocType("Affected Unit")
	return (ticket.unit == unit) | ticket.name.isin(frappe.qb.from_(row).select(row.ticket).where(row.unit == unit))


def not_accepted(ticket: str, since: datetime | None) -> tuple[str, ...]:
	"""Codes of the affected units whose owner has not answered since the work was finished last."""
	found = frappe.get_all("Affected Unit", {"ticket": ticket}, ["unit_code", "result", "accepted_at"], order_by="unit_code")
	return tuple(
		row.unit_code for row in found if not row.result or (since and row.accepted_at and row.accepted_at < since)
	)
