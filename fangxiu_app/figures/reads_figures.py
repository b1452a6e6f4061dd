"""Counts and lists of the register of figures: a number and the list it opens use the same condition."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe
from pypika import Case
from pypika.functions import Sum
from pypika.terms import Criterion

from fangxiu_app.figures import reads_kpi, reads_kpi_facts, rules_figures
from fangxiu_app.figures.reads_kpi_facts import Scene
from fangxiu_app.figures.rules_kpi import NOT_COUNTED, NOT_WARRANTY, Period
from fangxiu_app.tickets.clocks import reads_clocks
from fangxiu_app.tickets.life.rules_ticket import FINAL


def number(code: str, filters: dict, now: datetime, span: Period | None = None) -> int:
	"""How many records the figure counts in the user's projects. Raises KeyError for a code without a row."""
	return reads_kpi.count(
		rules_figures.BY_CODE[code].measure, filters, now, _span(code, now, span), reads_clocks.long_repair_days()
	)


def rows(code: str, filters: dict, now: datetime, span: Period | None = None) -> list[frappe._dict]:
	"""Exactly the records that ``number`` counts, newest first (at most ``kpi.MOST_ROWS``)."""
	return reads_kpi.tickets(
		rules_figures.BY_CODE[code].measure, filters, now, _span(code, now, span), reads_clocks.long_repair_days()
	)


def condition(code: str, ticket, now: datetime, span: Period | None = None) -> Criterion:
	"""The figure as a condition on the table of tickets, for reports that group them. Rounds that were ended are in it."""
	measure, span = rules_figures.BY_CODE[code].measure, _span(code, now, span)
	scene = Scene(ticket, ticket, span.end, min(now, span.end), reads_clocks.long_repair_days())
	if measure.anchor == "closed_at":
		return reads_kpi_facts.closed_in(ticket, span) & reads_kpi.counts(measure, scene)
	return reads_kpi.anchored(measure, scene, span) & reads_kpi.counts(measure, scene)


def total(code: str, ticket, now: datetime, span: Period | None = None):
	"""``condition`` as a sum, for a grouped query."""
	return Sum(Case().when(condition(code, ticket, now, span), 1).else_(0))


def list_filters(code: str, now: datetime) -> dict[str, list[tuple]]:
	"""A figure of tickets as they are now in the words of Frappe's list view: field → conditions.

	Frappe reads a comparison with an empty date as true (ifnull): "is set" stands beside every optional one. Raises KeyError
	for a figure whose facts no list can ask for.
	"""
	measure = rules_figures.BY_CODE[code].measure
	conditions: dict[str, list[tuple]] = {}
	for fact in (*measure.facts, *(("valid",) if measure.valid else ())):
		for field, wanted in _listed(fact, now).items():
			conditions.setdefault(field, []).extend(wanted)
	return conditions


def _listed(fact: str, now: datetime) -> dict[str, list[tuple]]:
	unfinished = {"status": [("not in", list(FINAL))]}
	return {
		"open": unfinished,
		"open_at_end": unfinished,
		"valid": {
			"status": [("not in", list(NOT_COUNTED))],
			"responsibility": [("not in", list(NOT_WARRANTY))],
		},
		"late": {"next_due_at": [("is", "set"), ("<", str(now))]},
		"soon": {"next_due_at": [(">=", str(now)), ("<", str(now + reads_kpi_facts.SOON))]},
		"owners_turn": {"waiting_on": [("=", "Owner")]},
		"contractors_turn": {"waiting_on": [("=", "Contractor")]},
		"propertys_turn": {"waiting_on": [("=", "Property Company")]},
		"repeat": {"repeat_state": [("=", "Confirmed")]},
		"unvisited": {"manager_visit": [("is", "not set")]},
		"long": {"reported_at": [("<", str(now - timedelta(days=reads_clocks.long_repair_days())))]},
	}[fact]


def _span(code: str, now: datetime, span: Period | None) -> Period:
	"""Figures of now know no period; others without one are those of the moment."""
	if span is None or rules_figures.BY_CODE[code].moment == "now":
		return Period(None, now)
	return span
