"""Flats of the building board: one statement for a project or a building, however many flats."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe.query_builder.functions import Coalesce
from pypika import CustomFunction

from fangxiu_app.estate.reads_units import is_private
from fangxiu_app.figures import reads_figures

_array = CustomFunction(
	"JSON_ARRAY", ["name", "entrance", "floor", "room", "state", "open", "overdue", "repeats"]
)
_all = CustomFunction("JSON_ARRAYAGG", ["row"])


@dataclass(frozen=True, slots=True)
class Group:
	"""Flats of a building that share the dates their warranty runs from.

	A cell is ``[name, entrance, floor, room, state, open, overdue, repeats]``; the last three count tickets.
	"""

	building: str
	lot: str
	accepted: date | None
	handed_over: date | None
	cells: list[list]


def flats(project: str, building: str | None, location: str | None, now: datetime) -> Iterator[Group]:
	"""Every flat with its open tickets (of one location, if given), and how many are overdue or repeats. One query.

	The database packs the flats of a building into one row: 20,000 rows would take longer to fetch than to find.
	"""
	unit, block = frappe.qb.DocType("Unit Archive"), frappe.qb.DocType("Estate Building")
	open_ = _open_tickets(project, building, location, now)
	accepted = Coalesce(unit.completion_acceptance_date, block.completion_acceptance_date)
	handed_over = Coalesce(unit.handover_date, unit.deemed_handover_date)
	counts = (Coalesce(count, 0) for count in (open_.open, open_.overdue, open_.repeats))
	cell = _array(
		unit.name, Coalesce(unit.entrance, ""), unit.floor, unit.room_no, unit.delivery_state, *counts
	)
	query = (
		frappe.qb.from_(unit)
		.left_join(block)
		.on(block.name == unit.building)
		.left_join(open_)
		.on(open_.unit == unit.name)
		.select(Coalesce(block.building_no, unit.building), Coalesce(block.lot, ""))
		.select(accepted, handed_over, _all(cell))
		.where((unit.project == project) & is_private(unit))
		.groupby(unit.building, accepted, handed_over)
	)
	if building:
		query = query.where(unit.building == building)
	for *head, cells in query.run():
		yield Group(*head, json.loads(cells))


def _open_tickets(project: str, building: str | None, location: str | None, now: datetime):
	"""Open tickets counted by unit, as a sub-query: figures of the register."""
	ticket = frappe.qb.DocType("Repair Ticket")
	counted = (
		frappe.qb.from_(ticket)
		.select(
			ticket.unit,
			reads_figures.total("open", ticket, now).as_("open"),
			reads_figures.total("overdue", ticket, now).as_("overdue"),
			reads_figures.total("open_repeats", ticket, now).as_("repeats"),
		)
		.where((ticket.project == project) & reads_figures.condition("open", ticket, now))
		.groupby(ticket.unit)
	)
	if location:
		counted = counted.where(ticket.location == location)
	return counted.where(ticket.building == building) if building else counted
