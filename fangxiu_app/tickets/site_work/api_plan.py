"""Review, issue, sign, refuse and renew a repair plan (R94-R97)."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import right
from fangxiu_app.tickets.site_work import service_plans


@frappe.whitelist(methods=["POST"])
def review(plan: str, seen: str) -> str:
	"""The manager's review of an important plan that was shown with the digest ``seen``; returns its new state."""
	right.check("Repair Plan", "write", plan)
	return _locked(plan, service_plans.review_as_shown, seen)


@frappe.whitelist(methods=["POST"])
def send_back(plan: str, reason: str) -> str:
	"""The manager returns an important plan with a reason; returns its new state."""
	right.check("Repair Plan", "write", plan)
	return _locked(plan, service_plans.send_back, reason)


@frappe.whitelist(methods=["POST"])
def issue(plan: str, at: str | None = None, reason: str | None = None) -> str:
	"""Hand the plan card to the owner; returns its new state."""
	right.check("Repair Plan", "write", plan)
	return _locked(plan, service_plans.issue, at, reason or "")


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
	right.check("Repair Plan", "write", plan)
	return _locked(plan, service_plans.sign, signed_by, signature, owner_opinion or "", at, reason or "")


@frappe.whitelist(methods=["POST"])
def refuse_to_sign(
	plan: str, refused_by: str, refusal: str, at: str | None = None, reason: str | None = None
) -> str:
	"""Record that the owner does not sign, and why; returns the plan's new state."""
	right.check("Repair Plan", "write", plan)
	return _locked(plan, service_plans.refuse_to_sign, refused_by, refusal, at, reason or "")


@frappe.whitelist(methods=["POST"])
def revise(plan: str) -> str:
	"""Start a new version of a plan that was handed out; returns the name of the draft."""
	right.check("Repair Plan", "create", plan)
	snapshot.renew()
	return service_plans.revise(frappe.get_doc("Repair Plan", plan, for_update=True)).name


@frappe.whitelist(methods=["GET"])
def proof(plan: str) -> bool:
	"""Whether an issued plan still is what was issued and signed."""
	right.check("Repair Plan", "read", plan)
	return service_plans.is_intact(frappe.get_doc("Repair Plan", plan))


def _locked(plan: str, action, *args) -> str:
	snapshot.renew()
	doc = frappe.get_doc("Repair Plan", plan, for_update=True)
	action(doc, *args)
	return doc.state
