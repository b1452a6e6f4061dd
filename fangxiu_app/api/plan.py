"""Review, issue and sign a repair plan (R94-R97)."""

import frappe

from fangxiu_app.repair import plans


@frappe.whitelist(methods=["POST"])
def review(plan: str) -> str:
	"""The manager's review of an important plan; returns its new state."""
	frappe.has_permission("Repair Plan", "write", plan, throw=True)
	return _locked(plan, plans.review)


@frappe.whitelist(methods=["POST"])
def issue(plan: str, at: str | None = None, reason: str | None = None) -> str:
	"""Hand the plan card to the owner; returns its new state."""
	frappe.has_permission("Repair Plan", "write", plan, throw=True)
	return _locked(plan, plans.issue, at, reason or "")


@frappe.whitelist(methods=["POST"])
def sign(
	plan: str,
	signed_by: str,
	signature: str,
	owner_opinion: str | None = None,
	at: str | None = None,
	reason: str | None = None,
) -> str:
	"""Record the owner's signature; returns the plan's new state."""
	frappe.has_permission("Repair Plan", "write", plan, throw=True)
	return _locked(plan, plans.sign, signed_by, signature, owner_opinion or "", at, reason or "")


def _locked(plan: str, action, *args) -> str:
	doc = frappe.get_doc("Repair Plan", plan, for_update=True)
	action(doc, *args)
	return doc.state
