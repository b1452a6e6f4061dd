from __future__ import annotations

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.money.payments import reads_repair_costs


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Repair bills that wait for a review or a payment (R18)."""
	rows = reads_repair_costs.under_review(frappe._dict(filters or {}))
	for row in rows:
		row.tax_kind, row.tax_rate = _(row.tax_kind or ""), row.tax_rate if row.tax_kind else None
		row.held = _("Yes") if row.on_hold else ""
		row.approval_state, row.approval_role = _(row.approval_state or ""), _(row.approval_role or "")
	return columns(), rows


def columns() -> list[dict]:
	return [
		link("invoice", _("Purchase Invoice"), "Purchase Invoice", 205),
		column("supplier_name", _("Payee Name"), width=190),
		column("grand_total", _("Invoice Amount"), "Currency", 100),
		column("outstanding_amount", _("Outstanding"), "Currency", 100),
		link("review", _("Repair Payment Review"), "Repair Payment Review", 145),
		column("approval_state", _("Approval State"), width=85),
		column("approval_role", _("Awaits"), width=90),
		column("verified_total", _("Verified Amount"), "Currency", 100),
		column("approved_total", _("Approved Amount"), "Currency", 100),
		column("held", _("On Hold"), width=60),
		column("bill_no", _("Supplier Invoice No."), width=175),
		column("tax_kind", _("Kind of Tax Invoice"), width=120),
		column("tax_rate", _("Tax Rate of the Invoice"), "Percent", 90, disable_total=1, fx_dash=1),
		column("posting_date", _("Posting Date"), "Date", 110),
		link("third_party_order", _("Third Party Order"), "Third Party Order", 140),
		link("project", _("Project"), "Project", 110),
	]
