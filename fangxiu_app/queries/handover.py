"""What is known of a unit's handover: readings, signatures, evidence, and what a project still owes. Reads only."""

from __future__ import annotations

import frappe


def first_signed(unit: str, except_for: str | None = None) -> bool:
	"""Whether the owner has signed a first inspection of the unit and accepted it (R45)."""
	filters = {
		"unit": unit,
		"round": "First",
		"state": "Owner Signed",
		"opinion": ("!=", "Refuse"),
		"name": ("!=", except_for or ""),
	}
	return bool(frappe.db.get_value("Handover Inspection", filters))


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


def evidence_files(source: str, link: str = "inspection") -> set[str]:
	"""Files kept as evidence of an inspection or transfer."""
	return set(frappe.get_all("Evidence Item", {link: source}, pluck="file"))


def open_problems(unit: str) -> list:
	"""Problems of all inspections of a unit that are not closed, oldest first."""
	inspection, item = frappe.qb.DocType("Handover Inspection"), frappe.qb.DocType("Inspection Item")
	return (
		frappe.qb.from_(item)
		.join(inspection)
		.on(inspection.name == item.parent)
		.select(
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
	).run(as_dict=True)
