"""Counts the key figures of ``figures.rules_kpi``: one query per kind of record and moment, whatever the number of figures."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

import frappe
from pypika import Case, Criterion, Order
from pypika.functions import Coalesce, Count, Date, Sum
from pypika.terms import ValueWrapper

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.figures import reads_kpi_facts, reads_rounds, rules_kpi
from fangxiu_app.figures.reads_kpi_facts import Scene
from fangxiu_app.figures.rules_kpi import Kpi, Measure, Period

#: Filters of the sheet that are fields of the ticket.
FILTERS = ("project", "building", "contractor", "engineer", "location", "defect_type")
#: Units know no contractor and no defect.
UNIT_FILTERS = ("project", "building")
#: The most rows of a list, which says that it was cut.
MOST_ROWS = 5000


def sheet(
	filters: dict,
	now: datetime,
	spans: tuple[Period, ...],
	rows: tuple[Kpi, ...] = rules_kpi.KPIS,
	long_days: int = 15,
) -> list[list[tuple[float | None, float | None]]]:
	"""(numerator, denominator) of every figure of ``rows`` in every period of ``spans``, in the user's projects."""
	measures = list(dict.fromkeys(m for row in rows for m in (row.numerator, row.denominator) if m))
	groups: dict[tuple, list[Measure]] = defaultdict(list)
	for measure in measures:
		if measure.amount != "median":
			groups[measure.source, measure.anchor, measure.valid].append(measure)
	counted: dict[tuple[Measure, Period], float] = {}
	for group in groups.values():
		counted |= _count(group, filters, now, spans, long_days)
	for measure in (m for m in measures if m.amount == "median"):
		counted |= {(measure, span): _median(measure, filters, now, span) for span in spans}
	return [[(counted[r.numerator, s], counted.get((r.denominator, s))) for s in spans] for r in rows]


def tickets(measure: Measure, filters: dict, now: datetime, span: Period, long_days: int = 15) -> list[dict]:
	"""The records one number counts, newest first, at most ``MOST_ROWS``: what a click on the number opens."""
	if measure.source == "unit":
		return _units(filters, span)
	rows = _listed(measure, _from(measure, now, span, long_days), filters, span)
	if _is_kept(measure):
		rows += _listed(measure, _ended(now, span, long_days), filters, span)
		rows.sort(key=lambda row: row.moment, reverse=True)
	return rows[:MOST_ROWS]


def count(measure: Measure, filters: dict, now: datetime, span: Period, long_days: int = 15) -> int:
	"""How many rows ``tickets`` lists, counted in the database."""
	if measure.source == "unit":
		return _delivered(filters, span)
	made = [_from(measure, now, span, long_days)]
	if _is_kept(measure):
		made.append(_ended(now, span, long_days))
	return sum(_meant(measure, one, filters, span).select(Count("*")).run()[0][0] for one in made)


def _meant(measure: Measure, made, filters: dict, span: Period):
	"""The query of the records a measure counts: what is added up and what is listed."""
	scene, query = made
	query = within(query, scene.ticket, filters, moment=_worked_at(measure, scene))
	return query.where(_anchored(measure, scene, span) & _counts(measure, scene, span))


def _worked_at(measure: Measure, scene: Scene):
	"""The moment that decides whose work a record is: the start of a limit, the record's own moment, or the period's end."""
	if measure.source == "clock":
		return scene.record.started_at
	if measure.anchor in ("ever", "now"):
		return ValueWrapper(scene.as_of)
	return scene.record[measure.anchor]


def _listed(measure: Measure, made, filters: dict, span: Period) -> list[dict]:
	scene, query = made[0], _meant(measure, made, filters, span)
	ticket, record = scene.ticket, scene.record
	user, supplier = map(frappe.qb.DocType, ("User", "Supplier"))
	moment = _listed_at(measure, scene)
	query = query.left_join(user).on(user.name == ticket.engineer)
	query = query.left_join(supplier).on(
		supplier.name == reads_kpi_facts.contractor(ticket, _worked_at(measure, scene))
	)
	names = "project unit_code location defect_type status reported_at owner_accepted_at closed_at".split()
	query = query.select(
		ticket.name.as_("ticket"),
		*(ticket[name] for name in names),
		user.full_name.as_("engineer_name"),
		supplier.supplier_name.as_("contractor_name"),
		moment.as_("moment"),
	)
	if measure.source != "ticket":
		query = query.select(record.name.as_("record"))
	if measure.source == "clock":
		query = query.select(record.code.as_("clock"), record.state.as_("clock_state"))
	if measure.amount:
		query = query.select(reads_kpi_facts.amount(measure.amount, scene).as_("amount"))
	return query.orderby(moment, order=Order.desc).orderby(ticket.name).limit(MOST_ROWS).run(as_dict=True)


