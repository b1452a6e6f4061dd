from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import date_diff, today

from fangxiu_app.figures.report_parts import column, link, sums_by_currency
from fangxiu_app.money.deposits import reads_deposit_register

SUMS = ("held", "deducted", "disputed", "released", "balance", "booked", "difference")


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""The deposit register (质保金台账, R18): what each agreement's deposit is made of, and when it is due back; a sum by currency."""
	rows = reads_deposit_register.rows(frappe._dict(filters or {}))
	for row in rows:
		row.status = _(row.status)
		row.days_left = date_diff(row.liability_end, today()) if row.liability_end else None
	return columns(), [*rows, *sums_by_currency(rows, SUMS)]


def columns() -> list[dict]:
	return [
		link("agreement", _("Warranty Agreement"), "Warranty Agreement", 150),
		column("contractor_name", _("Contractor"), width=180),
		link("project", _("Project"), "Project", 120),
		column("deposit_rate", _("Deposit Rate"), "Percent", 90, disable_total=1, fx_dash=1),
		column("held", _("Deposited"), "Currency", 130, options="currency"),
		column("deducted", _("Deducted"), "Currency", 130, options="currency"),
		column("disputed", _("In Dispute"), "Currency", 130, options="currency"),
		column("released", _("Released"), "Currency", 130, options="currency"),
		column("balance", _("Deposit Balance"), "Currency", 130, options="currency"),
		column("liability_end", _("Due Back On"), "Date", 130),
		column("days_left", _("Days Left"), "Int", 130),
		column("booked", _("In the General Ledger"), "Currency", 130, options="currency"),
		column("difference", _("Ledger Difference"), "Currency", 130, options="currency"),
		column("status", _("Status"), width=90),
		column("currency", _("Currency"), width=70),
	]
