"""Figures of contractors for a month's evaluation: eight grouped queries for all of them (R112)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

import frappe
from frappe.utils import cint, flt, now_datetime
from pypika import Case
from pypika.functions import Avg, Coalesce, Count, Min, Sum

from fangxiu_app.contractors.breach import rules_correspondence
from fangxiu_app.figures import reads_figures as register
from fangxiu_app.figures import reads_kpi_facts
from fangxiu_app.figures.rules_kpi import Period
from fangxiu_app.quality import rules_evaluation as rules

Pair = tuple[str, str]
#: To whom a letter goes that counts: what others were told of a contractor is not its own.
TOLD = (rules_correspondence.CONTRACTOR, rules_correspondence.THIRD_PARTY)


def figures(month: date, pair: Pair | None = None) -> dict[Pair, dict[str, tuple[float | None, int]]]:
	"""(project, contractor) → figure → (value, how many it rests on), for everybody who had work in the month.

	Rates in percent, marks as the mean of one to five, counts as numbers. ``pair`` narrows to one contractor.
	"""
	first, last = rules.month_of(month)
	span = (datetime.combine(first, time.min), datetime.combine(last, time.min) + timedelta(days=1))
	found: dict[Pair, dict] = defaultdict(dict)
	for name, rows in (
		("Response In Time", _responses(span, pair)),
		("Completion In Time", _completions(span, pair)),
		("First Time Right", _first_time(span, pair)),
	):
		for row in rows:
			share = 100 * flt(row.good) / row.base if row.base else None
			found[row.project, row.contractor][name] = (share, cint(row.base))
	for row in _marks(span, pair):
		found[row.project, row.contractor][rules.MARKS] = (flt(row.mark), cint(row.base))
	for name, rows in (
		("Repeats", _repeats(span, pair)),
		("Correction Notices", _corrections(span, pair)),
		("Letters", _letters(span, pair)),
		("Deductions", _deductions(span, pair)),
	):
		for row in rows:
			found[row.project, row.contractor][name] = (flt(row.number), cint(row.number))
	for pair_found in found.values():
		for name in rules.COUNTS:
			pair_found.setdefault(name, (0.0, 0))
	return dict(found)


def missing(month: date) -> list[Pair]:
	"""Contractors with work in the month and no evaluation yet."""
	rows = frappe.get_all("Contractor Evaluation", {"month": month}, ["project", "contractor"])
	there = {(row.project, row.contractor) for row in rows}
	return sorted(set(figures(month)) - there)


def criteria() -> list[frappe._dict]:
	"""The enabled lines of the evaluation sheet, in their order."""
	fields = ["name", "kind", "figure", "scored_by", "weight", "points_off", "note"]
	return frappe.get_all("Evaluation Criterion", {"enabled": 1}, fields, order_by="sort_order asc, name asc")


def of_contractor(contractor: str, projects: list[str] | None) -> list[dict]:
	"""Confirmed evaluations of a contractor, the newest first."""
	filters = {"contractor": contractor, "state": rules.CONFIRMED}
	if projects is not None:
		filters["project"] = ("in", projects or [""])
	fields = ["name", "project", "month", "total", "grade", "suspends"]
	return frappe.get_all("Contractor Evaluation", filters, fields, order_by="month desc")


def _responses(span, pair: Pair | None) -> list:
	"""Tickets dispatched in the month, and those where somebody was seen at work within the agreed hours (R14)."""
	ticket, visit, term = map(frappe.qb.DocType, ("Repair Ticket", "Site Visit", "Response Term"))
	seen = (
		frappe.qb.from_(visit)
		.join(ticket)
		.on((ticket.name == visit.ticket) & (visit.arrived_at >= ticket.started_at))
		.select(visit.ticket, Min(visit.arrived_at).as_("at"))
		.where(visit.kind.isin(("Patrol", "Spot Check")) & _in(ticket.started_at, span))
		.groupby(visit.ticket)
	).as_("seen")
	terms = (
		frappe.qb.from_(term)
		.select(
			term.parent,
			Min(Case().when(term.urgency == "Emergency", term.response_hours)).as_("emergency"),
			Min(Case().when(term.urgency == "Normal", term.response_hours)).as_("normal"),
		)
		.where((term.parenttype == "Warranty Agreement") & (term.response_hours > 0))
		.groupby(term.parent)
	).as_("terms")
	usual = flt(frappe.db.get_single_value("Fangxiu Settings", "response_hours"))
	agreed = Coalesce(Case().when(ticket.emergency == 1, terms.emergency).else_(terms.normal), usual)
	took = reads_kpi_facts.seconds_between(reads_kpi_facts._SECOND, ticket.started_at, seen.at)
	query = (
		frappe.qb.from_(ticket)
		.left_join(seen)
		.on(seen.ticket == ticket.name)
		.left_join(terms)
		.on(terms.parent == ticket.agreement)
		.select(
			*_pair(ticket, ticket.started_at), Count("*").as_("base"), _sum(took <= agreed * 3600).as_("good")
		)
		.where(_in(ticket.started_at, span) & reads_kpi_facts.valid(ticket, span[1]))
	)
	return _run(query, ticket, pair, ticket.started_at)


def _completions(span, pair: Pair | None) -> list:
	"""Completions agreed for the month, and those that were in time (R106)."""
	ticket, clock = map(frappe.qb.DocType, ("Repair Ticket", "Ticket Clock"))
	scene = reads_kpi_facts.Scene(clock, ticket, span[1], min(now_datetime(), span[1]))
	query = (
		frappe.qb.from_(clock)
		.join(ticket)
		.on(ticket.name == clock.parent)
		.select(
			*_pair(ticket, clock.started_at), Count("*").as_("base"), _sum(clock.state == "Met").as_("good")
		)
		.where((clock.code == "Agreed Completion") & reads_kpi_facts.fact("judged", scene))
		.where(_in(clock.due_at, span) & reads_kpi_facts.valid(ticket, span[1]))
	)
	return _run(query, ticket, pair, clock.started_at)


def _first_time(span, pair: Pair | None) -> list:
	"""First pre-acceptances of the month, and those that passed (R106)."""
	ticket, visit = map(frappe.qb.DocType, ("Repair Ticket", "Site Visit"))
	scene = reads_kpi_facts.Scene(visit, ticket, span[1], span[1])
	query = (
		frappe.qb.from_(visit)
		.join(ticket)
		.on(ticket.name == visit.ticket)
		.select(
			*_pair(ticket, visit.arrived_at),
			Count("*").as_("base"),
			_sum(reads_kpi_facts.fact("passed", scene)).as_("good"),
		)
		.where(
			_in(visit.arrived_at, span)
			& reads_kpi_facts.fact("presented", scene)
			& reads_kpi_facts.valid(ticket, span[1])
		)
	)
	return _run(query, ticket, pair, visit.arrived_at)


def _marks(span, pair: Pair | None) -> list:
	"""Mean mark of the owners who were asked in the month, one to five."""
	ticket, contact = map(frappe.qb.DocType, ("Repair Ticket", "Owner Contact"))
	scene = reads_kpi_facts.Scene(contact, ticket, span[1], span[1])
	query = (
		frappe.qb.from_(contact)
		.join(ticket)
		.on(ticket.name == contact.ticket)
		.select(
			*_pair(ticket, contact.contacted_at),
			Count("*").as_("base"),
			Avg(reads_kpi_facts.amount("score", scene)).as_("mark"),
		)
		.where(
			_in(contact.contacted_at, span)
			& reads_kpi_facts.fact("rated", scene)
			& reads_kpi_facts.valid(ticket, span[1])
		)
	)
	return _run(query, ticket, pair, contact.contacted_at)


def _repeats(span, pair: Pair | None) -> list:
	"""Repeat repairs reported in the month (R82)."""
	ticket = frappe.qb.DocType("Repair Ticket")
	query = frappe.qb.from_(ticket).select(*_pair(ticket, ticket.reported_at), Count("*").as_("number"))
	month = Period(*span)
	query = query.where(register.condition("repeats", ticket, now_datetime(), month))
	return _run(query, ticket, pair, ticket.reported_at)


def _corrections(span, pair: Pair | None) -> list:
	notice = frappe.qb.DocType("Correction Notice")
	query = frappe.qb.from_(notice).select(*_pair(notice), Count("*").as_("number"))
	return _run(query.where(_in(notice.issued_at, span) & (notice.state != "Withdrawn")), notice, pair)


def _letters(span, pair: Pair | None) -> list:
	letter = frappe.qb.DocType("Correspondence")
	query = frappe.qb.from_(letter).select(*_pair(letter), Count("*").as_("number"))
	blaming = letter.kind.isin(rules_correspondence.BLAMING) & letter.to_party.isin(TOLD)
	query = query.where(_in(letter.issued_at, span) & blaming & (letter.state != "Withdrawn"))
	return _run(query, letter, pair)


def _deductions(span, pair: Pair | None) -> list:
	taken = frappe.qb.DocType("Contractor Deduction")
	query = frappe.qb.from_(taken).select(*_pair(taken), Count("*").as_("number"))
	query = query.where(_in(taken.posting_date, span) & (taken.docstatus == 1) & (taken.state == "Posted"))
	return _run(query, taken, pair)


def _run(query, table, pair: Pair | None, moment=None) -> list:
	project, contractor = _pair(table, moment)
	query = query.where(contractor.isnotnull() & (contractor != ""))
	if pair:
		query = query.where((project == pair[0]) & (contractor == pair[1]))
	return query.groupby(project, contractor).run(as_dict=True)


def _pair(table, moment=None) -> tuple:
	"""Project and contractor; of a ticket, whose work it was at ``moment`` (R107)."""
	return table.project, table.contractor if moment is None else reads_kpi_facts.contractor(table, moment).as_(
		"contractor"
	)


def _in(moment, span):
	return (moment >= span[0]) & (moment < span[1])


def _sum(condition):
	return Sum(Case().when(condition, 1).else_(0))
