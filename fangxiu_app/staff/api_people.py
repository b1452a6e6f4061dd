"""Search of users in link fields: those who may work on the project."""

import frappe
from frappe.utils import cint, now_datetime

from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.staff import reads_engineers


@frappe.whitelist(methods=["GET", "POST"])
def engineers_query(
	doctype: str,
	txt: str,
	searchfield: str | None = None,
	start: int = 0,
	page_len: int = 10,
	filters: dict | list | None = None,
) -> list:
	"""Rows for a Link field to User: engineers, supervisors and managers with a right to ``filters.project``, by name."""
	frappe.has_permission("Estate Building", "read", throw=True)
	project = filters.get("project") if isinstance(filters, dict) else None
	if not isinstance(project, str) or not project:
		return []
	check_project(project, "Estate Building")
	found = reads_engineers.candidates({project}, now_datetime())
	fit = [row for row in found if not txt or txt.lower() in f"{row['name']} {row['user']}".lower()]
	first = max(cint(start), 0)
	return [(row["user"], row["name"]) for row in fit[first : first + incoming.page(page_len, 10, 100)]]
