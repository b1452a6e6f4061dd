"""An owner is paid by the bill of a compensation alone: as a customer they get back what they paid, and nothing else, while one is under way (R110)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import frappe

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.money import ZERO, money
from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import service_booked_heads
from fangxiu_app.ledger.rules_entries import in_company_currency, money_leaves
from fangxiu_app.ledger.service_purchase import OWNER
from fangxiu_app.money.outgoing import reads_refunds as reads
from fangxiu_app.money.outgoing import rules_refund as rules
from fangxiu_app.money.payments import reads_on_account

#: Parties whose payments are checked by what they have in credit, or by their bills.
FIRMS = ("Supplier", "Customer")


def check_payment(doc) -> None:
	"""Payment Entry that pays a customer, on submission and when it is allocated later. One query, more for who has a compensation."""
	if doc.payment_type == "Pay" and doc.party_type == "Customer" and doc.party:
		_check(doc, _of_payment)
	elif doc.payment_type == "Pay" and doc.party and _may_be_an_owner(doc.party_type, doc.party) and _beside_documents(doc):
		_check_others(doc, {(doc.party_type, doc.party)})
		_check_words(doc, None, [doc.remarks, doc.title])


def check_journal(doc) -> None:
	"""Journal Entry that debits customers, the same. One query where one is debited in the end, none otherwise."""
	if not doc.flags.fx_document:
		_check(doc, _of_journal)
		_check_others(doc, _others(doc))
		_check_named(doc)


def check_invoice(doc) -> None:
	"""Sales Invoice that pays out at the till (a return, or a negative line): the same; and :func:`check_accounts`."""
	_check(doc, _of_till)
	check_accounts(doc)


def check_accounts(doc) -> None:
	"""Sales Invoice that books an account of money by its lines or taxes: what such a customer owes would have left the bank.

	Also when its accounts are changed after submission. Two queries where it books one, none for others. Raises RefusedError.
	"""
	held = service_booked_heads.sold_on(doc)
	case = reads.owed_by_compensation([doc.customer]).get(doc.customer) if held else None
	refuse([Violation("owner_sale", (doc.name, held[0], doc.customer_name or doc.customer, case))] if case else [])


def check_opening(doc) -> None:
	"""Opening bill (Purchase Invoice) of an owner: what was open before this app came in, of nobody whom a compensation has made a supplier.

	Two queries for an opening bill of an owner, none for others. Raises RefusedError.
	"""
	if doc.get("is_opening") != "Yes" or doc.is_return or reads_on_account.kind(doc.supplier) != OWNER:
		return
	title = reads_on_account.title(doc.supplier)
	billed = {"supplier": doc.supplier, "fx_compensation": ("is", "set"), "docstatus": ("<", 2), "name": ("!=", doc.name)}
	case = frappe.db.get_value("Purchase Invoice", billed, "fx_compensation") or reads.case_of(title)
	refuse([Violation("owner_opening", (doc.name, title, case))] if case else [])


def check_cancel(doc) -> None:
	"""Payment Entry or Journal Entry by which a customer paid, before it is cancelled: a refund may rest on it. Raises RefusedError."""
	customers = _paying(doc)
	cases = reads.owed_by_compensation(sorted(customers))
	for customer, case in sorted(cases.items()):
		if rules.beyond(reads.moves(customer, doc.company, doc.name)) > rules.beyond(reads.moves(customer, doc.company)):
			title = frappe.get_cached_value("Customer", customer, "customer_name")
			refuse([Violation("refund_rests", (doc.name, title, case))])


def _beside_documents(doc) -> bool:
	"""Whether a payment gives more than its documents ask for: on account, or by what is deducted and taxed beside them."""
	beside = [money(row.amount) for row in doc.deductions]
	beside += [money(row.base_tax_amount) * (1 if row.add_deduct_tax == "Add" else -1) for row in doc.taxes]
	return money(doc.unallocated_amount) > 0 or any(amount > 0 for amount in beside)


def _others(doc) -> set[tuple[str, str]]:
	"""Parties by whose name alone it is told who they are, that a journal which takes money out debits for no document."""
	own = frappe.get_cached_value("Company", doc.company, "default_currency")
	found = {
		(row.party_type, row.party)
		for row in doc.accounts
		if row.party and not row.reference_name and in_company_currency(row, own) > 0 and _may_be_an_owner(row.party_type, row.party)
	}
	return found if found and money_leaves(doc.accounts, own) else set()


def _check_others(doc, parties: set[tuple[str, str]]) -> None:
	"""Neither are owners paid as shareholders, employees or suppliers of their own making: whoever is called as the payee of a compensation under way is paid by that."""
	for party_type, party in sorted(parties):
		title = reads.party_title(party_type, party)
		if case := reads.case_of(title):
			refuse([Violation("owner_other_party", (doc.name, title, case))])


def _may_be_an_owner(party_type: str, party: str) -> bool:
	"""Whether a party is looked at by its name: any but firms, customers and the suppliers that compensations made. From the cache."""
	if party_type != "Supplier":
		return party_type not in FIRMS
	kind, contractor = frappe.get_cached_value("Supplier", party, ["supplier_type", "fx_contractor_kind"])
	return kind == "Individual" and not contractor


def _check_named(doc) -> None:
	"""Nor by a journal that gives money to nobody by one of its rows, and names the payee of a compensation in its words.

	One query where money leaves and somebody is named as its receiver, or a remark is about a compensation; none otherwise.
	"""
	remarks = [doc.user_remark, doc.get("remark"), doc.title, doc.cheque_no, doc.get("bill_no"), *(row.user_remark for row in doc.accounts)]
	if not doc.pay_to_recd_from and not rules.compensates(remarks):
		return
	own = frappe.get_cached_value("Company", doc.company, "default_currency")
	to_nobody = any(not row.party and in_company_currency(row, own) > 0 for row in doc.accounts)
	if not to_nobody or not money_leaves(doc.accounts, own):
		return
	_check_words(doc, doc.pay_to_recd_from, remarks)


def _check_words(doc, receiver: str | None, remarks: list[str | None]) -> None:
	"""One query where there is a receiver, or a remark is about a compensation; none otherwise."""
	if (receiver or rules.compensates(remarks)) and (found := rules.named(receiver, remarks, reads.payees())):
		refuse([Violation("owner_named", (doc.name, found.name, found.case))])


def _paying(doc) -> set[str]:
	if doc.doctype == "Payment Entry":
		return {doc.party} if doc.payment_type == "Receive" and doc.party_type == "Customer" and doc.party else set()
	own = frappe.get_cached_value("Company", doc.company, "default_currency")
	return {row.party for row in doc.accounts if row.party_type == "Customer" and row.party and in_company_currency(row, own) < 0}


def _check(doc, given_by: Callable[[object], dict[str, Decimal]]) -> None:
	found = {customer: amount for customer, amount in given_by(doc).items() if amount > 0}
	cases = reads.owed_by_compensation(sorted(found))
	if not cases:
		return
	stored = doc.get_doc_before_save()
	earlier = given_by(stored) if stored and stored.docstatus == 1 else {}
	for customer, case in sorted(cases.items()):
		in_credit = reads.credit(customer, doc.company, doc.name)
		if rules.too_much(found[customer], earlier.get(customer, ZERO), in_credit):
			title = frappe.get_cached_value("Customer", customer, "customer_name")
			refuse([Violation("owner_refund", (doc.name, title, case, in_credit))])


def _of_payment(doc) -> dict[str, Decimal]:
	"""What leaves the bank: what it is allocated to takes nothing off, nor do deductions and taxes."""
	return {doc.party: max(money(doc.base_paid_amount), money(doc.get("base_paid_amount_after_tax")))}


def _of_till(doc) -> dict[str, Decimal]:
	"""What leaves the till with an invoice: its payments below zero."""
	paid = sum((money(row.base_amount) for row in doc.get("payments") or ()), ZERO) if doc.is_pos else ZERO
	return {doc.customer: -paid} if paid < 0 else {}


def _of_journal(doc) -> dict[str, Decimal]:
	debits: dict[str, list[Decimal]] = {}
	own = frappe.get_cached_value("Company", doc.company, "default_currency")
	for row in doc.accounts:
		if row.party_type == "Customer" and row.party:
			debits.setdefault(row.party, []).append(in_company_currency(row, own))
	leaves = bool(debits) and money_leaves(doc.accounts, own)
	return {customer: rules.given(amounts, leaves) for customer, amounts in debits.items()}
