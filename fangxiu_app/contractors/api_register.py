"""The contractor register: whom it lacks."""

import frappe

from fangxiu_app.contractors import reads_register


@frappe.whitelist(methods=["GET"])
def unlisted() -> list[dict]:
	"""Contractors with a signed agreement in the user's projects that the register does not have. Raises PermissionError without read rights on both."""
	frappe.has_permission("Contractor Register", "read", throw=True)
	frappe.has_permission("Warranty Agreement", "read", throw=True)
	return reads_register.unlisted()
