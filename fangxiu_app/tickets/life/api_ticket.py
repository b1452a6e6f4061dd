"""The ticket form's endpoints: read what it shows, perform an action."""

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core import settings, snapshot
from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.messages import describe, refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.clocks import reads_explanation, reads_holds
from fangxiu_app.tickets.intake import reads_repeats, reads_sisters
from fangxiu_app.tickets.life import (
	reads_facts,
	reads_ticket_panel,
	rules_transfer_gates,
	service_splitting,
	service_transitions,
)
from fangxiu_app.tickets.life.rules_ticket import BY_ACTION, options, primary, stuck
from fangxiu_app.tickets.life.rules_ticket_table import BEFORE_SURVEY, FINAL, WORKING
from fangxiu_app.tickets.site_work import reads_ticket_records, rules_plan


@frappe.whitelist(methods=["GET"])
def panel(ticket: str) -> dict:
	"""Path, clocks, who has to act, and actions of one ticket. Raises PermissionError without read rights on it."""
	right.check("Repair Ticket", "read", ticket)
	doc = frappe.get_doc("Repair Ticket", ticket)
	now = now_datetime().replace(microsecond=0)
	rules = settings.load()
	log, held = reads_ticket_panel.events(doc.name), reads_ticket_panel.holds(doc.name)
	around = reads_ticket_panel.around(doc)
	facts = reads_facts.load(doc, rules, now)
	return {
		"now": now,
		"status": doc.status,
		"path": reads_ticket_panel.path(doc, log, now),
		"clocks": reads_ticket_panel.clock_rows(doc, now, lambda row: reads_explanation.clock(doc, row, held, now)),
		"holds": held,
		"waiting_on": {"holder": _(doc.waiting_on or ""), "name": _waiting_on_name(doc)},
		"engineer": around["engineer"] if doc.status in BEFORE_SURVEY else None,
		"waiting_minutes": reads_ticket_panel.waiting_minutes(doc, log, held, now),
		"actions": _actions(doc, facts),
		"transfer": _transfer(doc, facts, reads_ticket_panel.given_away(doc, log)),
		"failed_pre_acceptance": facts.failed_pre_acceptance,
		"merged": {"into": doc.merged_into if doc.status == "Merged" else None, "others": around["merged"]},
		"merged_problems": reads_ticket_panel.problems(around["merged"]),
		"repeat": {"state": doc.repeat_state, "of": doc.repeat_of, "source": _(doc.repeat_source or "")},
		"warranty_text": doc.warranty_answer,
		"plan": {"name": doc.plan, "state": frappe.db.get_value("Repair Plan", doc.plan, "state")}
		if doc.plan
		else None,
		"joint_state": doc.joint_state,
		"report": around["report"],
		"may_split": service_splitting.may_split(doc.status, frappe.get_roles()),
		"needs_plan": _needs_plan(doc),
		"watched": around["watched"],
		"siblings": _siblings(doc, rules, around["calls"]),
		"no_hold": list(map(describe, reads_holds.barred(doc))),
		"entry_tolerance_minutes": rules.entry_tolerance_minutes,
	}


@frappe.whitelist(methods=["GET"])
def records(ticket: str) -> dict:
	"""Visits, versions of the plan and evidence of one ticket. Raises PermissionError without read rights on it."""
	right.check("Repair Ticket", "read", ticket)
	allowed = frappe.has_permission("Evidence Item", "read")
	return {
		"visits": reads_ticket_records.visits(ticket),
		"plans": reads_ticket_records.plans(ticket),
		"evidence": reads_ticket_records.evidence(ticket) if allowed else [],
	}


