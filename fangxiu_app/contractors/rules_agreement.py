"""A warranty agreement (保修协议): when its deposit is due back, and what is still missing before delivery day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.duration import MONTH, Term, add, shift

StartRule = Literal["Completion Acceptance", "Actual Acceptance", "After Completion Report"]

#: Longest defects liability period (建质〔2017〕138号 Art. 2).
LONGEST_MONTHS = 24
#: Milestones of a delivery that the agreement's own records prove; their days stand in the milestones.
MILESTONES = MEETINGS, TRAININGS, AUTHORISATIONS = "Pre-signing Meetings", "Trainings", "Authorisations"
#: How long before D an agreement is signed at the earliest (R28).
SIGNED_WITHIN = (-1, MONTH)


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


def high_surcharge(percent: Decimal) -> list[Violation]:
	"""A surcharge on what a third party costs (R112) is a part of the cost: more than the cost itself is a mistyped one."""
	return [Violation("surcharge_high", (percent,))] if percent > 100 else []


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


#: What a contact of the power of attorney states (R31); a served notice needs all of it.
CONTACT_FIELDS = ("service_address", "phone", "fax", "email")


@dataclass(frozen=True, slots=True)
class Authorisation:
	"""What is on file of the written power of attorney (R31); ``contact_gaps`` are the fields that no contact states."""

	day: date | None = None
	scan: bool = False
	contacts: int = 0
	contact_gaps: tuple[str, ...] = ()
	workers: int = 0


def authorisation_gaps(found: Authorisation) -> list[tuple[str, tuple[object, ...]]]:
	"""What is missing of a power of attorney, as codes with their params; none: it fulfils R31."""
	wanted = (
		(not found.day, "authorisation_missing", ()),
		(not found.scan, "authorisation_scan_missing", ()),
		(not found.contacts, "contact_missing", ()),
		(bool(found.contact_gaps), "contact_incomplete", (found.contact_gaps,)),
		(not found.workers, "roster_missing", ()),
	)
	return [(code, params) for missing, code, params in wanted if missing]


def contact_gaps(contacts: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
	"""Fields that none of the contacts states; without a contact nothing is said, the contact itself is missing."""
	return tuple(field for field in CONTACT_FIELDS if contacts and not any(row.get(field) for row in contacts))


def training_days(trainings: Iterable[date], today: date, delivery_day: date | None = None) -> list[date]:
	"""Days on which a contractor's staff were trained, the first first: a day once, none that is still to come, none from D on (R30)."""
	return sorted({day for day in trainings if day <= today and (delivery_day is None or day < delivery_day)})


@dataclass(frozen=True, slots=True)
class AgreementFacts:
	"""What is on file for an agreement, counted; ``trainings`` as :func:`training_days` has them."""

	talks: tuple[date, ...] = ()
	signed_on: date | None = None
	trainings: tuple[date, ...] = ()
	authorisation: Authorisation = Authorisation()
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


def gaps(
	facts: AgreementFacts, delivery_day: date | None, due: Mapping[str, date | None], trainings_wanted: int = 2
) -> list[Gap]:
	"""What is missing before the first day of delivery D, the earliest due first.

	``due`` has the last day of each of ``MILESTONES`` as the delivery's milestones have it (R27, R30, R31); terms and signature
	are due on D (R28). Without D nothing has a due day.
	"""
	held = len(facts.trainings)
	power_of_attorney = [
		(True, Gap(code, "R31", due.get(AUTHORISATIONS), params)) for code, params in authorisation_gaps(facts.authorisation)
	]
	wanted = [
		(not facts.talks, Gap("talk_missing", "R27", due.get(MEETINGS))),
		(
			held < trainings_wanted,
			Gap("trainings_missing", "R30", due.get(TRAININGS), (trainings_wanted, held)),
		),
		*power_of_attorney,
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
	return shift(delivery_day, *SIGNED_WITHIN) <= signed_on <= delivery_day
