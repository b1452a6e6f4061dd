from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import add_days, get_datetime, get_first_day, getdate, now_datetime, today

from fangxiu_app.complaints import reads_complaints


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Complaints received in a period by project and level: how many, how they stand, which limits were met (R75, R110)."""
	chosen = frappe._dict(filters or {})
	start = get_datetime(getdate(chosen.from_date or get_first_day(today())))
	end = get_datetime(add_days(getdate(chosen.to_date or today()), 1))
	rows = reads_complaints.by_level(chosen.project, start, end, now_datetime())
	for row in rows:
		row["level_name"] = _(row["level"], context="Customer Complaint")
	return columns(), rows


def columns() -> list[dict]:
	return [
		_column("project", _("Project"), "Link", 160, "Project"),
		_column("level_name", _("Complaint Level"), "Data", 90),
		_column("received", _("Complaints Received"), "Int", 90),
		_column("open", _("Open Complaints"), "Int", 90),
		_column("overdue", _("Complaints Overdue"), "Int", 90),
		_column("escalated", _("Complaints Escalated"), "Int", 90),
		_column("reopened", _("Complaints Reopened"), "Int", 90),
		_column("contact_met", _("First Contact in Time (%)"), "Percent", 130),
		_column("reply_met", _("First Reply in Time (%)"), "Percent", 130),
		_column("solution_met", _("Solution in Time (%)"), "Percent", 130),
		_column("days", _("Days Until Closed"), "Float", 110),
	]


def _column(fieldname: str, label: str, fieldtype: str, width: int, options: str | None = None) -> dict:
	share = {"fx_dash": 1, "precision": 1} if fieldtype in ("Percent", "Float") else {}
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, "options": options, **share}
