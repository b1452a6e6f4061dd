"""Amounts in the warranty deposits, read from ERPNext's own ledgers; there is no ledger of our own.

A *bucket* is a Journal Entry that credits a deposit account: its remaining amount is the sum of the Payment Ledger Entries
against it. Entries that are not delinked are summed, which also holds with the immutable ledger: there a cancelled entry
stays and is reversed.
"""

from __future__ import annotations

from decimal import Decimal

import frappe
from pypika import Case
from pypika.functions import Max, Sum

from fangxiu_app.domain.deposit import Bucket, Terms, money


def is_deposit_account(account: str | None) -> bool:
	"""Whether an account is marked as one of warranty deposits (cached by Frappe)."""
	return bool(account and frappe.get_cached_value("Account", account, "fx_warranty_deposit"))


def lock_agreements(names, first: bool = False) -> tuple[dict[str, Terms], bool]:
	"""Lock the agreements in the order of their names; returns their terms, and whether this transaction's view is fresh.

	Everything that moves a deposit takes this lock first, before any number series: two at once wait for one another and
	cannot deadlock. A transaction that began earlier sees an old picture (REPEATABLE READ): the counter of moves, read
	both under lock and plainly, tells. An old picture must be read again with locks, which also lock gaps; a fresh one
	need not be. What is locked already is not asked for again: until the transaction ends nobody else changes it. With
	``first`` the lock is the transaction's first look at the database: its picture cannot be older.
	"""
	names = set(names)
	wanted = sorted(names - set(locked()))
	if wanted:
		_remember(_lock(wanted, first))
	known = {name: one for name, one in locked().items() if name in names}
	return {name: terms for name, (terms, _fresh) in known.items()}, all(
		fresh for _terms, fresh in known.values()
	)


def locked() -> dict[str, tuple[Terms, bool]]:
	"""The agreements this transaction has locked: their terms, and whether its view of each is fresh."""
	return frappe.flags.fx_deposits or {}


def forget() -> None:
	"""The locks are gone with their transaction, or an agreement was changed in it: the next look is at the database."""
	frappe.flags.fx_deposits = None


def _remember(found: dict[str, tuple[Terms, bool]]) -> None:
	for queue in (frappe.db.after_commit, frappe.db.after_rollback):
		queue.add(forget)
	frappe.flags.fx_deposits = {**locked(), **found}


def _lock(names: list[str], first: bool) -> dict[str, tuple[Terms, bool]]:
	agreement = frappe.qb.DocType("Warranty Agreement")
	query = (
		frappe.qb.from_(agreement)
		.select(
			agreement.name,
			agreement.contractor,
			agreement.deposit_account,
			agreement.project,
			agreement.deposit_moves,
		)
		.where(agreement.name.isin(names))
		.orderby(agreement.name)
	)
	rows = query.for_update().run(as_dict=True)
	seen = {row.name: row.deposit_moves for row in (rows if first else query.run(as_dict=True))}
	return {
		row.name: (
			Terms(row.name, row.contractor, row.deposit_account or "", row.project),
			seen.get(row.name) == row.deposit_moves,
		)
		for row in rows
	}


def buckets(names, fresh: bool = True) -> dict[str, Bucket]:
	"""Buckets by the names of their Journal Entries, with what is left of each; other vouchers are not in the answer.

	Unless ``fresh``, the ledger is read with locks: rows committed since this transaction began count too.
	"""
	names = sorted(set(names))
	if not names:
		return {}
	ledger = frappe.qb.DocType("Payment Ledger Entry")
	return _buckets(_sums(ledger).where(ledger.against_voucher_no.isin(names)), fresh)


def agreement_buckets(agreement: str, fresh: bool = True) -> list[Bucket]:
	"""All buckets of one deposit, each with the day it was held: moving it to another account changes nothing of that. Raises nothing for an agreement without any."""
	ledger, entry = frappe.qb.DocType("Payment Ledger Entry"), frappe.qb.DocType("Warranty Deposit Entry")
	query = (
		_sums(ledger)
		.join(entry)
		.on(entry.journal_entry == ledger.against_voucher_no)
		.select(Max(entry.held_since).as_("held_since"))
		.where((entry.agreement == agreement) & (entry.docstatus == 1) & (entry.kind != "Taken Back"))
	)
	return list(_buckets(query, fresh).values())


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


def _buckets(query, fresh: bool) -> dict[str, Bucket]:
	rows = (query if fresh else query.for_update()).run(as_dict=True)
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


def balance(agreement: str, fresh: bool = True) -> float:
	"""The deposit's present balance in its own currency. Unless ``fresh``, read with locks as ``buckets`` are."""
	ledger = frappe.qb.DocType("Payment Ledger Entry")
	account = frappe.qb.DocType("Account")
	query = (
		frappe.qb.from_(ledger)
		.join(account)
		.on((account.name == ledger.account) & (account.fx_warranty_deposit == 1))
		.select(Sum(ledger.amount_in_account_currency))
		.where((ledger.warranty_agreement == agreement) & (ledger.delinked == 0))
	)
	return (query if fresh else query.for_update()).run()[0][0] or 0


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


def dependants(journal_entry: str) -> list[tuple[str, str]]:
	"""Submitted vouchers that use up this bucket, read with locks."""
	ledger = frappe.qb.DocType("Payment Ledger Entry")
	rows = (
		frappe.qb.from_(ledger)
		.select(ledger.voucher_type, ledger.voucher_no, ledger.amount)
		.where(
			(ledger.against_voucher_no == journal_entry) & (ledger.against_voucher_type == "Journal Entry")
		)
		.where((ledger.voucher_no != journal_entry) & (ledger.delinked == 0))
		.for_update()
	).run(as_dict=True)
	sums: dict[tuple[str, str], float] = {}
	for row in rows:
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