def _listed_at(measure: Measure, scene: Scene):
	if measure.source == "clock":
		return scene.record.due_at
	return scene.ticket.reported_at if measure.anchor in ("ever", "now") else scene.record[measure.anchor]


def _count(group: list[Measure], filters: dict, now: datetime, spans, long_days: int) -> dict:
	"""One query for the whole group. Clocks are counted by their code, so that each row is read once."""
	first = group[0]
	if first.source == "unit":
		return {(first, span): _delivered(filters, span) for span in spans}
	widest = Period(_earliest(spans), max(span.end for span in spans))
	shapes = list(dict.fromkeys((replace(measure, codes=()), span) for measure in group for span in spans))
	query = _sums(_from(first, now, widest, long_days), group, shapes, filters, now, widest)
	if _is_kept(first):
		query = query.union_all(_sums(_ended(now, widest, long_days), group, shapes, filters, now, widest))
	rows = query.run()
	if first.source != "clock":
		totals = [sum(float(value or 0) for value in column) for column in zip(*rows, strict=True)]
		return dict(zip(shapes, totals, strict=True))
	found = {row[-1]: dict(zip(shapes, row, strict=False)) for row in rows}
	return {
		(measure, span): float(
			sum(found.get(c, {}).get((replace(measure, codes=()), span)) or 0 for c in measure.codes)
		)
		for measure in group
		for span in spans
	}


def _sums(made, group: list[Measure], shapes: list, filters: dict, now: datetime, widest: Period):
	"""One sum for each of ``shapes``; where the records are clocks, a line for each code, which stands last."""
	(scene, query), first = made, group[0]
	earliest = min(span.end for _shape, span in shapes)
	over = earliest <= now
	for number, (shape, span) in enumerate(shapes):
		own = Scene(scene.record, scene.ticket, span.end, min(now, span.end), scene.long_days)
		counts = _counts(replace(shape, valid=False), own, span) if shape.facts else None
		if first.valid and over:
			counts = reads_kpi_facts.valid(own.ticket, own.over) & (counts or _always(own))
		if filters.get("contractor"):
			worked = reads_kpi_facts.contractor(scene.ticket, _worked_at(shape, own)) == filters["contractor"]
			counts = worked & (counts or _always(own))
		moment = _anchored(shape, own, span)
		adds = reads_kpi_facts.amount(shape.amount, own)
		query = query.select(
			Sum(Case().when(moment if counts is None else moment & counts, adds).else_(0)).as_(f"n{number}")
		)
	query = within(query, scene.ticket, {**filters, "contractor": None}).where(
		_anchored(first, scene, widest, ever=True)
	)
	if first.valid:  # asked once; what was known at the end of each period is asked again in that period's sum
		query = query.where(reads_kpi_facts.valid(scene.ticket, earliest if over else None, since=True))
	for name in reads_kpi_facts.TIMELESS.intersection(*(measure.facts for measure in group)):
		query = query.where(reads_kpi_facts.fact(name, scene))
	if first.source != "clock":
		return query
	code = scene.record.code
	query = query.where(code.isin(sorted({code for m in group for code in m.codes})))
	return query.select(code).groupby(code)


def _always(scene: Scene):
	return scene.ticket.name.notnull()


