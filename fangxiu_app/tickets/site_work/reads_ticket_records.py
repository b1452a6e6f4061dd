"""Records of a ticket, as its form lists them: visits, versions of the plan, evidence by stage."""

from __future__ import annotations

import frappe
from pypika.functions import Coalesce

#: Stands for a ticket of another project, whose number is not told.
OTHER_PROJECT = "?"
#: More rows than anybody looks at on a form; the lists show all.
MOST = 200


def visits(ticket: str) -> list:
	"""Site visits, newest first, with who was there."""
	fields = ["name", "kind", "result", "arrived_at", "findings", "visitor.full_name as visitor_name"]
	return frappe.get_all("Site Visit", {"ticket": ticket}, fields, order_by="arrived_at desc", limit=MOST)


def plans(ticket: str) -> list:
	"""Versions of the plan, newest first."""
	fields = "name version state important plan_class completion_at issued_at signed_by signed_at refusal_reason".split()
	return frappe.get_all("Repair Plan", {"ticket": ticket}, fields, order_by="version desc", limit=MOST)


def evidence(ticket: str) -> list:
	"""Evidence Items that the session's user may read, in the order they were taken.

	``same_as`` names another report's ticket of the project whose evidence has the same bytes and was recorded before, or says
	that another project has them: a photo shows one place (adr/0160). Copies made by a split or a merge are none.
	"""
	fields = "name stage moment kind file caption taken_at recorded_at sha256 came_from creation".split()
	rows = frappe.get_list(
		"Evidence Item", {"ticket": ticket}, fields, order_by="recorded_at asc, creation asc", limit=MOST
	)
	earlier = _recorded_before(ticket, {row.sha256: row.creation for row in rows[::-1] if row.sha256 and not row.came_from})
	for row in rows:
		row.same_as = earlier.get(row.sha256, "")
	return rows


def _recorded_before(ticket: str, digests: dict) -> dict[str, str]:
	"""Digest → ticket of another report that had these bytes before, ``OTHER_PROJECT`` for one of another project. One query."""
	if not digests:
		return {}
	item, owner = map(frappe.qb.DocType, ("Evidence Item", "Repair Ticket"))
	this = owner.as_("this")
	query = frappe.qb.from_(item).join(owner).on(owner.name == item.ticket).join(this).on(this.name == ticket)
	query = query.where(item.sha256.isin(list(digests)) & (item.ticket != ticket) & (Coalesce(item.came_from, "") == ""))
	query = query.where(Coalesce(owner.request, "") != Coalesce(this.request, "-"))
	query = query.select(item.sha256, item.ticket, item.project, this.project.as_("ours"), item.creation)
	rows = query.orderby(item.creation, order=frappe.qb.desc).run(as_dict=True)
	before = [row for row in rows if row.creation < digests[row.sha256]]
	return {row.sha256: row.ticket if row.project == row.ours else OTHER_PROJECT for row in before}
