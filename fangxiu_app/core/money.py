"""Amounts of money in cents, rounded half up as on an invoice (31.5 × 189.03 = 5,954.45). All rounding is done here.

Floats from the database and from forms are read by their shortest text, so that 5954.445 is exactly that half.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
CENT = Decimal("0.01")
HUNDRED = Decimal(100)


def exact(value: object) -> Decimal:
	"""A number as it stands in a form or the database, unrounded; nothing is zero."""
	return value if isinstance(value, Decimal) else Decimal(str(value or 0))


def money(value: object) -> Decimal:
	"""A number as an amount in cents, rounded half up; nothing is zero."""
	return exact(value).quantize(CENT, ROUND_HALF_UP)


def product(quantity: object, rate: object) -> Decimal:
	"""Quantity times rate, rounded once."""
	return money(exact(quantity) * exact(rate))


def total(amounts: Iterable[object]) -> Decimal:
	"""The sum of amounts, each of them in cents."""
	return sum(map(money, amounts), ZERO)


def share(amount: Decimal, percent: Decimal) -> Decimal:
	"""``percent`` of ``amount``."""
	return money(amount * percent / HUNDRED)


def minus_first(text: str) -> str:
	"""An amount in words of Frappe with its minus before the sign of the currency: ¥ -960.00 reads −¥ 960.00."""
	return f"−{text.replace('-', '', 1)}" if re.match(r"[^\d-]*-\d", text) else text
