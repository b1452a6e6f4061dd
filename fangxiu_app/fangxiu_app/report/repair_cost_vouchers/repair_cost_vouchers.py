from __future__ import annotations

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.money.payments import reads_repair_costs


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""The vouchers behind a number of the cost report, each with its ticket (R18)."""
	rows = reads_repair_costs.vouchers(frappe._dict(filters or {}))
	for row in rows:
		row.kind = _(row.kind)
	return columns(), rows


def columns() -> list[dict]:
	return [
		column("day", _("Date"), "Date", 100),
		column("kind", _("Kind"), width=130),
		column("voucher", _("Voucher"), "Dynamic Link", 170, options="voucher_type"),
		column("amount", _("Amount"), "Currency", 120),
		link("ticket", _("Repair Ticket"), "Repair Ticket", 140),
		column("unit_code", _("Unit Code"), width=100),
		column("location", _("Location")),
		column("defect_type", _("Defect Type")),
		column("description", _("Description"), width=220),
		link("project", _("Project"), "Project", 110),
	]
