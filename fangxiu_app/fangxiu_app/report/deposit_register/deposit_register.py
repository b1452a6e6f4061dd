from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import date_diff, today

from fangxiu_app.queries import deposit_register


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""The deposit register (质保金台账, R18): what each agreement's deposit is made of, and when it is due back."""
	rows = deposit_register.rows(frappe._dict(filters or {}))
	for row in rows:
		row.status = _(row.status)
		row.days_left = date_diff(row.liability_end, today()) if row.liability_end else None
	return columns(), rows


def columns() -> list[dict]:
	money = {"fieldtype": "Currency", "options": "currency", "width": 120}
	return [
		{
			"fieldname": "agreement",
			"label": _("Warranty Agreement"),
			"fieldtype": "Link",
			"options": "Warranty Agreement",
			"width": 150,
		},
		{"fieldname": "contractor_name", "label": _("Contractor"), "fieldtype": "Data", "width": 180},
		{
			"fieldname": "project",
			"label": _("Project"),
			"fieldtype": "Link",
			"options": "Project",
			"width": 120,
		},
		{"fieldname": "deposit_rate", "label": _("Deposit Rate"), "fieldtype": "Percent", "width": 90},
		{"fieldname": "held", "label": _("Deposited"), **money},
		{"fieldname": "deducted", "label": _("Deducted"), **money},
		{"fieldname": "disputed", "label": _("In Dispute"), **money},
		{"fieldname": "released", "label": _("Released"), **money},
		{"fieldname": "balance", "label": _("Deposit Balance"), **money},
		{"fieldname": "liability_end", "label": _("Due Back On"), "fieldtype": "Date", "width": 110},
		{"fieldname": "days_left", "label": _("Days Left"), "fieldtype": "Int", "width": 90},
		{"fieldname": "booked", "label": _("In the General Ledger"), **money},
		{"fieldname": "difference", "label": _("Ledger Difference"), **money},
		{"fieldname": "status", "label": _("Status"), "fieldtype": "Data", "width": 90},
		{"fieldname": "currency", "label": _("Currency"), "fieldtype": "Data", "width": 70},
	]
