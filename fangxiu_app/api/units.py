"""Search of units in link fields: words in any order, phone tails, owners' names."""

import frappe
from frappe.utils import cint

from fangxiu_app.queries.units import search_units


@frappe.whitelist(methods=["GET", "POST"])
@frappe.validate_and_sanitize_search_inputs
def link_query(
	doctype: str,
	txt: str,
	searchfield: str | None = None,
	start: int = 0,
	page_len: int = 10,
	filters: dict | list | None = None,
) -> list:
	"""Rows for a Link field to Unit Archive: name, title, project. Scoped to the user's projects."""
	frappe.has_permission("Unit Archive", "select", throw=True)
	project = filters.get("project") if isinstance(filters, dict) else None
	rows = search_units(
		txt or "", cint(start), min(cint(page_len) or 10, 100), project if isinstance(project, str) else None
	)
	return [(row.name, row.title, row.delivery_state) for row in rows]
