"""Rows of ERPNext's Journal Entry, read by what they post: its ledger turns a negative credit into a debit, and the reverse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from fangxiu_app.core.money import ZERO, money

#: Kinds of voucher whose amounts in company currency ERPNext does not reckon from those of the accounts.
EXCHANGE = ("Exchange Gain Or Loss", "Exchange Rate Revaluation")
MONEY = ("Bank", "Cash")


class Row(Protocol):
	"""What is read of a row; amounts as ERPNext stores them, of either sign."""

	account: str
	account_type: str | None
	account_currency: str | None
	debit: float
	credit: float
	debit_in_account_currency: float
	credit_in_account_currency: float


def debited(row: Row, company_currency: str) -> Decimal:
	"""What ``row`` debits its account with, in the account's currency; a credit is below zero.

	An account in another currency owes nothing more after a revaluation, which has an amount in company currency alone. In the
	company's own currency both amounts are the same, except in a voucher of exchange differences, which ERPNext does not reckon
	again: the greater one counts.
	"""
	amount = money(row.debit_in_account_currency) - money(row.credit_in_account_currency)
	if row.account_currency and row.account_currency != company_currency:
		return amount
	return max(amount, money(row.debit) - money(row.credit))


def in_company_currency(row: Row, company_currency: str) -> Decimal:
	"""What ``row`` debits its account with, in company currency; a credit is below zero."""
	if row.account_currency and row.account_currency != company_currency:
		return money(row.debit) - money(row.credit)
	return debited(row, company_currency)


def owed_by(row: Row, company_currency: str) -> Decimal:
	"""The same where credits are looked for: in a voucher of exchange differences either amount alone owes the party of ``row`` something."""
	amount, in_account = money(row.debit) - money(row.credit), money(row.debit_in_account_currency) - money(row.credit_in_account_currency)
	if row.account_currency and row.account_currency != company_currency:
		return amount or in_account
	return min(amount, in_account)


def received(rows: Iterable[Row], company_currency: str) -> Decimal:
	"""What bank and cash accounts are debited with in all, in company currency; below zero where money leaves."""
	return sum((in_company_currency(row, company_currency) for row in rows if row.account_type in MONEY), ZERO)


def money_leaves(rows: Iterable[Row], company_currency: str) -> bool:
	"""Whether a bank or cash account is credited in the end: in its own currency, or, where that is the company's, by either amount.

	A bank account in another currency gives nothing away by a revaluation.
	"""
	left: dict[tuple[str, bool], Decimal] = defaultdict(Decimal)
	for row in rows:
		if row.account_type in MONEY:
			left[row.account, False] += money(row.debit_in_account_currency) - money(row.credit_in_account_currency)
			if not row.account_currency or row.account_currency == company_currency:
				left[row.account, True] += money(row.debit) - money(row.credit)
	return any(amount < 0 for amount in left.values())


def pays_by_exchange(voucher_type: str | None, rows: Iterable[Row], company_currency: str) -> bool:
	"""Whether a voucher of exchange differences takes money out: a revaluation of what somebody is owed touches no bank and no cash."""
	return voucher_type in EXCHANGE and money_leaves(rows, company_currency)
