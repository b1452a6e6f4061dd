from __future__ import annotations

import frappe
from frappe.utils import date_diff, today

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link, rate, sums_by_currency
from fangxiu_app.ledger.rules_deposit import money
from fangxiu_app.money.deductions import reads_deductions
from fangxiu_app.money.deductions.rules_deduction_age import recovered

SUMS = ("claimed_total", "total", "from_deposit", "owed", "recovered")


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Deductions with what of them is recovered (扣款回收率, R111): claimed, deducted, paid, still owed; a sum by currency.

	What is open and what is posted are summed apart, each in all its columns; the rate is what came back of all that is posted.
	"""
	rows = reads_deductions.recovery(frappe._dict(filters or {}))
	for row in rows:
		parts = (money(row.from_deposit), money(row.excess), money(row.owed))
		row.recovered = float(recovered(bool(row.posted), *parts, bool(row.debit_note)))
		row.rate = 100 * row.recovered / row.total if row.posted and row.total else None
		row.age_days = None if row.posted else date_diff(today(), row.notified_at or row.creation)
		row.state = _(row.state)
	return columns(), [*rows, *_sums(rows)]


def _sums(rows: list[frappe._dict]) -> list[dict]:
	still_open = sums_by_currency([row for row in rows if not row.posted], SUMS)
	posted = sums_by_currency([row for row in rows if row.posted], SUMS)
	for line in still_open:
		line.contractor_name = _("Total, Undecided")
	for line in posted:
		line.update({"contractor_name": _("Total, Posted"), "rate": 100 * line.recovered / line.total if line.total else None})
	return [*still_open, *posted]


def columns() -> list[dict]:
	return [
		link("name", _("Contractor Deduction"), "Contractor Deduction", 155),
		column("contractor_name", _("Contractor"), width=140),
		column("state", _("State"), width=90),
		column("claimed_total", _("Claimed"), "Currency", 110, options="currency"),
		column("total", _("Deducted in Total"), "Currency", 110, options="currency"),
		column("from_deposit", _("From the Deposit"), "Currency", 110, options="currency"),
		column("owed", _("Still Owed"), "Currency", 110, options="currency"),
		column("recovered", _("Recovered"), "Currency", 110, options="currency"),
		rate("rate", _("Recovery Rate"), 100),
		link("project", _("Project"), "Project", 150),
		column("age_days", _("Open For (Days)"), "Int", 120),
		column("currency", _("Currency"), width=70),
	]
