"""Load what the gates of ``domain.ticket`` ask about one ticket."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.utils import get_datetime, getdate

from fangxiu_app.domain.ticket import Facts
from fangxiu_app.repair import merging
from fangxiu_app.repair.settings import Rules

DATETIMES = (
	"appointment_at",
	"arrived_at",
	"surveyed_at",
	"plan_signed_at",
	"notice_served_at",
	"cure_until",
	"transfer_acknowledged_at",
	"explained_at",
)
TEXTS = (
	"responsibility",
	"temporary_measure",
	"contractor",
	"repeat_state",
	"repeat_of",
	"manager_visit",
	"joint_state",
	"joint_judgement",
	"explained_with",
	"owner_answer",
	"plan",
	"coordination_result",
	"acceptance_result",
	"acceptance_remark",
	"accepted_by_name",
	"owner_signature",
	"substitute_signers",
)
#: Log lines about a ticket that are no step of its way: a second call does not forbid to enter an earlier arrival.
BESIDE = ("report_again", "absorb", "split", "call_engineer")


def load(ticket, rules: Rules, now: datetime, inputs: dict | None = None) -> Facts:
	"""Facts of ``ticket`` at ``now``; ``inputs`` only tells which plan or merge target to look at."""
	inputs = inputs or {}
	plan = _plan(inputs.get("plan") or ticket.plan)
	return Facts(
		status=ticket.status,
		now=now,
		emergency=bool(ticket.emergency),
		owner_covered=ticket.owner_until is None or getdate(ticket.owner_until) >= now.date(),
		expected_days=ticket.expected_days or 0,
		plan_state=plan.state or "",
		plan_important=bool(plan.important),
		plan_reviewed_by=plan.reviewed_by or "",
		survey_evidence=frappe.db.count("Evidence Item", {"ticket": ticket.name, "stage": "Survey"}),
		contact_attempts=_failed_attempts(ticket.name),
		merge_target_problem=_merge_problem(ticket, inputs.get("merged_into")),
		plan_required_days=rules.plan_required_days,
		attempts_needed=rules.contact_attempts,
		**{name: get_datetime(ticket.get(name)) if ticket.get(name) else None for name in DATETIMES},
		**{name: ticket.get(name) or "" for name in TEXTS},
	)


def last_event_at(ticket_name: str) -> datetime | None:
	"""Time of the newest event in the log: nothing may be said to have happened before it, but for those ``BESIDE``."""
	filters = {"ticket": ticket_name, "action": ("not in", BESIDE)}
	return frappe.db.get_value("Ticket Event", filters, "max(`at`)")


def _plan(name: str | None):
	fields = ["state", "important", "reviewed_by"]
	return (name and frappe.db.get_value("Repair Plan", name, fields, as_dict=True)) or frappe._dict()


def _failed_attempts(ticket_name: str) -> int:
	filters = {"ticket": ticket_name, "purpose": "Acceptance", "outcome": ("in", ("Unreachable", "Refused"))}
	return frappe.db.count("Owner Contact", filters)


def _merge_problem(ticket, target: str | None) -> str:
	return merging.problem(ticket.name, ticket.unit, target) if target else ""
