"""Deposit releases after approval: the payment drafted for finance (R18)."""

import frappe


@frappe.whitelist(methods=["POST"])
def draft_payment(release: str) -> list[str]:
	"""The drafted payments of an approved release, made anew where finance deleted or cancelled them. For finance.

	Not a method of the form: Frappe asks for the right to submit before any method of a submitted document, and nobody holds it.
	"""
	frappe.has_permission("Deposit Release", "read", release, throw=True)
	return frappe.get_doc("Deposit Release", release).draft_payment()


@frappe.whitelist(methods=["POST"])
def sign_above(release: str) -> None:
	"""The second signature for more than is safe, from the list of what waits; the rules stand in the document."""
	frappe.has_permission("Deposit Release", "read", release, throw=True)
	frappe.get_doc("Deposit Release", release).sign_above()
