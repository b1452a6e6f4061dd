from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.time.spans import length
from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.reports import reads_reports


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Open tickets with the clock that runs out first and who has to act; overdue minutes are positive."""
	now = now_datetime()
	rows = reads_reports.open_tickets(frappe._dict(filters or {}), now)
	for row in rows:
		row.status, row.waiting_on, row.repeat_state = (
			_(row.status),
			_(row.waiting_on or ""),
			_(row.repeat_state),
		)
		row.overdue_minutes = int((now - row.next_due_at).total_seconds() // 60) if row.next_due_at else None
		row.time_left = _left(row.overdue_minutes)
		row.age_days = (now - row.reported_at).days
	return columns(), rows


def _left(overdue_minutes: int | None) -> str:
	if overdue_minutes is None:
		return ""
	words = length(abs(overdue_minutes))
	return _("overdue {0}").format(words) if overdue_minutes > 0 else _("{0} left").format(words)


def columns() -> list[dict]:
	return [
		link("ticket", _("Repair Ticket"), "Repair Ticket", 150),
		column("unit_code", _("Unit Code"), width=100),
		column("time_left", _("Time Left"), width=130),
		column("clock", _("Next Clock"), width=120),
		column("clause", _("Clause"), width=80),
		column("waiting_on", _("Waiting On"), width=100),
		column("status", _("Status"), width=90),
		column("location", _("Location"), width=110),
		column("defect_type", _("Defect Type"), width=110),
		column("engineer_name", _("Engineer"), width=100),
		column("contractor_name", _("Contractor"), width=140),
		column("next_due_at", _("Next Due"), "Datetime", 150),
		column("age_days", _("Open For (Days)"), "Int", 110),
		column("repeat_state", _("Repeat Repair"), width=90),
		link("project", _("Project"), "Project", 110),
	]
