"""Company, accounts and items for the vouchers of repair work."""

from __future__ import annotations

import frappe

from fangxiu_app.core.wording import _


def company(project: str) -> str:
	"""The project's company, or else the settings'."""
	found = frappe.db.get_value("Project", project, "company")
	return found or frappe.db.get_single_value("Fangxiu Settings", "company")


def service_item():
	"""Item and unit that repair work is ordered and billed with. Raises ValidationError that says where to set it."""
	name = frappe.db.get_single_value("Fangxiu Settings", "repair_service_item")
	if not name:
		frappe.throw(
			_(
				"Choose the Repair Service Item in Fangxiu Settings first: a non-stock item that can be bought."
			)
		)
	return frappe.get_cached_doc("Item", name)
