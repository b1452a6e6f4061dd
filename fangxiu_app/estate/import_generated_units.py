"""Units generated from a building's floors and positions, imported like a typed list."""

from __future__ import annotations

import csv
import io
import re

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.estate import rules_layout
from fangxiu_app.estate.import_units import import_units

HEADERS = ("楼栋", "单元", "房间号", "楼层", "户型", "面积", "标段")


def generate(
	building: str, entrances: str, first_floor: int, last_floor: int, positions: str, dry_run: bool = True
) -> dict:
	"""Make the units of ``building``; units that are there already are only completed. Returns the import's report.

	``entrances`` are separated by commas or blanks, empty for a house without; ``positions`` are lines as
	:func:`fangxiu_app.estate.rules_layout.parse_positions` reads them. Raises ValidationError for what cannot be read, or for
	more flats than a building has.
	"""
	row = frappe.db.get_value("Estate Building", building, ["project", "building_no", "lot"], as_dict=True)
	try:
		places = rules_layout.parse_positions(positions)
	except ValueError as error:
		message = _(
			"The line {0} is no position. Write one a line: number, house type, area (01 Three-room 118.5)."
		)
		frappe.throw(message.format(frappe.bold(frappe.utils.escape_html(str(error)))))
	storeys = rules_layout.floors(first_floor, last_floor)
	names = [name for name in re.split(r"[\s,，、]+", entrances or "") if name] or [""]
	count = len(names) * len(storeys) * len(places)
	if not 0 < count <= rules_layout.MOST:
		frappe.throw(
			_(
				"This makes {0} units; a building has between 1 and {1}. Correct floors, entrances or positions."
			).format(count, rules_layout.MOST)
		)
	return import_units(_list(row, rules_layout.flats(names, storeys, places)), "units.csv", row.project, dry_run)


def _list(building, flats) -> bytes:
	out = io.StringIO()
	writer = csv.writer(out)
	writer.writerow(HEADERS)
	for flat in flats:
		place = flat.position
		writer.writerow(
			(
				building.building_no,
				flat.entrance,
				flat.room_no,
				flat.floor,
				place.house_type,
				place.area,
				building.lot or "",
			)
		)
	return out.getvalue().encode("utf-8-sig")
