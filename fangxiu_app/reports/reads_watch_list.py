"""The manager's watch list: open tickets that need attention, the reason, and what was done about them (R101, R104). Set-based."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import frappe
from pypika.functions import Max

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.core.wording import _
from fangxiu_app.figures.rules_kpi import NOT_WARRANTY
from fangxiu_app.tickets.clocks import reads_clocks
from fangxiu_app.tickets.life.rules_ticket import FINAL

#: Filters of the report: filter → ticket field.
FILTERS = ("project", "building", "engineer", "contractor")
TICKET_FIELDS = (
	"project unit_code location defect_type status emergency complex repeat_state reported_at next_due_at waiting_on"
	" responsibility"
).split()
OPEN_NOTICES = ("Issued", "Served")


@dataclass(frozen=True, slots=True)
class Limits:
	"""The settings that decide what is watched: days of a long repair, hours of an emergency."""

	long_days: int
	emergency_hours: int


def limits() -> Limits:
	"""As limits and settings say (cached by Frappe)."""
	doc = frappe.get_cached_doc("Fangxiu Settings")
	return Limits(reads_clocks.long_repair_days(), frappe.utils.cint(doc.emergency_open_hours))


def rows(filters: dict, now: datetime, limits: Limits) -> list[frappe._dict]:
	"""Watched tickets with ``why`` (codes), the most reasons first. Six queries, however many tickets.

	Reasons: Complex, Important, Long, Repeat, Emergency, Correction, By Hand.
	"""
	by_hand = _by_hand(filters)
	overdue = _overdue_notices(now)
	found = []
	for row in _candidates(filters, now, limits, {*by_hand, *overdue}):
		row.why = reasons(row, now, limits, row.ticket in overdue, row.ticket in by_hand)
		row.age_days = (now - row.reported_at).days
		if row.why:
			found.append(row)
	names = [row.ticket for row in found]
	contacts, actions = _last_contacts(names), _last_actions(names)
	for row in found:
		row.last_contact = contacts.get(row.ticket)
		row.action_at, row.action_text = actions.get(row.ticket, (None, ""))
		row.by_hand_reason = by_hand.get(row.ticket, "")
	return sorted(found, key=lambda row: (-len(row.why), row.reported_at))


def reasons(row, now: datetime, limits: Limits, overdue_notice: bool, by_hand: bool) -> list[str]:
	"""Why a ticket is watched, in the order of the list's legend."""
	age = now - row.reported_at
	held = {
		"Emergency": row.emergency and age > timedelta(hours=limits.emergency_hours),
		"Repeat": row.repeat_state == "Confirmed",
		"Complex": row.complex,
		"Important": row.important,
		"Long": age > timedelta(days=limits.long_days) and row.responsibility not in NOT_WARRANTY,
		"Correction": overdue_notice,
		"By Hand": by_hand,
	}
	return [reason for reason, holds in held.items() if holds]


def _candidates(filters: dict, now: datetime, limits: Limits, named: set[str]) -> list:
	ticket, plan, user, supplier, limit = map(
		frappe.qb.DocType, ("Repair Ticket", "Repair Plan", "User", "Supplier", "Time Limit")
	)
	emergency = (ticket.emergency == 1) & (ticket.reported_at < now - timedelta(hours=limits.emergency_hours))
	query = (
		frappe.qb.from_(ticket)
		.left_join(plan)
		.on(plan.name == ticket.plan)
		.left_join(user)
		.on(user.name == ticket.engineer)
		.left_join(supplier)
		.on(supplier.name == ticket.contractor)
		.left_join(limit)
		.on(limit.name == ticket.next_clock)
		.select(
			*(ticket[name] for name in TICKET_FIELDS),
			ticket.name.as_("ticket"),
			plan.important,
			user.full_name.as_("engineer_name"),
			supplier.supplier_name.as_("contractor_name"),
			limit.title.as_("clock"),
		)
		.where(ticket.status.notin(FINAL))
		.where(
			emergency
			| (ticket.repeat_state == "Confirmed")
			| (ticket.complex == 1)
			| (plan.important == 1)
			| (ticket.reported_at < now - timedelta(days=limits.long_days))
			| ticket.name.isin(list(named) or [""])
		)
	)
	return _scoped(query, ticket, filters).run(as_dict=True)


def _by_hand(filters: dict) -> dict[str, str]:
	"""Tickets whose last Watch or Release entry is a Watch, with its reason."""
	entry = frappe.qb.DocType("Watch Entry")
	query = (
		frappe.qb.from_(entry)
		.select(entry.ticket, entry.kind, entry.text)
		.where(entry.kind.isin(("Watch", "Release")))
		.orderby(entry.at)
		.orderby(entry.creation)
	)
	if filters.get("project"):
		query = query.where(entry.project == filters["project"])
	last = {row.ticket: row for row in query.run(as_dict=True)}
	return {ticket: row.text for ticket, row in last.items() if row.kind == "Watch"}


def _overdue_notices(now: datetime) -> set[str]:
	notice = frappe.qb.DocType("Correction Notice")
	query = frappe.qb.from_(notice).select(notice.ticket)
	return set(query.where(notice.state.isin(OPEN_NOTICES) & (notice.due_at < now)).run(pluck=True))


def _last_contacts(tickets: Sequence[str]) -> dict[str, datetime]:
	contact = frappe.qb.DocType("Owner Contact")
	return dict(
		frappe.qb.from_(contact)
		.select(contact.ticket, Max(contact.contacted_at))
		.where(contact.ticket.isin(list(tickets) or [""]) & (contact.outcome == "Reached"))
		.groupby(contact.ticket)
		.run()
	)


def _last_actions(tickets: Sequence[str]) -> dict[str, tuple[datetime, str]]:
	"""The newest instruction, manager's visit or spot check of each ticket."""
	wanted = ("in", list(tickets) or [""])
	found = defaultdict(list)
	entries = {"ticket": wanted, "kind": "Instruct"}
	for row in frappe.get_all("Watch Entry", entries, ["ticket", "at", "creation", "text"]):
		found[row.ticket].append((row.at, row.creation, row.text or ""))
	visits = frappe.get_all(
		"Site Visit",
		{"ticket": wanted, "kind": ("in", ("Manager", "Spot Check"))},
		["ticket", "arrived_at", "creation", "kind", "findings"],
	)
	for row in visits:
		text = f"{_(row.kind)} {row.findings or ''}".strip()
		found[row.ticket].append((row.arrived_at, row.creation, text))
	newest = {ticket: max(actions) for ticket, actions in found.items()}
	return {ticket: (at, text) for ticket, (at, _written, text) in newest.items()}


def _scoped(query, ticket, filters: dict):
	projects = allowed_projects(doctype="Repair Ticket")
	if projects is not None:
		query = query.where(ticket.project.isin(projects or [""]))
	for name in FILTERS:
		if filters.get(name):
			query = query.where(ticket[name] == filters[name])
	return query
