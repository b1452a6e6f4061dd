"""The building board's endpoint (screens 8): the flats of a project, one request, small rows."""

from collections.abc import Callable
from datetime import date
from functools import cache

import frappe
from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.access.scope import check_project
from fangxiu_app.domain import board as rules
from fangxiu_app.domain.board import Counts
from fangxiu_app.domain.warranty import UnitDates
from fangxiu_app.queries import board as reads
from fangxiu_app.repair import warranty


@frappe.whitelist(methods=["GET"])
def building_board(project: str, building: str | None = None, location: str | None = None) -> dict:
	"""Flats by building: ``[name, entrance, floor, room, state, flags, open]`` each, and how many carry each flag.

	Raises PermissionError without the right to read unit files, or outside the user's projects.
	"""
	frappe.has_permission("Unit Archive", "read", throw=True)
	check_project(project, "Unit Archive")
	now = now_datetime()
	ending = _ending(project, now.date())
	flats = [_flat(row, ending) for row in reads.flats(project, building, location, now)]
	buildings: dict[tuple, list] = {}
	for flat in flats:
		buildings.setdefault(flat["building"], []).append(flat["cell"])
	return {
		"buildings": [
			{"title": _("Building {0}").format(" · ".join(filter(None, key))), "flats": cells}
			for key, cells in sorted(buildings.items(), key=_order)
		],
		"summary": rules.summary(flats),
		"count": len(flats),
	}


def _ending(project: str, today: date) -> Callable[[object], bool]:
	"""Whether a flat's warranty ends soon, worked out once for each pair of dates: many flats share few of them."""
	terms = warranty.part_terms(project)

	@cache
	def by_dates(accepted: date | None, handed_over: date) -> bool:
		ends = warranty.owner_ends(terms, UnitDates(accepted, handed_over, None), today)
		return rules.is_ending(list(ends.values()), today)

	return lambda row: bool(row.handover_date) and by_dates(row.accepted, row.handover_date)


def _flat(row, ending) -> dict:
	counts = Counts(int(row.open or 0), int(row.overdue or 0), int(row.repeats or 0))
	flags = rules.flags(counts, ending(row))
	cell = [row.name, row.entrance or "", row.floor, row.room_no, row.delivery_state, flags, counts.open]
	return {"building": (row.building_no or row.building, row.lot or ""), "flags": flags, "cell": cell}


def _order(entry: tuple[tuple, list]) -> tuple:
	number = entry[0][0]
	digits = "".join(filter(str.isdigit, number))
	return (int(digits or 0), number)
