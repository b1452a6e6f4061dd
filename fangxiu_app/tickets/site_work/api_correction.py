"""Serve, re-check and withdraw a correction notice (R14, R100, R101)."""

import frappe

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.tickets.site_work import service_corrections


@frappe.whitelist(methods=["POST"])
def serve(
	notice: str,
	how: str,
	to: str,
	at: str | None = None,
	reason: str | None = None,
	file: str | None = None,
) -> str:
	"""Record how, when and to whom the notice was given; returns its new state."""
	right.check("Correction Notice", "write", notice)
	snapshot.renew()
	doc = frappe.get_doc("Correction Notice", notice, for_update=True)
	service_corrections.serve(doc, how, to, at, reason or "", file)
	return doc.state


@frappe.whitelist(methods=["POST"])
def recheck(
	notice: str,
	result: str,
	findings: str,
	new_due_at: str | None = None,
	at: str | None = None,
	reason: str | None = None,
	photo: str | None = None,
) -> str:
	"""Record what a re-check found, with a photo; a failed one sets ``new_due_at``. Returns the notice's new state."""
	right.check("Correction Notice", "write", notice)
	snapshot.renew()
	doc = frappe.get_doc("Correction Notice", notice, for_update=True)
	values = {"result": result, "findings": findings, "new_due_at": incoming.moment(new_due_at)}
	service_corrections.recheck(doc, values, at, reason or "", photo)
	return doc.reload().state


@frappe.whitelist(methods=["POST"])
def withdraw(notice: str, reason: str) -> str:
	"""Withdraw a wrong notice; returns its new state. Raises PermissionError below the supervisor."""
	right.check("Correction Notice", "write", notice)
	snapshot.renew()
	doc = frappe.get_doc("Correction Notice", notice, for_update=True)
	service_corrections.withdraw(doc, reason)
	return doc.state
