"""A unit's handover records: readings, signatures, evidence, and what a project still has to do. Reads only."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import cint, getdate
from pypika import Case
from pypika.functions import Coalesce, Count, Min, Sum

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.delivery.rules_handover import (
	MONTHS,
	OPEN,
	PRE,
	PROJECT_DEPARTMENT,
	Problem,
	finally_accepted,
)
from fangxiu_app.estate.reads_units import is_private
from fangxiu_app.estate.rules_delivery_state import GIVEN


def owner_signed(unit: str, except_for: str | None = None) -> bool:
	"""Whether the owner has signed an inspection of the unit and not refused it (R45)."""
	filters = {
		"unit": unit,
		"round": ("!=", "Pre-inspection"),
		"state": "Owner Signed",
		"opinion": ("!=", "Refuse"),
		"name": ("!=", except_for or ""),
	}
	return bool(frappe.db.get_value("Handover Inspection", filters))


def accepted(unit: str, except_for: str | None = None) -> bool:
	"""Whether the project department is no longer responsible: finally accepted by the owner, or handed over (R45, R46, R50)."""
	return finally_accepted(opinions(unit, except_for)) or handed_over(unit)


def handed_over(unit: str) -> bool:
	"""Whether the repair centre has the unit (R46, R50)."""
	return bool(frappe.db.get_value("Unit Transfer", {"unit": unit, "state": "Handed Over"}))


def open_transfer(unit: str, except_for: str | None = None) -> str | None:
	"""The transfer of a unit that is not signed by both sides yet; None without one."""
	return frappe.db.get_value("Unit Transfer", {"unit": unit, "state": ("!=", "Handed Over"), "name": ("!=", except_for or "")})


def given(unit: str) -> bool:
	"""Whether an owner has the unit, by its file."""
	return frappe.db.get_value("Unit Archive", unit, "delivery_state") in GIVEN


def opinions(unit: str, except_for: str | None = None) -> list[str]:
	"""What the owner has signed in each round of the unit, oldest first; empty for a round that is not signed."""
	filters = {"unit": unit, "round": ("!=", "Pre-inspection"), "name": ("!=", except_for or "")}
	rows = frappe.get_all("Handover Inspection", filters, ["state", "opinion"], order_by="inspected_at asc, creation asc")
	return [row.opinion or "" if row.state == "Owner Signed" else "" for row in rows]


def delivered_in(buildings: list[str], since: date | None = None) -> list[frappe._dict]:
	"""Of the buildings with delivered flats: building, building_no, units, delivered ones, the first day. One query, none without buildings.

	``since`` leaves out what was delivered before that day; a flat whose day nobody wrote down counts.
	"""
	if not buildings:
		return []
	unit, block = frappe.qb.DocType("Unit Archive"), frappe.qb.DocType("Estate Building")
	day = Coalesce(unit.handover_date, unit.deemed_handover_date)
	given = unit.delivery_state.isin(GIVEN)
	if since:
		given &= day.isnull() | (day >= since)
	delivered = Sum(Case().when(given, 1).else_(0))
	first_on = Min(Case().when(given, day))
	query = frappe.qb.from_(unit).join(block).on(block.name == unit.building)
	query = query.select(unit.building, block.building_no, Count("*").as_("units"), delivered.as_("delivered"), first_on.as_("first_on"))
	query = query.where(unit.building.isin(buildings) & is_private(unit))
	return query.groupby(unit.building, block.building_no).having(delivered > 0).orderby(block.building_no).run(as_dict=True)


def rounds_with_owner(unit: str, except_for: str | None = None, until=None) -> list[str]:
	"""Names of the inspections of a unit that an owner takes part in, oldest first; up to a moment if one is given."""
	filters: dict = {"unit": unit, "round": ("!=", "Pre-inspection"), "name": ("!=", except_for or "")}
	if until:
		filters["inspected_at"] = ("<=", until)
	return frappe.get_all(
		"Handover Inspection", filters, pluck="name", order_by="inspected_at asc, creation asc"
	)


def last_readings(unit: str, except_for: str | None = None) -> dict[str, float]:
	"""The highest reading known of each kind of meter of the unit: its file and all rounds before. Two queries."""
	found: dict[str, float] = {}
	meters = frappe.get_all(
		"Unit Meter",
		{"parent": unit, "parenttype": "Unit Archive"},
		["kind", "initial_reading", "handover_reading"],
	)
	for row in meters:
		found[row.kind] = max(row.initial_reading or 0, row.handover_reading or 0)
	inspection, reading = frappe.qb.DocType("Handover Inspection"), frappe.qb.DocType("Meter Reading")
	rows = (
		frappe.qb.from_(reading)
		.join(inspection)
		.on((inspection.name == reading.parent) & (reading.parenttype == "Handover Inspection"))
		.select(reading.kind, reading.reading)
		.where((inspection.unit == unit) & (inspection.name != (except_for or "")))
	).run()
	for kind, value in rows:
		found[kind] = max(found.get(kind) or 0, value or 0)
	return found


def owner(unit: str) -> frappe._dict:
	"""Name and phone of the unit's present owner, the first of several; empty where the file names none."""
	filters = {"parent": unit, "parenttype": "Unit Archive", "to_date": ("is", "not set")}
	rows = frappe.get_all(
		"Unit Owner", filters, ["owner_name", "phone"], order_by="is_primary desc, idx asc", limit=1
	)
	return rows[0] if rows else frappe._dict()


