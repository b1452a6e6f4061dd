"""Performs the actions of the ticket table: the only code that changes a ticket's status."""

from __future__ import annotations

import json
from copy import copy
from datetime import datetime, timedelta

import frappe
from frappe.utils import cstr, get_datetime, now_datetime

from fangxiu_app.core import settings
from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.core.time import event_time
from fangxiu_app.tickets.clocks import service_clocks, service_follow_ups
from fangxiu_app.tickets.life import (
	reads_facts,
	service_holds,
	service_merging,
	service_side_effects,
	service_telling,
	service_ticket_row,
	service_ties,
)
from fangxiu_app.tickets.life.rules_ticket import BY_ACTION, Transition, check
from fangxiu_app.tickets.life.rules_ticket_table import WORK_CLOCKS, WORKING
from fangxiu_app.tickets.life.rules_ticket_ties import ENDS
from fangxiu_app.tickets.site_work import service_visits

#: Facts of a round of repair that the log keeps when the ticket is reopened.
ENDED = ("closed_at", "owner_accepted_at", "third_party_at", "responsibility", "contractor")
#: Actions that leave a Site Visit behind: kind and result.
VISITS = {
	"arrive": ("Survey", ""),
	"survey": ("Survey", ""),
	"manager_visit": ("Manager", ""),
	"joint_visit": ("Joint", ""),
	"pre_accept": ("Pre-acceptance", "Pass"),
	"fail_pre_acceptance": ("Pre-acceptance", "Fail"),
}


def perform(
	ticket_name: str,
	action: str,
	values: dict | None = None,
	at: datetime | str | None = None,
	reason: str = "",
	visit: str | None = None,
	roles: tuple[str, ...] | None = None,
	by_link: bool = False,
):
	"""Do ``action`` on a ticket and return the saved ticket.

	``values`` are the inputs the transition names; ``at`` is when it happened (default: now) and ``reason`` why it is
	written down late. ``visit`` names the Site Visit that already records it. ``roles`` stand in for the user's own where
	a document acts that people with these roles have signed. Raises PermissionError outside the user's
	projects, RefusedError with every violated rule otherwise; then nothing is saved.
	"""
	ticket = service_ticket_row.locked(ticket_name)
	if not by_link:
		check_project(ticket.project, ticket.doctype)
	now = now_datetime().replace(microsecond=0)
	at = incoming.moment(at) or now
	rules = settings.load()
	inputs = _inputs(ticket, BY_ACTION.get(action), values or {})
	known = reads_facts.load(ticket, rules, now, inputs)
	held = BY_ACTION[action].roles if by_link else roles or frappe.get_roles()
	violations = check(action, known, held, inputs, at)
	violations += event_time.check_event_time(
		at, now, reads_facts.last_event_at(ticket.name, action), rules.entry_tolerance_minutes, cstr(reason)
	)
	refuse(violations)
	row = BY_ACTION[action]
	before, ended = ticket.status, {name: ticket.get(name) for name in ENDED} if action == "reopen" else {}
	_apply(ticket, row, inputs, at, rules)
	if action in VISITS:
		_attach_visit(ticket, row, at, inputs, reason, visit)
	_save(ticket)
	log(ticket, action, before, at, now, reason, {**inputs, **_follow(ticket, action, at, reason, inputs)}, ended)
	service_side_effects.follow(ticket, action, inputs, at)
	return ticket


def _follow(ticket, action: str, at: datetime, reason: str, inputs: dict) -> dict:
	"""Effects of an action on other documents; the log records them."""
	if action == "confirm_repeat":
		return {"told": "、".join(service_telling.repeat_confirmed(ticket))}
	if action == "merge":
		moved = service_merging.absorb(ticket, at, cstr(inputs.get("reason")).strip())
		target = frappe.get_doc("Repair Ticket", ticket.merged_into)
		now = now_datetime().replace(microsecond=0)
		log(
			target,
			"absorb",
			target.status,
			at,
			now,
			reason,
			{**moved, "merged_into": "", "from": ticket.name},
		)
		return {**moved, **service_ties.end(ticket, action)}
	return service_ties.end(ticket, action) if action in ENDS else {}


def log(
	ticket,
	action: str,
	before: str,
	at: datetime,
	now: datetime,
	reason: str,
	details: dict,
	ended: dict | None = None,
) -> None:
	"""Append one line to the ticket's event log: what happened, when, and when it was written down.

	``ended`` are facts of ``ENDED`` that a reopening takes from the ticket: figures of an earlier period stay what they were.
	"""
	event = frappe.new_doc("Ticket Event")
	event.update(
		{
			**(ended or {}),
			"ticket": ticket.name,
			"project": ticket.project,
			"action": action,
			"from_status": before,
			"to_status": ticket.status,
			"at": at,
			"recorded_at": now,
			"user": frappe.session.user,
			"back_entry_reason": reason or "",
			"details": json.dumps(
				{k: cstr(v)[:500] for k, v in details.items() if k != "owner_signature"}, ensure_ascii=False
			),
		}
	)
	# Ticket and project have just been read and locked: their links need no check.
	event.flags.ignore_links = True
	# The log is written for every role that may act, none of which may create log lines by hand.
	event.write_by_action(ignore_permissions=True)


def _inputs(ticket, row: Transition | None, values: dict) -> dict:
	"""Only the inputs the transition names, converted to their field types."""
	if row is None:
		return {}
	names = {item.field for item in row.inputs}
	unknown = sorted(set(values) - names)
	if unknown:
		refuse([Violation("input_unknown", (row.label, tuple(_field(ticket, name) for name in unknown)))])
	out = {}
	for name, value in values.items():
		if value in (None, ""):
			continue
		out[name] = _convert(ticket.meta.get_field(name), value)
	return out


