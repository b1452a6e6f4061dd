"""What moves parts of a project's stores: receipts of orders, handovers and tickets, and what stock keeping itself enters (R37, R38)."""

from __future__ import annotations

import frappe
from frappe.utils import flt

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger.rules_entries import MONEY
from fangxiu_app.parts import reads_moved_stores, service_receipts, service_stores

#: Handovers and tickets make the first (parts.events_stock_entry); both correct a count, by who keeps stock on the site.
STOCK_KEEPING = ("Stock Entry", "Stock Reconciliation")
#: Vouchers whose ledger follows their stock; additional and landed costs are posted with them.
VALUED = (*STOCK_KEEPING, "Purchase Receipt", "Delivery Note")


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
	else:
		_check_receipt(entry)


def _check_receipt(entry) -> None:
	"""What comes in is of an order; straight into the repair centre's store only what was ordered for it, and nothing that was rejected."""
	row = frappe.db.get_value("Purchase Receipt Item", entry.voucher_detail_no, ["purchase_order", "purchase_order_item", "warehouse"], as_dict=True)
	if not row or not row.purchase_order:
		_refuse("store_without_order", entry)
	if frappe.get_cached_value("Warehouse", entry.warehouse, "fx_store_kind") != service_stores.REPAIR_CENTRE:
		return
	ordered = frappe.db.get_value("Purchase Order Item", row.purchase_order_item, "warehouse")
	if entry.warehouse != row.warehouse or entry.warehouse != ordered:
		_refuse("store_not_ordered", entry)


def check_value(entry) -> None:
	"""GL Entry before it is written: a voucher that moves a store of ours books no bank and no cash, whichever field names it.

	Differences, additional costs of a transfer and landed costs are money that leaves without a payment. One query where stock is booked
	against money, none for others. Raises RefusedError.
	"""
	if entry.is_cancelled or entry.voucher_type not in VALUED or frappe.get_cached_value("Account", entry.account, "account_type") not in MONEY:
		return
	if any(frappe.get_cached_value("Warehouse", one, "fx_project") for one in reads_moved_stores.of(entry.voucher_type, entry.voucher_no)):
		refuse([Violation("store_against_money", (_(entry.voucher_type), entry.voucher_no, entry.account))])


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
