"""Bills of repair work: which invoices they are, what was approved and what has been paid, from ERPNext's ledger."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

import frappe
from pypika.functions import Coalesce, Sum
from pypika.terms import Criterion, ExistsCriterion

from fangxiu_app.contractors.breach.reads_orders import money
from fangxiu_app.ledger import reads_charged_bills
from fangxiu_app.money.payments import reads_compensations, reads_on_account
from fangxiu_app.money.payments.rules_on_account import taken_off

#: What a contractor bills on these accounts of Fangxiu Settings is repair work, whatever the bill names.
COSTS = ("repair_expense_account", "compensation_account", "paid_repair_cost_account")


def is_repair_bill(invoice: str) -> bool:
	"""Whether a Purchase Invoice pays for repair work: ordered, compensated, about a ticket, of a contractor on its account, or under review."""
	row = frappe.db.get_value(
		"Purchase Invoice", invoice, ["fx_third_party_order", "fx_compensation", "supplier"], as_dict=True
	)
	if not row:
		return False
	if row.fx_third_party_order or row.fx_compensation:
		return True
	ticket = {"parent": invoice, "fx_repair_ticket": ("is", "set")}
	review = {"purchase_invoice": invoice, "docstatus": ("<", 2)}
	if frappe.db.exists("Purchase Invoice Item", ticket) or frappe.db.exists("Repair Payment Review", review):
		return True
	return bool(reads_on_account.kind(row.supplier)) and reads_charged_bills.books(invoice, COSTS)


def of_order(order: str) -> str | None:
	"""The booked bill of a third-party order."""
	return frappe.db.get_value("Purchase Invoice", {"fx_third_party_order": order, "docstatus": 1})


def live_review(invoice: str) -> str | None:
	"""The review of ``invoice`` that is drafted, signed or approved; a cancelled one does not count."""
	return frappe.db.get_value("Repair Payment Review", {"purchase_invoice": invoice, "docstatus": ("<", 2)})


def to_review(invoice: str) -> bool:
	"""Whether ``invoice`` is paid after a review and can have one: booked, no credit note, no owner's compensation.

	A compensation is released by its own approval and signature instead (docs/adr/0046).
	"""
	booked = {"name": invoice, "docstatus": 1, "is_return": 0, "fx_compensation": ("is", "not set")}
	return bool(frappe.db.exists("Purchase Invoice", booked)) and is_repair_bill(invoice)


def is_repair(doc) -> bool:
	"""The same of a Purchase Invoice that is being submitted: by what it says, and what it said as a draft. No query.

	A review comes after the booking, so that nothing but its own lines can tell: what they are about, or a contractor's costs.
	"""
	return any(_says_so(one) for one in (doc, doc.get_doc_before_save()) if one)


def _says_so(doc) -> bool:
	named = doc.get("fx_third_party_order") or doc.get("fx_compensation")
	return bool(named) or any(row.get("fx_repair_ticket") for row in doc.get("items") or ()) or charges_repair(doc)


def charges_repair(doc) -> bool:
	"""Whether a Purchase Invoice is a contractor's and books our account of repair costs. No query."""
	return bool(doc.supplier and reads_on_account.kind(doc.supplier)) and reads_charged_bills.says(doc, COSTS)


def settled_by_itself(invoice: str) -> Decimal:
	"""The amount that a stored bill paid or wrote off itself, without a payment; refused on new bills."""
	fields = ["paid_amount", "write_off_amount"]
	row = frappe.db.get_value("Purchase Invoice", {"name": invoice, "docstatus": 1}, fields)
	return sum(map(money, row or ()), Decimal(0))


def approved(invoice: str) -> Decimal | None:
	"""What may be paid on ``invoice``: by its approved review or its signed compensation; None without either."""
	found = frappe.db.get_value(
		"Repair Payment Review", {"purchase_invoice": invoice, "docstatus": 1}, "approved_total"
	)
	if found is None:
		case = frappe.db.get_value("Purchase Invoice", invoice, "fx_compensation")
		return reads_compensations.cash(case) if case else None
	return money(found)


def not_reviewed(suppliers: Collection[str]) -> dict[str, str]:
	"""Supplier → a bill for repair work that is booked, owed and has no approved review. One query, none without suppliers."""
	if not suppliers:
		return {}
	bill, review = map(frappe.qb.DocType, ("Purchase Invoice", "Repair Payment Review"))
	query = frappe.qb.from_(bill).left_join(review).on((review.purchase_invoice == bill.name) & (review.docstatus == 1))
	query = query.select(bill.supplier, bill.name).where(bill.supplier.isin(list(suppliers)) & review.name.isnull())
	return dict(query.where(owed(bill) & for_repair(bill)).orderby(bill.name).run())