def evidence_files(source: str, link: str = "inspection") -> set[str]:
	"""Files kept as evidence of an inspection or transfer."""
	return set(frappe.get_all("Evidence Item", {link: source}, pluck="file"))


def own_photos(transfer: str, unit: str) -> int:
	"""How many different photos prove a transfer: the same bytes are one, and what shows an inspection of the unit is none. Two queries."""
	inspections = frappe.get_all("Handover Inspection", {"unit": unit}, pluck="name", limit=0)
	either = {"transfer": transfer, "inspection": ("in", inspections or [""])}
	rows = frappe.get_all("Evidence Item", or_filters=either, fields=["transfer", "sha256", "file"], limit=0)
	shown: dict[bool, set[str]] = {True: set(), False: set()}
	for row in rows:
		shown[row.transfer == transfer].add(row.sha256 or row.file)
	return len(shown[True] - shown[False])


def problems(unit: str) -> list[Problem]:
	"""All problems of all inspections of a unit."""
	inspection, item = frappe.qb.DocType("Handover Inspection"), frappe.qb.DocType("Inspection Item")
	query = frappe.qb.from_(item).join(inspection).on(inspection.name == item.parent).where(inspection.unit == unit)
	return [problem(*row) for row in query.select(item.state, item.responsible, item.rectified_on, item.counted_from, inspection.round).run()]


def problem(state: str, responsible: str, rectified_on, counted_from, round_: str) -> Problem:
	"""A stored line of an inspection of this round as the rules take it."""
	days = (getdate(day) if day else None for day in (rectified_on, counted_from))
	return Problem(state, responsible, *days, with_owner=round_ != PRE)


def to_rectify() -> list[str]:
	"""The inspections of the user's projects with a problem that the project department has to rectify. One query."""
	inspection, item = frappe.qb.DocType("Handover Inspection"), frappe.qb.DocType("Inspection Item")
	query = frappe.qb.from_(item).join(inspection).on(inspection.name == item.parent)
	query = query.where((item.responsible == PROJECT_DEPARTMENT) & (item.state == OPEN))
	projects = allowed_projects(doctype="Handover Inspection")
	if projects is not None:
		query = query.where(inspection.project.isin(projects or [""]))
	return [name for (name,) in query.select(inspection.name).distinct().orderby(inspection.name).run()]


def has_rectified(unit: str, user: str) -> bool:
	"""Whether this user reported a problem as rectified that was found in the unit with its owner (R46)."""
	inspection, item = frappe.qb.DocType("Handover Inspection"), frappe.qb.DocType("Inspection Item")
	query = frappe.qb.from_(item).join(inspection).on(inspection.name == item.parent)
	query = query.where((inspection.unit == unit) & (inspection.docstatus < 2) & (inspection.round != PRE))
	return bool(query.where(item.rectified_by == user).select(item.name).limit(1).run())


def open_problems(unit: str, rounds: list[str] | None = None) -> list:
	"""Problems of all inspections of a unit, or of the named ones, that are not closed, oldest first."""
	inspection, item = frappe.qb.DocType("Handover Inspection"), frappe.qb.DocType("Inspection Item")
	query = (
		frappe.qb.from_(item)
		.join(inspection)
		.on(inspection.name == item.parent)
		.select(
			item.name.as_("row"),
			item.photo,
			item.rectified_note,
			item.after_photo,
			item.location,
			item.description,
			item.state,
			item.responsible,
			item.rectified_on,
			item.ticket,
			inspection.name.as_("inspection"),
			inspection.round,
		)
		.where((inspection.unit == unit) & (item.state != "Closed"))
		.orderby(inspection.inspected_at, item.idx)
	)
	if rounds is not None:
		query = query.where(inspection.name.isin(rounds or [""]))
	return query.run(as_dict=True)


def months() -> int:
	"""Months of R46: a setting."""
	return cint(frappe.db.get_single_value("Fangxiu Settings", "handover_months")) or MONTHS
