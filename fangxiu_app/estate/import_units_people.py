"""Lists with one row for each owner: rows of one unit become one unit with several owners. Uses no database."""

from __future__ import annotations

from fangxiu_app.estate.import_units_file import COLUMNS, UnitRow, read_meters, read_plain, same_owner
from fangxiu_app.importing.columns import Note, Problem

#: What a row says of its place and its people; everything else has to agree between the rows of a unit.
_PLACE = ("project", "building_no", "entrance", "room_no", "floor")
_OTHERS = [column for column in COLUMNS if column.name not in _PLACE and not column.name.startswith("owner")]


def join(units: list[UnitRow]) -> tuple[list[UnitRow], list[Problem]]:
	"""One unit for each flat, with the owners of all its rows in their order; and rows that are no further owner.

	A row that names nobody new, or contradicts the first one in anything but its owners, is a problem.
	"""
	first: dict[tuple[str, str], UnitRow] = {}
	problems = []
	for unit in units:
		known = first.setdefault((unit.project, unit.unit_code), unit)
		if known is not unit:
			problems += _join(known, unit)
	return list(first.values()), problems


def _join(known: UnitRow, unit: UnitRow) -> list[Problem]:
	row, where = unit.row, known.row.where
	news = [owner for owner in unit.owners if not same_owner(known.owners, *owner)]
	if len(news) < len(unit.owners) or not news:
		return [row.problem("room_no", "double_unit", unit.unit_code, where)]
	for column in _OTHERS:
		said, before = row.get(column.name), known.row.get(column.name)
		if said is not None and before is not None and said != before:
			values = (f"{column.header} {value}" for value in (said, before))
			return [row.problem("room_no", "unit_differs", unit.unit_code, where, *values)]
	for name, value in row.values.items():
		known.row.values.setdefault(name, value)
	known.owners += news
	known.meters = read_meters(known.row)[0]
	read_plain(known)
	names = tuple(name for name, _phone in news)
	known.notes.append(Note(row.number, "", "", "owner_joined", (where, names, unit.unit_code), row.sheet))
	return []
