"""Readings of a unit's meters, and what was charged from them (R48). Reads only."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate


def readings(unit: str, kind: str) -> list[dict]:
	"""Every dated reading of one kind of meter of a unit, oldest first: ``on``, ``value``, ``source``, ``meter_no``.

	From the unit's file, its inspections and its transfer. Three queries.
	"""
	found = []
	fields = ["meter_no", "initial_reading", "reading_date", "handover_reading", "handover_read_on"]
	filters = {"parent": unit, "parenttype": "Unit Archive", "kind": kind}
	for row in frappe.get_all("Unit Meter", filters, fields):
		if row.reading_date:
			found.append(_mark(row.reading_date, row.initial_reading, unit, row.meter_no))
		if row.handover_read_on:
			found.append(_mark(row.handover_read_on, row.handover_reading, unit, row.meter_no))
	for parent, day in (("Handover Inspection", "inspected_at"), ("Unit Transfer", "handed_over_at")):
		doc, reading = DocType(parent), DocType("Meter Reading")
		rows = (
			frappe.qb.from_(reading)
			.join(doc)
			.on((doc.name == reading.parent) & (reading.parenttype == parent))
			.select(doc[day].as_("on"), reading.reading, doc.name, reading.meter_no)
			.where((doc.unit == unit) & (reading.kind == kind) & doc[day].isnotnull())
		).run(as_dict=True)
		found += [_mark(row.on, row.reading, row.name, row.meter_no) for row in rows]
	return sorted(found, key=lambda row: (row["on"], row["value"]))


def charges(unit: str, kind: str, exclude: str | None = None) -> list:
	"""Charges of the same meter that stand, except one."""
	filters = {"unit": unit, "kind": kind, "state": ("!=", "Cancelled"), "name": ("!=", exclude or "")}
	fields = ["name", "from_on", "from_reading", "to_on", "to_reading"]
	return frappe.get_all("Meter Charge", filters, fields, limit=0)


def _mark(on: date, value: float | None, source: str, meter_no: str | None) -> dict:
	return {"on": getdate(on), "value": value or 0, "source": source, "meter_no": meter_no or ""}
