"""Earlier and open tickets of the same unit: repeats (R82-R85) and duplicates."""

from __future__ import annotations

from datetime import date, timedelta

import frappe
from pypika import Order

from fangxiu_app.tickets.intake import reads_affected

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
FINISHED = ("Closed", "Merged", "Cancelled")


def find_repeats(unit: str, location: str, defect_type: str, on: date, look_back_days: int) -> list:
	"""Finished repairs of the same unit, part and problem, newest first (R82); 0 days looks back without bound.

	What was transferred and closed without a repair is no earlier repair.
	"""
	ticket, query = _of_unit(unit)
	query = query.where((ticket.location == location) & (ticket.defect_type == defect_type))
	query = query.where((ticket.status == "Closed") & ticket.owner_accepted_at.isnotnull())
	if look_back_days:
		query = query.where(ticket.closed_at >= on - timedelta(days=look_back_days))
	return query.orderby(ticket.closed_at, order=Order.desc).limit(10).run(as_dict=True)


def find_duplicates(unit: str, location: str, defect_type: str) -> list:
	"""Open tickets of the same unit, part and problem: the same report made twice."""
	ticket, query = _of_unit(unit)
	query = query.where((ticket.location == location) & (ticket.defect_type == defect_type))
	query = query.where(ticket.status.notin(FINISHED))
	return query.orderby(ticket.reported_at, order=Order.desc).limit(10).run(as_dict=True)


def open_emergencies(unit: str, trade: str, location: str) -> list:
	"""Open emergencies of a unit at the same place or of the same trade: callers name the place of a leak differently."""
	ticket, query = _of_unit(unit)
	query = query.where((ticket.emergency == 1) & ticket.status.notin(FINISHED))
	query = query.where((ticket.location == location) | (ticket.trade == trade))
	return query.orderby(ticket.reported_at, order=Order.desc).limit(5).run(as_dict=True)


def unit_tickets(unit: str, limit: int = 20) -> list:
	"""The newest tickets that concern a unit, open and closed."""
	ticket, query = _of_unit(unit)
	return query.orderby(ticket.reported_at, order=Order.desc).limit(limit).run(as_dict=True)


def _of_unit(unit: str):
	"""Tickets of a unit, its own and those it is affected by; (table, query)."""
	ticket = frappe.qb.DocType("Repair Ticket")
	query = frappe.qb.from_(ticket).select(*(ticket[name] for name in FIELDS), ticket.unit_code)
	return ticket, query.where(reads_affected.concerns(ticket, unit))


def reports_of(ticket: str) -> list:
	"""The calls a ticket answers, oldest first: its own, those that joined it, those of merged tickets. One query."""
	request, item = frappe.qb.DocType("Repair Request"), frappe.qb.DocType("Request Item")
	return (
		frappe.qb.from_(item)
		.join(request)
		.on(request.name == item.parent)
		.select(request.name, request.received_at, request.caller_name, request.channel)
		.where(item.ticket == ticket)
		.distinct()
		.orderby(request.received_at)
	).run(as_dict=True)
