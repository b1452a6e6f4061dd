"""Checks of a unit list against the database: projects and their scope, buildings and their lots, stored names."""

from __future__ import annotations

from dataclasses import dataclass, field

import frappe

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.core.wording import _
from fangxiu_app.estate.import_units_file import UnitRow
from fangxiu_app.importing import bulk
from fangxiu_app.importing.columns import Problem, Row

#: Characters of a document's name.
LONGEST_NAME = 140


@dataclass
class Buildings:
	"""Buildings the list stands on: those that exist, and those it brings along (name → fields)."""

	existing: dict[str, frappe._dict] = field(default_factory=dict)
	new: dict[str, dict] = field(default_factory=dict)


def place(rows: list[Row], units: list[UnitRow], project: str | None) -> list[Problem]:
	"""Fill in every unit's project. ``project`` is the one that was chosen, if any.

	A project that does not exist and one the user may not see give the same answer: nobody guesses projects here.
	"""
	known = _projects()
	problems = []
	of_row: dict[tuple[str, int], str] = {}
	for row in rows:
		found = _project_of(row, known, project)
		if isinstance(found, Problem):
			problems.append(found)
		else:
			of_row[row.place] = found
	for unit in units:
		unit.project = of_row.get(unit.row.place, "")
	return problems


def identify(units: list[UnitRow]) -> list[Problem]:
	"""Find the stored unit and building of each row by project and number: a project may have got another ID since.

	What is new gets a name that is free, also of those of a project that had this one's ID before. A problem are names that
	are too long.
	"""
	placed = [unit for unit in units if unit.project]
	stored = _stored("Unit Archive", "unit_code", {(unit.project, unit.unit_code) for unit in placed})
	buildings = _stored("Estate Building", "building_no", {(unit.project, unit.building_no) for unit in placed})
	for unit in placed:
		unit.stored_name = stored[unit.project, unit.unit_code]
		unit.building = buildings[unit.project, unit.building_no]
	return [
		unit.row.problem("room_no", "name_too_long", len(unit.name), LONGEST_NAME)
		for unit in placed
		if len(unit.name) > LONGEST_NAME
	]


def _stored(doctype: str, field: str, keys: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
	"""(project, number) → name of what is stored, or the name it will have."""
	projects, numbers = ({key[part] for key in keys} for part in (0, 1))
	rows = bulk.by_names(
		doctype, numbers, ("name", "project", field), key=field, project=("in", sorted(projects))
	)
	found = {key: row.name for row in rows if (key := (row.project, row[field])) in keys}
	new = sorted(keys - found.keys())
	names = bulk.free_names(doctype, ["-".join(key) for key in new])
	return found | dict(zip(new, names, strict=True))


def buildings(units: list[UnitRow]) -> tuple[Buildings, list[Problem]]:
	"""Buildings of the units that have a project, with contradicting lots and buildings the user may not create."""
	placed = [unit for unit in units if unit.project]
	names = list(dict.fromkeys(unit.building for unit in placed))
	fields = ["name", "building_no", "lot"]
	stored = frappe.get_all("Estate Building", {"name": ("in", names)}, fields) if names else []
	found = Buildings(existing={row.name: row for row in stored})
	lots = {row.name: (row.lot, _("stored")) for row in stored if row.lot}
	problems = [problem for unit in placed if (problem := _check_lot(unit, lots))]
	_new_buildings(found, placed, lots)
	if found.new and not frappe.has_permission("Estate Building", "create"):
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
	known, where = lots.setdefault(unit.building, (lot, _("row {0}").format(unit.row.where)))
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
