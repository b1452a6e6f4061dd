from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.queries import reports


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Open tickets with the clock that runs out first and who has the ball; overdue minutes are positive."""
	now = now_datetime()
	rows = reports.open_tickets(frappe._dict(filters or {}), now)
	for row in rows:
		row.status, row.ball_holder, row.repeat_state = (
			_(row.status),
			_(row.ball_holder or ""),
			_(row.repeat_state),
		)
		row.overdue_minutes = int((now - row.next_due_at).total_seconds() // 60) if row.next_due_at else None
		row.age_days = (now - row.reported_at).days
	return columns(), rows


def columns() -> list[dict]:
	return [
		{
			"fieldname": "ticket",
			"label": _("Repair Ticket"),
			"fieldtype": "Link",
			"width": 150,
			"options": "Repair Ticket",
		},
		{"fieldname": "unit_code", "label": _("Unit Code"), "fieldtype": "Data", "width": 100},
		{"fieldname": "overdue_minutes", "label": _("Overdue (Minutes)"), "fieldtype": "Int", "width": 120},
		{"fieldname": "clock", "label": _("Next Clock"), "fieldtype": "Data", "width": 120},
		{"fieldname": "clause", "label": _("Clause"), "fieldtype": "Data", "width": 80},
		{"fieldname": "ball_holder", "label": _("Ball Holder"), "fieldtype": "Data", "width": 100},
		{"fieldname": "status", "label": _("Status"), "fieldtype": "Data", "width": 90},
		{"fieldname": "location", "label": _("Location"), "fieldtype": "Data", "width": 110},
		{"fieldname": "defect_type", "label": _("Defect Type"), "fieldtype": "Data", "width": 110},
		{"fieldname": "engineer_name", "label": _("Engineer"), "fieldtype": "Data", "width": 100},
		{"fieldname": "contractor_name", "label": _("Contractor"), "fieldtype": "Data", "width": 140},
		{"fieldname": "next_due_at", "label": _("Next Due"), "fieldtype": "Datetime", "width": 150},
		{"fieldname": "age_days", "label": _("Open For (Days)"), "fieldtype": "Int", "width": 110},
		{"fieldname": "repeat_state", "label": _("Repeat Repair"), "fieldtype": "Data", "width": 90},
		{
			"fieldname": "project",
			"label": _("Project"),
			"fieldtype": "Link",
			"width": 110,
			"options": "Project",
		},
	]
