"""Giving a deposit back (质保金返还): how much is safe, and by when the law wants an answer (建质〔2017〕138号 Art. 10, 11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from fangxiu_app.domain.deposit import ZERO


@dataclass(frozen=True, slots=True)
class Safe:
	"""What may be released without risk, with its parts. Amounts in the deposit's currency."""

	balance: Decimal
	undecided: Decimal
	open_defects: int
	average_cost: Decimal
	expected: Decimal

	@property
	def for_defects(self) -> Decimal:
		return self.open_defects * self.average_cost

	@property
	def amount(self) -> Decimal:
		"""Balance less undecided deductions, less open defects at their average cost, less what is still to come."""
		return max(ZERO, self.balance - self.undecided - self.for_defects - self.expected)


def expected_cost(deducted: Decimal, days_so_far: int, days_left: int) -> Decimal:
	"""What deductions will still come until the liability period ends, at the pace so far.

	Nothing when it has ended, or has not begun to show a pace.
	"""
	if days_left <= 0 or days_so_far <= 0:
		return ZERO
	return (deducted * days_left / days_so_far).quantize(Decimal("0.01"))


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
	"""(code, day) of what runs out next: ``check``, ``consent`` or ``pay``."""
	if checked and found.pay_by is not None:
		return "pay", found.pay_by
	if found.consent_on is not None:
		return "consent", found.consent_on
	return "check", found.check_by
