"""What moves parts of a project's stores: receipts of orders, handovers and tickets, and what stock keeping itself enters (R37, R38)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import flt

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.parts import service_receipts

#: Handovers and tickets make the first (parts.events_stock_entry); both correct a count, by who keeps stock on the site.
STOCK_KEEPING = ("Stock Entry", "Stock Reconciliation")


def check(entry) -> None:
	"""Stock Ledger Entry before it is written: nothing comes into a store of ours but by an order, or leaves it but by a document of ours.

	A bill or a sale that updates stock would pass the two signatures of the handover, the price asked for, and what tickets have
	reserved. What is taken back with its voucher passes. No query for other warehouses, which are read from the cache. Raises RefusedError.
	"""
	if entry.is_cancelled or entry.voucher_type in STOCK_KEEPING or not frappe.get_cached_value("Warehouse", entry.warehouse, "fx_project"):
		return
	if entry.voucher_type != "Purchase Receipt":
		_refuse("store_by_bill", entry)
	elif flt(entry.actual_qty) < 0:
		_check_return(entry)
	elif not frappe.db.get_value("Purchase Receipt Item", entry.voucher_detail_no, "purchase_order"):
		_refuse("store_without_order", entry)


def _check_return(entry) -> None:
	"""Goods go back to the supplier as they came, unless a ticket has reserved them."""
	row = frappe.db.get_value("Purchase Receipt Item", entry.voucher_detail_no, ["idx", "item_name", "purchase_receipt_item"], as_dict=True)
	if not row or not row.purchase_receipt_item:
		_refuse("store_without_order", entry)
	back = [(row.idx, entry.warehouse, entry.item_code, row.item_name, -flt(entry.actual_qty))]
	service_receipts.check_left(back, _("Release the reservation on its ticket first, or return less."))


def _refuse(code: str, entry) -> None:
	store = frappe.get_cached_value("Warehouse", entry.warehouse, "warehouse_name")
	item = frappe.get_cached_value("Item", entry.item_code, "item_name")
	refuse([Violation(code, (_(entry.voucher_type), entry.voucher_no, store, item))])
