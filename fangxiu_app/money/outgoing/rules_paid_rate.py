"""At which exchange rate a reviewed bill or a deposit may be paid: what leaves the bank is worth what is owed (R16, R18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from fangxiu_app.core.money import ZERO
from fangxiu_app.core.refusal import Violation

#: A bank's rate of the hour may differ by this part from the one that is on record for the day.
TOLERANCE = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Leg:
	"""One side of a payment in a ``currency`` that is not the company's, at ``rate`` (of one unit in the company's); ``leaves`` the bank, or is owed."""

	currency: str
	rate: Decimal
	leaves: bool


def violations(
	voucher: str, legs: Iterable[Leg], recorded: Mapping[str, Decimal], agreed: Decimal = ZERO, of_others: Mapping[str, Decimal] | None = None
) -> list[Violation]:
	"""What is paid with may not be valued below its recorded rate, what is owed not above it, nor above the rate it was booked at (``agreed``).

	Otherwise more leaves the bank than was approved, and the difference is booked as a loss that nobody looks at. Nothing to say where both
	sides are in one currency. ``of_others``: currencies whose recorded rate is of who pays, with the newest that somebody else has recorded
	(0 where nobody has). Both count then; where nobody has, who pays vouches for the rate alone, and only what was booked at it passes.
	"""
	legs = list(legs)
	if len({leg.currency for leg in legs}) == 1 and len({leg.leaves for leg in legs}) == 2:
		return []
	others = of_others or {}
	found = [_violation(voucher, leg, recorded.get(leg.currency, ZERO), others.get(leg.currency), agreed) for leg in legs]
	return [one for one in found if one]


def _violation(voucher: str, leg: Leg, recorded: Decimal, of_others: Decimal | None, agreed: Decimal) -> Violation | None:
	usual = recorded if leg.leaves else max(recorded, agreed)
	if not usual:
		return Violation("paid_rate_missing", (voucher, leg.currency))
	if _beyond(leg, usual):
		return Violation("paid_rate", (voucher, leg.currency, _plain(leg.rate), _plain(usual)))
	if of_others is None:
		return None
	known = of_others if leg.leaves else max(of_others, agreed)
	if not known:
		return Violation("paid_rate_alone", (voucher, leg.currency, _plain(leg.rate)))
	return Violation("paid_rate_own", (voucher, leg.currency, _plain(leg.rate), _plain(known))) if _beyond(leg, known) else None


def _beyond(leg: Leg, usual: Decimal) -> bool:
	return leg.rate < usual * (1 - TOLERANCE) if leg.leaves else leg.rate > usual * (1 + TOLERANCE)


def _plain(rate: Decimal) -> str:
	return f"{rate:.9f}".rstrip("0").rstrip(".")
