from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, rate
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
		column("title", _("Time Limit"), width=160),
		column("clause", _("Clause"), width=130),
		column("total", _("Total"), "Int", 80),
		column("met", _("Met"), "Int", 80),
		column("late", _("Late"), "Int", 80),
		column("overdue", _("Limits Overdue"), "Int", 90),
		column("running", _("Running"), "Int", 80),
		rate("rate", _("Limits Kept (%)"), 110),
		column("formula", _("Met / Assessed"), width=120),
	]
