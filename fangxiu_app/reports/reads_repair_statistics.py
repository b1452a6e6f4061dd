"""Statistics of defects by place and of engineers' workload: grouped counts, set-based, in the user's projects."""

from __future__ import annotations

from datetime import datetime

import frappe
from pypika import Case, Order
from pypika.functions import Avg, Count, Sum
from pypika.terms import Criterion, ValueWrapper

from fangxiu_app.estate.rules_place import building
from fangxiu_app.figures import reads_figures, reads_kpi_facts
from fangxiu_app.figures.reads_kpi import UNIT_FILTERS, handed_over_on, within
from fangxiu_app.figures.rules_kpi import Period

#: What defects can be counted by: choice → field of the ticket.
DIMENSIONS = {
	"Location": "location",
	"Defect Type": "defect_type",
	"Contractor": "contractor",
	"Building": "building",
	"Work Type": "work_type",
}
MOST = 10
COUNTED = ("reported", "closed", "open", "overdue", "repeats")


def distribution(filters: dict, span: Period, dimension: str, now: datetime, most: int = MOST) -> dict:
	"""The ``most`` places (types, contractors, buildings) with the most defects of the period (R5, R6).

	Returns ``rows`` with count, share and defects per 100 delivered units, the ``total`` of all defects and the number of
	delivered ``units``. For buildings the units are the building's own. Raises KeyError for an unknown dimension.
	"""
	ticket, number = frappe.qb.DocType("Repair Ticket"), Count("*")
	value = _value(ticket, DIMENSIONS[dimension], ticket.reported_at)
	query = frappe.qb.from_(ticket)
	query = query.select(
		value.as_("value"),
		number.as_("tickets"),
		reads_figures.total("open_warranty", ticket, now, span).as_("open"),
		reads_figures.total("overdue_warranty", ticket, now, span).as_("overdue"),
		reads_figures.total("repeats", ticket, now, span).as_("repeats"),
	)
	query = query.where(reads_figures.condition("reported", ticket, now, span)).groupby(value)
	rows = (
		within(query, ticket, filters, moment=ticket.reported_at)
		.orderby(number, order=Order.desc)
		.orderby(value)
		.run(as_dict=True)
	)
	total, units = sum(row.tickets for row in rows), _units(filters, span)
	whole = sum(units.values())
	running = 0
	for row in rows[:most]:
		own = units.get(row.value, 0) if dimension == "Building" else whole
		running += row.tickets
		row.share, row.cumulative = 100 * row.tickets / total, 100 * running / total
		row.per_100_units = 100 * row.tickets / own if own else None
	names = _names(dimension, [row.value for row in rows[:most]])
	for row in rows[:most]:
		row.label = names.get(row.value) or row.value or "–"
	return {"rows": rows[:most], "total": total, "units": whole}


def workload(filters: dict, span: Period, now: datetime) -> list[frappe._dict]:
	"""Each engineer: what is open and overdue, and what was done in the period (R7). Four queries.

	What nobody has yet stands in a row of its own, "–": the rows add up to the figures of the whole.
	"""
	people: dict[str, dict] = {}
	for found in (
		_tickets(filters, span, now),
		_visits(filters, span),
		_clocks(filters, span, now),
		_marks(filters, span),
	):
		for row in found:
			people.setdefault(row.engineer or "", {}).update(
				{k: v for k, v in row.items() if k != "engineer"}
			)
	user = frappe.qb.DocType("User")
	names = (
		frappe.qb.from_(user).select(user.name, user.full_name).where(user.name.isin(list(people) or [""]))
	)
	names = dict(names.run())
	zero = dict.fromkeys("open overdue reported closed repeats visits patrols judged met".split(), 0)
	rows = [
		frappe._dict(
			{
				**zero,
				"mark": None,
				**values,
				"engineer": name,
				"engineer_name": names.get(name) or name or "–",
			}
		)
		for name, values in people.items()
	]
	for row in rows:
		row.on_time = 100 * float(row.met) / float(row.judged) if row.judged else None
	return sorted(rows, key=lambda row: (-row.open, row.engineer_name))


def _tickets(filters: dict, span: Period, now: datetime) -> list:
	ticket = frappe.qb.DocType("Repair Ticket")
	query = frappe.qb.from_(ticket).select(ticket.engineer)
	for code in ("open", "overdue", "reported", "closed", "repeats"):
		query = query.select(reads_figures.total(code, ticket, now, span).as_(code))
	counted = (reads_figures.condition(code, ticket, now, span) for code in ("open", "reported", "closed"))
	query = query.where(Criterion.any(counted))
	return within(query, ticket, filters).groupby(ticket.engineer).run(as_dict=True)


def _visits(filters: dict, span: Period) -> list:
	"""Visits by the person who made them, not by the ticket's engineer."""
	query, ticket, visit = _joined("Site Visit", "ticket")
	query = query.select(
		visit.visitor.as_("engineer"), Count("*").as_("visits"), _sum(visit.kind == "Patrol").as_("patrols")
	)
	query = query.where(_in(visit.arrived_at, span)).groupby(visit.visitor)
	wanted = {**filters, "engineer": None}
	if filters.get("engineer"):
		query = query.where(visit.visitor == filters["engineer"])
	return within(query, ticket, wanted).run(as_dict=True)


