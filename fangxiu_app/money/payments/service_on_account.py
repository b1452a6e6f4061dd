"""Nobody is paid on account past a review or a settlement: by no payment, no journal, and nothing that undoes what they name (R16, R18, R110)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from decimal import Decimal

import frappe

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import ZERO, money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import guards
from fangxiu_app.ledger.rules_entries import (
	MONEY,
	debited,
	in_company_currency,
	money_leaves,
	pays_by_exchange,
)
from fangxiu_app.ledger.service_purchase import OWNER
from fangxiu_app.money.payments import reads_on_account as reads
from fangxiu_app.money.payments import reads_repair_bills, service_repair_payments
from fangxiu_app.money.payments import rules_on_account as rules
from fangxiu_app.money.payments.rules_on_account import Part


def check_journal(doc) -> None:
	"""Journal Entry, on submission and whenever it changes. Those that our own documents post are checked there.

	``fx_document`` is set by the service that posts them; no request can. Raises RefusedError.
	"""
	if not doc.flags.fx_document:
		_check(doc, _of_journal, money_leaves(doc.accounts, _currency(doc)))


def check_payment(doc) -> None:
	"""Payment Entry to a supplier, the same."""
	if doc.payment_type == "Pay" and doc.party_type == "Supplier":
		_check(doc, _of_payment)


def check_unlink(doc) -> None:
	"""Unreconcile Payment: what ERPNext takes off bills and orders would be on account then. Raises RefusedError."""
	bills = sorted({row.reference_name for row in doc.allocations if row.reference_doctype == rules.BILL})
	refuse([Violation("repair_unlink", (doc.voucher_no, bill)) for bill in bills if reads_repair_bills.is_repair_bill(bill)])
	if any(row.reference_doctype in (rules.BILL, rules.ORDER) for row in doc.allocations):
		_refuse(*watched(reads.suppliers(doc.voucher_type, doc.voucher_no)), doc.voucher_no)


def check_cancel(doc) -> None:
	"""Purchase Invoice and Purchase Order: ERPNext takes a cancelled one out of its payments, the same."""
	if any(watched({doc.supplier})):
		service_repair_payments.check_unpaid(doc.name)


def _check(doc, parts_of: Callable[[object], list[Part]], leaves: bool = False) -> None:
	parts = parts_of(doc)
	owners, held = watched({part.supplier for part in parts if part.amount > 0})
	paying = _repair_bills(doc, parts, {*owners, *held})
	if not owners and not held and not paying:
		return
	stored = doc.get_doc_before_save()
	earlier = parts_of(stored) if stored and stored.docstatus == 1 else []
	room = _room(doc, [*parts, *earlier], owners)
	for part in earlier:
		if part.kind == rules.ORDER and part.of() in room:
			room[part.of()] += part.amount  # its own advance is counted among those that are paid
	if any(part.kind == "Journal Entry" for part in parts) and doc.doctype == "Payment Entry":
		parts, earlier = _without_documents(parts), _without_documents(earlier)
	more = rules.grown(rules.on_account(parts, room, leaves), rules.on_account(earlier, room, leaves))
	_refuse(*({name: of[name] for name in more if name in of} for of in (owners, held)), doc.name)
	refuse([Violation("repair_beyond", (doc.name, reads.title(name), paying[name])) for name in more if name in paying])


def _repair_bills(doc, parts: list[Part], known: set[str]) -> dict[str, str]:
	"""Supplier → a bill of theirs for repair work that the voucher pays: with it goes what was approved, and no more (R18).

	Of whatever kind they are; which bills these are the check of the payment has found out (service_repair_payments).
	"""
	repair = doc.flags.fx_repair_bills or ()
	named = {(part.supplier, part.name) for part in parts if part.kind == rules.BILL and part.amount > 0}
	return {supplier: bill for supplier, bill in sorted(named) if supplier not in known and bill in repair}


def watched(suppliers: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
	"""Owners with their names, and contractors with a bill that waits for its review. No query where neither is concerned."""
	kinds = {name: kind for name in sorted(suppliers) if (kind := reads.kind(name))}
	owners = {name: reads.title(name) for name, kind in kinds.items() if kind == OWNER}
	return owners, reads_repair_bills.not_reviewed([name for name in kinds if name not in owners])


def _refuse(owners: dict[str, str], held: dict[str, str], voucher: str) -> None:
	refuse([Violation("owner_advance", (voucher, title)) for title in owners.values()])
	refuse([Violation("repair_advance", (voucher, reads.title(name), bill)) for name, bill in held.items()])


def _room(doc, named: list[Part], owners: Collection[str]) -> dict[Part, Decimal]:
	"""An owner is paid on bills alone."""
	named = [part for part in named if part.kind != rules.ORDER or part.supplier not in owners]
	return reads.room(named, doc.name, _currency(doc))


def _currency(doc) -> str:
	return frappe.get_cached_value("Company", doc.company, "default_currency")


def _of_journal(doc) -> list[Part]:
	"""Its rows of suppliers; whatever they name where exchange differences would be paid out."""
	own = _currency(doc)
	rows = [row for row in doc.accounts if row.party_type == "Supplier" and row.party]
	if rows and pays_by_exchange(doc.voucher_type, doc.accounts, own):
		return [Part(row.party, own, in_company_currency(row, own)) for row in rows]
	return [
		Part(row.party, row.account_currency or own, debited(row, own), row.reference_type or "", row.reference_name or "")
		for row in rows
	]


def _of_payment(doc) -> list[Part]:
	"""What is allocated, what is not, and what is paid beside it: deductions and taxes leave the bank too."""
	currency, own = doc.paid_to_account_currency, _currency(doc)
	amounts = [(row.account, money(row.amount)) for row in doc.deductions if not _is_rate(doc, row)]
	amounts += [(row.account_head, money(row.base_tax_amount) * (1 if row.add_deduct_tax == "Add" else -1)) for row in doc.taxes]
	# what is taken off on an account of money leaves it, too
	beside = sum((amount for account, amount in amounts if amount > 0 or not _is_money(account)), ZERO)
	named = [
		Part(doc.party, currency, money(row.allocated_amount), row.reference_doctype, row.reference_name)
		for row in doc.references
	]
	return [*named, Part(doc.party, currency, money(doc.unallocated_amount)), Part(doc.party, own, max(ZERO, beside))]


def _is_money(account: str | None) -> bool:
	return bool(account) and frappe.get_cached_value("Account", account, "account_type") in MONEY


def _is_rate(doc, row) -> bool:
	"""A deposit is given back at the rate of the day it was held: the bank's rate of today differs."""
	return bool(row.is_exchange_gain_loss) and guards.touches(doc)


def _without_documents(parts: list[Part]) -> list[Part]:
	own = reads.of_documents({part.name for part in parts if part.kind == "Journal Entry"})
	return [part for part in parts if part.kind != "Journal Entry" or part.name not in own]
