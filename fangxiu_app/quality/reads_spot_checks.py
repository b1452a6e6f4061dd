"""Running repairs proposed for a month's spot checks (R103, R105). Set-based."""

from __future__ import annotations

from datetime import date, timedelta

import frappe

from fangxiu_app.tickets.site_work.reads_work import WORKING

#: Rules a plan may choose by, and the ticket's order under each.
RULES = ("Oldest", "Complex", "Contractor")


def propose(project: str, rule: str, count: int, contractor: str | None, known: set[str]) -> list[frappe._dict]:
	"""Up to ``count`` running repairs of ``project`` that are not in ``known``, the oldest first. One query.

	Complex takes complex ones only; Contractor those of ``contractor``, or, without one, in turn from each contractor.
	"""
	ticket = frappe.qb.DocType("Repair Ticket")
	query = (
		frappe.qb.from_(ticket)
		.select(ticket.name, ticket.unit_code, ticket.contractor)
		.where(
			(ticket.project == project) & ticket.status.isin(WORKING) & ticket.name.notin(list(known) or [""])
		)
		.orderby(ticket.started_at)
		.orderby(ticket.name)
	)
	if rule == "Complex":
		query = query.where(ticket.complex == 1)
	if rule == "Contractor" and contractor:
		query = query.where(ticket.contractor == contractor)
	in_turn = rule == "Contractor" and not contractor
	rows = (query if in_turn else query.limit(count)).run(as_dict=True)
	return _in_turn(rows)[:count] if in_turn else rows


def visits(tickets: list[str], month: date) -> dict[str, frappe._dict]:
	"""The newest spot check of each ticket within the month that begins with ``month``. One query."""
	after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
	rows = frappe.get_all(
		"Site Visit",
		{
			"ticket": ("in", tickets or [""]),
			"kind": "Spot Check",
			"arrived_at": ("between", (month, after - timedelta(days=1))),
		},
		["name", "ticket", "score", "arrived_at"],
		order_by="arrived_at",
	)
	return {row.ticket: row for row in rows}


def plans_of(ticket: str, day: date) -> list[str]:
	"""Spot check plans of the day's month that name the ticket."""
	plan, item = frappe.qb.DocType("Spot Check Plan"), frappe.qb.DocType("Spot Check Item")
	return (
		frappe.qb.from_(item)
		.join(plan)
		.on(plan.name == item.parent)
		.select(plan.name)
		.where((item.ticket == ticket) & (plan.month == day.replace(day=1)))
		.distinct()
	).run(pluck=True)


def _in_turn(rows: list) -> list:
	"""One of each contractor, then the next of each."""
	seen: dict[str, int] = {}
	ranked = []
	for row in rows:
		seen[row.contractor] = seen.get(row.contractor, 0) + 1
		ranked.append((seen[row.contractor], len(ranked), row))
	return [row for _rank, _place, row in sorted(ranked, key=lambda found: found[:2])]
