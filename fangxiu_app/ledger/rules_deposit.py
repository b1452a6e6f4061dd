"""The warranty deposit (质保金): how much may be held, which buckets a debit uses up, and which vouchers are refused.

A deposit consists of *buckets*: each amount held, received, brought forward or given back by a reversal is one Journal
Entry. A voucher that takes money out names the buckets it comes from. Between two Journal Entries ERPNext checks neither
amount nor contractor, so every voucher on a deposit account is checked here, whoever made it. Amounts are Decimals in the
currency of the deposit account.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangxiu_app.core.money import CENT as CENT
from fangxiu_app.core.money import ZERO, share
from fangxiu_app.core.money import money as money
from fangxiu_app.core.refusal import Violation


@dataclass(frozen=True, slots=True)
class Bucket:
	"""One Journal Entry that put money into a deposit, with its remaining amount."""

	name: str
	agreement: str
	party: str
	account: str
	remaining: Decimal
	posted_on: date | None = None
	rate: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Line:
	"""A row of a voucher on a deposit account. ``bucket`` is the Journal Entry a debit refers to."""

	row: int
	account: str
	party: str
	agreement: str
	debit: Decimal = ZERO
	credit: Decimal = ZERO
	bucket: str = ""
	reference_type: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
	"""The agreement's contractor, account and limits, as the checks need them."""

	agreement: str
	contractor: str
	account: str
	project: str = ""
	#: The account the whole deposit is being moved to, in a voucher of that move.
	moving_to: str = ""


def first_in_first_out(
	buckets: Iterable[Bucket], amount: Decimal
) -> tuple[list[tuple[Bucket, Decimal]], Decimal]:
	"""Which buckets pay ``amount``, the oldest first, and what they cannot pay.

	Raises ValueError for a negative amount. Empty buckets are passed over.
	"""
	if amount < 0:
		raise ValueError("a deposit cannot pay a negative amount")
	taken, rest = [], amount
	for bucket in sorted(buckets, key=lambda b: (b.posted_on or date.min, b.name)):
		part = min(bucket.remaining, rest)
		if part > 0:
			taken.append((bucket, part))
			rest -= part
	return taken, rest


def hold_amount(
	rate: Decimal, agreed_total: Decimal, invoice_total: Decimal, outstanding: Decimal, held: Decimal
) -> Decimal:
	"""How much of an invoice is held as deposit.

	With a rate, that share of the invoice; without one, what is missing to the agreed total. Never more than the agreed
	total leaves (0: no total agreed), and never more than is still unpaid of the invoice.
	"""
	room = max(ZERO, agreed_total - held) if agreed_total else None
	wanted = share(invoice_total, rate) if rate else (room or ZERO)
	if room is not None:
		wanted = min(wanted, room)
	return max(ZERO, min(wanted, outstanding))


def cap_violation(
	rate: Decimal, agreed_total: Decimal, settled_price: Decimal, cap_percent: Decimal
) -> Violation | None:
	"""The deposit is at most 3 % of the settled price (建质〔2017〕138号 Art. 7); a guarantee in its place likewise."""
	if rate > cap_percent:
		return Violation("deposit_rate_above_cap", (rate, cap_percent))
	if agreed_total and settled_price and agreed_total > share(settled_price, cap_percent):
		return Violation(
			"deposit_amount_above_cap", (agreed_total, share(settled_price, cap_percent), cap_percent)
		)
	return None


def line_violations(
	lines: Sequence[Line], terms: Mapping[str, Terms], buckets: Mapping[str, Bucket]
) -> list[Violation]:
	"""Everything that is refused in the lines of a voucher on a deposit account; ``buckets`` are read under lock."""
	found = [bad for line in lines if (bad := _own(line, terms) or _bucket(line, buckets))]
	if found:
		return found
	credited = {line.agreement for line in lines if line.credit}
	if len(credited) > 1:
		return [Violation("two_agreements", (tuple(sorted(credited)),))]
	if sum(1 for line in lines if line.credit) > 1:
		return [Violation("two_credits")]
	taken: dict[str, Decimal] = {}
	for line in lines:
		if line.debit:
			taken[line.bucket] = taken.get(line.bucket, Decimal(0)) + line.debit
	return [
		Violation("bucket_exceeded", (name, amount, buckets[name].remaining))
		for name, amount in taken.items()
		if amount > buckets[name].remaining
	]


def _own(line: Line, terms: Mapping[str, Terms]) -> Violation | None:
	"""Checks of the line itself: signs, agreement, contractor and account."""
	if line.debit < 0 or line.credit < 0 or (line.debit and line.credit):
		return Violation("one_side_only", (line.row,))
	if not line.agreement:
		return Violation("agreement_missing", (line.row, line.account))
	agreed = terms.get(line.agreement)
	if agreed is None:
		return Violation("agreement_unknown", (line.row, line.agreement))
	if line.party != agreed.contractor:
		return Violation("other_contractor", (line.row, line.agreement, agreed.contractor))
	if line.account != ((line.credit and agreed.moving_to) or agreed.account):
		return Violation("other_account", (line.row, line.agreement, agreed.account))
	return None


def _bucket(line: Line, buckets: Mapping[str, Bucket]) -> Violation | None:
	"""A debit must refer to a bucket of the same deposit; a credit refers to nothing, because it is a bucket itself."""
	if line.credit:
		return Violation("credit_with_reference", (line.row,)) if line.reference_type else None
	if not line.debit:
		return None
	if line.reference_type != "Journal Entry" or not line.bucket:
		return Violation("debit_without_bucket", (line.row,))
	bucket = buckets.get(line.bucket)
	if bucket is None:
		return Violation("not_a_bucket", (line.row, line.bucket))
	if (bucket.agreement, bucket.party, bucket.account) != (line.agreement, line.party, line.account):
		return Violation("other_deposit", (line.row, line.bucket, bucket.agreement))
	return None


def second_signature(user: str, before: Iterable[str | None], reason: str) -> list[Violation]:
	"""What stands against ``user`` signing second that money leaves a deposit: a missing reason, or the user's own request."""
	if not reason.strip():
		return [Violation("free_reason")]
	return [Violation("free_same_person")] if user in set(before) else []
