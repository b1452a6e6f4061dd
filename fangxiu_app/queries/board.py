"""Flats of the building board: one statement for a project or a building, however many flats (screens 8)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.query_builder.functions import Coalesce, Count, Sum
from pypika.terms import Case

FINAL = ("Closed", "Merged", "Cancelled")


def flats(project: str, building: str | None, location: str | None, now: datetime) -> list:
	"""Every flat with its open tickets (of one location, if given), and how many are overdue or repeats. One query."""
	unit, block = frappe.qb.DocType("Unit Archive"), frappe.qb.DocType("Building")
	open_ = _open_tickets(project, building, location, now)
	query = (
		frappe.qb.from_(unit)
		.left_join(block)
		.on(block.name == unit.building)
		.left_join(open_)
		.on(open_.unit == unit.name)
		.select(unit.name, unit.entrance, unit.floor, unit.room_no, unit.delivery_state)
		.select(unit.building, block.building_no, block.lot)
		.select(
			Coalesce(unit.completion_acceptance_date, block.completion_acceptance_date).as_("accepted"),
			Coalesce(unit.handover_date, unit.deemed_handover_date).as_("handover_date"),
		)
		.select(open_.open, open_.overdue, open_.repeats)
		.where(unit.project == project)
	)
	if building:
		query = query.where(unit.building == building)
	return query.run(as_dict=True)


def _open_tickets(project: str, building: str | None, location: str | None, now: datetime):
	"""Open tickets counted by unit, as a sub-query."""
	ticket = frappe.qb.DocType("Repair Ticket")
	counted = (
		frappe.qb.from_(ticket)
		.select(
			ticket.unit,
			Count("*").as_("open"),
			Sum(Case().when(ticket.next_due_at < now, 1).else_(0)).as_("overdue"),
			Sum(Case().when(ticket.repeat_state == "Confirmed", 1).else_(0)).as_("repeats"),
		)
		.where((ticket.project == project) & ticket.status.notin(FINAL))
		.groupby(ticket.unit)
	)
	if location:
		counted = counted.where(ticket.location == location)
	return counted.where(ticket.building == building) if building else counted
