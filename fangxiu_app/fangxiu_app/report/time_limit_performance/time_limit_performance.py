from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.figures.report_parts import rate
from fangxiu_app.reports import reads_reports


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""On-time rates per clock: met ÷ (met + late + overdue now). Clocks still running in time do not count."""
	rows = reads_reports.clock_performance(frappe._dict(filters or {}), now_datetime())
	for row in rows:
		judged = row.met + row.late + row.overdue
		row.clause = row.clause or ""
		row.rate = 100 * row.met / judged if judged else None
		row.formula = _("{0} of {1}").format(int(row.met), int(judged)) if judged else "–"
	return columns(), rows


def columns() -> list[dict]:
	return [
		{"fieldname": "title", "label": _("Time Limit"), "fieldtype": "Data", "width": 160},
		{"fieldname": "clause", "label": _("Clause"), "fieldtype": "Data", "width": 130},
		{"fieldname": "total", "label": _("Total"), "fieldtype": "Int", "width": 80},
		{"fieldname": "met", "label": _("Met"), "fieldtype": "Int", "width": 80},
		{"fieldname": "late", "label": _("Late"), "fieldtype": "Int", "width": 80},
		{"fieldname": "overdue", "label": _("Limits Overdue"), "fieldtype": "Int", "width": 90},
		{"fieldname": "running", "label": _("Running"), "fieldtype": "Int", "width": 80},
		rate("rate", _("Limits Kept (%)"), 110),
		{"fieldname": "formula", "label": _("Met / Assessed"), "fieldtype": "Data", "width": 120},
	]
