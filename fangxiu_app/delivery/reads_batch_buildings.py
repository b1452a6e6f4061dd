"""Buildings of deliveries that are not completed."""

from __future__ import annotations

import frappe
from frappe.utils import today
from pypika.terms import ExistsCriterion

from fangxiu_app.estate.reads_units import is_private
from fangxiu_app.estate.rules_delivery_state import GIVEN


def elsewhere(batch: str, buildings: list[str]) -> list[frappe._dict]:
	"""Those of ``buildings`` that another batch names which is not completed: building_no and the title of that batch. One query.

	A batch is completed once its C is past; a past C of a building with flats of which none was delivered was only typed.
	"""
	if not any(buildings):
		return []
	row, other, building = map(frappe.qb.DocType, ("Delivery Batch Building", "Delivery Batch", "Estate Building"))
	query = frappe.qb.from_(row).join(other).on(other.name == row.parent).join(building).on(building.name == row.building)
	query = query.where(row.building.isin(buildings) & (row.parent != batch))
	typed = ExistsCriterion(_flats(row.building)) & ExistsCriterion(_flats(row.building, given=True)).negate()
	query = query.where(other.completion_date.isnull() | (other.completion_date >= today()) | typed)
	return query.select(building.building_no, other.title).orderby(building.name, other.name).run(as_dict=True)


def _flats(building, given: bool = False):
	unit = frappe.qb.DocType("Unit Archive")
	query = frappe.qb.from_(unit).select(unit.name).where((unit.building == building) & is_private(unit))
	return query.where(unit.delivery_state.isin(GIVEN)) if given else query
