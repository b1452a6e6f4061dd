"""Amounts in the warranty deposits, read from ERPNext's own ledgers; there is no ledger of our own.

A *bucket* is a Journal Entry that credits a deposit account: its remaining amount is the sum of the Payment Ledger Entries
against it. Entries that are not delinked are summed, which also holds with the immutable ledger: there a cancelled entry
stays and is reversed.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import frappe
from pypika import Case
from pypika.functions import Max, Sum

from fangxiu_app.ledger.rules_deposit import Bucket, money

#: How a query is run: :func:`as_seen`, or with locks.
Look = Callable


def is_deposit_account(account: str | None) -> bool:
	"""Whether an account is marked as one of warranty deposits (cached by Frappe)."""
	return bool(account and frappe.get_cached_value("Account", account, "fx_warranty_deposit"))


def as_seen(query):
	"""A query is run as this transaction sees the database; the money side may look at what is committed (ledger.locks)."""
	return query


def buckets(names, look: Look = as_seen) -> dict[str, Bucket]:
	"""Buckets by the names of their Journal Entries, with what is left of each; other vouchers are not in the answer."""
	names = sorted(set(names))
	if not names:
		return {}
	ledger = frappe.qb.DocType("Payment Ledger Entry")
	return _buckets(_sums(ledger).where(ledger.against_voucher_no.isin(names)), look)


def agreement_buckets(agreement: str, look: Look = as_seen) -> list[Bucket]:
	"""All buckets of one deposit, each with the day it was held: moving it to another account changes nothing of that. Raises nothing for an agreement without any."""
	ledger, entry = frappe.qb.DocType("Payment Ledger Entry"), frappe.qb.DocType("Warranty Deposit Entry")
	query = (
		_sums(ledger)
		.join(entry)
		.on(entry.journal_entry == ledger.against_voucher_no)
		.select(Max(entry.held_since).as_("held_since"))
		.where((entry.agreement == agreement) & (entry.docstatus == 1) & (entry.kind != "Taken Back"))
	)
	return list(_buckets(query, look).values())


def _sums(ledger):
	"""Ledger sums of Journal Entries used as buckets, one row for each and account."""
	own = (ledger.voucher_no == ledger.against_voucher_no) & (ledger.amount > 0)
	return (
		frappe.qb.from_(ledger)
		.select(
			ledger.against_voucher_no,
			ledger.account,
			Max(Case().when(own, ledger.party)).as_("party"),
			Max(Case().when(own, ledger.warranty_agreement)).as_("agreement"),
			Max(Case().when(own, ledger.posting_date)).as_("posted_on"),
			Max(Case().when(own, ledger.amount / ledger.amount_in_account_currency)).as_("rate"),
			Sum(ledger.amount_in_account_currency).as_("remaining"),
		)
		.where((ledger.delinked == 0) & (ledger.party_type == "Supplier"))
		.where(ledger.against_voucher_type == "Journal Entry")
		.groupby(ledger.against_voucher_no, ledger.account)
	)


def _buckets(query, look: Look) -> dict[str, Bucket]:
	rows = look(query).run(as_dict=True)
	return {
		row.against_voucher_no: Bucket(
			row.against_voucher_no,
			row.agreement or "",
			row.party,
			row.account,
			money(row.remaining),
			row.get("held_since") or row.posted_on,
			Decimal(str(round(row.rate or 1, 9))),
		)
		for row in rows
		if row.party and is_deposit_account(row.account)
	}


def balance(agreement: str, look: Look = as_seen) -> float:
	"""The deposit's present balance in its own currency."""
	ledger = frappe.qb.DocType("Payment Ledger Entry")
	account = frappe.qb.DocType("Account")
	query = (
		frappe.qb.from_(ledger)
		.join(account)
		.on((account.name == ledger.account) & (account.fx_warranty_deposit == 1))
		.select(Sum(ledger.amount_in_account_currency))
		.where((ledger.warranty_agreement == agreement) & (ledger.delinked == 0))
	)
	return look(query).run()[0][0] or 0


