"""The overview page of a unit (一户一档, R6, R11, R41), and how complete the files of a project are. Set-based."""

from __future__ import annotations

from collections import defaultdict

import frappe
from frappe.query_builder.functions import Coalesce, Count, Max, Sum
from pypika.terms import Case

from fangxiu_app.archive.rules_unit_file import UnitFacts
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.estate.rules_place import PRIVATE

#: Delivery states in which the owner has the keys.
GIVEN = ("Delivered", "Proxy Accepted")


def facts(project: str, units: list[str] | None = None) -> dict[str, UnitFacts]:
	"""Unit → facts of its file, for a project or some of its units. Four queries, however many units."""
	owners, meters = _owners(project), _meters(project)
	inspections = _inspections(project)
	book = bool(frappe.db.get_value("Quality Warranty", {"project": project, "is_default": 1}))
	found = {}
	for row in _units(project, units):
		number, with_phone = owners.get(row.name, (0, 0))
		all_meters, numbered = meters.get(row.name, (0, 0))
		inspected, signed, filed = inspections.get(row.name, (0, 0, 0))
		found[row.name] = UnitFacts(
			delivered=row.delivery_state in GIVEN,
			owners=number,
			owners_with_phone=with_phone,
			house_type=bool(row.house_type),
			area=bool(row.area),
			accepted=bool(row.accepted),
			warranty_book=bool(row.quality_warranty) or book,
			meters=all_meters,
			meters_numbered=numbered,
			inspected=bool(inspected),
			owner_signed=bool(signed),
			original_filed=bool(filed),
		)
	return found


def of_project(project: str) -> list[frappe._dict]:
	"""Each unit of a project the user may see, with its facts; in the order of the codes. Refuses other projects."""
	check_project(project, "Unit Archive")
	known = facts(project)
	units = frappe.get_all(
		"Unit Archive", {"project": project, "kind": PRIVATE}, ["name", "delivery_state"], order_by="unit_code asc"
	)
	return [frappe._dict(row, facts=known[row.name]) for row in units]


def _units(project: str, units: list[str] | None) -> list:
	unit, building = frappe.qb.DocType("Unit Archive"), frappe.qb.DocType("Estate Building")
	query = (
		frappe.qb.from_(unit)
		.left_join(building)
		.on(building.name == unit.building)
		.select(unit.name, unit.delivery_state, unit.house_type, unit.area, unit.quality_warranty)
		.select(
			Coalesce(unit.completion_acceptance_date, building.completion_acceptance_date).as_("accepted")
		)
		.where(unit.project == project)
	)
	return (query.where(unit.name.isin(units)) if units else query).run(as_dict=True)


def _owners(project: str) -> dict[str, tuple[int, int]]:
	row = frappe.qb.DocType("Unit Owner")
	return _counted(project, row, row.phone, row.to_date.isnull())


def _meters(project: str) -> dict[str, tuple[int, int]]:
	row = frappe.qb.DocType("Unit Meter")
	return _counted(project, row, row.meter_no)


def _counted(project: str, row, filled, where=None) -> dict[str, tuple[int, int]]:
	"""Unit → (rows, rows in which ``filled`` is filled in)."""
	unit = frappe.qb.DocType("Unit Archive")
	query = (
		frappe.qb.from_(row)
		.join(unit)
		.on((unit.name == row.parent) & (row.parenttype == "Unit Archive"))
		.select(row.parent, Count("*"), Sum(Case().when(Coalesce(filled, "") != "", 1).else_(0)))
		.where(unit.project == project)
		.groupby(row.parent)
	)
	rows = (query.where(where) if where is not None else query).run()
	return {name: (int(count), int(with_value or 0)) for name, count, with_value in rows}


def _inspections(project: str) -> dict[str, tuple]:
	doc = frappe.qb.DocType("Handover Inspection")
	signed = (doc.state == "Owner Signed") & (doc.opinion != "Refuse")
	rows = (
		frappe.qb.from_(doc)
		.select(
			doc.unit,
			Count("*"),
			Max(Case().when(signed, 1).else_(0)),
			Max(Case().when(doc.originals_received_at.isnotnull(), 1).else_(0)),
		)
		.where((doc.project == project) & (doc.round != "Pre-inspection"))
		.groupby(doc.unit)
	).run()
	found: dict[str, tuple] = defaultdict(tuple)
	found.update({name: tuple(rest) for name, *rest in rows})
	return found
