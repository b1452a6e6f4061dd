"""Site visits created by an action, and actions performed by a visit entered on its own form."""

from __future__ import annotations

from datetime import datetime

import frappe

#: Visits made to find the cause (R91).
DIAGNOSTIC = ("Survey", "Emergency")
#: A visit entered by hand performs this action: (kind, result) → action.
ACTIONS = {
	("Manager", ""): "manager_visit",
	("Manager", "Pass"): "manager_visit",
	("Manager", "Fail"): "manager_visit",
	("Pre-acceptance", "Pass"): "pre_accept",
	("Pre-acceptance", "Fail"): "fail_pre_acceptance",
}


def record(ticket, kind: str, at: datetime, result: str, findings: str, reason: str, place: str = "") -> str:
	"""Insert the Site Visit that an action implies and return its name."""
	visit = frappe.new_doc("Site Visit")
	values = {"property_participant": ticket.joint_participant, "joint_judgement": ticket.joint_judgement}
	visit.update(
		{
			**(values if kind == "Joint" else {}),
			"ticket": ticket.name,
			"project": ticket.project,
			"unit": ticket.unit,
			"kind": kind,
			"result": result,
			"visitor": frappe.session.user,
			"arrived_at": at,
			"findings": findings,
			"place": place[:140],
			"back_entry_reason": reason or "",
		}
	)
	# The action's own roles decide (transitions.perform); the visit is part of it.
	visit.write_by_action(ignore_permissions=True)
	return visit.name


def arrived(ticket, kind: str, at: datetime, reason: str) -> None:
	"""Somebody came to find out: a visit of its own, counted on the ticket, because one should do (R91).

	An earlier visit that came to no finding is marked as unfinished.
	"""
	open_visits = {
		"ticket": ticket.name,
		"kind": ("in", DIAGNOSTIC),
		"result": "",
		"findings": ("is", "not set"),
	}
	for name in frappe.get_all("Site Visit", open_visits, pluck="name"):
		_write(name, result="Unfinished")
	ticket.survey_visit = record(ticket, kind, at, "", "", reason, ticket.arrival_place or "")
	since = {"ticket": ticket.name, "kind": ("in", DIAGNOSTIC), "arrived_at": (">=", ticket.accepted_at)}
	ticket.diagnostic_visits = frappe.db.count("Site Visit", since)


def found(visit_name: str, findings: str) -> None:
	"""The survey's finding, written on the visit that made it."""
	_write(visit_name, findings=findings)


def _write(visit_name: str, **values) -> None:
	visit = frappe.get_doc("Site Visit", visit_name, for_update=True)
	visit.update(values)
	# The action's own roles decide (transitions.perform); the visit is part of it.
	visit.write_by_action(ignore_permissions=True)


def perform_for(visit) -> None:
	"""Let a visit entered on its form move its ticket: a manager's visit opens the repeat gate, a pre-acceptance decides.

	A joint visit answers the ticket that waits for one (R71); any other is a record and nothing more.
	"""
	from fangxiu_app.repair import transitions

	action = ACTIONS.get((visit.kind, visit.result or ""))
	if visit.kind == "Joint" and _waits_for_joint_visit(visit.ticket):
		action = "joint_visit"
	if action:
		inputs = _inputs(visit, action)
		transitions.perform(
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
