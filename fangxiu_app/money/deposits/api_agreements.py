"""Decide on requested changes of agreements, from the list 待我审批 (docs/adr/0108)."""

import frappe

from fangxiu_app.core.access import right


@frappe.whitelist(methods=["POST"])
def agree(agreement: str, seen: str) -> str | None:
	"""A head agrees to a change of an agreement as it was shown with the digest ``seen``; the rules stand in the document."""
	right.check("Warranty Agreement", "read", agreement)
	return frappe.get_doc("Warranty Agreement", agreement).agree_change(seen)


@frappe.whitelist(methods=["POST"])
def turn_down(agreement: str, reason: str) -> None:
	"""A head does not agree, with a reason."""
	right.check("Warranty Agreement", "read", agreement)
	frappe.get_doc("Warranty Agreement", agreement).turn_down_change(reason)
