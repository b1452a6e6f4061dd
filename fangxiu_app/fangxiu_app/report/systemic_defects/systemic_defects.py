from __future__ import annotations

import frappe
from frappe.utils import add_days, cint, now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.quality import reads_systemic

#: Inferred from other developers' triggers: the same problem in three flats of a building.
UNITS, DAYS = 3, 180


def execute(filters: dict | None = None) -> tuple:
	"""Defects that look systemic, and how their rectification by the project department stands (R5)."""
	asked = frappe._dict(filters or {})
	since = add_days(now_datetime(), -max(cint(asked.days) or DAYS, 1))
	rows = reads_systemic.defects(asked, since, max(cint(asked.units) or UNITS, 2))
	for row in rows:
		row["state"] = _(row["state"]) if row.get("state") else _("Not tracked yet")
		row["department"] = _(row["department"]) if row.get("department") else ""
	untracked = sum(not row.get("warning") for row in rows)
	summary = [
		{"label": _("Systemic Defects"), "value": len(rows), "datatype": "Int"},
		{
			"label": _("Not tracked yet"),
			"value": untracked,
			"datatype": "Int",
			"indicator": "Red" if untracked else "Green",
		},
	]
	return columns(), rows, None, None, summary


def columns() -> list[dict]:
	return [
		link("project", _("Project"), "Project", 120),
		column("building_no", _("Building"), width=80),
		column("location", _("Location"), width=120),
		column("defect_type", _("Defect Type"), width=120),
		column("units", _("Units Concerned"), "Int", 90),
		column("problems", _("Defects"), "Int", 80),
		column("open", _("Still Open"), "Int", 80),
		column("first_at", _("First Found"), "Date", 120),
		column("last_at", _("Last Found"), "Date", 120),
		link("warning", _("Risk Warning"), "Risk Warning", 150),
		column("state", _("State"), width=100),
		column("department", _("Responsible Department"), width=100),
		column("due_on", _("Deadline"), "Date", 120),
	]
