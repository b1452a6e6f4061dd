"""The page 施工单位对账: one contractor's deposit, vouchers, work and claims."""

import frappe

from fangxiu_app.queries import contractor_account


@frappe.whitelist(methods=["GET"])
def account(contractor: str, project: str | None = None) -> dict:
	"""Everything the page shows, inside the user's projects. Raises PermissionError without read rights on agreements."""
	frappe.has_permission("Warranty Agreement", "read", throw=True)
	frappe.has_permission("Contractor Deduction", "read", throw=True)
	return contractor_account.account(contractor, project)
