"""The one page of a unit (一户一档, R6, R11, R41): everything known of it, read from where it happened."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.utils import getdate

from fangxiu_app.domain import unit_file as rules
from fangxiu_app.domain.warranty import answer
from fangxiu_app.messages import part_name
from fangxiu_app.queries import repeats
from fangxiu_app.queries import unit_file as reads
from fangxiu_app.repair import warranty


def page(unit_name: str, today: date | None = None) -> dict:
	"""The file of one unit as plain values: completeness, warranty by part, tickets, handover, evidence."""
	unit = frappe.get_doc("Unit Archive", unit_name)
	today = getdate(today)
	facts = reads.facts(unit.project, [unit.name])[unit.name]
	return {
		"unit": unit.name,
		"percent": rules.percent(facts),
		"missing": [part_name(key) for key in rules.missing(facts)],
		"warranty": parts(unit, today),
		"tickets": repeats.unit_tickets(unit.name, limit=50),
		**reads.history(unit.name),
	}


def parts(unit, today: date) -> list[dict]:
	"""Each part with the last day of both clocks, and who pays for a defect found today (R83)."""
	dates = warranty.unit_dates(unit)
	rows = []
	for term in warranty.part_terms(unit.project, unit.quality_warranty):
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
