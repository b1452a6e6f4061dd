from __future__ import annotations

import frappe
from frappe.utils import date_diff, today

from fangxiu_app.core.wording import _
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
	"""What the register is for stands first and fits a screen of 1440 pixels: the money, the ledger beside it, the day it is due back."""
	money = {"fieldtype": "Currency", "options": "currency"}
	return [
		link("agreement", _("Warranty Agreement"), "Warranty Agreement", 135),
		column("contractor_name", _("Contractor"), width=120),
		column("held", _("Deposited"), width=115, **money),
		column("deducted", _("Deducted"), width=100, **money),
		column("released", _("Released"), width=100, **money),
		column("balance", _("Deposit Balance"), width=115, **money),
		column("booked", _("In the General Ledger"), width=115, **money),
		column("difference", _("Ledger Difference"), width=105, **money),
		column("liability_end", _("Due Back On"), "Date", 120),
		column("disputed", _("In Dispute"), width=105, **money),
		column("days_left", _("Days Left"), "Int", 90),
		link("project", _("Project"), "Project", 130),
		column("deposit_rate", _("Deposit Rate"), "Percent", 110, disable_total=1, fx_dash=1),
		column("status", _("Status"), width=90),
		column("currency", _("Currency"), width=70),
	]
