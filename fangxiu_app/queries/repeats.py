"""Earlier and open tickets of the same unit: repeats (R82-R85) and duplicates."""

from __future__ import annotations

from datetime import date, timedelta

import frappe

FIELDS = (
	"name",
	"status",
	"location",
	"defect_type",
	"reported_at",
	"closed_at",
	"next_due_at",
	"contractor",
)
OPEN = ("not in", ("Closed", "Merged", "Cancelled"))


def find_repeats(unit: str, location: str, defect_type: str, on: date, look_back_days: int) -> list:
	"""Finished repairs of the same unit, part and problem, newest first (R82); 0 days looks back without bound.

	What was transferred and closed without a repair is no earlier repair.
	"""
	filters = {"unit": unit, "location": location, "defect_type": defect_type, "status": "Closed"}
	filters["owner_accepted_at"] = ("is", "set")
	if look_back_days:
		filters["closed_at"] = (">=", on - timedelta(days=look_back_days))
	return frappe.get_all("Repair Ticket", filters, FIELDS, order_by="closed_at desc", limit=10)


def find_duplicates(unit: str, location: str, defect_type: str) -> list:
	"""Open tickets of the same unit, part and problem: the same report made twice."""
	filters = {"unit": unit, "location": location, "defect_type": defect_type, "status": OPEN}
	return frappe.get_all("Repair Ticket", filters, FIELDS, order_by="reported_at desc", limit=10)


def open_emergencies(unit: str, trade: str, location: str) -> list:
	"""Open emergencies of a unit in the same place or of the same trade: a leak is called kitchen by one, ceiling by another."""
	filters = {"unit": unit, "emergency": 1, "status": OPEN}
	either = {"location": location, "trade": trade}
	return frappe.get_all(
		"Repair Ticket",
		filters,
		[*FIELDS, "engineer"],
		or_filters=either,
		order_by="reported_at desc",
		limit=5,
	)


def unit_tickets(unit: str, limit: int = 20) -> list:
	"""The newest tickets of a unit, open and closed."""
	return frappe.get_all("Repair Ticket", {"unit": unit}, FIELDS, order_by="reported_at desc", limit=limit)


def repairs_done(unit: str, warranty_item: str, location: str) -> list[date]:
	"""Days on which repairs of the same part were finished and accepted: a restarting warranty counts from them."""
	filters = {"unit": unit, "warranty_item": warranty_item, "location": location, "status": "Closed"}
	filters |= {"responsibility": "Warranty", "owner_accepted_at": ("is", "set")}
	return [moment.date() for moment in frappe.get_all("Repair Ticket", filters, pluck="owner_accepted_at")]


def reports_of(ticket: str) -> list:
	"""The calls a ticket answers, oldest first: its own, those that joined it, those of merged tickets. One query."""
	request, item = frappe.qb.DocType("Repair Request"), frappe.qb.DocType("Request Item")
	return (
		frappe.qb.from_(item)
		.join(request)
		.on(request.name == item.parent)
		.select(request.name, request.received_at, request.caller_name, request.channel)
		.where(item.ticket == ticket)
		.orderby(request.received_at)
	).run(as_dict=True)
