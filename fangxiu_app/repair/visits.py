"""Site visits made by an action, and actions made by a visit entered on its own form."""

from __future__ import annotations

from datetime import datetime

import frappe

#: A visit entered by hand performs this action: (kind, result) → action.
ACTIONS = {
	("Manager", ""): "manager_visit",
	("Manager", "Pass"): "manager_visit",
	("Manager", "Fail"): "manager_visit",
	("Pre-acceptance", "Pass"): "pre_accept",
	("Pre-acceptance", "Fail"): "fail_pre_acceptance",
}


def record(ticket, kind: str, at: datetime, result: str, findings: str, reason: str) -> str:
	"""Insert the Site Visit that an action implies and return its name."""
	visit = frappe.new_doc("Site Visit")
	visit.update(
		{
			"ticket": ticket.name,
			"project": ticket.project,
			"unit": ticket.unit,
			"kind": kind,
			"result": result,
			"visitor": frappe.session.user,
			"arrived_at": at,
			"findings": findings,
			"back_entry_reason": reason or "",
		}
	)
	# The action's own roles decide (transitions.perform); the visit is part of it.
	visit.write_by_action(ignore_permissions=True)
	return visit.name


def perform_for(visit) -> None:
	"""Let a visit entered on its form move its ticket: a manager's visit opens the repeat gate, a pre-acceptance decides."""
	from fangxiu_app.repair import transitions

	action = ACTIONS.get((visit.kind, visit.result or ""))
	if action:
		inputs = {"reason": visit.findings} if action in ("manager_visit", "fail_pre_acceptance") else {}
		transitions.perform(
			visit.ticket,
			action,
			inputs,
			at=visit.arrived_at,
			reason=visit.back_entry_reason or "",
			visit=visit.name,
		)