def _field(ticket, name: str) -> Field | str:
	"""A field of the ticket by its label; what is none as it came."""
	return Field("Repair Ticket", name) if ticket.meta.has_field(name) else name


def _convert(df, value):
	found = incoming.of_field(df, value)
	# the database finds a name in another case, or with a blank behind it, too: only the stored one is compared rightly
	other_name = df.fieldtype == "Link" and found != frappe.db.get_value(df.options, found, "name")
	if other_name or (df.fieldtype in incoming.NUMBERS and (found or 0) < 0):
		refuse([Violation("input_invalid", (df.label, cstr(value)[:100]))])
	return int(found) if df.fieldtype == "Check" else found


def _apply(ticket, row: Transition, inputs: dict, at: datetime, rules) -> None:
	for name in row.clears:
		ticket.set(name, None)
	for name, value in (*row.sets, *inputs.items(), *((stamp, at) for stamp in row.stamps)):
		ticket.set(name, value)
	_side_effects(ticket, row.action, at, rules, inputs)
	under_way = ticket.status in WORKING
	if row.target:
		ticket.status = row.target
	if row.voids_clocks:
		service_holds.end_all(ticket, at)
	if (row.waiting_on or row.voids_clocks) and not ticket.held_since:
		ticket.waiting_on = row.waiting_on
	_move_clocks(ticket, row, at, under_way)


def _move_clocks(ticket, row: Transition, at: datetime, under_way: bool) -> None:
	for code in row.stops:
		service_clocks.stop(ticket, code, at)
	ticket.flags.fx_ran = [copy(clock) for clock in ticket.clocks]  # for the ticket it may be merged into
	# nothing happened on site that could be written down later: what is overdue when it is cancelled was missed, whatever time is given
	ended = max(at, now_datetime().replace(microsecond=0)) if row.target == "Cancelled" else at
	service_clocks.void(ticket, None if row.voids_clocks else row.voids, ended, never_owed=row.target == "Merged")
	for code in row.starts:
		if _applies(ticket, row, code, under_way):
			service_clocks.start(ticket, code, at)
	service_clocks.refresh(ticket)


def _applies(ticket, row: Transition, code: str, under_way: bool) -> bool:
	"""Whether a clock the table starts concerns this ticket at all; ``under_way``: the work goes on, by whomever, and so do its duties."""
	if code in WORK_CLOCKS:
		return not under_way
	if code == "Agreed Completion":
		# a signed plan moves the time that was agreed; the start leaves it
		return row.action == "sign_plan" or not service_clocks.runs(ticket, code)
	if code == "Emergency Arrival":
		return bool(ticket.emergency)
	if code == "Plan":
		return ticket.responsibility == "Warranty"
	if code == "Temporary Measure":
		return bool(ticket.emergency) and not ticket.temporary_measure
	if code == "Follow-up":
		asked = ticket.status == "Closed" and ticket.owner_accepted_at
		return bool(asked and service_follow_ups.due_days(ticket))
	return True


def _side_effects(ticket, action: str, at: datetime, rules, inputs: dict) -> None:
	if action == "serve_notice" and not inputs.get("cure_until"):
		ticket.cure_until = at + timedelta(days=rules.cure_days)
	elif action == "order_cleaning":
		service_clocks.set_due(ticket, "Cleaning", _cleaning_due(ticket, at), at)
	elif action == "survey" and ticket.temporary_measure and not ticket.temporary_measure_at:
		ticket.temporary_measure_at = at
	elif action == "explain":
		ticket.explained_by = frappe.session.user
	elif action == "confirm_repeat" and not ticket.repeat_source:
		ticket.repeat_source = "Staff"
	elif action in ("pre_accept", "fail_pre_acceptance"):
		ticket.pre_acceptance_count = (ticket.pre_acceptance_count or 0) + 1
	_contractor(ticket, action)


def _contractor(ticket, action: str) -> None:
	"""A third party replaces the contractor for one round of repair; the next round is the contractor's again (R107)."""
	if action == "commission_third_party":
		ticket.original_contractor = ticket.original_contractor or ticket.contractor
		ticket.contractor = ticket.third_party
	elif action == "reopen" and ticket.original_contractor:
		ticket.contractor, ticket.original_contractor = ticket.original_contractor, None


def _cleaning_due(ticket, at: datetime) -> datetime:
	"""R108: cleaning is done the same day (industry practice) unless another time was agreed."""
	ticket.cleaning_due = ticket.cleaning_due or at.replace(hour=23, minute=59, second=0)
	return get_datetime(ticket.cleaning_due)


def _attach_visit(
	ticket, row: Transition, at: datetime, inputs: dict, reason: str, visit: str | None
) -> None:
	kind, result = VISITS[row.action]
	if kind == "Survey" and ticket.emergency:
		kind = "Emergency"
	findings = inputs.get("root_cause") or inputs.get("reason") or ""
	if row.action == "arrive":
		service_visits.arrived(ticket, kind, at, reason)
		return
	if row.action == "survey" and ticket.survey_visit:
		service_visits.found(ticket.survey_visit, findings)
		return
	visit = visit or service_visits.record(ticket, kind, at, result, findings, reason)
	if kind == "Manager":
		ticket.manager_visit = visit
	elif kind == "Joint":
		ticket.joint_visit = visit
	elif kind == "Pre-acceptance":
		ticket.pre_acceptance_visit = visit


def _save(ticket) -> None:
	# Who may act is decided by the transition's roles and the project scope, not by write rights on the form.
	ticket.write_by_action(ignore_permissions=True)
