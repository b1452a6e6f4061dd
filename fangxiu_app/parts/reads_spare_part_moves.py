"""The ledger of the spare parts stores (出入库台账): parts received and issued, and for which job (R36-R38)."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from fangxiu_app.core.access.scope import allowed_projects


def moves(filters: dict) -> list[frappe._dict]:
	"""Ledger lines of the stores of the user's projects, oldest first, with the balance after each. One query.

	``filters``: project, warehouse, item, from_date, to_date. The balance is ERPNext's own.
	"""
	ledger, store, entry, receipt, ticket = map(
		frappe.qb.DocType,
		("Stock Ledger Entry", "Warehouse", "Stock Entry", "Purchase Receipt", "Repair Ticket"),
	)
	item = frappe.qb.DocType("Item")
	query = (
		frappe.qb.from_(ledger)
		.join(store)
		.on((store.name == ledger.warehouse) & store.fx_store_kind.isnotnull() & (store.fx_store_kind != ""))
		.left_join(item)
		.on(item.name == ledger.item_code)
		.left_join(entry)
		.on((ledger.voucher_type == "Stock Entry") & (entry.name == ledger.voucher_no))
		.left_join(receipt)
		.on((ledger.voucher_type == "Purchase Receipt") & (receipt.name == ledger.voucher_no))
		.left_join(ticket)
		.on(ticket.name == entry.fx_repair_ticket)
		.select(*_columns(ledger, store, item, entry, receipt, ticket))
		.where(ledger.is_cancelled == 0)
		.orderby(ledger.posting_date)
		.orderby(ledger.posting_datetime)
		.orderby(ledger.creation)
	)
	return _filtered(query, ledger, store, filters).run(as_dict=True)


def _columns(ledger, store, item, entry, receipt, ticket) -> tuple:
	return (
		ledger.posting_date,
		store.fx_project.as_("project"),
		ledger.warehouse,
		store.fx_store_kind,
		ledger.item_code,
		item.item_name,
		ledger.stock_uom,
		ledger.actual_qty,
		ledger.qty_after_transaction,
		ledger.stock_value_difference,
		ledger.voucher_type,
		ledger.voucher_no,
		entry.purpose,
		entry.fx_parts_handover,
		entry.fx_repair_ticket,
		ticket.unit_code,
		receipt.supplier_name,
	)


def _filtered(query, ledger, store, filters: dict):
	names = allowed_projects()
	if names is not None:
		query = query.where(store.fx_project.isin(names or [""]))
	for name, field in (
		("project", store.fx_project),
		("warehouse", ledger.warehouse),
		("item", ledger.item_code),
	):
		if filters.get(name):
			query = query.where(field == filters[name])
	if filters.get("from_date"):
		query = query.where(ledger.posting_date >= getdate(filters["from_date"]))
	if filters.get("to_date"):
		query = query.where(ledger.posting_date <= getdate(filters["to_date"]))
	return query
