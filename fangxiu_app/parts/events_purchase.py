"""Events of ERPNext's requests, orders and receipts for a spare parts list or by users of ours."""

from __future__ import annotations

from decimal import Decimal

import frappe

from fangxiu_app.core.access.doctypes import VOUCHERS
from fangxiu_app.core.access.vouchers import check_voucher, projects_of
from fangxiu_app.core.messages import RefusedError, refuse
from fangxiu_app.core.money import ZERO, money, total
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _
from fangxiu_app.ledger import service_booked_heads
from fangxiu_app.parts import service_parts_bills, service_plan_changes, service_prices, service_receipts

ROW = "fx_spare_parts_row"


def validate(doc, method: str | None = None) -> None:
	"""Project scope, and rows of a list that fit the voucher: same project, same item."""
	_take_project(doc)
	check_voucher(doc)
	_check_list_rows(doc)


def before_order(doc, method: str | None = None) -> None:
	"""On submission, and when ERPNext changes the rows of a submitted order: nothing is bought without a price by oversight."""
	service_prices.check(doc, projects_of() is not None)
	if method == "before_submit":
		service_plan_changes.check_order_day(doc)


def before_receipt(doc, method: str | None = None) -> None:
	"""Refuse a delivery that is booked already: parts for a list need an order, and each delivery note counts once."""
	_check_heads(doc)
	if not doc.is_return:
		service_prices.check(doc, projects_of() is not None)
	rows = [row for row in doc.items if row.get(ROW)]
	if not rows or doc.is_return:
		return
	for row in rows:
		if not row.purchase_order_item:
			frappe.throw(
				_(
					"Row {0}: parts of a list are received by their order. Make the receipt from the Purchase Order."
				).format(row.idx),
				RefusedError,
			)
	_check_delivery_note(doc)
	service_receipts.check_quantity(doc, rows)


def before_update_receipt(doc, method: str | None = None) -> None:
	"""On a change of a submitted one: its accounts are posted again with its values."""
	_check_heads(doc)


def before_bill(doc, method: str | None = None) -> None:
	"""Purchase Invoice, on submission: of parts it charges what their orders say."""
	service_parts_bills.check(doc)


def before_cancel_receipt(doc, method: str | None = None) -> None:
	"""Refuse to cancel a receipt whose parts were handed over since."""
	rows = [row for row in doc.items if row.get(ROW)]
	if rows and not doc.is_return:
		service_receipts.check_left(
			[(row.idx, row.warehouse, row.item_code, row.item_name, row.stock_qty) for row in rows],
			_("Cancel the handover of these parts first."),
		)


def _check_heads(doc) -> None:
	"""Into a store of ours: what the receipt adds is freight or tax, no amount that leaves the bank or an account of the repair centre and is
	called the parts' value, and their price is that of the order (R37)."""
	stores = dict.fromkeys(row.warehouse for row in doc.items if row.warehouse)
	if not any(frappe.get_cached_value("Warehouse", one, "fx_project") for one in stores):
		return
	if doc.get("taxes"):
		service_booked_heads.check_heads(doc)
		service_booked_heads.check_named_heads(doc)
	if money(doc.get("discount_amount")):
		_check_discount(doc)


def _check_discount(doc) -> None:
	"""A discount below zero would raise the value of the parts, one that no order gives lower it; an order gives its own once. Three queries."""
	orders = [row.purchase_order for row in doc.items if row.purchase_order] or [""]
	of_orders = {"purchase_order": ("in", orders), "docstatus": 1, "parent": ("!=", doc.name)}
	others = frappe.get_all("Purchase Receipt Item", of_orders, pluck="parent", distinct=True)
	taken = _discounts("Purchase Receipt", others)
	left = taken if doc.is_return else _discounts("Purchase Order", orders) - taken
	if not ZERO < money(doc.discount_amount) * (-1 if doc.is_return else 1) <= left:
		refuse([Violation("receipt_discount", (doc.name, money(doc.discount_amount)))])


def _discounts(doctype: str, names: list[str]) -> Decimal:
	return total(frappe.get_all(doctype, {"name": ("in", names or [""]), "docstatus": 1}, pluck="discount_amount"))


def _check_delivery_note(doc) -> None:
	note = (doc.supplier_delivery_note or "").strip()
	filters = {
		"supplier": doc.supplier,
		"supplier_delivery_note": note,
		"docstatus": 1,
		"is_return": 0,
		"name": ("!=", doc.name),
	}
	other = note and frappe.db.get_value("Purchase Receipt", filters)
	if other:
		frappe.throw(
			_(
				"Delivery note {0} of {1} was received with {2} already. Correct the number, or discard this receipt."
			).format(frappe.bold(note), frappe.bold(doc.supplier), frappe.bold(other)),
			RefusedError,
			title=_("Received Twice"),
		)


def _take_project(doc) -> None:
	"""A request for one project's stores belongs to that project, also when ERPNext's reorder job makes it."""
	field = VOUCHERS[doc.doctype]
	if doc.get(field) or doc.doctype != "Material Request":
		return
	stores = {row.warehouse for row in doc.items if row.warehouse}
	projects = {frappe.get_cached_value("Warehouse", store, "fx_project") for store in stores}
	if len(projects) == 1:
		doc.set(field, projects.pop())


def _check_list_rows(doc) -> None:
	rows = {row.get(ROW): row for row in doc.items if row.get(ROW)}
	if not rows:
		return
	listed, parts = frappe.qb.DocType("Spare Parts Item"), frappe.qb.DocType("Spare Parts")
	found = (
		frappe.qb.from_(listed)
		.join(parts)
		.on(parts.name == listed.parent)
		.select(listed.name, listed.item, parts.project)
		.where(listed.name.isin(list(rows)))
	).run(as_dict=True)
	known = {one.name: one for one in found}
	for row in doc.items:
		one = known.get(row.get(ROW))
		if not row.get(ROW) or (
			one and one.item == row.item_code and one.project == doc.get(VOUCHERS[doc.doctype])
		):
			continue
		frappe.throw(
			_(
				"Row {0}: item or project is not that of the spare parts list it was made for. Remove the row and add a new one."
			).format(row.idx),
			RefusedError,
		)
