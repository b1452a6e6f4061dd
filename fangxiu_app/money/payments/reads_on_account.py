"""What vouchers may name as paid for: bills with what they owe for themselves, orders with what is not paid of them, journals of our documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal

import frappe
from pypika.functions import Coalesce, Sum

from fangxiu_app.core.money import ZERO, money
from fangxiu_app.ledger import rules_exchange
from fangxiu_app.money.payments import rules_on_account as rules


def kind(supplier: str) -> str:
	"""Kind of contractor of a supplier, from the cache; empty for others."""
	return frappe.get_cached_value("Supplier", supplier, "fx_contractor_kind") or ""


def title(supplier: str) -> str:
	"""The supplier's name as people know it, from the cache."""
	return frappe.get_cached_value("Supplier", supplier, "supplier_name") or supplier


def suppliers(doctype: str, voucher: str) -> set[str]:
	"""Suppliers of a Payment Entry or Journal Entry. One query."""
	rows, key = ("Journal Entry Account", "parent") if doctype == "Journal Entry" else ("Payment Entry", "name")
	return set(frappe.get_all(rows, {key: voucher, "party_type": "Supplier"}, pluck="party")) - {None, ""}


def room(named: Iterable[rules.Part], without: str, company_currency: str) -> dict[rules.Part, Decimal]:
	"""How much may be paid for the bills and orders in ``named``, before voucher ``without``. At most two queries for bills, one for orders."""
	named = {part.of() for part in named if part.kind in (rules.BILL, rules.ORDER)}
	found = _owed({part.name for part in named if part.kind == rules.BILL}, without)
	orders = _orders({part.name for part in named if part.kind == rules.ORDER})
	for part in named:
		order = orders.get((part.supplier, part.name)) if part.kind == rules.ORDER else None
		if order:
			totals = {order.currency: money(order.grand_total), company_currency: money(order.base_grand_total)}
			paid = money(order.advance_paid)
			found[part] = rules_exchange.order_room(totals, paid, order.party_account_currency or company_currency, part.currency)
	return found


def _owed(bills: Collection[str], without: str) -> dict[rules.Part, Decimal]:
	"""What each bill owes for itself, in its account's currency."""
	if not bills:
		return {}
	ledger = frappe.qb.DocType("Payment Ledger Entry")
	of = (ledger.party, ledger.account_currency, ledger.against_voucher_no, ledger.voucher_no)
	query = frappe.qb.from_(ledger).select(*of, Sum(ledger.amount_in_account_currency)).groupby(*of)
	query = query.where(ledger.against_voucher_no.isin(list(bills)) & (ledger.against_voucher_type == rules.BILL))
	query = query.where((ledger.delinked == 0) & (ledger.voucher_no != without))
	found: dict[rules.Part, Decimal] = defaultdict(Decimal)
	notes = _notes(bills)
	for party, currency, bill, voucher, amount in query.run():
		of_bill = rules.Part(party, currency, ZERO, rules.BILL, bill)
		found[of_bill] += money(amount) if voucher == bill else -rules.taken_off([money(amount)])
	for of_bill in found:
		found[of_bill] -= notes.get(of_bill.name, ZERO)
	return found


def _notes(bills: Collection[str]) -> dict[str, Decimal]:
	"""Bill → what debit notes against it still have open for themselves: ERPNext leaves them beside the bill. One query."""
	note = frappe.qb.DocType("Purchase Invoice")
	query = frappe.qb.from_(note).select(note.return_against, Sum(note.outstanding_amount)).groupby(note.return_against)
	query = query.where(note.return_against.isin(list(bills)) & (note.docstatus == 1) & (note.is_return == 1))
	return {bill: -money(amount) for bill, amount in query.where(note.outstanding_amount < 0).run()}


def _orders(names: Collection[str]) -> dict[tuple[str, str], frappe._dict]:
	"""Orders that are not for repair work, by supplier and name."""
	if not names:
		return {}
	order = frappe.qb.DocType("Purchase Order")
	query = frappe.qb.from_(order).select(order.name, order.supplier, order.currency, order.grand_total, order.base_grand_total, order.advance_paid, order.party_account_currency)
	query = query.where(order.name.isin(list(names)) & (Coalesce(order.fx_third_party_order, "") == "") & (order.docstatus == 1))
	return {(row.supplier, row.name): row for row in query.run(as_dict=True)}


def of_documents(journals: Collection[str]) -> set[str]:
	"""Journals by which our documents owe a contractor something: of a deposit, or the interest of a release.

	Asked of the documents, whose fields are locked, not of the journal. Two queries, none without journals.
	"""
	if not journals:
		return set()
	entries = {"journal_entry": ("in", list(journals)), "docstatus": 1}
	interest = {"interest_entry": ("in", list(journals)), "docstatus": 1}
	return {
		*frappe.get_all("Warranty Deposit Entry", entries, pluck="journal_entry"),
		*frappe.get_all("Deposit Release", interest, pluck="interest_entry"),
	}
