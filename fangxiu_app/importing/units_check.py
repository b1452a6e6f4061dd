"""What only the database knows about a unit list: projects and their scope, buildings and their lots, doubles."""

from __future__ import annotations

from dataclasses import dataclass, field

import frappe
from frappe import _

from fangxiu_app.access.scope import allowed_projects
from fangxiu_app.importing.columns import Problem, Row
from fangxiu_app.importing.units_file import UnitRow


@dataclass
class Buildings:
	"""Buildings the list stands on: those that exist, and those it brings along (name → fields)."""

	existing: dict[str, frappe._dict] = field(default_factory=dict)
	new: dict[str, dict] = field(default_factory=dict)


def place(rows: list[Row], units: list[UnitRow], project: str | None) -> list[Problem]:
	"""Fill in every unit's project and building. ``project`` is the one that was chosen, if any.

	A project that does not exist and one the user may not see give the same answer: nobody guesses projects here.
	"""
	known = _projects()
	problems = []
	of_row: dict[int, str] = {}
	for row in rows:
		found = _project_of(row, known, project)
		if isinstance(found, Problem):
			problems.append(found)
		else:
			of_row[row.number] = found
	for unit in units:
		unit.project = of_row.get(unit.row.number, "")
		unit.building = f"{unit.project}-{unit.building_no}"
	return problems


def doubles(units: list[UnitRow]) -> list[Problem]:
	"""Units that stand in the list twice, however they are written."""
	first: dict[tuple[str, str], int] = {}
	problems = []
	for unit in units:
		key = (unit.project, unit.unit_code)
		if key in first:
			problems.append(unit.row.problem("room_no", "double_unit", unit.unit_code, first[key]))
		first.setdefault(key, unit.row.number)
	return problems


def buildings(units: list[UnitRow]) -> tuple[Buildings, list[Problem]]:
	"""Buildings of the units that have a project, with contradicting lots and buildings the user may not create."""
	placed = [unit for unit in units if unit.project]
	names = list(dict.fromkeys(unit.building for unit in placed))
	fields = ["name", "building_no", "lot"]
	stored = frappe.get_all("Building", {"name": ("in", names)}, fields) if names else []
	found = Buildings(existing={row.name: row for row in stored})
	lots = {row.name: (row.lot, _("stored")) for row in stored if row.lot}
	problems = [problem for unit in placed if (problem := _check_lot(unit, lots))]
	_new_buildings(found, placed, lots)
	if found.new and not frappe.has_permission("Building", "create"):
		first = {unit.building: unit for unit in reversed(placed)}
		problems += [
			first[name].row.problem("building_no", "building_not_allowed", first[name].building_no)
			for name in found.new
		]
	return found, problems


def _check_lot(unit: UnitRow, lots: dict[str, tuple[str, str]]) -> Problem | None:
	lot = unit.row.get("lot")
	if not lot:
		return None
	known, where = lots.setdefault(unit.building, (lot, _("row {0}").format(unit.row.number)))
	if known == lot:
		return None
	return unit.row.problem("lot", "lot_contradicts", unit.building_no, known, where, lot)


def _new_buildings(found: Buildings, placed: list[UnitRow], lots: dict[str, tuple[str, str]]) -> None:
	"""A new building takes the lot, and the completion acceptance if all its units name the same day."""
	days: dict[str, set] = {}
	for unit in placed:
		if unit.building not in found.existing:
			days.setdefault(unit.building, set()).add(unit.plain.get("completion_acceptance_date"))
			found.new[unit.building] = {"project": unit.project, "building_no": unit.building_no}
	for name, values in found.new.items():
		values["lot"] = lots[name][0] if name in lots else None
		values["completion_acceptance_date"] = days[name].pop() if len(days[name]) == 1 else None


def _projects() -> dict[str, str]:
	"""Names and titles of the projects the user may work in → name."""
	allowed = allowed_projects(doctype="Unit Archive")
	filters = {"name": ("in", allowed)} if allowed is not None else {}
	rows = frappe.get_all("Project", filters, ["name", "project_name"]) if allowed != [] else []
	return {row.project_name: row.name for row in rows} | {row.name: row.name for row in rows}


def _project_of(row: Row, known: dict[str, str], chosen: str | None) -> str | Problem:
	written = row.get("project")
	if not written:
		return chosen or row.problem("project", "project_missing")
	if written not in known:
		return row.problem("project", "unknown_project", written)
	if chosen and known[written] != chosen:
		return row.problem("project", "other_project", written, chosen)
	return known[written]
