"""Systemic defects: the same problem at the same place in several flats of a building (R5)."""

from __future__ import annotations

from datetime import datetime

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max, Min, Sum
from pypika.terms import Case

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.estate.rules_place import building as building_word

#: Kinds of warning under which a systemic defect is tracked with the project department.
TRACKED = ("Systemic Construction Defect", "Design Defect")


def defects(filters: dict, since: datetime, most_units: int) -> list[dict]:
	"""Building, location and defect type found in at least ``most_units`` flats since then, with their newest warning.

	Tickets and problems of inspections count alike; a problem that became a ticket counts once. Two queries.
	"""
	projects = allowed_projects(doctype="Risk Warning")
	seen = _tickets(since) + _problems(since)
	building = DocType("Estate Building")
	query = (
		frappe.qb.from_(seen)
		.join(building)
		.on(building.name == seen.building)
		.select(building.project, seen.building, building.building_no, seen.location, seen.defect_type)
		.select(Count(seen.unit).distinct().as_("units"), Count("*").as_("problems"))
		.select(Sum(seen.is_open).as_("open"), Min(seen.at).as_("first_at"), Max(seen.at).as_("last_at"))
		.groupby(building.project, seen.building, building.building_no, seen.location, seen.defect_type)
		.having(Count(seen.unit).distinct() >= most_units)
	)
	if projects is not None:
		query = query.where(building.project.isin(projects or ["-"]))
	if filters.get("project"):
		query = query.where(building.project == filters["project"])
	rows = query.run(as_dict=True)
	warnings = _warnings(sorted({row.building for row in rows}))
	for row in rows:
		row.update(warnings.get((row.building, row.location, row.defect_type)) or {})
		row.building_no = building_word(row.building_no or "")
	return sorted(rows, key=lambda row: (bool(row.get("warning")), -row["units"], row["building_no"] or ""))


def _tickets(since: datetime):
	ticket = DocType("Repair Ticket")
	return (
		frappe.qb.from_(ticket)
		.select(ticket.building, ticket.unit, ticket.location, ticket.defect_type)
		.select(ticket.reported_at.as_("at"))
		.select(Case().when(ticket.status == "Closed", 0).else_(1).as_("is_open"))
		.where((ticket.reported_at >= since) & ticket.status.notin(("Merged", "Cancelled")))
		.where(ticket.responsibility.notin(("Owner Caused",)))
	)


def _problems(since: datetime):
	item, inspection = DocType("Inspection Item"), DocType("Handover Inspection")
	return (
		frappe.qb.from_(item)
		.join(inspection)
		.on((inspection.name == item.parent) & (item.parenttype == "Handover Inspection"))
		.select(inspection.building, inspection.unit, item.location, item.defect_type)
		.select(inspection.inspected_at.as_("at"))
		.select(Case().when(item.state == "Closed", 0).else_(1).as_("is_open"))
		.where((inspection.inspected_at >= since) & item.ticket.isnull() & item.defect_type.isnotnull())
	)


def _warnings(buildings: list[str]) -> dict[tuple, dict]:
	"""(building, location, defect type) → its newest warning that was not withdrawn."""
	filters = {
		"building": ("in", buildings or ["-"]),
		"kind": ("in", TRACKED),
		"state": ("!=", "Withdrawn"),
	}
	fields = ["name as warning", "building", "location", "defect_type", "state", "department", "due_on"]
	rows = frappe.get_all("Risk Warning", filters, fields, order_by="raised_at", limit=0)
	return {(row.building, row.location, row.defect_type): row for row in rows}
