"""What an owner may get back as a customer: what came in from them and was neither billed nor given back (R110)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from fangxiu_app.core.money import ZERO
from fangxiu_app.core.written import letters, person, written

#: Words of a remark that say that it is about a compensation.
COMPENSATES = ("赔", "賠", "补偿", "補償", "compensat", "indemni")
#: What is written before the one who gets the money, and behind.
_TO = re.compile(r"^(?:代?支?付(?:款)?给?|转(?:账)?给?|退(?:还|款)?给?|赔(?:付|偿|款)?给?|补偿给?|给)(?=..)")
_SUM = re.compile(r"(?<=..)(?:赔付款|赔偿款|赔偿金|补偿款|补偿金|赔款|款|收|代收|领取)$")


@dataclass(frozen=True, slots=True)
class Payee:
	"""Who is paid by the compensation ``case``."""

	case: str
	name: str


@dataclass(frozen=True, slots=True)
class Move:
	"""What one voucher changed of what a customer owes, in company currency; ``cash`` is what it brought into bank or cash."""

	billed: bool
	amount: Decimal
	cash: Decimal = ZERO


def credit(moves: Iterable[Move]) -> Decimal:
	"""What the customer has in credit: money received, less what was billed, less what went out.

	What a journal writes to their credit without money is no receipt, nor is a credit note of what was never paid.
	"""
	billed, kept = _sums(moves)
	return max(ZERO, kept - max(ZERO, billed))


def beyond(moves: Iterable[Move]) -> Decimal:
	"""What went out to the customer beyond what came in from them."""
	return max(ZERO, -_sums(moves)[1])


def _sums(moves: Iterable[Move]) -> tuple[Decimal, Decimal]:
	"""What was billed, and what came in less what went out."""
	billed = kept = ZERO
	for move in moves:
		if move.billed:
			billed += move.amount
		elif move.amount < 0:
			kept += min(-move.amount, max(ZERO, move.cash))
		else:
			kept -= move.amount
	return billed, kept


def given(debits: Iterable[Decimal], money_leaves: bool) -> Decimal:
	"""What a journal gives a customer by the debits of its rows (credits are below zero).

	Where money leaves, a credit of the same voucher takes nothing off.
	"""
	return max(ZERO, sum((amount for amount in debits if amount > 0 or not money_leaves), ZERO))


def too_much(now: Decimal, before: Decimal, in_credit: Decimal) -> bool:
	"""Whether a voucher gives more than is in credit, and more than as it stood before: an old one may still be allocated."""
	return now > in_credit and now > before


def compensates(remarks: Iterable[str | None]) -> bool:
	"""Whether one of ``remarks`` says that it is about a compensation."""
	return any(word in written(text) for text in remarks for word in COMPENSATES)


def named(receiver: str | None, remarks: Iterable[str | None], payees: Iterable[Payee]) -> Payee | None:
	"""The payee that a voucher gives money to by its words alone: its receiver, or named in a remark about a compensation."""
	told = [letters(text) for text in remarks if compensates([text])]
	words = letters(receiver)
	called = {person(receiver), person(_SUM.sub("", _TO.sub("", words)))}
	return next((one for one in payees if person(one.name) in called or any(person(one.name) in text for text in told)), None)
