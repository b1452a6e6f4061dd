from __future__ import annotations

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.money.payments import reads_repair_costs


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Cost of third-party orders by the contractor charged and the project (R107, R112)."""
	rows = reads_repair_costs.by_contractor(frappe._dict(filters or {}))
	return columns(), rows


def columns() -> list[dict]:
	return [
		link("contractor", _("Contractor Charged"), "Supplier", 140),
		column("contractor_name", _("Contractor Name"), width=180),
		column("orders", _("Orders"), "Int", 80),
		column("ordered", _("Order Amount"), "Currency", 120),
		column("verified", _("Verified Amount"), "Currency", 120),
		link("project", _("Project"), "Project", 120),
	]
