"""Customer complaints: what their form shows, their steps, and the figures on the desks (R15, R75, R110)."""

import frappe
from frappe.utils import now_datetime

from fangxiu_app.approvals import service_approvals
from fangxiu_app.complaints import reads_complaints as reads
from fangxiu_app.complaints import rules_complaint as rules
from fangxiu_app.complaints import service_complaints
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.wording import _

SAID = ("note", "way", "at", "file", "new_owner", "new_level")


@frappe.whitelist(methods=["GET"])
def panel(complaint: str) -> dict:
	"""Answers, repairs, compensations and messages of a complaint, and the steps that its state allows."""
	right.check("Customer Complaint", "read", complaint)
	doc = frappe.get_doc("Customer Complaint", complaint)
	user, held = frappe.session.user, set(frappe.get_roles())
	return {
		"steps": [step for step, row in rules.STEPS.items() if doc.state in row.states and row.who != rules.APP],
		"is_owner": doc.case_owner == user,
		"is_head": bool(set(service_complaints.HEADS) & held),
		"is_handler": bool(set(reads.HANDLERS) & held) or doc.case_owner == user,
		"next_clock_title": _(frappe.db.get_value("Time Limit", doc.next_clock, "title") or "") if doc.next_clock else "",
		"owner_name": frappe.db.get_value("User", doc.case_owner, "full_name"),
		"handlers": reads.handlers_by_name(doc.project),
		"answers": reads.answers(complaint),
		"to_give": reads.answer_to_give(complaint),
		"awaits": _signers(complaint),
		"tickets": reads.tickets(doc) if frappe.has_permission("Repair Ticket", "read") else [],
		"compensations": reads.compensations(complaint) if frappe.has_permission("Compensation", "read") else [],
		"told": reads.told(complaint),
	}


@frappe.whitelist(methods=["POST"])
def act(complaint: str, step: str, values: dict | str | None = None) -> str:
	"""Take one step; returns the new state. Who may take it is asked for the step."""
	right.check("Customer Complaint", "read", complaint)
	said = incoming.mapping(values, _("Step"))
	return service_complaints.act(complaint, step, {name: said.get(name) for name in SAID})


@frappe.whitelist(methods=["POST"])
def add_tickets(complaint: str, tickets: list | str) -> None:
	"""Link tickets that were reported from an open complaint with it: its repair, and what a compensation rests on (R110)."""
	right.check("Customer Complaint", "write", complaint)
	names = incoming.names(tickets, _("Repair Ticket"))
	for name in names:
		right.check("Repair Ticket", "read", name)
	service_complaints.add_tickets(complaint, names)


@frappe.whitelist(methods=["GET", "POST"])
def card(filters: dict | str) -> dict:
	"""One number card: how many complaints of the user's projects, and the filtered list behind the number.

	``filters`` is the card's own setting, ``{"card": code}``. Raises BadValueError for an unknown code.
	"""
	frappe.has_permission("Customer Complaint", "read", throw=True)
	code = incoming.one_of(incoming.mapping(filters).get("card"), reads.CARDS, _("Number Card"))
	now = now_datetime().replace(microsecond=0)
	conditions = reads.filters_of(code, now, frappe.session.user)
	return {
		"value": reads.count(code, now),
		"fieldtype": "Int",
		"route": ["List", "Customer Complaint", "List"],
		"route_options": {field: [operator, value] for field, operator, value in conditions},
	}


def _signers(complaint: str) -> list[str]:
	"""The roles that still have to sign the answer that is in approval, in their order; none where no answer is."""
	found = reads.answer_in_approval(complaint)
	ahead = service_approvals.progress(frappe.get_doc("Complaint Answer", found)).ahead if found else ()
	return [_(role) for role in ahead]