@frappe.whitelist(methods=["POST"])
def act(
	ticket: str,
	action: str,
	values: dict | str | None = None,
	at: str | None = None,
	reason: str | None = None,
) -> dict:
	"""Perform an action of the ticket table. Raises RefusedError with every reason; nothing is saved then.

	What a document does to a ticket rests on its own content, signatures and approval: nobody does that by hand.
	"""
	right.check("Repair Ticket", "read", ticket)
	row = BY_ACTION.get(action)
	if row and row.via:
		refuse([Violation("by_document", (row.label, row.via))])
	snapshot.renew()
	doc = service_transitions.perform(ticket, action, incoming.mapping(values), at, reason or "")
	# an action that leaves the status is told by its own name: "Appointed" is no answer to an arrival
	told = _("{0}: now {1}.") if row.target else _("{0}: recorded: {1}.")
	return {"status": doc.status, "message": told.format(doc.name, _(doc.status if row.target else row.label))}


@frappe.whitelist(methods=["POST"])
def split(ticket: str, values: dict | str, evidence: list | str | None = None) -> dict:
	"""Make a second ticket of a mixed report, with its own contractor and a copy of the chosen evidence (R80)."""
	right.check("Repair Ticket", "read", ticket)
	chosen = None if evidence is None else incoming.names(evidence)
	snapshot.renew()
	made = service_splitting.split(ticket, incoming.mapping(values), chosen)
	return {"ticket": made.name, "message": _("{0} was split off as {1}.").format(ticket, made.name)}


def _needs_plan(doc) -> bool:
	"""Whether a plan card is owed (R94): until the owner has signed it, or, once the work goes on, until there is one."""
	owed = not doc.plan_signed_at if doc.status in ("Surveyed", "Planned") else doc.status in WORKING and not doc.plan
	return doc.responsibility == "Warranty" and owed


def _siblings(doc, rules, calls: int) -> dict:
	"""The same problem in sister units (a hint, R82), and the reports where there are several, while something can be done."""
	if doc.status in FINAL:
		return {"sisters": [], "reports": []}
	same = (doc.unit, doc.location, doc.defect_type)
	rows = reads_sisters.find_sisters(*same, now_datetime().date(), rules.repeat_look_back_days)
	return {"sisters": rows, "reports": reads_repeats.reports_of(doc.name) if calls > 1 else []}


def _transfer(doc, facts, given_away: bool) -> dict:
	"""Of a ticket at the property company, or closed there: what became of it, and what can still become of it (R58-R60)."""
	if not given_away:
		return {}
	return {
		"label": _("Transferred"),
		"outcome": _(doc.transfer_outcome or ""),
		"on": doc.transfer_outcome_on,
		"note": doc.transfer_outcome_note or "",
		"outcomes": rules_transfer_gates.fitting(facts) if doc.status == "Transferred" else (),
	}


def _actions(doc, facts) -> list[dict]:
	rows = []
	found = options(facts, frappe.get_roles())
	settled = ("settle_transfer",) if rules_transfer_gates.outcome_recorded(facts) is None else ()
	settled += ("start",) if rules_plan.comes_next(doc.status, doc.responsibility, doc.plan) else ()
	owed = ("arrive",) if doc.emergency and not doc.arrived_at else ()
	first, hindered = primary(doc.status, found, doc.coordination_result, settled, owed), stuck(doc.status, found)
	for option in found:
		row = option.transition
		rows.append(
			{
				"action": row.action,
				"label": _(row.label),
				"clause": row.clause,
				"allowed": option.allowed,
				"primary": row.action == first,
				"stuck": option is hindered,
				"reasons": [describe(violation) for violation in option.violations],
				"inputs": [{"fieldname": item.field, "reqd": item.required} for item in row.inputs],
			}
		)
	return rows


def _waiting_on_name(doc) -> str:
	if doc.waiting_on == "Engineer" and doc.engineer:
		return frappe.db.get_value("User", doc.engineer, "full_name") or ""
	if doc.waiting_on == "Contractor" and doc.contractor:
		return frappe.db.get_value("Supplier", doc.contractor, "supplier_name") or ""
	return (doc.caller_name or "") if doc.waiting_on == "Owner" else ""
