"""What a voucher pays a supplier on account: whatever it debits them with, or pays beside it, that is for no bill and no order (R16, R18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from fangxiu_app.core.money import ZERO

BILL, ORDER = "Purchase Invoice", "Purchase Order"

#: Supplier and currency → amount.
Amounts = Mapping[tuple[str, str], Decimal]


@dataclass(frozen=True, slots=True)
class Part:
	"""What a voucher debits a supplier with (below zero: credits), in ``currency``, and the document it names for it."""

	supplier: str
	currency: str
	amount: Decimal
	kind: str = ""
	name: str = ""

	def of(self) -> Part:
		"""The same without its amount: what is named, for whom and in which currency."""
		return replace(self, amount=ZERO)


def on_account(parts: Iterable[Part], room: Mapping[Part, Decimal], money_leaves: bool = False) -> Amounts:
	"""What goes to each supplier on account, by currency.

	``room``: how much may be paid for each bill and order that is named; what is above it is on account.
	Where ``money_leaves`` bank or cash, a credit of the same voucher takes nothing off: it would be paid as well.
	"""
	found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
	named: dict[Part, Decimal] = defaultdict(Decimal)
	for part in parts:
		if part.kind in (BILL, ORDER):
			named[part.of()] += part.amount
		elif part.amount > 0 or not money_leaves:
			found[part.supplier, part.currency] += part.amount
	for part, amount in named.items():
		found[part.supplier, part.currency] += max(ZERO, amount - max(ZERO, room.get(part, ZERO)))
	return found


def grown(now: Amounts, before: Amounts) -> list[str]:
	"""Suppliers who get more on account than by the voucher as it stood: an old advance may still be allocated."""
	more = {key[0] for key, amount in now.items() if amount > max(ZERO, before.get(key, ZERO))}
	return sorted(more)


def taken_off(amounts: Iterable[Decimal]) -> Decimal:
	"""What other vouchers took off a bill, of what each of them changed (below zero where it took something off).

	What a voucher puts upon a bill, nobody billed: it neither raises it nor gives a payment back, which is cancelled for that.
	"""
	return -sum((amount for amount in amounts if amount < 0), ZERO)
