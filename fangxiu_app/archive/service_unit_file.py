"""The overview page of a unit (一户一档, R6, R11, R41), read from all records about it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import frappe
from frappe.utils import getdate

from fangxiu_app.archive import reads_unit_file as reads
from fangxiu_app.archive import reads_unit_sections
from fangxiu_app.archive import rules_unit_file as rules
from fangxiu_app.archive.rules_unit_sections import SECTIONS
from fangxiu_app.core.wording import _
from fangxiu_app.estate.rules_place import COMMON
from fangxiu_app.warranty import reads_warranty_terms, service_warranty
from fangxiu_app.warranty.rules_warranty import answer


def page(unit_name: str, today: date | None = None) -> dict:
	"""The file of one unit as plain values: completeness, its sections with their rows, and its evidence.

	A section whose documents the user may not read is left out; the unit's own right is the caller's to ask for.
	"""
	unit = frappe.get_doc("Unit Archive", unit_name)
	facts = reads.facts(unit.project, [unit.name])[unit.name]
	asked = reads_unit_sections.Unit(unit.name, unit.building)
	sections = []
	for section in SECTIONS:
		if section.doctype == "Unit Archive" or frappe.has_permission(section.doctype, "read"):
			reader = reads_unit_sections.READERS.get(section.code)
			rows = reader(asked) if reader else parts(unit, getdate(today))
			sections.append({**asdict(section), "rows": rows})
	return {
		"unit": unit.name,
		# a common part has no file to complete
		"percent": 100 if unit.kind == COMMON else rules.percent(facts),
		"missing": [] if unit.kind == COMMON else [part_name(key) for key in rules.missing(facts)],
		"sections": sections,
		"evidence": reads_unit_sections.evidence(unit.name)
		if frappe.has_permission("Evidence Item", "read")
		else [],
	}


def parts(unit, today: date) -> list[dict]:
	"""Each part with the last day of both clocks, and who pays for a defect found today (R83)."""
	dates = service_warranty.unit_dates(unit)
	rows = []
	for term in reads_warranty_terms.part_terms(unit.project, unit.quality_warranty):
		found = answer(term, dates, today)
		rows.append(
			{
				"part": term.part,
				"owner_until": found.owner_until,
				"contractor_until": found.contractor_until,
				"owner_covered": found.owner_covered,
				"contractor_covered": found.contractor_covered,
				"payer": _(found.payer),
			}
		)
	return rows


def part_name(key: str) -> str:
	"""What a part of the unit file is called (R41)."""
	return {
		"house_type": _("House Type"),
		"area": _("Area (m²)"),
		"accepted": _("Completion Acceptance Date"),
		"warranty_book": _("Quality Warranty"),
		"owner": _("Owner with phone"),
		"meters": _("Meters with numbers"),
		"inspected": _("Inspection sheet"),
		"owner_signed": _("Owner's Signature"),
		"original_filed": _("Original filed"),
	}[key]
