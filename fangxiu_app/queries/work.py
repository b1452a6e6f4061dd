"""What went on while a ticket was in repair: work periods, patrols, progress. Set-based, for one ticket or many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import frappe

from fangxiu_app.domain import patrol
from fangxiu_app.domain.patrol import Day, Span

#: States in which somebody works on the defect.
WORKING = ("In Repair", "Third Party")


def periods(tickets: Sequence[str]) -> dict[str, list[Span]]:
	"""Work periods of each ticket, by its event log. One query."""
	rows = frappe.get_all(
		"Ticket Event",
		{"ticket": ("in", list(tickets) or [""])},
		["ticket", "at", "from_status", "to_status"],
		order_by="`at` asc, creation asc",
	)
	moves = defaultdict(list)
	for row in rows:
		if row.from_status != row.to_status:
			moves[row.ticket].append((row.at, row.from_status, row.to_status))
	return {ticket: patrol.work_periods(found, WORKING) for ticket, found in moves.items()}


def patrol_days(tickets: Sequence[str], now: datetime) -> dict[str, list[Day]]:
	"""Each ticket's days of work and what became of their patrols (R12, R100). Three queries, however many tickets."""
	wanted = ("in", list(tickets) or [""])
	seen, held = defaultdict(list), defaultdict(list)
	for row in frappe.get_all("Site Visit", {"ticket": wanted, "kind": "Patrol"}, ["ticket", "arrived_at"]):
		seen[row.ticket].append(row.arrived_at)
	for row in frappe.get_all(
		"Ticket Hold", {"ticket": wanted}, ["ticket", "starts_at", "until", "ended_at"]
	):
		held[row.ticket].append((row.starts_at, row.ended_at or row.until))
	return {
		ticket: patrol.days(spans, seen[ticket], held[ticket], now)
		for ticket, spans in periods(tickets).items()
	}


def patrols(ticket: str, limit: int = 10) -> list[dict]:
	"""The newest patrols of a ticket with their progress lines."""
	fields = "name arrived_at visitor progress_percent work_done next_work result".split()
	filters = {"ticket": ticket, "kind": "Patrol"}
	return frappe.get_all("Site Visit", filters, fields, order_by="arrived_at desc", limit=limit)


def faults(ticket: str) -> list[dict]:
	"""Faults found by patrols and spot checks of a ticket, newest first."""
	visit, check = frappe.qb.DocType("Site Visit"), frappe.qb.DocType("Visit Check")
	return (
		frappe.qb.from_(check)
		.join(visit)
		.on(visit.name == check.parent)
		.select(visit.name.as_("visit"), visit.kind, visit.arrived_at, check.aspect, check.remark)
		.where((visit.ticket == ticket) & (check.result == "Fault"))
		.orderby(visit.arrived_at, order=frappe.qb.desc)
		.orderby(check.idx)
	).run(as_dict=True)
