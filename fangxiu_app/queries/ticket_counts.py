"""Counts of tickets for the workspace: number cards and charts, always inside the user's projects."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import frappe
from frappe.query_builder.functions import Count, Date

from fangxiu_app.access.scope import allowed_projects
from fangxiu_app.domain.ticket import FINAL
from fangxiu_app.queries import rounds

#: A clock with less than this left is orange (screens 1).
SOON = timedelta(hours=2)
#: More bars than this and their names do not fit under them.
MOST_LOCATIONS = 6


#: Codes of the number cards.
CARDS = ("overdue", "soon", "owner", "contractor", "repeat", "long")


def card_filters(card: str, now: datetime, long_repair_days: int) -> dict[str, list]:
	"""List filters of one number card: field → conditions. Raises KeyError for a card that does not exist."""
	unfinished = {"status": [("not in", list(FINAL))]}
	cards = {
		# whatever its state: a closed ticket may owe its follow-up
		"overdue": {"next_due_at": [("<", str(now))]},
		"soon": {"next_due_at": [(">=", str(now)), ("<", str(now + SOON))]},
		"owner": {"ball_holder": [("=", "Owner")], **unfinished},
		"contractor": {"ball_holder": [("=", "Contractor")], **unfinished},
		"repeat": {"repeat_state": [("=", "Confirmed")], "manager_visit": [("is", "not set")], **unfinished},
		"long": {"reported_at": [("<", str(now - timedelta(days=long_repair_days)))], **unfinished},
	}
	return cards[card]


def count(filters: dict[str, list]) -> int:
	"""Tickets that fit, with the session user's permissions."""
	rows = [
		["Repair Ticket", field, *condition]
		for field, conditions in filters.items()
		for condition in conditions
	]
	return frappe.get_list("Repair Ticket", filters=rows, fields=["count(name) as number"])[0].number


def reported_and_closed(first: date, days: int) -> dict:
	"""Two lines of ``days`` points each from ``first`` on: tickets reported and tickets closed on each day."""
	every = [first + timedelta(days=step) for step in range(days)]
	series = {field: _per_day(field, first, every[-1]) for field in ("reported_at", "closed_at")}
	return {"days": every, **{field: [found.get(day, 0) for day in every] for field, found in series.items()}}


def by_location(since: date) -> list[tuple[str, int]]:
	"""The places reported most since ``since``, most first."""
	ticket = frappe.qb.DocType("Repair Ticket")
	number = Count(ticket.name)
	query = frappe.qb.from_(ticket).select(ticket.location, number).where(ticket.reported_at >= since)
	query = query.where(ticket.status.notin(("Merged", "Cancelled"))).groupby(ticket.location)
	return list(_scoped(query, ticket).orderby(number, order=frappe.qb.desc).limit(MOST_LOCATIONS).run())


def _per_day(field: str, first: date, last: date) -> dict[date, int]:
	ticket = frappe.qb.DocType("Repair Ticket")
	day = Date(ticket[field])
	query = frappe.qb.from_(ticket).select(day, Count(ticket.name)).groupby(day)
	query = query.where((ticket[field] >= first) & (ticket[field] < last + timedelta(days=1)))
	found = dict(_scoped(query, ticket).run())
	if field == "closed_at":
		for day, number in _reopened_later(first, last).items():
			found[day] = found.get(day, 0) + number
	return found


def _reopened_later(first: date, last: date) -> dict[date, int]:
	"""Closed on each day and reopened on a later one: the day's figure stays."""
	ticket, query = rounds.joined()
	closed, day = ticket.closed_at, Date(ticket.closed_at)
	query = query.select(day, Count("*")).groupby(day)
	query = query.where(
		(closed >= first) & (closed < last + timedelta(days=1)) & (Date(ticket.event.at) > day)
	)
	return dict(_scoped(query, ticket).run())


def _scoped(query, ticket):
	projects = allowed_projects(doctype="Repair Ticket")
	if projects is None:
		return query
	return query.where(ticket.project.isin(projects or [""]))
