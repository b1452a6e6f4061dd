"""Buildings of deliveries that are not completed."""

from __future__ import annotations

import frappe
from frappe.utils import today
from pypika.functions import Count
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


def open_beside(batch: str, project: str) -> list[frappe._dict]:
	"""Other batches of the project that are not completed: title, and how many buildings they name, 0 for the whole project. One query.

	A past C while no flat of the project is delivered was only typed, as in :func:`elsewhere`.
	"""
	row, other = map(frappe.qb.DocType, ("Delivery Batch Building", "Delivery Batch"))
	query = frappe.qb.from_(other).left_join(row).on(row.parent == other.name)
	query = query.where((other.project == project) & (other.name != batch))
	typed = ExistsCriterion(_flats_of(project)) & ExistsCriterion(_flats_of(project, given=True)).negate()
	query = query.where(other.completion_date.isnull() | (other.completion_date >= today()) | typed)
	return query.select(other.title, Count(row.name).as_("named")).groupby(other.name, other.title).orderby(other.name).run(as_dict=True)


def _flats_of(project: str, given: bool = False):
	unit = frappe.qb.DocType("Unit Archive")
	return _given(frappe.qb.from_(unit).select(unit.name).where((unit.project == project) & is_private(unit)), unit, given)


def _given(query, unit, given: bool):
	return query.where(unit.delivery_state.isin(GIVEN)) if given else query


def _flats(building, given: bool = False):
	unit = frappe.qb.DocType("Unit Archive")
	query = frappe.qb.from_(unit).select(unit.name).where((unit.building == building) & is_private(unit))
	return _given(query, unit, given)
