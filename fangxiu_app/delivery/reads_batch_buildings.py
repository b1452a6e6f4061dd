"""Buildings of deliveries that are not completed."""

from __future__ import annotations

import frappe
from frappe.utils import today


def elsewhere(batch: str, buildings: list[str]) -> list[frappe._dict]:
	"""Those of ``buildings`` that another batch names whose C is not past: building_no and the title of that batch. One query."""
	if not any(buildings):
		return []
	row, other, building = map(frappe.qb.DocType, ("Delivery Batch Building", "Delivery Batch", "Estate Building"))
	query = frappe.qb.from_(row).join(other).on(other.name == row.parent).join(building).on(building.name == row.building)
	query = query.where(row.building.isin(buildings) & (row.parent != batch))
	query = query.where(other.completion_date.isnull() | (other.completion_date >= today()))
	return query.select(building.building_no, other.title).orderby(building.name, other.name).run(as_dict=True)
