"""Special reports: what their form shows, their steps, whom one may ask, and the figures on the desks (R60)."""

import frappe
from frappe.utils import cint

from fangxiu_app.core import snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import describe
from fangxiu_app.core.wording import _
from fangxiu_app.special_reports import reads_special_reports as reads
from fangxiu_app.special_reports import rules_special_report as rules
from fangxiu_app.special_reports import (
	service_circulation,
	service_special_report_tickets,
	service_special_reports,
)

SAID = ("note", "way", "at", "file", "opinion", "person", "decision", "share", "row", "by_when")


@frappe.whitelist(methods=["GET"])
def panel(special_report: str) -> dict:
	"""Steps that state and user allow, whose opinion is waited for, what was made from the decision, and messages."""
	right.check(rules.DOCTYPE, "read", special_report)
	doc = frappe.get_doc(rules.DOCTYPE, special_report)
	user, held = frappe.session.user, set(frappe.get_roles())
	desk, head = bool(held & set(reads.DESK)), bool(held & set(reads.HEADS))
	mine = [row for row in service_circulation.asked(doc) if row.person == user]
	colleagues = {row.department: reads.speakers_by_name(doc.project, row.department) for row in mine}
	may = {rules.DESK: desk, rules.HEAD: head, rules.EITHER: desk or head, rules.PERSON: bool(mine)}
	return {
		"steps": [step for step, row in rules.STEPS.items() if doc.state in row.states and may[row.who]],
		"mine": [
			{"name": row.name, "department": row.department, "due_on": row.due_on, "people": colleagues[row.department]} for row in mine
		],
		"people": reads.names_of_people(doc),
		"late": reads.late_by(doc),
		"lacks": list(map(describe, service_special_reports.lacks(doc))) if desk else [],
		"returned": reads.returned(doc),
		"carried_out": doc.decision not in rules.CARRIED_OUT or reads.carried_out(doc),
		"tickets": reads.tickets(doc) if frappe.has_permission("Repair Ticket", "read") else [],
		"made": reads.made(doc),
		"may_make": (desk or head) and doc.state in rules.WITH_DECISION and doc.decision != rules.NO_REPAIR,
		"told": reads.told(special_report),
	}


@frappe.whitelist(methods=["GET"])
def days() -> dict[str, dict[str, int]]:
	"""Urgency → working days of a department's opinion and of the answer to the customer, from the filing on."""
	frappe.has_permission(rules.DOCTYPE, "read", throw=True)
	return {
		urgency: {"opinion": service_circulation.usual_days(urgency), "answer": service_circulation.answer_days(urgency)}
		for urgency in rules.LIMITS
	}


@frappe.whitelist(methods=["POST"])
def act(special_report: str, step: str, values: dict | str | None = None) -> str:
	"""Take one step; returns the new state. Who may take it is asked for the step."""
	right.check(rules.DOCTYPE, "read", special_report)
	said = incoming.mapping(values, _("Step"))
	return service_special_reports.act(special_report, step, {name: said.get(name) for name in SAID})


@frappe.whitelist(methods=["POST"])
def make_ticket(special_report: str, location: str, defect_type: str) -> str:
	"""Report the repair that was decided; returns the new ticket."""
	right.check(rules.DOCTYPE, "read", special_report)
	snapshot.renew()
	return service_special_report_tickets.make(special_report, location, defect_type)


@frappe.whitelist(methods=["GET", "POST"])
def people_query(
	doctype: str,
	txt: str,
	searchfield: str | None = None,
	start: int = 0,
	page_len: int = 10,
	filters: dict | list | None = None,
) -> list:
	"""Rows for a Link field to User: who may speak for ``filters.department`` about a report of ``filters.project``, by name.

	Nobody while no department is chosen: everybody of the house would be offered, most of whom the report refuses.
	"""
	frappe.has_permission(rules.DOCTYPE, "write", throw=True)
	project = filters.get("project") if isinstance(filters, dict) else None
	if not isinstance(project, str) or not project:
		return []
	check_project(project, rules.DOCTYPE)
	department = str(filters.get("department") or "")
	found = reads.speakers_by_name(project, department) if department else []
	fit = [row for row in found if not txt or txt.lower() in f"{row.full_name} {row.name}".lower()]
	first = max(cint(start), 0)
	return [(row.name, row.full_name) for row in fit[first : first + incoming.page(page_len, 10, 100)]]


@frappe.whitelist(methods=["GET", "POST"])
def card(filters: dict | str) -> dict:
	"""One number card: how many reports the user sees of a kind, and the filtered list behind the number.

	``filters`` is the card's own setting, ``{"card": code}``. Raises BadValueError for an unknown code.
	"""
	frappe.has_permission(rules.DOCTYPE, "read", throw=True)
	code = incoming.one_of(incoming.mapping(filters).get("card"), reads.CARDS, _("Number Card"))
	conditions = reads.filters_of(code, frappe.session.user)
	return {
		"value": reads.count(code),
		"fieldtype": "Int",
		"route": ["List", rules.DOCTYPE, "List"],
		"route_options": {field: [operator, value] for field, operator, value in conditions},
	}
