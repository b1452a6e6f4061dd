from __future__ import annotations

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.parts.reads_spare_part_moves import moves
from fangxiu_app.parts.rules_spare_parts import unit_word


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""What came into and went out of the spare parts stores, for which delivery, handover or ticket (出入库台账)."""
	rows = moves(frappe._dict(filters or {}))
	for row in rows:
		row.qty_in, row.qty_out = max(row.actual_qty, 0), max(-row.actual_qty, 0)
		row.stock_uom, row.fx_store_kind = _(unit_word(row.stock_uom)), _(row.fx_store_kind)
	return columns(), rows


def columns() -> list[dict]:
	return [
		column("posting_date", _("Date"), "Date", 100),
		column("fx_store_kind", _("Store"), width=100),
		column("item_name", _("Spare Part"), width=160),
		column("stock_uom", _("Unit of Measure"), width=70),
		column("qty_in", _("In"), "Float", 80),
		column("qty_out", _("Out"), "Float", 80),
		column("qty_after_transaction", _("Balance"), "Float", 80),
		column("stock_value_difference", _("Value"), "Currency", 110),
		column("voucher_no", _("Voucher"), "Dynamic Link", 170, options="voucher_type"),
		column("supplier_name", _("Supplier"), width=140),
		_link("fx_parts_handover", _("Parts Handover"), "Parts Handover"),
		_link("fx_repair_ticket", _("Repair Ticket"), "Repair Ticket"),
		column("unit_code", _("Unit Code"), width=90),
		_link("project", _("Project"), "Project"),
	]


def _link(fieldname: str, label: str, doctype: str) -> dict:
	return link(fieldname, label, doctype, 140)
