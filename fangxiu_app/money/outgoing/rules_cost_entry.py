"""How a journal may book what repairs and compensations cost: among costs and income, against nothing that can be paid out (R18, R110)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from fangxiu_app.core.money import money
from fangxiu_app.ledger.rules_booked_heads import HIGHEST_TAX

#: Kinds of account that hold money or what is owed, as ERPNext names them.
HOLDING = frozenset(("Asset", "Liability", "Equity"))
#: Kinds among costs that hold differences of cents: payments and bills book them with nobody's name, so that a cost moved there is paid out.
ROUNDING = frozenset(("Round Off", "Round Off for Opening"))


@dataclass(frozen=True, slots=True)
class Row:
	"""What a row debits ``account`` with, in company currency; a credit is below zero. ``party``: who owes or is owed it."""

	account: str
	amount: Decimal
	party: str = ""


def holds(root_type: str | None, account_type: str | None) -> bool:
	"""Whether what is moved to an account can leave from there with the next voucher."""
	return root_type in HOLDING or account_type in ROUNDING


def tax_of(booked: Decimal) -> Decimal:
	"""The most that is tax of what an account was debited with by bills, or, below zero, of what came to it with its tax."""
	return money(booked * HIGHEST_TAX) if booked > 0 else money(-booked * HIGHEST_TAX / (1 + HIGHEST_TAX))


def charged(rows: Iterable[Row]) -> list[str]:
	"""Accounts that a journal debits in the end; what is owed by one party is not owed by another."""
	return list(dict.fromkeys(account for (account, _party), amount in sums(rows).items() if amount > 0))


def given(rows: Iterable[Row]) -> list[str]:
	"""Accounts that a journal credits in the end, the same."""
	return list(dict.fromkeys(account for (account, _party), amount in sums(rows).items() if amount < 0))


def sums(rows: Iterable[Row]) -> dict[tuple[str, str], Decimal]:
	"""What a journal debits each account with in the end, by party."""
	found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
	for row in rows:
		found[row.account, row.party] += row.amount
	return found
