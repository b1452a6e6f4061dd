"""Whether work may be ordered from a third party, and the amount it is settled at (R16, R107, R112)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from fangxiu_app.contractors.breach.rules_breach import NOTHING, Breach, standing
from fangxiu_app.contractors.rules_answering import Answer
from fangxiu_app.core.money import ZERO
from fangxiu_app.core.refusal import Violation

#: Of a ticket whose contractor need not be known.
NOBODY = Answer("")
BREACH, DEVELOPER = "Contractor In Breach", "Developer Pays"
#: States of the register that take no new work.
SUSPENDED, BANNED = "Suspended", "Banned"
BLOCKED = (SUSPENDED, BANNED)


@dataclass(frozen=True, slots=True)
class Chain:
	"""The breach of one ticket as far as an order rests on it, and whose the ticket is."""

	ticket: str
	whose: Answer = NOBODY
	payer: str = ""
	breach: Breach = NOTHING


@dataclass(frozen=True, slots=True)
class Registered:
	"""The third party's entry in the register; ``state`` empty: not registered."""

	state: str = ""
	trades: frozenset[str] = frozenset()
	valid_until: tuple[date, ...] = ()
	suspended_from: date | None = None

	def blocked(self, day: date) -> bool:
		"""Whether no new work is given on ``day``: banned, or suspended from that day or earlier."""
		begun = self.suspended_from is None or self.suspended_from <= day
		return self.state == BANNED or (self.state == SUSPENDED and begun)


@dataclass(frozen=True, slots=True)
class Order:
	"""A planned order as plain values. ``quotations`` hold the amount by supplier."""

	reason: str
	third_party: str
	contractor: str
	total: Decimal
	finish_by: date
	chains: tuple[Chain, ...]
	registered: Registered
	trades: frozenset[str] = frozenset()
	quotations: Mapping[str, Decimal] = field(default_factory=dict)
	#: Why the manager orders from a suspended firm all the same (R112).
	override: str = ""
	#: Bidders whose quotation has no file, and why a dearer one than the cheapest is chosen.
	unfiled: tuple[str, ...] = ()
	choice_reason: str = ""
	#: Notices before a third party: a setting.
	notices_wanted: int = 1
	#: Under which agreement the contractor is charged, and the notice the order names; empty where it names none.
	agreement: str = ""
	notice: str = ""
	#: What other orders to the same third party about these tickets come to, which count with this one.
	beside: Decimal = ZERO


def violations(order: Order, now: datetime, limit: Decimal, needed_above: int) -> list[Violation]:
	"""Everything that stands against asking for approval of ``order`` (R107, R112)."""
	found = [v for chain in order.chains for v in _chain(order, chain, now)]
	if order.third_party == order.contractor:
		found.append(Violation("order_same"))
	if order.notice and order.notice not in {one.name for chain in order.chains for one in chain.breach.notices}:
		found.append(Violation("order_other_notice", (order.notice,)))
	return [
		*found,
		*register_violations(order.registered, order.finish_by, order.trades, now.date(), order.override),
		*_quotations(order, limit, needed_above),
	]


def _chain(order: Order, chain: Chain, now: datetime) -> list[Violation]:
	if order.reason == DEVELOPER:
		return [] if chain.payer == "Developer" else [Violation("order_payer", (chain.ticket,))]
	found = standing(chain.breach, order.notices_wanted, now)
	if found.served and order.contractor not in chain.whose.charged:
		return [Violation("order_contractor", (chain.ticket,))]
	if found.served and order.agreement and not chain.whose.bills(order.agreement, order.contractor):
		return [Violation("order_agreement", (order.agreement, chain.ticket))]
	if found.allowed:
		return []
	if found.step == "settled":
		return [Violation("order_coordinated", (chain.ticket,))]
	if found.step == "wait":
		return [Violation("order_cure", (chain.ticket, found.until))]
	return [Violation("order_second_notice" if found.second else "order_notice", (chain.ticket, len(found.served)))]


def register_violations(
	registered: Registered, until: date, trades: Iterable[str], today: date, override: str = ""
) -> list[Violation]:
	"""Unregistered, suspended, with papers that end before the work does, or of another trade.

	A suspension can be overridden by the manager's written reason, a ban cannot.
	"""
	if not registered.state:
		return [Violation("register_missing")]
	if registered.blocked(today) and not (override.strip() and registered.state == SUSPENDED):
		code = "register_suspended" if registered.state == SUSPENDED else "register_blocked"
		return [Violation(code, (registered.state,))]
	expired = [day for day in registered.valid_until if day < until]
	found = [Violation("register_expired", (min(expired),))] if expired else []
	foreign = sorted(set(trades) - registered.trades) if registered.trades else []
	return [*found, Violation("register_trade", (tuple(foreign),))] if foreign else found


def _quotations(order: Order, limit: Decimal, needed_above: int) -> list[Violation]:
	needed = needed_above if order.total + order.beside > limit else 1
	found = []
	if len(order.quotations) < needed:
		found.append(Violation("order_quotations", (needed, len(order.quotations))))
	quoted = order.quotations.get(order.third_party)
	if quoted is None:
		found.append(Violation("order_unquoted"))
	elif order.total > quoted:
		found.append(Violation("order_above_quotation", (order.total, quoted)))
	if order.unfiled:
		found.append(Violation("order_quotation_files", (order.unfiled,)))
	if quoted is not None and quoted > (cheapest := min(order.quotations.values())) and not order.choice_reason.strip():
		found.append(Violation("order_dearer", (quoted, cheapest)))
	return found


@dataclass(frozen=True, slots=True)
class Verified:
	"""A line of work as the engineer verified it."""

	row: int
	ordered: Decimal
	claimed: Decimal
	verified: Decimal
	reason: str = ""


def verify(lines: Iterable[Verified], photos: Mapping[str, int]) -> list[Violation]:
	"""What stands against the verified quantities (R16). ``photos`` counts completion photos by ticket."""
	found = []
	for line in lines:
		if line.verified > line.ordered:
			found.append(Violation("verify_above_order", (line.row, line.verified, line.ordered)))
		if line.verified > line.claimed:
			found.append(Violation("verify_above_claim", (line.row, line.verified, line.claimed)))
		if line.verified != line.claimed and not line.reason.strip():
			found.append(Violation("verify_reason", (line.row,)))
	found += [Violation("verify_photos", (ticket,)) for ticket, count in photos.items() if not count]
	return found
