"""How a journal may book what repairs and compensations cost: among costs and income, against nothing that can be paid out (R18, R110)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

#: Kinds of account that hold money or what is owed, as ERPNext names them.
HOLDING = frozenset(("Asset", "Liability", "Equity"))


@dataclass(frozen=True, slots=True)
class Row:
	"""What a row debits ``account`` with, in company currency; a credit is below zero. ``party``: who owes or is owed it."""

	account: str
	amount: Decimal
	party: str = ""


def charged(rows: Iterable[Row]) -> list[str]:
	"""Accounts that a journal debits in the end; what is owed by one party is not owed by another."""
	return list(dict.fromkeys(account for (account, _party), amount in _sums(rows).items() if amount > 0))


def given(rows: Iterable[Row]) -> list[str]:
	"""Accounts that a journal credits in the end, the same."""
	return list(dict.fromkeys(account for (account, _party), amount in _sums(rows).items() if amount < 0))


def _sums(rows: Iterable[Row]) -> dict[tuple[str, str], Decimal]:
	found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
	for row in rows:
		found[row.account, row.party] += row.amount
	return found
