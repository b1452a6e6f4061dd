"""Reads of stock that lock what they read, as the latest commit has it: what is free is given away once."""

from __future__ import annotations

import frappe

from fangxiu_app.parts.reads_spare_parts import ROW


def handed_over(rows: list[str]) -> dict[str, float]:
	"""Quantities of list rows handed over so far, as the latest commits have them: locks what it reads."""
	entry, line = frappe.qb.DocType("Stock Entry"), frappe.qb.DocType("Stock Entry Detail")
	found = (
		frappe.qb.from_(line)
		.join(entry)
		.on(entry.name == line.parent)
		.select(line[ROW], line.transfer_qty)
		.where((entry.docstatus == 1) & entry.fx_parts_handover.isnotnull() & line[ROW].isin(rows or [""]))
		.for_update()
	).run(as_dict=True)
	total: dict[str, float] = {}
	for one in found:
		total[one[ROW]] = total.get(one[ROW], 0) + one.transfer_qty
	return total


def received_of_orders(rows: list[str], besides: str) -> tuple[dict[str, float], dict[str, list[str]]]:
	"""Of order rows: what submitted receipts brought so far, returns subtracted, and which. Locks the orders' rows.

	The receipt ``besides`` does not count.
	"""
	order, line = frappe.qb.DocType("Purchase Order Item"), frappe.qb.DocType("Purchase Receipt Item")
	frappe.qb.from_(order).select(order.name).where(order.name.isin(rows or [""])).for_update().run()
	found = (
		frappe.qb.from_(line)
		.select(line.purchase_order_item, line.parent, line.stock_qty)
		.where((line.docstatus == 1) & line.purchase_order_item.isin(rows or [""]) & (line.parent != besides))
		.orderby(line.creation)
		.for_update()
	).run(as_dict=True)
	total: dict[str, float] = {}
	receipts: dict[str, list[str]] = {}
	for one in found:
		total[one.purchase_order_item] = total.get(one.purchase_order_item, 0) + one.stock_qty
		receipts.setdefault(one.purchase_order_item, []).append(one.parent)
	return total, receipts


def reserved(store: str, item: str, besides: str = "") -> float:
	"""Pieces of an item that tickets have reserved in a store, without the ticket part ``besides``. Locks what it reads."""
	part = frappe.qb.DocType("Ticket Part")
	rows = (
		frappe.qb.from_(part)
		.select(part.qty)
		.where((part.item == item) & (part.store == store) & (part.state == "Reserved"))
		.where(part.name != besides)
		.for_update()
	).run(pluck=True)
	return sum(rows)


def on_hand(store: str, item: str) -> float:
	"""Pieces of an item in a store as of the latest commit; holds the row until the transaction ends.

	Before it the store: reservations of two parts lie side by side in the index that is summed up, and would block each other.
	"""
	frappe.db.get_value("Warehouse", store, "name", for_update=True)
	stock = frappe.qb.DocType("Bin")
	rows = (
		frappe.qb.from_(stock)
		.select(stock.actual_qty)
		.where((stock.item_code == item) & (stock.warehouse == store))
		.for_update()
	).run(pluck=True)
	return sum(rows)
