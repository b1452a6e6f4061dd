from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import date_diff, flt, today

from fangxiu_app.queries import deductions


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Deductions by age with what of them is recovered (扣款账龄与回收率, R111): claimed, deducted, paid, still owed."""
	rows = deductions.recovery(frappe._dict(filters or {}))
	for row in rows:
		row.recovered = flt(row.from_deposit) + flt(row.excess) - flt(row.owed) if row.posted else 0
		row.rate = 100 * row.recovered / row.total if row.posted and row.total else None
		row.age_days = None if row.posted else date_diff(today(), row.notified_at or row.creation)
		row.state = _(row.state)
	return columns(), rows


def columns() -> list[dict]:
	money = {"fieldtype": "Currency", "options": "currency", "width": 120}
	link = {"fieldtype": "Link", "width": 150}
	return [
		{
			"fieldname": "name",
			"label": _("Contractor Deduction"),
			"options": "Contractor Deduction",
			**link,
		},
		{"fieldname": "contractor_name", "label": _("Contractor"), "fieldtype": "Data", "width": 180},
		{"fieldname": "project", "label": _("Project"), "options": "Project", **link},
		{"fieldname": "state", "label": _("State"), "fieldtype": "Data", "width": 90},
		{"fieldname": "age_days", "label": _("Open For (Days)"), "fieldtype": "Int", "width": 110},
		{"fieldname": "claimed_total", "label": _("Claimed"), **money},
		{"fieldname": "total", "label": _("Deducted in Total"), **money},
		{"fieldname": "from_deposit", "label": _("From the Deposit"), **money},
		{"fieldname": "owed", "label": _("Still Owed"), **money},
		{"fieldname": "recovered", "label": _("Recovered"), **money},
		{"fieldname": "rate", "label": _("Recovery Rate"), "fieldtype": "Percent", "width": 90},
		{"fieldname": "currency", "label": _("Currency"), "options": "Currency", **link},
	]
