"""Find units by words in any order: "3 2 1501", a phone tail, an owner's name (screens 2)."""

from __future__ import annotations

import frappe

from fangxiu_app.access.scope import allowed_projects
from fangxiu_app.domain.unit_code import tokens

#: More words than this only slow the search down.
MAX_WORDS = 8


def search_units(text: str, start: int = 0, limit: int = 10, project: str | None = None) -> list:
	"""Units of the user's projects whose search text has every word of ``text``, exact code first. One query."""
	projects = allowed_projects(doctype="Unit Archive")
	words = tokens(text)[:MAX_WORDS]
	if projects == []:
		return []
	unit, estate = frappe.qb.DocType("Unit Archive"), frappe.qb.DocType("Project")
	query = (
		frappe.qb.from_(unit)
		.left_join(estate)
		.on(estate.name == unit.project)
		.select(unit.name, unit.unit_code, unit.title, unit.project, estate.project_name, unit.delivery_state, unit.handover_date)
		.orderby(unit.unit_code)
		.limit(limit)
		.offset(start)
	)
	if projects is not None:
		query = query.where(unit.project.isin(projects))
	if project:
		query = query.where(unit.project == project)
	for word in words:
		query = query.where(unit.search_text.like(f"%{_escape(word.lower())}%"))
	return query.run(as_dict=True)


def primary_owners(units: list[str]) -> dict[str, frappe._dict]:
	"""Current primary owner (name, phone) of each unit. One query."""
	if not units:
		return {}
	rows = frappe.get_all(
		"Unit Owner",
		{"parent": ("in", units), "parenttype": "Unit Archive", "to_date": ("is", "not set")},
		["parent", "owner_name", "phone", "is_primary"],
		order_by="is_primary asc",
	)
	return {row.parent: row for row in rows}


def mask_phone(phone: str | None) -> str:
	"""Middle digits hidden: enough to recognise a caller, not to call from a list."""
	phone = phone or ""
	return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else phone


def _escape(word: str) -> str:
	return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
