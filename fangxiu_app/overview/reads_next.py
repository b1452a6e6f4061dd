"""What is next on the desk: the ten tickets of the user's projects that are most urgent."""

from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.figures import reads_figures
from fangxiu_app.tickets.life import reads_urgency

#: Parties for whom a role acts; everybody else of the repair centre acts for the engineer.
PARTIES = {
	roles.MANAGER: ("Engineer", "Manager"),
	roles.PROJECT_DEPARTMENT: ("Project Department",),
	roles.PROPERTY_DESK: ("Property Company",),
}
FIELDS = (
	"name unit_code location defect_type status next_due_at next_clock emergency repeat_state waiting_on held_since arrived_at"
).split()
NEXT = 10


def next_tickets() -> list[dict]:
	"""The ten tickets with a due time that come next, with what the desk shows of them. One query.

	What the desk's card counts as run out (``overdue_now``) stands before everything that has time left.
	"""
	held = set(frappe.get_roles())
	mine = tuple(dict.fromkeys(party for role, parties in PARTIES.items() if role in held for party in parties))
	ticket = frappe.qb.DocType("Repair Ticket")
	query = frappe.qb.from_(ticket).select(*(ticket[name] for name in FIELDS))
	query = query.where(ticket.next_due_at.isnotnull())
	projects = allowed_projects(doctype="Repair Ticket")
	if projects is not None:
		query = query.where(ticket.project.isin(projects or [""]))
	late = reads_figures.condition("overdue_now", ticket, now_datetime().replace(microsecond=0))
	rows = reads_urgency.ordered(query, ticket, mine or reads_urgency.MINE, late).limit(NEXT).run(as_dict=True)
	return [{**row, "pinned": reads_urgency.is_pinned(row)} for row in rows]