def owed(bill) -> Criterion:
	"""Condition of a row of the Purchase Invoice table: booked, owed, and no owner's compensation, which is signed by itself (docs/adr/0046)."""
	return (bill.docstatus == 1) & (bill.outstanding_amount > 0) & (Coalesce(bill.fx_compensation, "") == "")


def for_repair(bill) -> Criterion:
	"""Condition of the same: for repair work by what it says, as :func:`is_repair_bill` has it of one."""
	line, supplier = map(frappe.qb.DocType, ("Purchase Invoice Item", "Supplier"))
	about = frappe.qb.from_(line).select(line.parent).where((line.parent == bill.name) & (Coalesce(line.fx_repair_ticket, "") != ""))
	kind = (supplier.name == bill.supplier) & (Coalesce(supplier.fx_contractor_kind, "") != "")
	contractors = ExistsCriterion(frappe.qb.from_(supplier).select(supplier.name).where(kind))
	charged = [contractors & one for one in reads_charged_bills.charging(bill, COSTS)]
	return Criterion.any([Coalesce(bill.fx_third_party_order, "") != "", ExistsCriterion(about), *charged])


def signed_behind(invoice: str) -> list[tuple[str, str]]:
	"""The approved documents a repair bill rests on: its order or compensation, and its review. Two queries."""
	row = frappe.db.get_value("Purchase Invoice", invoice, ["fx_third_party_order", "fx_compensation"], as_dict=True) or {}
	found = [("Third Party Order", row.get("fx_third_party_order")), ("Compensation", row.get("fx_compensation"))]
	reviews = frappe.get_all("Repair Payment Review", {"purchase_invoice": invoice, "docstatus": 1}, pluck="name")
	return [(doctype, name) for doctype, name in (*found, *(("Repair Payment Review", name) for name in reviews)) if name]


def paid(invoice: str, without: str = "") -> Decimal:
	"""The amount already paid or credited on ``invoice``, in its account's currency: payments, journals, debit notes, itself.

	A payment that came back is cancelled: what another voucher puts upon the bill leaves no more to be paid of what was approved.
	"""
	ledger = frappe.qb.DocType("Payment Ledger Entry")
	query = (
		frappe.qb.from_(ledger)
		.select(Sum(ledger.amount_in_account_currency))
		.where((ledger.against_voucher_no == invoice) & (ledger.voucher_no != invoice))
		.where((ledger.delinked == 0) & (ledger.voucher_no != without))
		.groupby(ledger.voucher_no)
	)
	return settled_by_itself(invoice) + taken_off(map(money, query.run(pluck=True)))


def payments(invoice: str) -> list[str]:
	"""Payments and journals that take something off ``invoice``, the oldest first. One query."""
	ledger = frappe.qb.DocType("Payment Ledger Entry")
	query = frappe.qb.from_(ledger).select(ledger.voucher_no).orderby(ledger.creation)
	query = query.where((ledger.against_voucher_no == invoice) & (ledger.voucher_no != invoice))
	query = query.where((ledger.delinked == 0) & ledger.voucher_type.isin(("Payment Entry", "Journal Entry")))
	return list(dict.fromkeys(query.run(pluck=True)))


def lines(invoice: str) -> list[dict]:
	"""Workload lines of ``invoice``: those of its third-party order, or its own rows as claimed."""
	order = frappe.db.get_value("Purchase Invoice", invoice, "fx_third_party_order")
	if order:
		main = frappe.db.get_value("Third Party Order", order, "ticket")
		fields = ["description", "ticket", "uom", "claimed_qty", "verified_qty", "rate", "difference_reason"]
		rows = frappe.get_all("Work Item", {"parent": order}, fields, order_by="idx")
		return [{**row, "ticket": row.ticket or main} for row in rows]
	rows = frappe.get_all(
		"Purchase Invoice Item",
		{"parent": invoice},
		["item_name", "fx_repair_ticket", "uom", "qty", "rate"],
		order_by="idx",
	)
	return [
		{
			"description": row.item_name,
			"ticket": row.fx_repair_ticket,
			"uom": row.uom,
			"claimed_qty": row.qty,
			"rate": row.rate,
		}
		for row in rows
	]
