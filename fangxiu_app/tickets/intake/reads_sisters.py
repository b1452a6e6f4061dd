"""Sister units: the same problem up and down the riser, or in flats of the same house type (R82)."""

from __future__ import annotations

from datetime import date, timedelta

import frappe

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.core.wording import _

#: The most rows of the hint; the list shows all.
MOST = 12


def find_sisters(unit: str, location: str, defect_type: str, on: date, look_back_days: int) -> list[dict]:
	"""Tickets of other units with the same part and problem, those of the same riser first. Two queries."""
	home = frappe.get_cached_doc("Unit Archive", unit)
	since = on - timedelta(days=look_back_days) if look_back_days else None
	wanted = (home, location, defect_type, since)
	found = _rows(True, *wanted) if home.riser else []
	if home.house_type:
		known = {row.name for row in found}
		found += [row for row in _rows(False, *wanted) if row.name not in known]
	return found[:MOST]


def _rows(riser: bool, home, location: str, defect_type: str, since: date | None) -> list:
	ticket, unit = frappe.qb.DocType("Repair Ticket"), frappe.qb.DocType("Unit Archive")
	query = (
		frappe.qb.from_(ticket)
		.join(unit)
		.on(unit.name == ticket.unit)
		.select(
			ticket.name, unit.title, ticket.unit_code, ticket.status, ticket.reported_at, ticket.closed_at
		)
		.select(ticket.location, ticket.defect_type)
		.where((ticket.project == home.project) & (ticket.unit != home.name))
		.where((ticket.location == location) & (ticket.defect_type == defect_type))
		.where(ticket.status.notin(("Merged", "Cancelled")))
		.orderby(ticket.reported_at, order=frappe.qb.desc)
		.limit(MOST)
	)
	if riser:
		query = query.where((ticket.building == home.building) & (ticket.riser == home.riser))
	else:
		query = query.where((unit.project == home.project) & (unit.house_type == home.house_type))
	if since:
		query = query.where(ticket.reported_at >= since)
	projects = allowed_projects(doctype="Repair Ticket")
	if projects is not None:
		query = query.where(ticket.project.isin(projects or [""]))
	rows = query.run(as_dict=True)
	for row in rows:
		row.relation = _("Same Riser") if riser else _("Same House Type")
	return rows
