"""A deduction from a contractor (扣款): its lines, the objection, and how much of it the deposit covers.

Repair and appraisal cost may be deducted by statute (建质〔2017〕138号 Art. 9); surcharge and penalty rest on the contract
alone and a court may cut them (民法典 Art. 585). The three are therefore never mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger.rules_deposit import ZERO, share

COST, SURCHARGE, PENALTY = "Repair Cost", "Surcharge", "Penalty"
#: The deposit pays first what may be deducted by statute, then what rests on the contract.
ORDER = (COST, SURCHARGE, PENALTY)

THIRD_PARTY, COMPENSATION, OVERDUE, RULE = "Third Party Order", "Compensation", "Overdue", "Contract Clause"
METER = "Meter Charge"
SOURCES = (THIRD_PARTY, COMPENSATION, OVERDUE, RULE, METER)

DRAFT, NOTIFIED, OBJECTED, ANSWERED, POSTED, REVERSED, WITHDRAWN, CANCELLED = (
	"Draft",
	"Notified",
	"Objected",
	"Answered",
	"Posted",
	"Reversed",
	"Withdrawn",
	"Cancelled",
)
STATES = (DRAFT, NOTIFIED, OBJECTED, ANSWERED, POSTED, REVERSED, WITHDRAWN, CANCELLED)
#: States in which it is not decided yet whether the developer gets the money.
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
class Course:
	"""The days on which a deduction entered each of its states; ``over`` is the day it was posted or withdrawn."""

	made: date
	notified: date | None = None
	objected: date | None = None
	answered: date | None = None
	over: date | None = None


def undecided_on(course: Course, day: date) -> str | None:
	"""The undecided state in which a deduction stood at the end of ``day``; None before it was made and once it was over."""
	if course.made > day or (course.over and course.over <= day):
		return None
	steps = ((course.answered, ANSWERED), (course.objected, OBJECTED), (course.notified, NOTIFIED))
	return next((state for at, state in steps if at and at <= day), DRAFT)


def objection_until(notified_at: datetime, days: int) -> datetime:
	"""End of the objection window, counted from the proven receipt of the notice."""
	return notified_at + timedelta(days=days)


def may_object(state: str, docstatus: int, objected: bool) -> bool:
	"""Whether an objection can be recorded: once, from the notice until the deduction is posted or withdrawn."""
	return not objected and docstatus < 2 and state in (NOTIFIED, POSTED)


def line_violations(lines: Iterable[Line]) -> list[Violation]:
	"""Amounts above zero, never above what was claimed."""
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
	"""Cost is paid first, then surcharge, then penalty, as far as the balance reaches."""
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
