"""What patrols and spot checks found, counted for the month's quality inspection report (R100, R103, R105)."""

from __future__ import annotations

import frappe
from pypika import Case
from pypika.functions import Avg, Count, Max, Sum

from fangxiu_app.figures import reads_kpi_facts
from fangxiu_app.figures.reads_kpi import within
from fangxiu_app.figures.rules_kpi import Period
from fangxiu_app.reports.rules_stage_reports import RECHECKS
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS

KINDS = ("Patrol", "Spot Check")
JUDGED = ("Pass", "Fault")


def totals(filters: dict, span: Period) -> dict:
	"""Checks, units, faults and the mean score of the period's spot checks. Two queries."""
	query, _ticket, visit = _visits(filters, span)
	found = query.select(
		Count("*").as_("visits"), Count(visit.unit).distinct().as_("units"), Avg(_score(visit)).as_("score")
	)
	row = found.run(as_dict=True)[0]
	query, _ticket, check, _visit = _checks(filters, span)
	faults = query.select(_sum(check.result == "Fault")).run()[0][0]
	score = round(float(row.score), 1) if row.score is not None else None
	return {"visits": row.visits, "units": row.units, "faults": int(faults or 0), "score": score}


def by_visitor(filters: dict, span: Period) -> list[dict]:
	"""Who checked how often, and what was found. Two queries."""
	query, _ticket, visit = _visits(filters, span)
	user = frappe.qb.DocType("User")
	query = query.left_join(user).on(user.name == visit.visitor)
	query = query.select(
		visit.visitor,
		visit.kind,
		Max(user.full_name).as_("visitor_name"),
		Count("*").as_("visits"),
		Count(visit.unit).distinct().as_("units"),
		Avg(_score(visit)).as_("score"),
	)
	rows = query.groupby(visit.visitor, visit.kind).run(as_dict=True)
	query, _ticket, check, visit = _checks(filters, span)
	faults = query.select(visit.visitor, visit.kind, Count("*")).where(check.result == "Fault")
	found = {
		(visitor, kind): number for visitor, kind, number in faults.groupby(visit.visitor, visit.kind).run()
	}
	for row in rows:
		row.faults = found.get((row.visitor, row.kind), 0)
	return sorted(rows, key=lambda row: (-row.visits, row.visitor_name or ""))


def by_aspect(filters: dict, span: Period) -> list[dict]:
	"""The six aspects of R100, always all of them, in their order. One query."""
	query, _ticket, check, _visit = _checks(filters, span)
	query = query.select(check.aspect, *_results(check)).groupby(check.aspect)
	found = {row.aspect: row for row in query.run(as_dict=True)}
	none = {"checked": 0, "faults": 0, "score": None}
	return [_rated({"aspect": aspect, **none, **(found.get(aspect) or {})}) for aspect in ASPECTS]


def ranking(filters: dict, span: Period) -> list[dict]:
	"""Contractors by the share of what passed, best first; the number of checks decides between equals. One query."""
	query, ticket, check, visit = _checks(filters, span)
	supplier, contractor = frappe.qb.DocType("Supplier"), reads_kpi_facts.contractor(ticket, visit.arrived_at)
	query = query.left_join(supplier).on(supplier.name == contractor)
	query = query.select(
		contractor.as_("contractor"), Max(supplier.supplier_name).as_("contractor_name"), *_results(check)
	)
	rows = [_rated(row) for row in query.groupby(contractor).run(as_dict=True) if row.contractor]
	rows.sort(key=lambda row: (-row["pass_rate"], -row["checked"], row["contractor_name"] or ""))
	return [{**row, "number": number} for number, row in enumerate(rows, 1)]


def faults(filters: dict, span: Period) -> list[dict]:
	"""Every fault with who is responsible, until when it is to be put right, and how the re-check ended. Two queries.

	The term is that of the visit's correction notice, the last one where there are several that stand.
	"""
	query, ticket, check, visit = _checks(filters, span)
	supplier, notices = frappe.qb.DocType("Supplier"), _notices()
	query = query.left_join(supplier).on(supplier.name == reads_kpi_facts.contractor(ticket, visit.arrived_at))
	query = query.left_join(notices).on(notices.source_visit == visit.name)
	query = query.select(
		visit.name.as_("visit"),
		notices.due,
		visit.ticket,
		visit.arrived_at.as_("day"),
		ticket.unit_code,
		check.aspect,
		check.remark,
		check.photo,
		supplier.supplier_name.as_("contractor_name"),
	)
	query = query.where(check.result == "Fault").orderby(visit.arrived_at).orderby(check.idx)
	rows = query.run(as_dict=True)
	rechecks = _rechecks([row.ticket for row in rows])
	for row in rows:
		later = [(at, result) for at, result in rechecks.get(row.ticket, ()) if at > row.day]
		row.rechecked = RECHECKS.get(later[-1][1] if later else "", RECHECKS[""])
	return rows


def _notices():
	"""One row for each visit with correction notices: a fault stands in the list once, however many notices there are."""
	notice = frappe.qb.DocType("Correction Notice")
	query = frappe.qb.from_(notice).select(notice.source_visit, Max(notice.due_at).as_("due"))
	return query.where(notice.state != "Withdrawn").groupby(notice.source_visit).as_("notices")


def _rechecks(tickets: list[str]) -> dict[str, list[tuple]]:
	visit = frappe.qb.DocType("Site Visit")
	query = frappe.qb.from_(visit).select(visit.ticket, visit.arrived_at, visit.result)
	query = query.where(visit.ticket.isin(tickets or [""]) & visit.kind.isin(("Re-check", "Pre-acceptance")))
	found: dict[str, list[tuple]] = {}
	for ticket, at, result in query.orderby(visit.arrived_at).run():
		found.setdefault(ticket, []).append((at, result))
	return found


def _visits(filters: dict, span: Period):
	visit, ticket = frappe.qb.DocType("Site Visit"), frappe.qb.DocType("Repair Ticket")
	query = frappe.qb.from_(visit).join(ticket).on(ticket.name == visit.ticket)
	return within(query.where(_chosen(visit, span)), ticket, filters), ticket, visit


def _checks(filters: dict, span: Period):
	check = frappe.qb.DocType("Visit Check")
	visit, ticket = frappe.qb.DocType("Site Visit"), frappe.qb.DocType("Repair Ticket")
	query = frappe.qb.from_(check).join(visit).on(visit.name == check.parent)
	query = query.join(ticket).on(ticket.name == visit.ticket)
	query = query.where(_chosen(visit, span) & check.result.isin(JUDGED) & check.aspect.isin(ASPECTS))
	return within(query, ticket, filters), ticket, check, visit


def _chosen(visit, span: Period):
	moment = visit.arrived_at < span.end
	return visit.kind.isin(KINDS) & (
		moment if span.start is None else moment & (visit.arrived_at >= span.start)
	)


def _score(visit):
	"""Only spot checks are scored; patrols carry 0 without meaning it."""
	return Case().when(visit.kind == "Spot Check", visit.score)


def _results(check) -> tuple:
	score = Avg(Case().when(check.score > 0, check.score)).as_("score")
	return (Count("*").as_("checked"), _sum(check.result == "Fault").as_("faults"), score)


def _rated(row: dict) -> dict:
	passed = row["checked"] - row["faults"]
	return {**row, "pass_rate": 100 * float(passed) / row["checked"] if row["checked"] else None}


def _sum(condition):
	return Sum(Case().when(condition, 1).else_(0))
