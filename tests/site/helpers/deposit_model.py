"""A deposit as a clerk would keep it on paper: the naive reference the state machine compares the books with."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal(0)


def cents(value) -> Decimal:
	return Decimal(str(round(value or 0, 2)))


@dataclass
class Release:
	"""An approved release: its drafted payments, and what was paid."""

	name: str
	amount: Decimal
	drafts: dict[str, dict[str, Decimal]] = field(default_factory=dict)
	payments: dict[str, Decimal] = field(default_factory=dict)

	@property
	def unpaid(self) -> Decimal:
		return self.amount - sum(self.payments.values(), ZERO)


@dataclass
class Claim:
	"""A deduction: lines as (kind, amount), how far it is, and the amount each bucket gave."""

	name: str
	lines: list[tuple[str, Decimal]]
	state: str = "Draft"

	@property
	def total(self) -> Decimal:
		return sum((amount for _kind, amount in self.lines), ZERO)


class Model:
	"""Buckets in the order they were filled, and who took what from which."""

	def __init__(self):
		self.filled: dict[str, Decimal] = {}
		self.taken: dict[str, dict[str, Decimal]] = {}
		self.entries: dict[str, tuple[str, str]] = {}
		self.claims: dict[str, Claim] = {}
		self.releases: dict[str, Release] = {}
		self.invoices: dict[str, str] = {}
		self.cancelled: list[tuple[str, str]] = []
		self.sums = {"held": ZERO, "deducted": ZERO, "released": ZERO}

	def left(self, bucket: str) -> Decimal:
		return self.filled[bucket] - sum((parts.get(bucket, ZERO) for parts in self.taken.values()), ZERO)

	@property
	def buckets(self) -> dict[str, Decimal]:
		return {name: self.left(name) for name in sorted(self.filled)}

	@property
	def balance(self) -> Decimal:
		return sum(self.buckets.values(), ZERO)

	@property
	def unpaid(self) -> Decimal:
		"""Approved, and not paid yet."""
		return sum((release.unpaid for release in self.releases.values()), ZERO)

	@property
	def undecided(self) -> Decimal:
		waiting = ("Draft", "Notified", "Objected", "Answered")
		return sum((claim.total for claim in self.claims.values() if claim.state in waiting), ZERO)

	@property
	def open_claims(self) -> list[Claim]:
		return [claim for claim in self.claims.values() if claim.state not in ("Posted", "Reversed")]

	@property
	def posted_claims(self) -> list[Claim]:
		return [claim for claim in self.claims.values() if claim.state in ("Posted", "Reversed")]

	@property
	def drafts(self) -> list[tuple[Release, str]]:
		return [(release, name) for release in self.releases.values() for name in release.drafts]

	@property
	def payments(self) -> list[tuple[Release, str]]:
		return [(release, name) for release in self.releases.values() for name in release.payments]

	@property
	def living(self) -> list[tuple[str, object]]:
		"""Everything in force, by DocType."""
		return [
			*(("Warranty Deposit Entry", name) for name in self.entries),
			*(("Purchase Invoice", name) for name in self.invoices),
			*(("Contractor Deduction", claim) for claim in self.posted_claims),
			*(("Deposit Release", release) for release in self.releases.values()),
			*(("Payment Entry", pair) for pair in self.payments),
		]

	def unreserved(self, amount: Decimal) -> dict[str, Decimal]:
		"""First in, first out, of what no draft names yet; if that is not enough, of everything."""
		named = [parts for release in self.releases.values() for parts in release.drafts.values()]
		free = {
			name: max(ZERO, left - sum((parts.get(name, ZERO) for parts in named), ZERO))
			for name, left in self.buckets.items()
		}
		return self.oldest(amount, free if sum(free.values(), ZERO) >= amount else None)

	def oldest(self, amount: Decimal, buckets: dict[str, Decimal] | None = None) -> dict[str, Decimal]:
		"""First in, first out, as far as it reaches."""
		parts = {}
		for name, left in (self.buckets if buckets is None else buckets).items():
			part = min(left, amount)
			if part > 0:
				parts[name], amount = part, amount - part
		return parts

	def fits(self, parts: dict[str, Decimal]) -> bool:
		return all(part <= self.buckets.get(name, ZERO) for name, part in parts.items())

	def used(self, bucket: str) -> bool:
		return any(bucket in parts for parts in self.taken.values())

	def naming(self, bucket: str) -> list[Release]:
		"""Releases whose drafted payments name ``bucket``."""
		found = (
			one for one in self.releases.values() if any(bucket in parts for parts in one.drafts.values())
		)
		return sorted(found, key=lambda one: one.name)

	def fill(self, kind: str, entry: str, bucket: str, amount: Decimal) -> None:
		self.filled[bucket] = amount
		self.entries[entry] = (kind, bucket)
		self.sums["deducted" if kind == "Deduction Reversal" else "held"] += (
			-amount if kind == "Deduction Reversal" else amount
		)

	def take(self, voucher: str, parts: dict[str, Decimal], column: str) -> None:
		self.taken[voucher] = parts
		self.sums[column] += sum(parts.values(), ZERO) * (-1 if column == "held" else 1)

	def give_back(self, voucher: str, column: str) -> None:
		parts = self.taken.pop(voucher)
		self.sums[column] -= sum(parts.values(), ZERO) * (-1 if column == "held" else 1)

	def empty(self, entry: str) -> None:
		"""An entry that filled a bucket is cancelled."""
		kind, bucket = self.entries.pop(entry)
		amount = self.filled.pop(bucket)
		if kind == "Deduction Reversal":
			self.sums["deducted"] += amount
		else:
			self.sums["held"] -= amount
