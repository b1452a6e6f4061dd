from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.domain.spare_parts import unit_word
from fangxiu_app.queries.spare_part_moves import moves


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""What came into and went out of the spare parts stores, for which delivery, handover or ticket (出入库台账)."""
	rows = moves(frappe._dict(filters or {}))
	for row in rows:
		row.qty_in, row.qty_out = max(row.actual_qty, 0), max(-row.actual_qty, 0)
		row.stock_uom, row.fx_store_kind = _(unit_word(row.stock_uom)), _(row.fx_store_kind)
	return columns(), rows


def columns() -> list[dict]:
	return [
		{"fieldname": "posting_date", "label": _("Date"), "fieldtype": "Date", "width": 100},
		{"fieldname": "fx_store_kind", "label": _("Store"), "fieldtype": "Data", "width": 100},
		{"fieldname": "item_name", "label": _("Spare Part"), "fieldtype": "Data", "width": 160},
		{"fieldname": "stock_uom", "label": _("Unit of Measure"), "fieldtype": "Data", "width": 70},
		{"fieldname": "qty_in", "label": _("In"), "fieldtype": "Float", "width": 80},
		{"fieldname": "qty_out", "label": _("Out"), "fieldtype": "Float", "width": 80},
		{"fieldname": "qty_after_transaction", "label": _("Balance"), "fieldtype": "Float", "width": 80},
		{"fieldname": "stock_value_difference", "label": _("Value"), "fieldtype": "Currency", "width": 110},
		{
			"fieldname": "voucher_no",
			"label": _("Voucher"),
			"fieldtype": "Dynamic Link",
			"options": "voucher_type",
			"width": 170,
		},
		{"fieldname": "supplier_name", "label": _("Supplier"), "fieldtype": "Data", "width": 140},
		_link("fx_parts_handover", _("Parts Handover"), "Parts Handover"),
		_link("fx_repair_ticket", _("Repair Ticket"), "Repair Ticket"),
		{"fieldname": "unit_code", "label": _("Unit Code"), "fieldtype": "Data", "width": 90},
		_link("project", _("Project"), "Project"),
	]


def _link(fieldname: str, label: str, doctype: str) -> dict:
	return {"fieldname": fieldname, "label": label, "fieldtype": "Link", "options": doctype, "width": 140}
