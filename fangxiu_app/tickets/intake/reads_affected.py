"""Further units of a ticket, and the tickets of a unit: its own and those it is affected by. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import frappe


def rows(ticket: str) -> list:
	"""Affected units of a ticket in the order of their codes. One query."""
	fields = "name unit unit_code owner_name owner_phone informed_at informed_note result accepted_at accepted_by_name acceptance_remark"
	return frappe.get_all("Affected Unit", {"ticket": ticket}, fields.split(), order_by="unit_code")


def units_of(ticket: str) -> list[str]:
	"""Names of the further units of a ticket."""
	return frappe.get_all("Affected Unit", {"ticket": ticket}, pluck="unit")


def concerns(ticket, *units: str):
	"""Criterion on a Repair Ticket table: the ticket is of one of these units, or one of them is affected by it."""
	row = frappe.qb.DocType("Affected Unit")
	return ticket.unit.isin(units) | ticket.name.isin(frappe.qb.from_(row).select(row.ticket).where(row.unit.isin(units)))


def of_others(tickets: Collection[str], units: Collection[str]) -> set[str]:
	"""Those of ``tickets`` that concern none of ``units``. One query, none without tickets."""
	if not tickets:
		return set()
	ticket = frappe.qb.DocType("Repair Ticket")
	query = frappe.qb.from_(ticket).select(ticket.name).where(ticket.name.isin(list(tickets)))
	return set(tickets) - set(query.where(concerns(ticket, *(units or [""]))).run(pluck=True))


def not_accepted(ticket: str, since: datetime | None) -> tuple[str, ...]:
	"""Codes of the affected units whose owner has not answered since the work was finished last."""
	found = frappe.get_all("Affected Unit", {"ticket": ticket}, ["unit_code", "result", "accepted_at"], order_by="unit_code")
	return tuple(
		row.unit_code for row in found if not row.result or (since and row.accepted_at and row.accepted_at < since)
	)
