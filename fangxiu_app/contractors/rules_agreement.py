"""A warranty agreement (保修协议): when its deposit is due back, and what is still missing before delivery day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.duration import Term, add, clamped

StartRule = Literal["Completion Acceptance", "Actual Acceptance", "After Completion Report"]

#: Longest defects liability period (建质〔2017〕138号 Art. 2).
LONGEST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Liability:
	"""The defects liability period (缺陷责任期): first and last day."""

	start: date
	end: date


def liability(
	rule: StartRule, accepted_on: date | None, reported_on: date | None, months: int, deemed_days: int
) -> Liability | None:
	"""The defects liability period, or None while the date it starts from is unknown (建质〔2017〕138号 Art. 8).

	It starts with the completion acceptance; where the contractor was late, with the actual acceptance, which is the same
	recorded day; where the employer was late, by itself ``deemed_days`` (90) after the contractor's completion report.
	"""
	if rule == "After Completion Report":
		start = reported_on + timedelta(days=deemed_days) if reported_on else None
	else:
		start = accepted_on
	if start is None or not months:
		return None
	return Liability(start, add(start, Term(months, "Month")))


def was_signed(status: str, signed_on: object) -> bool:
	"""Whether the agreement is signed, or was before it ended."""
	return status == "Signed" or (status == "Terminated" and bool(signed_on))


@dataclass(frozen=True, slots=True)
class Cover:
	"""What a signed agreement answers for, and when: (building, lot, trade) of each row, an empty one for everything; without a day
	the time is open at that end."""

	name: str
	rows: frozenset[tuple[str, str, str]]
	start: date | None = None
	end: date | None = None

	def runs_beside(self, other: Cover) -> bool:
		"""Whether some day belongs to both."""
		first, last = max(self.start or date.min, other.start or date.min), min(self.end or date.max, other.end or date.max)
		return first <= last


def signed_twice(mine: Cover, others: Iterable[Cover]) -> list[Violation]:
	"""Signed agreements of the same contractor that answer for the same at the same time: a ticket would not know by which."""
	return [
		Violation("agreement_twice", (other.name, tuple(" ".join(filter(None, row)) or "Whole Project" for row in sorted(same))))
		for other in others
		if (same := mine.rows & other.rows) and mine.runs_beside(other)
	]


@dataclass(frozen=True, slots=True)
class AgreementFacts:
	"""What is on file for an agreement, counted."""

	talks: tuple[date, ...] = ()
	signed_on: date | None = None
	trainings: tuple[date, ...] = ()
	authorised_on: date | None = None
	contacts: int = 0
	contact_gaps: tuple[str, ...] = ()
	workers: int = 0
	response_terms: int = 0
	deduction_terms: bool = False
	security_agreed: bool = False
	liability_known: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
	"""Something still missing: ``code`` names the text, ``due`` is the last day for it, ``params`` fill the text."""

	code: str
	clause: str
	due: date | None
	params: tuple[object, ...] = ()

	def overdue(self, today: date) -> bool:
		return self.due is not None and self.due < today


def gaps(facts: AgreementFacts, delivery_day: date | None, trainings_wanted: int = 2) -> list[Gap]:
	"""What is missing before the first day of delivery D, the earliest due first.

	Talks are due two months before D (R27), trainings one month before (R30), the power of attorney with contacts and
	roster 15 days before (R31), the signature within the month before D (R28). Without D nothing has a due day.
	"""

	def before(months: int = 0, days: int = 0) -> date | None:
		if delivery_day is None:
			return None
		return _months_back(delivery_day, months) - timedelta(days=days)

	held = sum(1 for day in facts.trainings if delivery_day is None or day < delivery_day)
	wanted = [
		(not facts.talks, Gap("talk_missing", "R27", before(months=2))),
		(
			held < trainings_wanted,
			Gap("trainings_missing", "R30", before(months=1), (trainings_wanted, held)),
		),
		(not facts.authorised_on, Gap("authorisation_missing", "R31", before(days=15))),
		(not facts.contacts, Gap("contact_missing", "R31", before(days=15))),
		(bool(facts.contact_gaps), Gap("contact_incomplete", "R31", before(days=15), (facts.contact_gaps,))),
		(not facts.workers, Gap("roster_missing", "R31", before(days=15))),
		(not facts.signed_on, Gap("agreement_unsigned", "R28", delivery_day)),
		(not facts.response_terms, Gap("response_terms_missing", "R28", delivery_day)),
		(not facts.deduction_terms, Gap("deduction_terms_missing", "R28", delivery_day)),
		(not facts.security_agreed, Gap("security_missing", "R28", delivery_day)),
		(not facts.liability_known, Gap("liability_unknown", "", delivery_day)),
	]
	found = [gap for missing, gap in wanted if missing]
	return sorted(found, key=lambda gap: gap.due or date.max)


def signed_in_window(signed_on: date, delivery_day: date) -> bool:
	"""Whether the agreement was signed within the month before delivery day (R28)."""
	return _months_back(delivery_day, 1) <= signed_on <= delivery_day


def _months_back(day: date, months: int) -> date:
	"""The same day ``months`` earlier, or that month's last day."""
	year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
	return clamped(year, month + 1, day.day)
