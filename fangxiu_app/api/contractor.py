"""The page 施工单位对账: one contractor's deposit, vouchers, work and claims."""

import frappe

from fangxiu_app.queries import contractor_account, waiting


@frappe.whitelist(methods=["GET"])
def account(contractor: str, project: str | None = None) -> dict:
	"""Everything the page shows, inside the user's projects. Raises PermissionError without read rights on agreements."""
	frappe.has_permission("Warranty Agreement", "read", throw=True)
	frappe.has_permission("Contractor Deduction", "read", throw=True)
	return contractor_account.account(contractor, project)


@frappe.whitelist(methods=["GET"])
def overview(project: str | None = None) -> dict:
	"""The page before a contractor is chosen: deposits by contractor, and what waits to be deducted."""
	frappe.has_permission("Warranty Agreement", "read", throw=True)
	frappe.has_permission("Contractor Deduction", "read", throw=True)
	return contractor_account.overview(project)


@frappe.whitelist(methods=["GET", "POST"])
def card(filters: dict | str) -> dict:
	"""The number card of what waits to be deducted in the user's projects; a click opens the page that lists it."""
	frappe.has_permission("Contractor Deduction", "read", throw=True)
	return {
		"value": len(waiting.rows()),
		"fieldtype": "Int",
		"route": ["contractor-account"],
		"route_options": {},
	}
