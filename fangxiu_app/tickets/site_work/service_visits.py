"""Site visits made by an action of the ticket."""

from __future__ import annotations

from datetime import datetime

import frappe

#: Visits made to find the cause (R91).
DIAGNOSTIC = ("Survey", "Emergency")


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
	"""Record an arrival for a survey as a visit, counted on the ticket, because one visit should be enough (R91).

	An earlier visit without a finding is marked as unfinished.
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
