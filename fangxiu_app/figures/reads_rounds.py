"""Repair rounds that ended when a ticket was reopened: a close in October still counts for October.

The ticket carries the facts of its running round only. The log line of each reopening keeps those it ended
(``tickets.life.service_transitions.ENDED``); a period still counts them when the reopening came after its end.
"""

from __future__ import annotations

from datetime import datetime

import frappe
from pypika import Table
from pypika.functions import Coalesce
from pypika.terms import Criterion, ExistsCriterion, Term, ValueWrapper

#: Columns of the ticket that a reopening moves to the log.
KEPT = ("closed_at", "owner_accepted_at", "third_party_at", "responsibility")
#: Actions that judge the responsibility of a round, or take the judgement back with it.
JUDGING = ("survey", "reopen")
#: Who worked in the round; empty in log lines that are older than the column.
WORKED = "contractor"


class Round:
	"""A ticket as it stood before it was reopened: the kept columns from the log line, all others its own."""

	def __init__(self, event: Table, ticket: Table):
		self.event, self.ticket = event, ticket

	def __getitem__(self, name: str) -> Term:
		if name == "status":  # whatever became of it later
			return ValueWrapper("Closed")
		if name == WORKED:
			return Coalesce(self.event.contractor, self.ticket.contractor)
		if name == "original_contractor":  # the reopening gave the ticket back to them
			return Coalesce(self.ticket.original_contractor, self.ticket.contractor)
		return (self.event if name in KEPT else self.ticket)[name]

	__getattr__ = __getitem__


def table() -> Table:
	"""The log, for queries that start from it."""
	return frappe.qb.DocType("Ticket Event").as_("fx_round")


def joined() -> tuple[Round, object]:
	"""Ended rounds with their tickets: (round, query)."""
	event, ticket = table(), frappe.qb.DocType("Repair Ticket")
	query = frappe.qb.from_(event).join(ticket).on(ticket.name == event.ticket)
	return Round(event, ticket), query.where(event.action == "reopen")


def closed_by(ticket: Table, end: datetime, start: datetime | None = None) -> Criterion:
	"""Closed before ``end`` (and not before ``start``), and reopened only after ``end``."""
	event = table()
	found = frappe.qb.from_(event).select(event.ticket)
	found = found.where((event.action == "reopen") & (event.closed_at < end) & (event.at >= end))
	if start:
		found = found.where(event.closed_at >= start)
	return ticket.name.isin(found)


def third_party(ticket: Table) -> Criterion:
	"""Given to a third party in a round that was ended."""
	event = table()
	found = frappe.qb.from_(event).select(event.ticket)
	return ticket.name.isin(found.where((event.action == "reopen") & event.third_party_at.isnotnull()))


def judged_later(ticket: Table, end: datetime) -> Criterion:
	"""The survey that judged the responsibility, or the reopening that took the judgement back, came only after ``end``."""
	event = table()
	found = frappe.qb.from_(event).select(event.ticket)
	return ticket.name.isin(found.where(event.action.isin(JUDGING) & (event.at >= end)))


def judged_by(ticket: Table, end: datetime, judgements: tuple[str, ...]) -> Criterion:
	"""Judged as one of ``judgements`` at ``end``, in a round that was reopened since: the first to touch it after ``end``."""
	event, between = table(), frappe.qb.DocType("Ticket Event").as_("fx_between")
	earlier = frappe.qb.from_(between).select(between.name)
	earlier = earlier.where((between.ticket == event.ticket) & between.action.isin(JUDGING))
	earlier = earlier.where((between.at >= end) & (between.at < event.at))
	found = frappe.qb.from_(event).select(event.ticket)
	found = found.where((event.action == "reopen") & (event.at >= end))
	found = found.where(event.responsibility.isin(judgements) & ExistsCriterion(earlier).negate())
	return ticket.name.isin(found)
