"""Evidence packs: made by one click on a ticket, a deduction or a compensation (R109)."""

import frappe

from fangxiu_app.core.access import right
from fangxiu_app.evidence import service_evidence_pack


@frappe.whitelist(methods=["POST"])
def pack(doctype: str, name: str) -> dict:
	"""The evidence pack as a zip: ``{"file": address}``, or ``{"job": key}`` when it is large. Logged in the custody log."""
	right.check(doctype or "DocType", "read", name)
	return service_evidence_pack.start(doctype, name)


@frappe.whitelist(methods=["GET"])
def pack_state(job: str) -> dict:
	"""State of a pack the user asked for: ``{"state": running | done | failed | unknown, "percent", "file"}``."""
	frappe.has_permission("Evidence Item", "read", throw=True)
	return service_evidence_pack.state(job)
