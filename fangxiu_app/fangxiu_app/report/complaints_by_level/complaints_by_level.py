from __future__ import annotations

import frappe
from frappe.utils import add_days, get_datetime, get_first_day, getdate, now_datetime, today

from fangxiu_app.complaints import reads_complaints
from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link, rate


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
		link("project", _("Project"), "Project", 160),
		column("level_name", _("Complaint Level"), width=90),
		column("received", _("Complaints Received"), "Int", 90),
		column("open", _("Open Complaints"), "Int", 90),
		column("overdue", _("Complaints Overdue"), "Int", 90),
		column("escalated", _("Complaints Escalated"), "Int", 90),
		column("reopened", _("Complaints Reopened"), "Int", 90),
		rate("contact_met", _("First Contact in Time (%)"), 130),
		rate("reply_met", _("First Reply in Time (%)"), 130),
		rate("solution_met", _("Solution in Time (%)"), 130),
		column("days", _("Days Until Closed"), "Float", 110, precision=1, fx_dash=1),
	]
