"""Receipts of parts of a list: not more than ordered, and not cancelled when later documents use the parts (R37)."""

from __future__ import annotations

import frappe
from frappe.utils import flt

from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.wording import _
from fangxiu_app.ledger.erpnext_calls import get_allowance_for
from fangxiu_app.parts import stock_locks
from fangxiu_app.parts.reads_spare_parts import store_title
from fangxiu_app.parts.rules_spare_parts import PLACES


def check_quantity(receipt, rows: list) -> None:
	"""Refuse a row that receives more than its order still has to come; ERPNext's allowance for the item counts.

	ERPNext refuses too, but names neither the row nor the receipts that brought it already.
	"""
	orders = [row.purchase_order_item for row in rows]
	wanted = frappe.get_all("Purchase Order Item", {"name": ("in", orders)}, ["name", "parent", "stock_qty"])
	ordered = {row.name: row for row in wanted}
	came, notes = stock_locks.received_of_orders(orders, besides=receipt.name)
	for row in rows:
		order = ordered[row.purchase_order_item]
		most = order.stock_qty * (1 + flt(get_allowance_for(row.item_code)[0]) / 100)
		left = round(most - came.get(order.name, 0), PLACES)
		if row.stock_qty > left:
			frappe.throw(
				_(
					"Row {0}: {1} × {2}, but order {3} has only {4} of it still to come; received already: {5}. Reduce the quantity, discard this receipt, or order more first."
				).format(
					row.idx,
					frappe.bold(row.item_name),
					plain_number(row.stock_qty),
					frappe.bold(order.parent),
					plain_number(max(left, 0)),
					", ".join(notes.get(order.name, ())) or "–",
				),
				RefusedError,
				title=_("Received Twice"),
			)
		came[order.name] = came.get(order.name, 0) + row.stock_qty


def check_left(rows: list[tuple[int, str, str, str, float]], way_out: str) -> None:
	"""Refuse to take back what is no longer where it was brought, or what a ticket has reserved there.

	``rows``: (row number, store, item, its name, quantity). Raises RefusedError with the first of them and ``way_out``.
	"""
	for number, store, item, title, qty in rows:
		stock = stock_locks.on_hand(store, item) - stock_locks.reserved(store, item)
		if qty > round(stock, PLACES):
			frappe.throw(
				_("Row {0}: {1} × {2} came into store {3}, only {4} are left there that no ticket has reserved. {5}").format(
					number, frappe.bold(title), plain_number(qty), frappe.bold(store_title(store)), plain_number(max(stock, 0)), way_out
				),
				RefusedError,
				title=_("Used Already"),
			)
