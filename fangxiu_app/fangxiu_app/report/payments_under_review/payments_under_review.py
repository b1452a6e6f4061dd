from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.queries import repair_costs


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Repair bills that wait for a review or a payment (R18)."""
	rows = repair_costs.under_review(frappe._dict(filters or {}))
	for row in rows:
		row.approval_state, row.approval_role = _(row.approval_state or ""), _(row.approval_role or "")
	return columns(), rows


def columns() -> list[dict]:
	return [
		{
			"fieldname": "invoice",
			"label": _("Purchase Invoice"),
			"fieldtype": "Link",
			"width": 170,
			"options": "Purchase Invoice",
		},
		{"fieldname": "supplier_name", "label": _("Payee Name"), "fieldtype": "Data", "width": 160},
		{"fieldname": "bill_no", "label": _("Supplier Invoice No."), "fieldtype": "Data", "width": 120},
		{"fieldname": "posting_date", "label": _("Posting Date"), "fieldtype": "Date", "width": 100},
		{"fieldname": "grand_total", "label": _("Invoice Amount"), "fieldtype": "Currency", "width": 110},
		{"fieldname": "outstanding_amount", "label": _("Outstanding"), "fieldtype": "Currency", "width": 110},
		{"fieldname": "on_hold", "label": _("On Hold"), "fieldtype": "Check", "width": 70},
		{
			"fieldname": "review",
			"label": _("Repair Payment Review"),
			"fieldtype": "Link",
			"width": 140,
			"options": "Repair Payment Review",
		},
		{"fieldname": "approval_state", "label": _("Approval State"), "fieldtype": "Data", "width": 90},
		{"fieldname": "approval_role", "label": _("Awaits"), "fieldtype": "Data", "width": 100},
		{"fieldname": "verified_total", "label": _("Verified Amount"), "fieldtype": "Currency", "width": 110},
		{"fieldname": "approved_total", "label": _("Approved Amount"), "fieldtype": "Currency", "width": 110},
		{
			"fieldname": "third_party_order",
			"label": _("Third Party Order"),
			"fieldtype": "Link",
			"width": 140,
			"options": "Third Party Order",
		},
		{
			"fieldname": "project",
			"label": _("Project"),
			"fieldtype": "Link",
			"width": 110,
			"options": "Project",
		},
	]
