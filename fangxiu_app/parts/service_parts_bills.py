"""Bills of spare parts: what they charge beside the price of the parts is what their orders say (R37)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal

import frappe

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import ZERO, money, total
from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger.rules_booked_heads import HIGHEST_TAX, TAX

#: Categories of a row of charges that the supplier is owed.
OWED = ("Total", "Valuation and Total")
FIELDS = ["account_head", "tax_amount", "add_deduct_tax", "category"]


def check(doc) -> None:
	"""Purchase Invoice of parts for a project's store, before submission. Raises RefusedError.

	A discount or a write-off below zero, and freight that no order gives, would be paid with the parts, and nobody would have agreed to it;
	an order gives its own once. Tax is at most that of the highest rate. Prices and quantities are ERPNext's to compare. One query for any
	other bill that names an order or a receipt, six for these.
	"""
	orders = _orders_of_parts(doc)
	if not orders:
		return
	sign = -1 if doc.is_return else 1
	found = [
		Violation("parts_bill_below", (doc.name, frappe.bold(doc.meta.get_label(field)), money(doc.get(field))))
		for field in ("discount_amount", "write_off_amount")
		if money(doc.get(field)) * sign < 0
	]
	charged, taxed = _charges(doc.taxes)
	given = ZERO if doc.is_return else max(_of("Purchase Order", orders) - _of("Purchase Invoice", _other_bills(doc, orders)), ZERO)
	if charged > given:
		found.append(Violation("parts_bill_charges", (doc.name, charged, "、".join(orders), given)))
	most = money((money(doc.net_total) + charged) * HIGHEST_TAX)
	if taxed > max(most, ZERO):
		found.append(Violation("parts_bill_tax", (doc.name, taxed, max(most, ZERO))))
	refuse(found)


def _orders_of_parts(doc) -> list[str]:
	"""The orders of its rows that were ordered for a list, or into the store of a project."""
	ordered = [row.po_detail for row in doc.items if row.get("po_detail")]
	received = [row.pr_detail for row in doc.items if row.get("pr_detail")]
	if not ordered and not received:
		return []
	row, store, receipt = map(frappe.qb.DocType, ("Purchase Order Item", "Warehouse", "Purchase Receipt Item"))
	by_receipt = frappe.qb.from_(receipt).select(receipt.purchase_order_item).where(receipt.name.isin(received or [""]))
	query = frappe.qb.from_(row).left_join(store).on(store.name == row.warehouse).select(row.parent).distinct().orderby(row.parent)
	query = query.where(row.name.isin(ordered or [""]) | row.name.isin(by_receipt))
	return query.where((row.fx_spare_parts_row != "") | (store.fx_project != "")).run(pluck=True)


def _other_bills(doc, orders: Collection[str]) -> list[str]:
	of_orders = {"purchase_order": ("in", orders), "docstatus": 1, "parent": ("!=", doc.name)}
	return frappe.get_all("Purchase Invoice Item", of_orders, pluck="parent", distinct=True)


def _of(doctype: str, names: Collection[str]) -> Decimal:
	of = {"parenttype": doctype, "parent": ("in", names or [""]), "docstatus": 1}
	return _charges(frappe.get_all("Purchase Taxes and Charges", of, FIELDS))[0]


def _charges(rows: Iterable) -> tuple[Decimal, Decimal]:
	"""What rows charge beside tax, and the tax, in the currency of their voucher."""
	sums = {False: [], True: []}
	for row in rows:
		if row.category in OWED and row.account_head:
			kind = frappe.get_cached_value("Account", row.account_head, "account_type")
			sums[kind == TAX].append(money(row.tax_amount) * (-1 if row.add_deduct_tax == "Deduct" else 1))
	return total(sums[False]), total(sums[True])
