"""Changes of agreements decided on from the list of what waits (docs/adr/0108)."""

import frappe


@frappe.whitelist(methods=["POST"])
def agree(agreement: str) -> str | None:
	"""A head agrees to the end of an agreement, or to a guarantee for its deposit; the rules stand in the document."""
	frappe.has_permission("Warranty Agreement", "read", agreement, throw=True)
	return frappe.get_doc("Warranty Agreement", agreement).agree_change()


@frappe.whitelist(methods=["POST"])
def turn_down(agreement: str, reason: str) -> None:
	"""A head does not agree, with a reason."""
	frappe.has_permission("Warranty Agreement", "read", agreement, throw=True)
	frappe.get_doc("Warranty Agreement", agreement).turn_down_change(reason)
