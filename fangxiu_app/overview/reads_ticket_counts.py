"""Counts of tickets for the workspace: number cards and charts, always inside the user's projects."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

import frappe
from frappe.query_builder.functions import Count

from fangxiu_app.figures import reads_figures, reads_kpi
from fangxiu_app.figures.rules_kpi import Period

#: More bars than this and their names do not fit under them.
MOST_LOCATIONS = 6
#: Number cards of the desk: code of the card → figure of the register.
CARDS = {
	"overdue": "overdue_now",
	"soon": "due_soon",
	"owner": "owners_turn",
	"contractor": "contractors_turn",
	"property": "propertys_turn",
	"repeat": "repeats_unvisited",
	"long": "open_long",
}


def reported_and_closed(first: date, days: int, now: datetime) -> dict:
	"""Two lines of ``days`` points each from ``first`` on: the figures ``reported`` and ``closed`` of each day."""
	every = [first + timedelta(days=step) for step in range(days)]
	start, end = (datetime.combine(day, time()) for day in (first, every[-1] + timedelta(days=1)))
	series = {
		code: Counter(row.moment.date() for row in reads_figures.rows(code, {}, now, Period(start, end)))
		for code in ("reported", "closed")
	}
	return {"days": every, **{code: [found[day] for day in every] for code, found in series.items()}}


def by_location(since: date, now: datetime) -> list[tuple[str, int]]:
	"""The places with the most ``reported`` since ``since``, most first."""
	ticket = frappe.qb.DocType("Repair Ticket")
	number, span = Count(ticket.name), Period(datetime.combine(since, time()), now)
	query = frappe.qb.from_(ticket).select(ticket.location, number).groupby(ticket.location)
	query = reads_kpi.within(query, ticket, {}).where(reads_figures.condition("reported", ticket, now, span))
	return list(query.orderby(number, order=frappe.qb.desc).limit(MOST_LOCATIONS).run())
