from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.queries import repair_costs


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Cost of third-party orders by the contractor charged and the project (R107, R112)."""
	rows = repair_costs.by_contractor(frappe._dict(filters or {}))
	return columns(), rows


def columns() -> list[dict]:
	return [
		{
			"fieldname": "contractor",
			"label": _("Contractor Charged"),
			"fieldtype": "Link",
			"width": 140,
			"options": "Supplier",
		},
		{"fieldname": "contractor_name", "label": _("Contractor Name"), "fieldtype": "Data", "width": 180},
		{"fieldname": "orders", "label": _("Orders"), "fieldtype": "Int", "width": 80},
		{"fieldname": "ordered", "label": _("Order Amount"), "fieldtype": "Currency", "width": 120},
		{"fieldname": "verified", "label": _("Verified Amount"), "fieldtype": "Currency", "width": 120},
		{
			"fieldname": "project",
			"label": _("Project"),
			"fieldtype": "Link",
			"width": 120,
			"options": "Project",
		},
	]
