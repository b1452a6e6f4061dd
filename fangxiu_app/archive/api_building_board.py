"""The building board's endpoint (楼栋看板): all flats of a project in one request, as short rows."""

from collections.abc import Callable
from datetime import date
from functools import cache

import frappe
from frappe.utils import now_datetime

from fangxiu_app.archive import reads_building_board as reads
from fangxiu_app.archive import rules_building_board as rules
from fangxiu_app.archive.rules_building_board import Counts
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.wording import _
from fangxiu_app.warranty import reads_warranty_terms, service_warranty
from fangxiu_app.warranty.rules_warranty import UnitDates

#: Where the flags stand in a cell.
FLAGS = 5


@frappe.whitelist(methods=["GET"])
def building_board(project: str, building: str | None = None, location: str | None = None) -> dict:
	"""Flats by building: ``[name, entrance, floor, room, state, flags, open]`` each, and how many carry each flag.

	Raises PermissionError without the right to read unit files, or outside the user's projects.
	"""
	frappe.has_permission("Unit Archive", "read", throw=True)
	check_project(project, "Unit Archive")
	now = now_datetime()
	ending = _ending(project, now.date())
	buildings: dict[tuple, list] = {}
	for group in reads.flats(project, building, location, now):
		ends = bool(group.handed_over) and ending(group.accepted, group.handed_over)
		cells = [_cell(row, ends) for row in group.cells]
		buildings.setdefault((group.building, group.lot), []).extend(cells)
	flags = [cell[FLAGS] for cells in buildings.values() for cell in cells]
	return {
		"buildings": [
			{"title": " · ".join(filter(None, (_("Building {0}").format(number), lot))), "flats": cells}
			for (number, lot), cells in sorted(buildings.items(), key=_order)
		],
		"summary": rules.summary(flags),
		"count": len(flags),
	}


def _ending(project: str, today: date) -> Callable[[date | None, date], bool]:
	"""Whether a flat's warranty ends soon, worked out once for each pair of dates: many flats share few of them."""
	terms = reads_warranty_terms.part_terms(project)

	@cache
	def by_dates(accepted: date | None, handed_over: date) -> bool:
		ends = service_warranty.owner_ends(terms, UnitDates(accepted, handed_over, None), today)
		return rules.is_ending(list(ends.values()), today)

	return by_dates


def _cell(row: list, ends: bool) -> list:
	"""A flat as the board draws it: its three counts become flags and the number of open tickets."""
	counts = Counts(*map(int, row[FLAGS:]))
	return [*row[:FLAGS], rules.flags(counts, ends), counts.open]


def _order(entry: tuple[tuple, list]) -> tuple:
	number = entry[0][0]
	digits = "".join(filter(str.isdigit, number))
	return (int(digits or 0), number)
