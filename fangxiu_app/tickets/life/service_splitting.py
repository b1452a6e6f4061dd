"""Splits a ticket that mixed two problems into two, each with its own contractor (R80)."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.life.rules_ticket_table import BEFORE_SURVEY, STAFF

LABEL = "Split Off A Problem"
NEEDED = ("location", "defect_type")


def may_split(status: str, roles: list[str]) -> bool:
	"""Before the survey the problem is still what the owner said; afterwards it is what was found."""
	return status in BEFORE_SURVEY and bool(set(roles) & set(STAFF))


def split(ticket_name: str, values: dict, evidence: list[str] | None = None):
	"""Make a second ticket of the same report; returns it. ``evidence`` are items both tickets need (default: all).

	The new ticket has the report's times, for they are facts of the report. Raises PermissionError outside the user's
	projects, RefusedError after the survey, without the role or without place and problem.
	"""
	ticket = frappe.get_doc("Repair Ticket", ticket_name, for_update=True)
	check_project(ticket.project, ticket.doctype)
	refuse(_violations(ticket, values))
	request = frappe.get_doc("Repair Request", ticket.request)
	request.flags.fx_split_from = ticket
	request.append(
		"items", {name: values.get(name) for name in (*NEEDED, "description", "emergency", "unclear")}
	)
	request.save()
	made = frappe.get_doc("Repair Ticket", request.items[-1].ticket)
	copied = _copy_evidence(ticket.name, made, evidence)
	now = now_datetime().replace(microsecond=0)
	service_transitions.log(ticket, "split", ticket.status, now, now, "", {"into": made.name})
	service_transitions.log(made, "split", made.status, now, now, "", {"from": ticket.name, "evidence": copied})
	return made


def _violations(ticket, values: dict) -> list[Violation]:
	if ticket.status not in BEFORE_SURVEY:
		return [Violation("wrong_state", (LABEL, ticket.status, BEFORE_SURVEY))]
	if not set(frappe.get_roles()) & set(STAFF):
		return [Violation("role_missing", (LABEL, STAFF))]
	missing = tuple(Field("Repair Ticket", name) for name in NEEDED if not values.get(name))
	if missing:
		return [Violation("input_missing", (LABEL, missing))]
	same = all(values[name] == ticket.get(name) for name in NEEDED)
	return [Violation("split_same", ())] if same else []


def _copy_evidence(source: str, made, chosen: list[str] | None) -> int:
	"""The same original as evidence of both: a second item with the same bytes and hash, and where it came from."""
	filters = {"ticket": source, **({"name": ("in", chosen)} if chosen is not None else {})}
	rows = frappe.get_all("Evidence Item", filters, ["kind", "stage", "file", "caption", "taken_at"])
	for row in rows:
		values = {"ticket": made.name, "project": made.project, "came_from": source, **row}
		copy = frappe.get_doc({"doctype": "Evidence Item", **values})
		copy.flags.fx_file_known = True  # it stands on the ticket that is split, which the user may write
		copy.insert()
	return len(rows)
