"""Actions made by a visit that was entered on its own form."""

from __future__ import annotations

import frappe

from fangxiu_app.tickets.life import service_transitions

#: A visit entered by hand performs this action: (kind, result) → action.
ACTIONS = {
	("Manager", ""): "manager_visit",
	("Manager", "Pass"): "manager_visit",
	("Manager", "Fail"): "manager_visit",
	("Pre-acceptance", "Pass"): "pre_accept",
	("Pre-acceptance", "Fail"): "fail_pre_acceptance",
}


def perform_for(visit) -> None:
	"""Let a visit entered on its form move its ticket: a manager's visit opens the repeat gate, a pre-acceptance decides.

	A joint visit answers the ticket that waits for one (R71); any other is a record and nothing more.
	"""
	action = ACTIONS.get((visit.kind, visit.result or ""))
	if visit.kind == "Joint" and _waits_for_joint_visit(visit.ticket):
		action = "joint_visit"
	if action:
		inputs = _inputs(visit, action)
		service_transitions.perform(
			visit.ticket,
			action,
			inputs,
			at=visit.arrived_at,
			reason=visit.back_entry_reason or "",
			visit=visit.name,
		)


def _inputs(visit, action: str) -> dict:
	if action == "joint_visit":
		return {
			"reason": visit.findings,
			"joint_participant": visit.property_participant,
			"joint_judgement": visit.joint_judgement,
		}
	return {"reason": visit.findings} if action in ("manager_visit", "fail_pre_acceptance") else {}


def _waits_for_joint_visit(ticket: str) -> bool:
	return frappe.db.get_value("Repair Ticket", ticket, "joint_state") == "Needed"
