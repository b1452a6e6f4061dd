"""Common parts as places of reports (R52, R58, R59): made from the estate's buildings when first needed, named, dated."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import cint

from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.wording import _
from fangxiu_app.estate import reads_units
from fangxiu_app.estate import rules_place as rules
from fangxiu_app.estate.rules_place import COMMON, Place, PlaceError
from fangxiu_app.estate.rules_unit_code import normalise


def name_place(unit) -> None:
	"""Code, title and search text of a common part follow from its place. Raises MandatoryError for half a place."""
	if unit.place_level == "Whole Estate":
		unit.building = None
	if unit.place_level in ("Whole Estate", "Building"):
		unit.entrance = ""
	if unit.place_level != "Floor":
		unit.floor = 0
	number = frappe.get_cached_value("Estate Building", unit.building, "building_no") if unit.building else ""
	place = Place(unit.place_level or "", number or "", unit.entrance or "", cint(unit.floor))
	try:
		unit.unit_code = unit.title = rules.code(place)
	except PlaceError as missing:
		label = frappe.bold(_(unit.meta.get_label(missing.field)))
		frappe.throw(_("Enter {0} of the common part.").format(label), frappe.MandatoryError)
	unit.room_no, unit.riser = "", ""
	unit.search_text = rules.search_text(place)


def common_part(project: str, level: str, building: str = "", entrance: str = "", floor: int = 0) -> str:
	"""The Unit Archive of a common part, made on first use by whoever may take reports there; returns its name.

	Raises PermissionError for a foreign project and ValidationError for a building that is not the project's.
	"""
	if building:
		project = frappe.db.get_value("Estate Building", building, "project") or project
	check_project(project, "Repair Request")
	_check_there(project, building, entrance, floor)
	unit = frappe.new_doc("Unit Archive")
	unit.update({"kind": COMMON, "place_level": level, "project": project, "building": building or None})
	unit.update({"entrance": normalise(entrance), "floor": floor})
	name_place(unit)
	known = _known(project, unit.unit_code)
	if known:
		return known
	try:
		# who takes reports does not keep the archive; the place is part of the report
		return unit.insert(ignore_permissions=True).name
	except frappe.DuplicateEntryError:
		frappe.db.rollback()  # made by somebody else at the same moment
		frappe.clear_messages()
		return _known(project, unit.unit_code)


def _check_there(project: str, building: str, entrance: str, floor: int) -> None:
	"""Refuse an entrance or a floor that the building does not have, so that reports create no places that do not exist."""
	if not entrance and not floor:
		return
	row = next((one for one in reads_units.places(project)["buildings"] if one.name == building), None)
	known = {normalise(one) for one in row.entrances} if row else set()
	if entrance and normalise(entrance) not in known:
		frappe.throw(
			_("{0} is no entrance of this building. Choose one of: {1}.").format(
				frappe.bold(frappe.utils.escape_html(entrance)), "、".join(sorted(known)) or _("None")
			)
		)
	if floor and not (row and row.lowest <= floor <= row.top):
		frappe.throw(_("The building has no floor {0}. Choose one of the list.").format(floor))


def _known(project: str, code: str) -> str | None:
	return frappe.db.get_value("Unit Archive", {"project": project, "unit_code": code})


def first_dates(unit) -> tuple[date | None, date | None]:
	"""Completion acceptance and first handover of what a common part belongs to: its building, or the whole estate.

	Common parts are handed over to nobody by themselves: the developer answers to the owners from the day on which the
	first of them took over a flat there. Dates entered on the common part itself come before these.
	"""
	accepted, handed_over = reads_units.first_dates(unit.project, unit.building)
	return unit.completion_acceptance_date or accepted, unit.handover_date or handed_over


def check_private(unit: str) -> None:
	"""Raise ValidationError for a common part where only a unit with an owner can be meant: handovers and meters."""
	if unit and frappe.db.get_value("Unit Archive", unit, "kind") == COMMON:
		frappe.throw(
			_("{0} is a common part: it is not inspected with an owner, handed over or metered. Choose a unit.").format(
				frappe.bold(unit)
			)
		)


def building_of(unit) -> frappe._dict:
	"""Lot and lot engineer of the unit's building; nothing of either for a place of the whole estate."""
	if not unit.building:
		return frappe._dict(name=None, lot=None, lot_engineer=None)
	return frappe.get_cached_doc("Estate Building", unit.building)
