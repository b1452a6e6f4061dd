"""Records of the time a ticket was in repair: work periods, patrols, progress. Set-based, for one ticket or many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

import frappe
from frappe.query_builder import Order
from pypika.functions import Coalesce, Count, Max
from pypika.terms import ExistsCriterion

from fangxiu_app.tickets.clocks import reads_clocks
from fangxiu_app.tickets.clocks import rules_long_repair as long_repairs
from fangxiu_app.tickets.site_work import rules_patrol
from fangxiu_app.tickets.site_work.rules_patrol import Day, Span

#: States in which somebody works on the defect.
WORKING = ("In Repair", "Third Party")


def periods(tickets: Sequence[str]) -> dict[str, list[Span]]:
	"""Work periods of each ticket, by its event log. One query."""
	rows = frappe.get_all(
		"Ticket Event",
		{"ticket": ("in", list(tickets) or [""])},
		["ticket", "at", "from_status", "to_status"],
		order_by="at asc, creation asc",
	)
	moves = defaultdict(list)
	for row in rows:
		if row.from_status != row.to_status:
			moves[row.ticket].append((row.at, row.from_status, row.to_status))
	return {ticket: rules_patrol.work_periods(found, WORKING) for ticket, found in moves.items()}


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
		ticket: rules_patrol.days(spans, seen[ticket], held[ticket], now)
		for ticket, spans in periods(tickets).items()
	}


def patrols(ticket: str, limit: int = 10) -> list[dict]:
	"""The newest patrols of a ticket with their progress lines."""
	fields = "name arrived_at visitor progress_percent work_done next_work result".split()
	filters = {"ticket": ticket, "kind": "Patrol"}
	return frappe.get_all("Site Visit", filters, fields, order_by="arrived_at desc", limit=limit)


def watched(ticket: str) -> list[dict]:
	"""Watch entries of a ticket, newest first (R101, R104)."""
	fields = ["name", "kind", "at", "by", "text"]
	return frappe.get_all(
		"Watch Entry", {"ticket": ticket}, fields, order_by="at desc, creation desc", limit=10
	)


def on_watch_list(ticket: str) -> bool:
	"""Whether somebody put the ticket on the list by hand and nobody took it off since (R104)."""
	return last_mark(ticket).run(pluck=True) == ["Watch"]


def last_mark(ticket: str):
	"""A query of one value: ``Watch`` or ``Release``, whichever was written last about the ticket; no row before the first."""
	entry = frappe.qb.DocType("Watch Entry")
	return (
		frappe.qb.from_(entry)
		.select(entry.kind)
		.where((entry.ticket == ticket) & entry.kind.isin(("Watch", "Release")))
		.orderby(entry.at, entry.creation, order=Order.desc)
		.limit(1)
	)


def long_repair(ticket: str, now: datetime) -> dict:
	"""The first notice of a long repair and the weekly contacts since, of each period of work, as their clocks count them (R102).

	Two queries.
	"""
	spans = periods([ticket]).get(ticket, [])
	if not spans:
		return {}
	rows = frappe.get_all(
		"Owner Contact",
		{
			"ticket": ticket,
			"purpose": ("in", ("Long Repair Notice", "Weekly Progress")),
			"outcome": "Reached",
			"contacted_at": (">=", spans[0][0]),
		},
		["purpose", "contacted_at"],
		order_by="contacted_at",
	)
	interval = reads_clocks.limit("Weekly Contact")
	weeks, first = [], None
	for start, end in spans:
		inside = [row for row in rows if start <= row.contacted_at and (end is None or row.contacted_at <= end)]
		first = next((row.contacted_at for row in inside if row.purpose == "Long Repair Notice"), None)
		weeks += long_repairs.weeks(first, [row.contacted_at for row in inside], end, interval, now)
	due = spans[-1][0] + reads_clocks.limit("Long Repair Notice")
	return {
		"notice_due": due,
		"notice_at": first,
		"is_long": bool(first or weeks or (spans[-1][1] is None and now >= due)),
		"weeks": weeks,
	}


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


def open_faults(tickets: Collection[str]) -> dict[str, tuple[str, ...]]:
	"""Ticket → aspects whose last patrol or spot check since its acceptance found a fault, where no closed correction notice of that ticket
	names the aspect. One query.

	Other visits have no sheet that must be whole: neither their rows nor their results count.
	"""
	ticket, visit, check, notice = map(frappe.qb.DocType, ("Repair Ticket", "Site Visit", "Visit Check", "Correction Notice"))
	fault = frappe.qb.DocType("Correction Fault")
	later, after = frappe.qb.DocType("Site Visit").as_("later"), frappe.qb.DocType("Visit Check").as_("after")
	checked_again = (
		frappe.qb.from_(after)
		.join(later)
		.on(later.name == after.parent)
		.select(1)
		.where((later.ticket == visit.ticket) & (after.aspect == check.aspect) & after.result.isin(("Pass", "Fault")))
		.where(later.kind.isin(rules_patrol.SHEETS))
		.where(later.arrived_at > visit.arrived_at)
	)
	closed = frappe.qb.from_(notice).join(fault).on(fault.parent == notice.name).select(1)
	closed = closed.where((notice.source_visit == visit.name) & (notice.ticket == visit.ticket) & (notice.state == "Closed"))
	closed = closed.where(fault.aspect == check.aspect)
	query = (
		frappe.qb.from_(check)
		.join(visit)
		.on(visit.name == check.parent)
		.join(ticket)
		.on(ticket.name == visit.ticket)
		.select(visit.ticket, check.aspect)
		.where(visit.ticket.isin(list(tickets) or [""]) & (check.result == "Fault") & visit.kind.isin(rules_patrol.SHEETS))
		.where(visit.arrived_at >= Coalesce(ticket.accepted_at, visit.arrived_at))
		.where(ExistsCriterion(checked_again).negate() & ExistsCriterion(closed).negate())
		.orderby(check.idx)
	)
	found: dict[str, list[str]] = defaultdict(list)
	for name, aspect in query.run():
		found[name].append(aspect)
	return {name: tuple(dict.fromkeys(aspects)) for name, aspects in found.items()}


def pictures(notices: Collection[str]) -> dict[str, int]:
	"""Served correction notice → pictures of its ticket since it was served and since its last re-check was recorded: what showed that the
	fault was still there does not pass it. None left out. One query."""
	notice, item, visit = (frappe.qb.DocType(name) for name in ("Correction Notice", "Evidence Item", "Site Visit"))
	checked = frappe.qb.from_(visit).select(visit.correction_notice, Max(visit.creation).as_("last")).groupby(visit.correction_notice)
	checked = checked.where(visit.correction_notice.isin(list(notices) or [""]) & (visit.kind == "Re-check"))
	query = (
		frappe.qb.from_(notice)
		.left_join(checked)
		.on(checked.correction_notice == notice.name)
		.join(item)
		.on((item.ticket == notice.ticket) & (Coalesce(item.taken_at, item.creation) >= notice.served_at))
		.select(notice.name, Count(item.name))
		.where(notice.name.isin(list(notices) or [""]) & item.kind.isin(("Photo", "Video")))
		.where(checked.last.isnull() | (item.creation > checked.last))
		.groupby(notice.name)
	)
	return dict(query.run())


def corrections(ticket: str) -> list[dict]:
	"""Correction notices of a ticket, the open ones first, by their due time."""
	fields = "name state due_at round served_at closed_at source_visit".split()
	rows = frappe.get_all("Correction Notice", {"ticket": ticket}, fields, order_by="due_at")
	return sorted(rows, key=lambda row: row.state not in ("Issued", "Served"))
