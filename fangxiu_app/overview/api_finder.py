"""The desk's search bar (Ctrl+G): units, tickets, owners, phones, contractors, within the user's rights (ADR 0086)."""

import frappe

from fangxiu_app.overview import reads_finder


@frappe.whitelist(methods=["GET"])
def find(text: str) -> list:
	"""What ``text`` names: rows of document type, name, label, place and state, the surest first."""
	frappe.has_permission("Project", "read", throw=True)
	return reads_finder.find(text)
