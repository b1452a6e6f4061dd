"""Values proposed for new documents that are made from a ticket."""

import frappe

from fangxiu_app.core.access import right
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.correspondence import service_prefill


@frappe.whitelist(methods=["GET"])
def order(ticket: str) -> dict:
	"""Values of a third-party order about a ticket: contractor, agreement, notice, breach, one line of work."""
	frappe.has_permission("Third Party Order", "create", throw=True)
	right.check("Repair Ticket", "read", ticket)
	return service_prefill.order(frappe.get_doc("Repair Ticket", ticket))


@frappe.whitelist(methods=["GET"])
def template(kind: str, cause: str) -> str | None:
	"""The template of a notice for another cause than the one that was proposed; None where the writer chooses."""
	frappe.has_permission("Correspondence", "create", throw=True)
	return service_prefill.template(kind, cause)


@frappe.whitelist(methods=["GET"])
def letter(ticket: str) -> dict:
	"""Values of a letter about a ticket: the notice that comes next, its receiver, its template."""
	frappe.has_permission("Correspondence", "create", throw=True)
	right.check("Repair Ticket", "read", ticket)
	return service_prefill.letter(frappe.get_doc("Repair Ticket", ticket))


@frappe.whitelist(methods=["GET"])
def receiver(kind: str, contractor: str, project: str, ticket: str | None = None) -> dict:
	"""Receiver and agreement of a letter to the chosen contractor, and whether another one answers for the ticket."""
	frappe.has_permission("Correspondence", "create", throw=True)
	check_project(project)
	if ticket:
		right.check("Repair Ticket", "read", ticket)
	return service_prefill.receiver(kind, contractor, project, ticket or "")
