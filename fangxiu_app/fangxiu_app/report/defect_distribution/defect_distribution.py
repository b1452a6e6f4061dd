from __future__ import annotations

import frappe
from frappe.utils import cint, now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.figures import report_parts as parts
from fangxiu_app.figures.report_parts import column
from fangxiu_app.reports import reads_repair_statistics

MOST = 100


def execute(filters: frappe._dict | None = None) -> tuple[list[dict], list[dict], str, dict | None]:
	"""The top ten defects (缺陷分布, R5, R6) by location, type, contractor or building, per 100 delivered units."""
	filters = frappe._dict(filters or {})
	dimension = filters.by if filters.get("by") in reads_repair_statistics.DIMENSIONS else "Location"
	most = min(max(cint(filters.get("most")) or reads_repair_statistics.MOST, 1), MOST)
	found = reads_repair_statistics.distribution(filters, parts.spans(filters)[0], dimension, now_datetime(), most)
	for number, row in enumerate(found["rows"], 1):
		row.number = number
		row.field = reads_repair_statistics.DIMENSIONS[dimension]
	note = _("{0} defects, {1} units handed over. Tickets that are no warranty work do not count.").format(
		found["total"], found["units"]
	)
	chart = parts.bars(
		[row.label for row in found["rows"]], _("Defects"), [row.tickets for row in found["rows"]]
	)
	return columns(dimension), found["rows"], note, chart


def columns(dimension: str) -> list[dict]:
	return [
		column("number", _("Sr"), "Int", 65),
		column("label", _(dimension), width=200),
		column("tickets", _("Defects"), "Int", 90),
		column("share", _("Share of Total"), "Percent", 90, precision=1),
		column("cumulative", _("Cumulative Share"), "Percent", 100, precision=1),
		column("per_100_units", _("Per 100 Units"), "Float", 100, precision=1),
		column("open", _("Open Now"), "Int", 90),
		column("overdue", _("Overdue"), "Int", 90),
		column("repeats", _("Repeats"), "Int", 90),
	]
