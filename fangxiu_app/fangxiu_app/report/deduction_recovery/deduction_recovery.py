from __future__ import annotations

from collections import defaultdict

import frappe
from frappe import _
from frappe.utils import date_diff, today

from fangxiu_app.domain.deduction_age import recovered
from fangxiu_app.domain.deposit import money
from fangxiu_app.queries import deductions

SUMS = ("claimed_total", "total", "from_deposit", "owed", "recovered")


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Deductions with what of them is recovered (扣款回收率, R111): claimed, deducted, paid, still owed; a sum by currency.

	The rate of a sum is what came back of all that is posted, not the mean of the rates.
	"""
	rows = deductions.recovery(frappe._dict(filters or {}))
	for row in rows:
		parts = (money(row.from_deposit), money(row.excess), money(row.owed))
		row.recovered = float(recovered(bool(row.posted), *parts, bool(row.debit_note)))
		row.rate = 100 * row.recovered / row.total if row.posted and row.total else None
		row.age_days = None if row.posted else date_diff(today(), row.notified_at or row.creation)
		row.state = _(row.state)
	return columns(), [*rows, *_sums(rows)]


def _sums(rows: list[dict]) -> list[dict]:
	found: dict[str, list[dict]] = defaultdict(list)
	for row in rows:
		found[row.currency].append(row)
	sums = []
	for currency, group in sorted(found.items()):
		line = frappe._dict({name: sum(row[name] or 0 for row in group) for name in SUMS})
		posted = sum(row.total for row in group if row.posted)
		line.rate = 100 * line.recovered / posted if posted else None
		sums.append(line.update({"contractor_name": _("Total"), "currency": currency, "bold": 1}) or line)
	return sums


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
		{"fieldname": "currency", "label": _("Currency"), "fieldtype": "Data", "width": 70},
	]
