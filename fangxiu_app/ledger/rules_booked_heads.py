"""Which accounts a bill or a receipt may be booked on beside its supplier: none that holds money or what is owed (R18, R37, R110)."""

from __future__ import annotations

from decimal import Decimal

#: Kinds of account that ERPNext's own forms offer for taxes and charges of purchases, or of sales.
OFFERED = frozenset(("Tax", "Chargeable", "Income Account", "Expense Account", "Expenses Included In Valuation"))
#: Root types of results; what is kept elsewhere can be paid out by the next voucher.
RESULTS = frozenset(("Income", "Expense"))
#: Kinds of account that hold money, or what parties owe and are owed.
HOLDING = frozenset(("Bank", "Cash", "Receivable", "Payable"))
CLEARING = "Temporary"
TAX = "Tax"
#: The highest rate of value added tax (增值税暂行条例), of the amount without it.
HIGHEST_TAX = Decimal("0.13")


def fits_head(account_type: str | None, root_type: str | None) -> bool:
	"""Whether an account may stand in a row of taxes and charges: one that the form offers, or one of income or expense."""
	return account_type not in HOLDING and (account_type in OFFERED or root_type in RESULTS)


def fits_line(account_type: str | None, root_type: str | None, credited: bool) -> bool:
	"""Whether an account may stand in a line: no money, nobody's debt and no equity; ``credited`` no clearing account and no loan either.

	A line of a return credits its account: on one of the bank it would be a payment. Stock, assets and what is deferred have lines
	of their own. A liability without a kind is a loan or an overdraft: those of goods received have one.
	"""
	if account_type in HOLDING or root_type == "Equity":
		return False
	return not credited or not (account_type == CLEARING or (root_type == "Liability" and not account_type))
