"""How much of a repair bill may be paid: claimed, verified by the engineer, approved by the cost department (R16, R18)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from fangxiu_app.core.money import HUNDRED, ZERO, money
from fangxiu_app.core.refusal import Violation

#: Kinds of 发票: only the tax of a special one (专票) may be set against one's own.
SPECIAL, ORDINARY = "Special VAT Invoice", "Ordinary VAT Invoice"
TAX_KINDS = (SPECIAL, ORDINARY)


@dataclass(frozen=True, slots=True)
class Line:
	"""A line of the workload, in one currency."""

	row: int
	claimed_qty: Decimal
	verified_qty: Decimal
	verified: Decimal
	approved: Decimal
	reason: str = ""
	note: str = ""


def workload(lines: Iterable[Line]) -> list[Violation]:
	"""What the engineer has to correct: no more than claimed, and a reason for each difference."""
	found = []
	for line in lines:
		if line.verified_qty > line.claimed_qty:
			found.append(Violation("verify_above_claim", (line.row, line.verified_qty, line.claimed_qty)))
		if line.verified_qty != line.claimed_qty and not line.reason.strip():
			nothing = Violation("verify_none", (line.row, float(line.claimed_qty)))
			found.append(Violation("verify_reason", (line.row,)) if line.verified_qty else nothing)
	return found


def price(lines: Iterable[Line], basis: str) -> list[Violation]:
	"""What the cost department has to correct: a price basis, no more than verified, and a reason for each reduction."""
	found = [] if basis else [Violation("review_basis")]
	for line in lines:
		if line.approved > line.verified:
			found.append(Violation("review_above", (line.row, line.approved, line.verified)))
		if line.approved != line.verified and not line.note.strip():
			found.append(Violation("review_note", (line.row,)))
	return found


def tax(kind: str, rate: Decimal) -> list[Violation]:
	"""What is wrong with the tax of a bill: its kind is 专票 or 普票, its rate one of the allowed percentages."""
	if kind not in TAX_KINDS:
		return [Violation("tax_missing")]
	least = Decimal("0.01") if kind == SPECIAL else ZERO
	return [] if least <= rate < HUNDRED else [Violation("tax_rate", (kind, float(rate)))]


def contained_tax(amount: Decimal, rate: Decimal) -> Decimal:
	"""The tax inside ``amount``, which includes it (价税合计), at ``rate`` percent."""
	return money(amount - amount * HUNDRED / (HUNDRED + rate))


def payment(invoice: str, amount: Decimal, paid: Decimal, approved: Decimal | None) -> list[Violation]:
	"""Whether ``amount`` more may be paid on ``invoice``; ``approved`` None: no review was approved at all."""
	if approved is None:
		return [Violation("payment_unreviewed", (invoice,))]
	if paid + amount > approved:
		return [Violation("payment_above", (invoice, approved, paid, amount))]
	return []
