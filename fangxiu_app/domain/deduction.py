"""A deduction from a contractor (扣款): its lines, the evidence it needs, the objection, and what the deposit pays of it.

Repair and appraisal cost may be deducted by statute (建质〔2017〕138号 Art. 9); surcharge and penalty rest on the contract
alone and a court may cut them (民法典 Art. 585). The three are therefore never mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from fangxiu_app.domain.deposit import ZERO, Violation, share

COST, SURCHARGE, PENALTY = "Repair Cost", "Surcharge", "Penalty"
#: What the deposit pays first: what the statute gives before what only the contract gives.
ORDER = (COST, SURCHARGE, PENALTY)

THIRD_PARTY, COMPENSATION, OVERDUE, RULE = "Third Party Order", "Compensation", "Overdue", "Contract Clause"
SOURCES = (THIRD_PARTY, COMPENSATION, OVERDUE, RULE)

DRAFT, NOTIFIED, OBJECTED, ANSWERED, POSTED, REVERSED, WITHDRAWN = (
	"Draft",
	"Notified",
	"Objected",
	"Answered",
	"Posted",
	"Reversed",
	"Withdrawn",
)
STATES = (DRAFT, NOTIFIED, OBJECTED, ANSWERED, POSTED, REVERSED, WITHDRAWN)
#: States in which nobody knows yet whether the money is the developer's.
UNDECIDED = (DRAFT, NOTIFIED, OBJECTED, ANSWERED)

ACTUAL, LUMP_SUM = "Actual", "Lump Sum"


@dataclass(frozen=True, slots=True)
class Line:
	"""An amount by kind; what was claimed at first stays beside what is left after the objection."""

	kind: str
	amount: Decimal
	claimed: Decimal


def proposal(cost: Decimal, surcharge_percent: Decimal, agency_fee: Decimal) -> list[tuple[str, Decimal]]:
	"""Lines for a third party's cost: the cost itself, the agreed surcharge on it and the agreed fee."""
	lines = [(COST, cost), (SURCHARGE, share(cost, surcharge_percent)), (SURCHARGE, agency_fee)]
	return [(kind, amount) for kind, amount in lines if amount > 0]


@dataclass(frozen=True, slots=True)
class Facts:
	"""What is on file for a deduction. ``bill`` is a settled or verified amount with its paper."""

	source: str
	mode: str = ACTUAL
	notice_served_at: datetime | None = None
	notice_proof: bool = False
	cure_until: datetime | None = None
	completed_at: datetime | None = None
	bill: bool = False
	clause: bool = False
	notified_at: datetime | None = None
	notified_proof: bool = False
	objection_until: datetime | None = None
	objected: bool = False
	answered: bool = False


@dataclass(frozen=True, slots=True)
class Step:
	"""One link of the chain of evidence: whether it is there, and when."""

	code: str
	done: bool
	at: datetime | None = None


def chain(facts: Facts, now: datetime) -> list[Step]:
	"""The evidence a deduction needs, in the order it comes about (R107, R111; practice 2.2).

	A lump sum (包干) needs neither notice nor objection: it was agreed beforehand that the deposit is drawn down.
	"""
	steps = []
	if facts.source == THIRD_PARTY:
		if facts.mode == ACTUAL:
			steps += [
				Step("notice", facts.notice_served_at is not None, facts.notice_served_at),
				Step("notice_proof", facts.notice_proof),
				Step(
					"cure_over",
					facts.cure_until is not None and _ended(facts.cure_until, facts.completed_at or now),
					facts.cure_until,
				),
			]
		steps.append(Step("completion", facts.completed_at is not None, facts.completed_at))
	if facts.source in (THIRD_PARTY, COMPENSATION):
		steps.append(Step("bill", facts.bill))
	if facts.source in (OVERDUE, RULE):
		steps.append(Step("clause", facts.clause))
	if facts.mode == LUMP_SUM:
		return steps
	return [
		*steps,
		Step("told", facts.notified_at is not None, facts.notified_at),
		Step("told_proof", facts.notified_proof),
		Step("objection", _heard(facts, now), facts.objection_until),
	]


def missing(facts: Facts, now: datetime) -> list[Violation]:
	"""The steps that are not there yet, as refusals."""
	return [Violation(f"chain_{step.code}", (step.at,)) for step in chain(facts, now) if not step.done]


def objection_until(notified_at: datetime, days: int) -> datetime:
	"""End of the objection window, counted from the proven receipt of the notice."""
	return notified_at + timedelta(days=days)


def line_violations(lines: Iterable[Line], source: str) -> list[Violation]:
	"""Amounts above zero, never above what was claimed; a rule or delay gives no repair cost."""
	found = []
	for number, line in enumerate(lines, 1):
		if line.amount < 0 or line.claimed <= 0:
			found.append(Violation("line_amount", (number,)))
		elif line.amount > line.claimed:
			found.append(Violation("line_above_claim", (number, line.amount, line.claimed)))
	return found


@dataclass(frozen=True, slots=True)
class Split:
	"""What the deposit pays and what is left to claim (or, with a lump sum, to bear), by kind of line."""

	paid: dict[str, Decimal]
	excess: dict[str, Decimal]

	@property
	def paid_total(self) -> Decimal:
		return sum(self.paid.values(), ZERO)

	@property
	def excess_total(self) -> Decimal:
		return sum(self.excess.values(), ZERO)


def split(lines: Sequence[Line], balance: Decimal) -> Split:
	"""Cost first, then surcharge, then penalty, as far as the balance reaches."""
	paid, excess, left = {}, {}, max(ZERO, balance)
	for kind in ORDER:
		wanted = sum((line.amount for line in lines if line.kind == kind), ZERO)
		part = min(wanted, left)
		left -= part
		if part:
			paid[kind] = part
		if wanted - part:
			excess[kind] = wanted - part
	return Split(paid, excess)


def _ended(until: datetime, at: datetime) -> bool:
	return at >= until


def _heard(facts: Facts, now: datetime) -> bool:
	"""An objection is answered, or the window has passed without one."""
	if facts.objected:
		return facts.answered
	return facts.objection_until is not None and now >= facts.objection_until
