"""Release of a deposit (质保金退还): how much is safe to pay, and the statutory deadlines (建质〔2017〕138号 Art. 10, 11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from fangxiu_app.core.money import HUNDRED, ZERO, money
from fangxiu_app.core.refusal import Violation


@dataclass(frozen=True, slots=True)
class Safe:
	"""What may be released without risk, with its parts. Amounts in the deposit's currency.

	``balance`` is that of the ledger, as everywhere; ``promised`` what approved releases have still to pay of it.
	"""

	balance: Decimal
	undecided: Decimal
	open_defects: int
	average_cost: Decimal
	expected: Decimal
	#: Sources of a charge that nobody has deducted yet, and compensations that are still being agreed.
	waiting: Decimal = ZERO
	compensations: Decimal = ZERO
	promised: Decimal = ZERO

	@property
	def free(self) -> Decimal:
		"""The balance less what approved releases have still to pay: more cannot be released whatever the risk."""
		return self.balance - self.promised

	@property
	def for_defects(self) -> Decimal:
		return self.open_defects * self.average_cost

	@property
	def amount(self) -> Decimal:
		"""Balance less approved releases not paid yet, less all that may still be taken from it: each term stands beside it, none is silent."""
		return max(ZERO, self.free - self.claims)

	@property
	def claims(self) -> Decimal:
		"""Sum of undecided deductions, charges waiting, compensations under way, open defects at average cost, and costs still to come."""
		return self.undecided + self.waiting + self.compensations + self.for_defects + self.expected


#: Lines of the joint check.
DEFECTS, DEDUCTIONS, OBJECTIONS, COMPENSATIONS, PAPERS = (
	"Defects",
	"Deductions",
	"Objections",
	"Compensations",
	"Papers",
)
#: Those whose answer the records know.
KNOWN = (DEFECTS, DEDUCTIONS, OBJECTIONS, COMPENSATIONS)
OPEN = "Open"


@dataclass(frozen=True, slots=True)
class Check:
	"""A line of the joint check: the question, the answer, and its remark."""

	code: str
	result: str
	remark: str = ""


def is_early(due: date | None, day: date) -> bool:
	"""Whether a release on ``day`` is before the liability period ends; without a known end always True (Art. 10)."""
	return due is None or day < due


def proposed(code: str, still_open: Mapping[str, object]) -> str:
	"""The answer that the records give: open. What they know nothing open of, the check finds in order on the spot, and nobody else."""
	return OPEN if still_open.get(code) else ""


def contradictions(checks: Iterable[Check], still_open: Mapping[str, object]) -> list[Violation]:
	"""Items that the records show as open and the sheet does not, without a remark."""
	said = {check.code: check for check in checks if check.code}
	return [
		Violation("check_contradicted", (f"Joint Check: {code}", count))
		for code, count in still_open.items()
		if count and not _admitted(said.get(code))
	]


def _admitted(check: Check | None) -> bool:
	return check is not None and (check.result == OPEN or bool(check.remark.strip()))


def expected_cost(deducted: Decimal, days_so_far: int, days_left: int) -> Decimal:
	"""What deductions will still come until the liability period ends, at the pace so far.

	Nothing when it has ended, or has not begun to show a pace.
	"""
	if days_left <= 0 or days_so_far <= 0:
		return ZERO
	return money(deducted * days_left / days_so_far)


def interest(parts: Iterable[tuple[Decimal, date]], percent: Decimal, until: date) -> Decimal:
	"""Simple interest of each part from the day it was held to ``until``, in years of 365 days; rounded once."""
	years = sum((amount * max(0, (until - held_on).days) for amount, held_on in parts), ZERO) / 365
	return money(years * percent / HUNDRED)


@dataclass(frozen=True, slots=True)
class Timers:
	"""Last days: to check with the contractor, to pay, and the day on which silence counts as consent."""

	check_by: date
	pay_by: date | None
	consent_on: date | None


def timers(
	applied_on: date, checked_on: date | None, reminded_on: date | None, check_days: int, pay_days: int
) -> Timers:
	"""14 days to check from the application, 14 days (or as agreed) to pay from the check.

	No answer in the first 14 days, a reminder, and again none for 14 days: the release counts as agreed.
	"""
	check_by = applied_on + timedelta(days=check_days)
	if checked_on is not None:
		return Timers(check_by, checked_on + timedelta(days=pay_days), None)
	consent = reminded_on + timedelta(days=check_days) if reminded_on is not None else None
	return Timers(check_by, None, consent)


def next_deadline(found: Timers, checked: bool) -> tuple[str, date]:
	"""(code, day) of the next deadline: ``check``, ``consent`` or ``pay``."""
	if checked and found.pay_by is not None:
		return "pay", found.pay_by
	if found.consent_on is not None:
		return "consent", found.consent_on
	return "check", found.check_by
