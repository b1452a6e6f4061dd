"""Rows of ERPNext's Journal Entry, read by what they post: its ledger turns a negative credit into a debit, and the reverse."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from fangxiu_app.core.money import money


class Row(Protocol):
	"""What is read of a row; amounts as ERPNext stores them, of either sign."""

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
