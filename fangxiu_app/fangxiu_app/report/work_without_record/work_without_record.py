from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.figures import report_parts as parts
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.reports import reads_repair_lists


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str, dict | None]:
	"""Repairs at work that have no patrol record of today yet (未按日更新, R12, R100)."""
	rows = reads_repair_lists.without_record(frappe._dict(filters or {}), now_datetime())
	for row in rows:
		row.status = _(row.status)
		row.on_hold = _("On Hold") if row.held_until else ""
	top = reads_repair_lists.count(rows, "engineer_name")
	chart = parts.bars([name for name, _number in top], _("Tickets"), [number for _name, number in top])
	return columns(), rows, _("Repairs at work without a patrol record of today."), chart


def columns() -> list[dict]:
	return [
		*parts.ticket_columns(),
		column("days_without", _("Days Without Record"), "Int", 110),
		column("last_at", _("Last Patrol"), "Datetime", 150),
		column("started_at", _("Repair Started At"), "Datetime", 150),
		column("on_hold", _("Hold"), width=80),
		column("held_until", _("On Hold Until"), "Datetime", 150),
		link("project", _("Project"), "Project", 110),
	]
