"""Rows of a Journal Entry by what they post."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace

import pytest

from fangxiu_app.ledger.rules_entries import debited


def row(debit: float = 0, credit: float = 0, currency: str | None = "CNY", base: tuple[float, float] | None = None):
	base = (debit, credit) if base is None else base
	amounts = {"debit_in_account_currency": debit, "credit_in_account_currency": credit, "debit": base[0], "credit": base[1]}
	return SimpleNamespace(account_currency=currency, **amounts)


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
