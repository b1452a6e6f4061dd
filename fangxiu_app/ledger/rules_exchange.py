"""Bills in the company's currency charged to a deposit in another: which exchange rate applies, and how amounts are rounded (docs/adr/0074).

``rate`` is always what one unit of the deposit's currency is worth in the company's. What is taken from the deposit is rounded
down to the cent, what that is worth is rounded up: an amount taken is then never worth more than the bill, and
``amount <= taken(bill, rate)`` says exactly the same as ``worth(amount, rate) <= bill``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from fangxiu_app.ledger.rules_deposit import CENT, ZERO, money


@dataclass(frozen=True, slots=True)
class Rate:
	"""A recorded exchange rate and the day it was recorded for."""

	value: Decimal
	day: date


@dataclass(frozen=True, slots=True)
class Rates:
	"""The recorded rates of one pair of currencies, the oldest first; ``stale_days`` None: a rate never gets too old."""

	currency: str
	company_currency: str
	rows: tuple[Rate, ...] = ()
	stale_days: int | None = None

	def at(self, day: date) -> Rate | None:
		"""The rate of ``day``: the newest recorded for that day or before, None where it is missing or too old."""
		found = bisect_right(self.rows, day, key=lambda rate: rate.day)
		rate = self.rows[found - 1] if found else None
		if rate and self.stale_days is not None and rate.day <= day - timedelta(days=self.stale_days):
			return None
		return rate


@dataclass(frozen=True, slots=True)
class Valued:
	"""An amount of a deduction by kind, with its value in company currency; 0 where no bill gives one."""

	kind: str
	amount: Decimal
	base: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Booked:
	"""Company currency by kind of line, and what the deposit's own rate gives beyond it (a gain) or lacks (below 0)."""

	values: dict[str, Decimal]
	difference: Decimal


def taken(base: Decimal, rate: Decimal) -> Decimal:
	"""What a bill of ``base`` takes from the deposit, rounded down to the cent. Raises ValueError for a rate of 0 or less."""
	_check(rate)
	return (base / rate).quantize(CENT, ROUND_FLOOR)


def worth(amount: Decimal, rate: Decimal) -> Decimal:
	"""What an amount taken is worth in company currency, rounded up. Raises ValueError for a rate of 0 or less."""
	_check(rate)
	return (amount * rate).quantize(CENT, ROUND_CEILING)


def pair(base: Decimal, amount: Decimal, old: Decimal, new: Decimal) -> tuple[Decimal, Decimal]:
	"""(base, amount) of a line at the ``new`` rate.

	The bill's side stays where the two fit at the ``old`` rate, so that another rate changes what is taken; an amount entered
	by hand, or one without a bill's side, stays itself and its worth follows.
	"""
	fit = base > 0 and (
		not amount or (old > 0 and (amount == taken(base, old) or base == worth(amount, old)))
	)
	if not fit:
		return worth(amount, new), amount
	return base, amount if amount and old == new else taken(base, new)


def lowered(base: Decimal, claimed: Decimal, amount: Decimal, rate: Decimal) -> Decimal:
	"""What is left of ``base`` when ``claimed`` was lowered to ``amount``; all of it where it was not."""
	return base if amount >= claimed else min(base, worth(amount, rate))


def booked(amounts: Mapping[str, Decimal], lines: Sequence[Valued], debit: Decimal) -> Booked:
	"""What the ``amounts`` by kind are booked at when the deposit gives ``debit`` in company currency for them.

	Kinds that rest on bills are booked at the bills' worth, in part where only a part is paid; the rest at the deposit's own
	rate. What is left of ``debit`` is the exchange difference: never hidden in a recovery.
	"""
	values = {kind: value for kind in amounts if (value := _billed(kind, amounts[kind], lines)) is not None}
	rest = {kind: amount for kind, amount in amounts.items() if kind not in values}
	total = sum(amounts.values(), ZERO)
	left = money(debit * sum(rest.values(), ZERO) / total) if total else ZERO
	values |= shared(rest, debit if not values else left)
	values = {kind: values[kind] for kind in amounts}
	return Booked(values, debit - sum(values.values(), ZERO))


def shared(amounts: Mapping[str, Decimal], total: Decimal) -> dict[str, Decimal]:
	"""``total`` shared in proportion to the ``amounts``, in cents; the last one takes the rounding difference."""
	whole, left, found = sum(amounts.values(), ZERO), total, {}
	for number, (kind, amount) in enumerate(amounts.items(), 1):
		found[kind] = left if number == len(amounts) else money(total * amount / whole)
		left -= found[kind]
	return found


def claim_rate(
	excess: Mapping[str, Decimal], lines: Sequence[Valued], booked_before: Mapping[str, Decimal]
) -> Decimal | None:
	"""The rate at which a claim beyond the deposit is worth what is left of the bills; None where it rests on none."""
	kinds = [kind for kind in excess if _billed(kind, ZERO, lines) is not None]
	amount = sum((excess[kind] for kind in kinds), ZERO)
	if not amount:
		return None
	bills = sum((line.base for line in lines if line.kind in kinds), ZERO)
	return (bills - sum((booked_before.get(kind, ZERO) for kind in kinds), ZERO)) / amount


def _billed(kind: str, amount: Decimal, lines: Iterable[Valued]) -> Decimal | None:
	of_kind = [line for line in lines if line.kind == kind]
	base, whole = (sum((getattr(line, side) for line in of_kind), ZERO) for side in ("base", "amount"))
	if not base or not whole:
		return None
	return money(base * amount / whole)


def _check(rate: Decimal) -> None:
	if rate <= 0:
		raise ValueError("an exchange rate is above zero")


def order_room(totals: Mapping[str, Decimal], paid: Decimal, paid_in: str, currency: str) -> Decimal:
	"""How much more may be paid in advance on an order in ``currency``.

	``totals``: what it comes to, by currency: its own, and the company's. In any other one it has no amount. What is ``paid`` already stands
	in the currency of one account, ``paid_in``: beside it nothing is paid in another, which ERPNext would add to it as if it were the same.
	"""
	if currency not in totals or (paid and paid_in != currency):
		return ZERO
	return totals[currency] - paid