def held(agreement: str) -> float:
	"""What was put into the deposit by holds, receipts and openings, less what was taken back; deductions do not count."""
	ledger, entry, account = map(
		frappe.qb.DocType, ("Payment Ledger Entry", "Warranty Deposit Entry", "Account")
	)
	rows = (
		frappe.qb.from_(entry)
		.join(ledger)
		.on((ledger.voucher_no == entry.journal_entry) & (ledger.voucher_type == "Journal Entry"))
		.join(account)
		.on((account.name == ledger.account) & (account.fx_warranty_deposit == 1))
		.select(Sum(ledger.amount_in_account_currency))
		.where((entry.agreement == agreement) & (entry.docstatus == 1) & (ledger.delinked == 0))
		.where(entry.kind != "Deduction Reversal")
	).run()
	return rows[0][0] or 0


def dependants(journal_entry: str, look: Look = as_seen) -> list[tuple[str, str]]:
	"""Submitted vouchers that use up this bucket."""
	ledger = frappe.qb.DocType("Payment Ledger Entry")
	query = (
		frappe.qb.from_(ledger)
		.select(ledger.voucher_type, ledger.voucher_no, ledger.amount)
		.where(
			(ledger.against_voucher_no == journal_entry) & (ledger.against_voucher_type == "Journal Entry")
		)
		.where((ledger.voucher_no != journal_entry) & (ledger.delinked == 0))
	)
	sums: dict[tuple[str, str], float] = {}
	for row in look(query).run(as_dict=True):
		key = (row.voucher_type, row.voucher_no)
		sums[key] = sums.get(key, 0) + row.amount
	return [key for key, amount in sums.items() if abs(amount) > 0.004]


def has_entries(account: str) -> bool:
	"""Whether the account was ever posted to."""
	return bool(frappe.db.get_value("GL Entry", {"account": account}, "name"))


def account_balance(account: str = "", company: str = "") -> float:
	"""What a deposit account, or all those of a company, owe to contractors, in company currency."""
	ledger, accounts = map(frappe.qb.DocType, ("GL Entry", "Account"))
	query = (
		frappe.qb.from_(ledger)
		.join(accounts)
		.on((accounts.name == ledger.account) & (accounts.fx_warranty_deposit == 1))
		.select(Sum(ledger.credit - ledger.debit))
		.where(ledger.is_cancelled == 0)
	)
	query = query.where(ledger.account == account) if account else query.where(ledger.company == company)
	return round(query.run()[0][0] or 0, 2)


def held_by_agreement() -> list[tuple[str, float]]:
	"""Agreements with what the books hold of their deposits, in company currency, the largest first; nothing on a site whose
	ledger does not know agreements."""
	if not frappe.db.has_column("GL Entry", "warranty_agreement"):
		return []
	ledger, accounts = map(frappe.qb.DocType, ("GL Entry", "Account"))
	rows = (
		frappe.qb.from_(ledger)
		.join(accounts)
		.on((accounts.name == ledger.account) & (accounts.fx_warranty_deposit == 1))
		.select(ledger.warranty_agreement, Sum(ledger.credit - ledger.debit))
		.where(ledger.is_cancelled == 0)
		.groupby(ledger.warranty_agreement)
	).run()
	return sorted(((name, float(held)) for name, held in rows if round(held, 2)), key=lambda row: -row[1])


def holds_on_invoice(invoice: str) -> list[str]:
	"""Submitted deposit entries that hold money from this invoice."""
	return frappe.get_all(
		"Warranty Deposit Entry", {"purchase_invoice": invoice, "kind": "Held", "docstatus": 1}, pluck="name"
	)


def contractors_with_deposit(names) -> list[str]:
	"""Those of the suppliers whose agreements ever had money in a deposit."""
	filters = {"contractor": ("in", list(names)), "deposit_moves": (">", 0)}
	return frappe.get_all("Warranty Agreement", filters, pluck="contractor", distinct=True)
