"""Rows of a Journal Entry by what they post."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from fangxiu_app.ledger.rules_entries import (
	debited,
	in_company_currency,
	money_leaves,
	owed_by,
	pays_by_exchange,
	received,
)


def row(debit: float = 0, credit: float = 0, currency: str | None = "CNY", base: tuple[float, float] | None = None, **account: str):
	base = (debit, credit) if base is None else base
	amounts = {"debit_in_account_currency": debit, "credit_in_account_currency": credit, "debit": base[0], "credit": base[1]}
	return SimpleNamespace(account_currency=currency, **{"account": "A", "account_type": "", **account}, **amounts)


@pytest.mark.parametrize(("of", "amount"), [((100.005, 0), "100.01"), ((0, 100), "-100"), ((0, -100), "100"), ((-100, 0), "-100"), ((None, None), "0")])
@pytest.mark.parametrize("currency", ["CNY", None])
def test_a_negative_amount_stands_on_the_other_side(of, amount, currency):
	assert debited(row(*of, currency=currency), "CNY") == Decimal(amount)


def test_another_currency_counts_by_itself():
	"""A revaluation has an amount in company currency alone, or two that differ by it."""
	assert debited(row(0, 0, "USD", base=(800, 0)), "CNY") == 0
	assert debited(row(100, 0, "USD", base=(0, 0)), "CNY") == 100
	assert debited(row(100, 0, "USD", base=(720, 0)), "CNY") + debited(row(0, 100, "USD", base=(0, 700)), "CNY") == 0


def test_of_two_amounts_in_company_currency_the_greater_counts():
	assert debited(row(0, 0, base=(800, 0)), "CNY") == 800
	assert debited(row(1, 0, base=(800, 0)), "CNY") == 800
	assert debited(row(800, 0, base=(1, 0)), "CNY") == 800
	assert debited(row(0, 1, base=(0, 800)), "CNY") == -1


def test_where_a_credit_is_looked_for_the_lesser_counts():
	assert owed_by(row(0, 0, base=(0, 800)), "CNY") == owed_by(row(0, 800, base=(0, 0)), "CNY") == owed_by(row(0, 800), None) == -800
	assert owed_by(row(800, 0), "CNY") == 800
	assert owed_by(row(0, 100, "USD", base=(0, 700)), "CNY") == -700
	assert owed_by(row(0, 100, "USD", base=(0, 0)), "CNY") == -100
	assert owed_by(row(0, 100, "USD", base=(0, 7)), "CNY") == -7, "the company's amount, though the account's is lower"
	assert owed_by(row(0, 100, base=(0, 7)), "CNY") == -100


def test_in_company_currency_a_bare_amount_counts():
	assert in_company_currency(row(0, 0, "USD", base=(700, 0)), "CNY") == 700
	assert in_company_currency(row(1, 0, "USD", base=(0, 700)), "CNY") == -700
	assert in_company_currency(row(0, -5), "CNY") == 5
	assert in_company_currency(row(9, 0, base=(1, 0)), "CNY") == in_company_currency(row(1, 0, base=(9, 0)), "CNY") == 9


BANK = {"account": "银行", "account_type": "Bank"}


def test_money_leaves_where_bank_or_cash_is_credited_in_the_end():
	assert money_leaves([row(0, 5, **BANK)], "CNY") and money_leaves([row(-5, 0, **{**BANK, "account_type": "Cash"})], "CNY")
	assert not money_leaves([row(0, 5, **BANK), row(5, 0, **BANK)], "CNY")
	assert money_leaves([row(0, 5, **BANK), row(5, 0, **{**BANK, "account": "现金"})], "CNY")
	assert not money_leaves([row(0, 0, "USD", base=(0, 9), **BANK), row(0, 5)], "CNY"), "a bank in dollars that is revalued"
	assert received([row(0, 5, **BANK), row(7, 0, **BANK), row(9, 0)], "CNY") == 2
	assert received([row(9, 0, base=(1, 0), **BANK)], "CNY") == 9
	assert received([], "CNY").is_zero()


def test_either_amount_alone_takes_money_out():
	dollars = row(0, 5, "USD", base=(0, 0), **BANK)
	assert money_leaves([dollars], "CNY")
	assert money_leaves([dollars, row(3, 0, "USD", base=(0, 0), **BANK)], "CNY")
	assert not money_leaves([dollars, row(5, 0, "USD", base=(0, 0), **BANK)], "CNY")
	assert money_leaves([row(0, 5, base=(9, 0), **BANK)], "CNY") and money_leaves([row(9, 0, base=(0, 5), **BANK)], "CNY")
	assert money_leaves([row(0, 0, base=(0, 5), **BANK), row(0, 0, base=(3, 0), **BANK)], "CNY")


def test_a_revaluation_touches_no_bank():
	out = [row(0, 0, "USD", base=(700, 0)), row(0, 0, base=(0, 700), **BANK)]
	assert pays_by_exchange("Exchange Gain Or Loss", out, "CNY") and pays_by_exchange("Exchange Rate Revaluation", out, "CNY")
	assert not pays_by_exchange("Journal Entry", out, "CNY")
	assert not pays_by_exchange("Exchange Gain Or Loss", [out[0], row(0, 700)], "CNY")
