from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.queries import intake_ledger


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""The running intake ledger (接报流水账, R78): one numbered line per reported item, or per visit without any."""
	rows = intake_ledger.lines(frappe._dict(filters or {}))
	for number, row in enumerate(rows, 1):
		row.number = number
		row.channel, row.status = _(row.channel or ""), _(row.status or "")
		row.told_after = _minutes(row.reported_at, row.told_at)
		row.entered_after = _minutes(row.told_at, row.entered_at)
	return columns(), rows


def columns() -> list[dict]:
	return [
		{"fieldname": "number", "label": _("No."), "fieldtype": "Int", "width": 60},
		{"fieldname": "reported_at", "label": _("Reported At"), "fieldtype": "Datetime", "width": 150},
		{"fieldname": "channel", "label": _("Channel"), "fieldtype": "Data", "width": 90},
		{
			"fieldname": "project",
			"label": _("Project"),
			"fieldtype": "Link",
			"width": 110,
			"options": "Project",
		},
		{"fieldname": "unit_code", "label": _("Unit Code"), "fieldtype": "Data", "width": 100},
		{"fieldname": "caller_name", "label": _("Caller"), "fieldtype": "Data", "width": 90},
		{"fieldname": "caller_phone", "label": _("Caller Phone"), "fieldtype": "Data", "width": 120},
		{"fieldname": "location", "label": _("Location"), "fieldtype": "Data", "width": 110},
		{"fieldname": "defect_type", "label": _("Defect Type"), "fieldtype": "Data", "width": 110},
		{"fieldname": "description", "label": _("Description"), "fieldtype": "Data", "width": 200},
		{"fieldname": "engineer_name", "label": _("Engineer"), "fieldtype": "Data", "width": 100},
		{
			"fieldname": "engineer_told_at",
			"label": _("Engineer Told At"),
			"fieldtype": "Datetime",
			"width": 150,
		},
		{"fieldname": "told_at", "label": _("Repair Centre Told At"), "fieldtype": "Datetime", "width": 150},
		{"fieldname": "told_after", "label": _("Told After (Minutes)"), "fieldtype": "Int", "width": 110},
		{"fieldname": "entered_at", "label": _("Entered At"), "fieldtype": "Datetime", "width": 150},
		{
			"fieldname": "entered_after",
			"label": _("Entered After (Minutes)"),
			"fieldtype": "Int",
			"width": 110,
		},
		{"fieldname": "status", "label": _("Status"), "fieldtype": "Data", "width": 90},
		{
			"fieldname": "ticket",
			"label": _("Repair Ticket"),
			"fieldtype": "Link",
			"width": 130,
			"options": "Repair Ticket",
		},
	]


def _minutes(start, end) -> int | None:
	return int((end - start).total_seconds() // 60) if start and end else None
