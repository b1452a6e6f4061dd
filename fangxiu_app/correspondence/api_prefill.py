"""Values proposed for new documents that are made from a ticket."""

import frappe

from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.wording import _
from fangxiu_app.correspondence import service_prefill

KINDS = ("Notice", "Second Notice", "Rectification Notice", "Re-inspection Notice", "Work Contact Letter", "Deduction Notice")
PARTIES = ("Contractor", "Project Department", "Third Party", "Owner", "Property Company", "Other")


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
def letter(ticket: str, kind: str | None = None) -> dict:
	"""Values of a letter about a ticket: the notice that comes next, or the kind that was chosen; its receiver, its template."""
	frappe.has_permission("Correspondence", "create", throw=True)
	right.check("Repair Ticket", "read", ticket)
	return service_prefill.letter(frappe.get_doc("Repair Ticket", ticket), _kind(kind))


@frappe.whitelist(methods=["GET"])
def receiver(
	kind: str,
	contractor: str,
	project: str,
	ticket: str | None = None,
	to_party: str | None = None,
	cause: str | None = None,
) -> dict:
	"""Receiver, agreement, earlier letter and template of a letter to be written; whether another contractor answers for the ticket."""
	frappe.has_permission("Correspondence", "create", throw=True)
	check_project(project)
	if ticket:
		right.check("Repair Ticket", "read", ticket)
	party = incoming.one_of(to_party, PARTIES, _("To")) if to_party else PARTIES[0]
	return service_prefill.receiver(_kind(kind), contractor, project, ticket or "", party, cause or "")


def _kind(kind: str | None) -> str:
	return incoming.one_of(kind, KINDS, _("Kind")) if kind else ""