def _median(measure: Measure, filters: dict, now: datetime, span: Period) -> float | None:
	"""The middle one of the amounts, or the mean of the middle two; None where there are none."""
	amounts = None
	for scene, query in (_from(measure, now, span, 0), _ended(now, span, 0)):
		query = _meant(measure, (scene, query), filters, span)
		query = query.select(reads_kpi_facts.amount(measure.amount, scene).as_("amount"))
		amounts = amounts.union_all(query) if amounts else query
	amounts = amounts.as_("fx_amounts")
	query = frappe.qb.from_(amounts)
	total = query.select(Count("*")).run()[0][0]
	if not total:
		return None
	middle = query.select(amounts.amount).orderby(amounts.amount)
	middle = middle.limit(2 - total % 2).offset((total - 1) // 2).run()
	return float(sum(row[0] for row in middle)) / len(middle)


def _is_kept(measure: Measure) -> bool:
	"""Whether a reopening takes the measure's moment from the ticket to the log."""
	return measure.source == "ticket" and measure.anchor in reads_rounds.KEPT


def _ended(now: datetime, span: Period, long_days: int):
	"""As ``_from``, for rounds of repair that a reopening ended."""
	ticket, query = reads_rounds.joined()
	return Scene(ticket, ticket, span.end, min(now, span.end), long_days), query


def _from(measure: Measure, now: datetime, span: Period, long_days: int):
	"""The record's table joined with its ticket, and the scene they make."""
	ticket = frappe.qb.DocType("Repair Ticket")
	if measure.source == "ticket":
		return Scene(ticket, ticket, span.end, min(now, span.end), long_days), frappe.qb.from_(ticket)
	record = frappe.qb.DocType(reads_kpi_facts.SOURCES[measure.source])
	link = record.parent if measure.source == "clock" else record.ticket
	query = frappe.qb.from_(record).join(ticket).on(ticket.name == link)
	return Scene(record, ticket, span.end, min(now, span.end), long_days), query


def _anchored(measure: Measure, scene: Scene, span: Period, ever: bool = False):
	"""The record's moment lies in the period. A round that was ended counts where its end came after the period's (``ever``: always)."""
	if measure.anchor == "now":
		return scene.ticket.reported_at.notnull()
	if measure.anchor == "ever":
		return scene.ticket.reported_at < span.end
	moment = scene.record[measure.anchor]
	inside = moment < span.end if span.start is None else (moment >= span.start) & (moment < span.end)
	if isinstance(scene.ticket, reads_rounds.Round) and not ever:
		return inside & (scene.ticket.event.at >= span.end)
	return inside


def _counts(measure: Measure, scene: Scene, span: Period):
	"""The measure's own facts and clocks, without the tickets that count nowhere (``kpi_facts.valid``)."""
	conditions = [reads_kpi_facts.valid(scene.ticket, scene.over)] if measure.valid else []
	if measure.codes:
		conditions.append(scene.record.code.isin(measure.codes))
	return Criterion.all([*conditions, *(reads_kpi_facts.fact(name, scene) for name in measure.facts)])


def anchored(measure: Measure, scene: Scene, span: Period):
	"""The record's moment lies in the period, for reports that group tickets by themselves."""
	return _anchored(measure, scene, span)


def counts(measure: Measure, scene: Scene):
	"""The measure's facts, without the tickets that count nowhere, for reports that group tickets by themselves."""
	return _counts(measure, scene, Period(None, scene.end))


def within(query, table, filters: dict, names: tuple[str, ...] = FILTERS, moment=None):
	"""Only the user's projects, and what the filters ask for; whose work it was at ``moment`` where one is given."""
	projects = allowed_projects(doctype="Repair Ticket")
	if projects is not None:
		query = query.where(table.project.isin(projects or [""]))
	for name in names:
		if filters.get(name):
			worked = name == "contractor" and moment is not None
			column = reads_kpi_facts.contractor(table, moment) if worked else table[name]
			query = query.where(column == filters[name])
	return query


def _earliest(spans) -> datetime | None:
	starts = [span.start for span in spans]
	return None if None in starts else min(starts)


def targets() -> dict[str, float]:
	"""Targets that somebody has set: code → figure in its own unit."""
	rows = frappe.get_all("KPI Target", {"has_target": 1}, ["code", "target"])
	return {row.code: row.target for row in rows}


def _handed_over(unit, span: Period):
	return unit.delivery_state.isin(("Delivered", "Proxy Accepted")) & (handed_over_on(unit) < span.end)


def handed_over_on(unit):
	"""The day of the handover; for a unit without one the day it was entered here."""
	return Coalesce(unit.handover_date, unit.deemed_handover_date, Date(unit.creation))


def _delivered(filters: dict, span: Period) -> int:
	unit = frappe.qb.DocType("Unit Archive")
	query = frappe.qb.from_(unit).select(Count("*")).where(_handed_over(unit, span))
	return within(query, unit, filters, UNIT_FILTERS).run()[0][0]


def _units(filters: dict, span: Period) -> list[dict]:
	unit = frappe.qb.DocType("Unit Archive")
	query = frappe.qb.from_(unit).select(
		unit.name.as_("unit"), unit.unit_code, unit.project, handed_over_on(unit).as_("moment")
	)
	query = within(query.where(_handed_over(unit, span)), unit, filters, UNIT_FILTERS)
	return query.orderby(unit.unit_code).limit(MOST_ROWS).run(as_dict=True)
