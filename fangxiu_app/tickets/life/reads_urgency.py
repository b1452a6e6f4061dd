"""The order in which tickets should be worked on, the same for the engineer's day and for "next" on the desk."""

from __future__ import annotations

import frappe
from pypika import Case

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.tickets.life.rules_ticket_table import BEFORE_SURVEY

#: Parties for whom a role acts; everybody else of the repair centre acts for the engineer.
PARTIES = {roles.MANAGER: ("Engineer", "Manager"), roles.PROJECT_DEPARTMENT: ("Project Department",)}
MINE = ("Engineer",)
#: What the desk shows of a ticket that is next.
NEXT_FIELDS = (
	"name unit_code location defect_type status next_due_at next_clock emergency repeat_state waiting_on held_since arrived_at"
).split()
NEXT = 10


def ordered(query, ticket, mine: tuple[str, ...] = MINE):
	"""``query`` with the most urgent first.

	An emergency without arrival comes first (R72, R98); then tickets on which the reader himself has to act (``mine``); then those
	that wait for others, however late. Within each group by due time.
	"""
	waits = ticket.status.isin(BEFORE_SURVEY) & ticket.arrived_at.isnull() & ticket.held_since.isnull()
	rank = Case().when((ticket.emergency == 1) & waits, 0).when(ticket.waiting_on.isin(mine), 1).else_(2)
	return query.orderby(rank).orderby(ticket.due_order).orderby(ticket.name)


def is_pinned(card: dict) -> bool:
	"""Whether a ticket comes before all others, by the rule of :func:`ordered`."""
	open_ = card["status"] in BEFORE_SURVEY and not card.get("arrived_at") and not card.get("held_since")
	return bool(card.get("emergency") and open_)


def next_tickets() -> list[dict]:
	"""The ten tickets with a due time that come next in the session user's projects, with what the desk shows of them."""
	held = set(frappe.get_roles())
	mine = tuple(dict.fromkeys(party for role, parties in PARTIES.items() if role in held for party in parties)) or MINE
	ticket = frappe.qb.DocType("Repair Ticket")
	query = frappe.qb.from_(ticket).select(*(ticket[name] for name in NEXT_FIELDS))
	query = query.where(ticket.next_due_at.isnotnull())
	projects = allowed_projects(doctype="Repair Ticket")
	if projects is not None:
		query = query.where(ticket.project.isin(projects or [""]))
	return [{**row, "pinned": is_pinned(row)} for row in ordered(query, ticket, mine).limit(NEXT).run(as_dict=True)]