def _clocks(filters: dict, span: Period, now: datetime) -> list:
	query, ticket, clock = _joined("Ticket Clock", "parent")
	scene = reads_kpi_facts.Scene(clock, ticket, span.end, min(now, span.end))
	judged = reads_kpi_facts.fact("judged", scene)
	query = query.select(ticket.engineer, Count("*").as_("judged"), _sum(clock.state == "Met").as_("met"))
	query = query.where(_in(clock.due_at, span) & judged & reads_kpi_facts.valid(ticket, scene.over))
	return within(query, ticket, filters, moment=clock.started_at).groupby(ticket.engineer).run(as_dict=True)


def _marks(filters: dict, span: Period) -> list:
	query, ticket, contact = _joined("Owner Contact", "ticket")
	scene = reads_kpi_facts.Scene(contact, ticket, span.end, span.end)
	query = query.select(ticket.engineer, Avg(reads_kpi_facts.amount("score", scene)).as_("mark"))
	query = query.where(_in(contact.contacted_at, span) & reads_kpi_facts.fact("rated", scene))
	return within(query, ticket, filters).groupby(ticket.engineer).run(as_dict=True)


def _joined(doctype: str, link: str):
	ticket, record = frappe.qb.DocType("Repair Ticket"), frappe.qb.DocType(doctype)
	return frappe.qb.from_(record).join(ticket).on(ticket.name == record[link]), ticket, record


def _units(filters: dict, span: Period) -> dict[str, int]:
	unit = frappe.qb.DocType("Unit Archive")
	query = frappe.qb.from_(unit).select(unit.building, Count("*")).groupby(unit.building)
	query = query.where(unit.delivery_state.isin(("Delivered", "Proxy Accepted")))
	query = query.where(handed_over_on(unit) < span.end)
	return dict(within(query, unit, filters, UNIT_FILTERS).run())


def _names(dimension: str, values: list) -> dict[str, str]:
	if dimension not in ("Contractor", "Building"):
		return {}
	doctype, label = (
		("Supplier", "supplier_name") if dimension == "Contractor" else ("Estate Building", "building_no")
	)
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.name, table[label])
	found = dict(query.where(table.name.isin([value for value in values if value] or [""])).run())
	return {name: building(word) for name, word in found.items()} if dimension == "Building" else found


def _in(moment, span: Period):
	return (moment < span.end) if span.start is None else (moment >= span.start) & (moment < span.end)


def _sum(condition):
	return Sum(Case().when(condition, 1).else_(0))


def by_field(filters: dict, span: Period, field: str, now: datetime) -> list[dict]:
	"""Reported, closed, open, overdue, repeats and rates for each contractor or defect type (R43). Two queries and names.

	Open and overdue are those at the end of the period; the rates are those of the KPI sheet.
	"""
	rows = _grouped(filters, span, field, now)
	kept = _kept(filters, span, field, now)
	names = _names("Contractor", [row.value for row in rows]) if field == "contractor" else {}
	for row in rows:
		row.label = names.get(row.value) or row.value or "–"
		row.closing_rate = 100 * float(row.closed) / float(row.reported) if row.reported else None
		row.on_time_rate = kept.get(row.value)
	return sorted(rows, key=lambda row: (-row.reported, -row.open, row.label))


def _grouped(filters: dict, span: Period, field: str, now: datetime) -> list:
	"""The counted figures of each value; a figure of the period goes to whose work it was at its own moment (R107)."""
	ticket, end = frappe.qb.DocType("Repair Ticket"), ValueWrapper(min(now, span.end))
	found: dict = {}
	for moment, codes in (
		(ticket.reported_at, ("reported", "repeats")),
		(Case().when(ticket.closed_at < end, ticket.closed_at).else_(end), ("closed",)),
		(end, ("open_warranty", "overdue_warranty")),
	):
		value = _value(ticket, field, moment)
		query = frappe.qb.from_(ticket).select(value.as_("value")).groupby(value)
		for code in codes:
			query = query.select(reads_figures.total(code, ticket, now, span).as_(code.removesuffix("_warranty")))
		query = query.where(reads_figures.condition(codes[0], ticket, now, span))
		for row in within(query, ticket, filters, moment=moment).run(as_dict=True):
			found.setdefault(row.value, frappe._dict(dict.fromkeys(COUNTED, 0))).update(row)
	return list(found.values())


def _value(ticket, field: str, moment):
	"""What tickets are grouped by; a contractor is the one whose work it was at ``moment``."""
	return reads_kpi_facts.contractor(ticket, moment) if field == "contractor" else ticket[field]


def _kept(filters: dict, span: Period, field: str, now: datetime) -> dict[str, float]:
	query, ticket, clock = _joined("Ticket Clock", "parent")
	value = _value(ticket, field, clock.started_at)
	query = query.select(value, _sum(clock.state == "Met"), Count("*"))
	query = query.where((clock.code == "Agreed Completion") & clock.state.isin(("Met", "Late")))
	query = query.where(
		_in(clock.due_at, span) & reads_kpi_facts.valid(ticket, span.end if span.end <= now else None)
	)
	found = within(query, ticket, filters, moment=clock.started_at).groupby(value).run()
	return {value: 100 * float(met) / float(done) for value, met, done in found}
