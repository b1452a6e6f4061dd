"""Accounts that may stand beside the party of a bill, a sale or a receipt (R18, R37, R110)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.ledger import rules_booked_heads as rules

ROOTS = ("Asset", "Liability", "Equity", "Income", "Expense")
KINDS = (None, "", "Tax", "Chargeable", "Income Account", "Expense Account", "Bank", "Cash", "Receivable", "Payable", "Temporary", "Stock", "Stock Received But Not Billed", "Fixed Asset")


@pytest.mark.parametrize(
	("kind", "root", "fits"),
	[
		("Tax", "Liability", True),
		("Tax", "Asset", True),
		("Chargeable", "Liability", True),
		("", "Expense", True),
		("Round Off", "Expense", True),
		("Income Account", "Income", True),
		("Bank", "Asset", False),
		("Cash", "Asset", False),
		("Temporary", "Asset", False),
		("Payable", "Liability", False),
		("Receivable", "Asset", False),
		("", "Liability", False),
		("Equity", "Equity", False),
		("Bank", "Expense", False),
	],
)
def test_heads(kind, root, fits):
	assert rules.fits_head(kind, root) is fits


@given(kind=st.sampled_from(KINDS), root=st.sampled_from(ROOTS))
def test_what_is_credited_may_less_than_what_is_charged(kind, root):
	assert rules.fits_line(kind, root, False) or not rules.fits_line(kind, root, True)


@pytest.mark.parametrize(
	("kind", "root", "charged", "credited"),
	[
		("Bank", "Asset", False, False),
		("Payable", "Liability", False, False),
		("Equity", "Equity", False, False),
		("Temporary", "Asset", True, False),
		("", "Liability", True, False),
		("Stock Received But Not Billed", "Liability", True, True),
		("Fixed Asset", "Asset", True, True),
		("", "Asset", True, True),
		("Expense Account", "Expense", True, True),
	],
)
def test_lines(kind, root, charged, credited):
	assert (rules.fits_line(kind, root, False), rules.fits_line(kind, root, True)) == (charged, credited)
