"""Whose warranty ends when: parts of units and of common parts, by the dates they share, however many units there are (R51)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import frappe
from frappe.utils import getdate
from pypika.functions import Coalesce, Min

from fangxiu_app.estate.reads_units import is_private
from fangxiu_app.estate.rules_place import COMMON, PRIVATE
from fangxiu_app.expiry import rules_expiry as rules
from fangxiu_app.expiry.rules_expiry import Span
from fangxiu_app.warranty import reads_warranty_terms
from fangxiu_app.warranty.rules_warranty import UnitDates, answer

#: (project, building), the building empty for common parts of the whole estate.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Group:
	"""Units of a building that share warranty book and dates; ``place`` is where their campaign belongs."""

	place: Place
	book: str
	dates: UnitDates


@dataclass(frozen=True, slots=True)
class Unit:
	"""A unit or common part with what its answer depends on."""

	name: str
	code: str
	group: Group
	kind: str = PRIVATE


@dataclass(frozen=True, slots=True)
class Row:
	"""A unit in a campaign: the parts that end, and the first day on which one does."""

	unit: Unit
	span: Span
	parts: tuple[tuple[date, str], ...]
	expires_on: date


def groups(projects: list[str] | None) -> list[Group]:
	"""Groups of units that have been handed over, in these projects or in all. One query."""
	query = _in(projects, _units()).distinct()
	return [_group(row) for row in query.run(as_dict=True)]


def common_parts(projects: list[str] | None) -> list[Unit]:
	"""Common parts with the dates of their building or estate, as ``service_places.first_dates`` has them. Three queries."""
	accepted, handed_over = _first_dates(projects)
	unit = frappe.qb.DocType("Unit Archive")
	query = frappe.qb.from_(unit).select(unit.name, unit.unit_code, unit.project, unit.building, unit.quality_warranty)
	query = query.select(unit.completion_acceptance_date, unit.handover_date).where(unit.kind == COMMON)
	found = []
	for row in _in(projects, query.orderby(unit.unit_code), unit).run(as_dict=True):
		place = (row.project, row.building or "")
		days = (row.completion_acceptance_date or accepted.get(place), row.handover_date or handed_over.get(place))
		group = Group(place, row.quality_warranty or "", UnitDates(*map(_day, days)))
		if group.dates.handover:
			found.append(Unit(row.name, row.unit_code, group, COMMON))
	return found


def units_of(wanted: set[Group]) -> list[Unit]:
	"""Every unit of the groups. One query, however many."""
	unit = frappe.qb.DocType("Unit Archive")
	query = _units().select(unit.name, unit.unit_code).orderby(unit.unit_code)
	query = query.where(unit.building.isin(sorted({group.place[1] for group in wanted}) or [""]))
	found = (Unit(row.name, row.unit_code, _group(row)) for row in query.run(as_dict=True))
	return [one for one in found if one.group in wanted]


def endings(found: Iterable[Group], today: date) -> dict[Group, dict[str, date]]:
	"""Group → part → last day of the owner's cover. Terms are read once per project and book.

	Repairs that start a part's term anew are left out: the same part ends elsewhere in the unit all the same.
	"""
	terms = cache(lambda project, book: tuple(reads_warranty_terms.part_terms(project, book or None)))
	judged: dict[tuple, dict[str, date]] = {}
	ends = {}
	for group in found:
		key = (group.place[0], group.book, group.dates)
		if key not in judged:
			answers = ((term.part, answer(term, group.dates, today).owner_until) for term in terms(*key[:2]))
			judged[key] = {part: day for part, day in answers if day is not None}
		ends[group] = judged[key]
	return ends


def rows(
	units: Iterable[Unit], ends: dict[Group, dict[str, date]], spans: dict[Place, list[Span]], today: date
) -> list[Row]:
	"""Units in their campaigns, one row for each campaign that one of their parts ends in, from today on."""
	found = []
	for unit in units:
		parts: dict[Span, list[tuple[date, str]]] = defaultdict(list)
		for part, day in ends[unit.group].items():
			span = rules.span_of(day, spans.get(unit.group.place, ()))
			if span and day >= today:
				parts[span].append((day, part))
		for span, lines in parts.items():
			found.append(Row(unit, span, tuple(sorted(lines)), min(lines)[0]))
	return found


def known_spans(projects: list[str] | None, today: date) -> dict[Place, list[Span]]:
	"""Campaigns that still cover a day from today on, by their place. One query."""
	filters: dict = {"last_date": (">=", today)}
	if projects is not None:
		filters["project"] = ("in", projects or [""])
	found: dict[Place, list[Span]] = defaultdict(list)
	for row in frappe.get_all("Expiry Campaign", filters, ["project", "building", "expiry_date", "last_date"]):
		found[row.project, row.building or ""].append(Span(getdate(row.expiry_date), getdate(row.last_date)))
	return found


def _units():
	"""Units that have been handed over, with what their groups are made of."""
	unit, block = frappe.qb.DocType("Unit Archive"), frappe.qb.DocType("Estate Building")
	accepted = Coalesce(unit.completion_acceptance_date, block.completion_acceptance_date).as_("accepted")
	query = frappe.qb.from_(unit).left_join(block).on(block.name == unit.building)
	query = query.select(unit.project, unit.building, unit.quality_warranty, accepted)
	query = query.select(unit.handover_date, unit.deemed_handover_date)
	return query.where(is_private(unit) & (unit.handover_date.notnull() | unit.deemed_handover_date.notnull()))


def _group(row) -> Group:
	dates = (row.accepted, row.handover_date, row.deemed_handover_date)
	return Group((row.project, row.building or ""), row.quality_warranty or "", UnitDates(*map(_day, dates)))


def _in(projects: list[str] | None, query, table=None):
	table = table or frappe.qb.DocType("Unit Archive")
	return query if projects is None else query.where(table.project.isin(projects or [""]))


def _first_dates(projects: list[str] | None) -> tuple[dict[Place, date], dict[Place, date]]:
	"""Earliest acceptance and earliest handover, by building and by project. Two queries."""
	block, unit = frappe.qb.DocType("Estate Building"), frappe.qb.DocType("Unit Archive")
	accepted = frappe.qb.from_(block).select(block.project, block.name, block.completion_acceptance_date)
	handed_over = Min(Coalesce(unit.handover_date, unit.deemed_handover_date))
	handed = frappe.qb.from_(unit).select(unit.project, unit.building, handed_over).where(is_private(unit))
	handed = handed.groupby(unit.project, unit.building)
	return _earliest(_in(projects, accepted, block).run()), _earliest(_in(projects, handed).run())


def _earliest(rows: Iterable[tuple]) -> dict[Place, date]:
	found: dict[Place, date] = {}
	for project, building, day in rows:
		for place in ((project, building or ""), (project, "")) if day else ():
			found[place] = min(found.get(place, _day(day)), _day(day))
	return found


def _day(value) -> date | None:
	return getdate(value) if value else None
