"""Deposit releases after approval: draft the payment for finance (R18)."""

import frappe

from fangxiu_app.core.access import right


@frappe.whitelist(methods=["POST"])
def draft_payment(release: str) -> list[str]:
	"""The drafted payments of an approved release, made anew where finance deleted or cancelled them. For finance.

	Not a method of the form: Frappe asks for the right to submit before any method of a submitted document, and nobody holds it.
	"""
	right.check("Deposit Release", "read", release)
	return frappe.get_doc("Deposit Release", release).draft_payment()


@frappe.whitelist(methods=["POST"])
def sign_above(release: str, seen: str) -> None:
	"""The second signature for more than is safe, under what was shown with the digest ``seen``; the rules stand in the document."""
	right.check("Deposit Release", "read", release)
	frappe.get_doc("Deposit Release", release).sign_above(seen)
