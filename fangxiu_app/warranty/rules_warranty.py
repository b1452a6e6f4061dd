"""Whether a part is in warranty on a day, towards whom, and who pays (R51, R58, R63, R83).

Two clocks run for each part of a unit. The contractor answers to the developer from completion acceptance
on (建设工程质量管理条例 Art. 40), the developer to the owner from handover on (商品房销售管理办法
Art. 33). The owner's clock usually ends later; in the gap the developer pays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from fangxiu_app.core.time.duration import Term, add, clamped

Payer = Literal["Contractor", "Developer", "Owner", "Unknown"]


@dataclass(frozen=True, slots=True)
class Season:
	"""The yearly dates of a heating or cooling season, both days included.

	A season whose end lies before its start in the year crosses the new year. A day that a month does not
	have (29 February) is the month's last day.
	"""

	kind: Literal["Heating", "Cooling"]
	start_month: int
	start_day: int
	end_month: int
	end_day: int


@dataclass(frozen=True, slots=True)
class PartTerm:
	"""What the project's quality warranty (住宅质量保证书) and the warranty agreement promise for one part.

	`owner` runs from handover, `contractor` from completion acceptance, `legal_minimum` is the least that
	the law gives the owner from handover. `restarts`: a repaired part has its full terms again from the
	repair on. Raises ValueError where a term counts seasons and no season is given.
	"""

	part: str
	owner: Term
	contractor: Term
	legal_minimum: Term | None
	season: Season | None
	restarts: bool = False
	source: str = ""

	def __post_init__(self) -> None:
		terms = (self.owner, self.contractor, self.legal_minimum)
		if self.season is None and any(term is not None and term.unit == "Season" for term in terms):
			raise ValueError(f"the term of {self.part} counts seasons, but has no season dates")


@dataclass(frozen=True, slots=True)
class UnitDates:
	"""The facts of a unit that start the clocks.

	`deemed_handover`: the date of the written handover notice, where the owner refused the unit without good
	reason (商品房买卖合同司法解释 Art. 8); a real handover, once recorded, takes its place.
	"""

	completion_acceptance: date | None
	handover: date | None
	deemed_handover: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
	"""One sentence of the explanation: a code that the caller translates, and its parameters.

	`owner_until` (date), `contractor_until` (date), `deemed_handover` (date), `not_handed_over` (),
	`no_acceptance_date` (), `floor_applied` (end by law, end by the owner's own term), `restarted` (date of
	the repair), `gap` (first and last day on which the developer pays), `owner_expired` (last day covered).
	"""

	code: str
	params: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class WarrantyAnswer:
	"""The answer for one part on one day. An `until` date is the last day covered, None where unknown.

	`payer` is who bears the cost of a defect that the owner did not cause. "Unknown": without the date of
	completion acceptance, recourse to the contractor, and the legal floor of the owner's term, cannot be
	judged.
	"""

	owner_until: date | None
	contractor_until: date | None
	owner_covered: bool
	contractor_covered: bool
	payer: Payer
	reasons: tuple[Reason, ...]


def answer(
	term: PartTerm,
	dates: UnitDates,
	on: date,
	last_repair_done: date | None = None,
	earlier_repairs: Iterable[date] = (),
) -> WarrantyAnswer:
	"""Who answers for the part on the day `on`.

	The owner's term is never below what the law leaves: the rest of the contractor's term, and the legal
	minimum from handover. Before handover the owner is asked for nothing, and not yet covered either.
	`last_repair_done` and `earlier_repairs` are the days on which warranty repairs of this part were
	finished; they matter where `term.restarts`. A repair gives a party's term anew only while that term
	still runs, and only for days from the repair on. Raises ValueError past the year 9999.
	"""
	repairs = _repairs(term, on, last_repair_done, earlier_repairs)
	reasons: list[Reason] = []
	contractor_until = _contractor_until(term, dates, repairs, reasons)
	owner_until = _owner_until(term, dates, repairs, contractor_until, reasons)
	handover = _handover(dates)
	delivered = handover is not None and handover <= on
	owner_covered = delivered and owner_until is not None and on <= owner_until
	contractor_covered = contractor_until is not None and on <= contractor_until
	reasons += _outcome(delivered, owner_covered, contractor_covered, owner_until, contractor_until)
	return WarrantyAnswer(
		owner_until=owner_until,
		contractor_until=contractor_until,
		owner_covered=owner_covered,
		contractor_covered=contractor_covered,
		payer=_payer(owner_covered or not delivered, contractor_covered, contractor_until),
		reasons=tuple(dict.fromkeys(reasons)),
	)


def last_day(start: date, term: Term, season: Season | None) -> date:
	"""The last day of a term that begins with the event of the `start` day.

	Seasons are complete ones, to the owner's advantage: a season that begins on the start day or is already
	under way does not count. A term of 0 seasons ends on the start day. Raises ValueError for a term of
	seasons without a season, and past the year 9999.
	"""
	if term.unit != "Season":
		return add(start, term)
	if season is None:
		raise ValueError("a term of seasons needs the dates of the season")
	if term.amount == 0:
		return start
	begun = clamped(start.year, season.start_month, season.start_day) <= start
	crosses = (season.end_month, season.end_day) < (season.start_month, season.start_day)
	return clamped(start.year + begun + term.amount - 1 + crosses, season.end_month, season.end_day)


def _contractor_until(
	term: PartTerm, dates: UnitDates, repairs: list[date], reasons: list[Reason]
) -> date | None:
	if dates.completion_acceptance is None:
		reasons.append(Reason("no_acceptance_date"))
		return None
	until = last_day(dates.completion_acceptance, term.contractor, term.season)
	until = _restarted(until, term.contractor, term.season, repairs, reasons)
	reasons.append(Reason("contractor_until", (until,)))
	return until


def _owner_until(
	term: PartTerm,
	dates: UnitDates,
	repairs: list[date],
	contractor_until: date | None,
	reasons: list[Reason],
) -> date | None:
	handover = _handover(dates)
	if handover is None:
		return None
	if dates.handover is None:
		reasons.append(Reason("deemed_handover", (handover,)))
	own = last_day(handover, term.owner, term.season)
	floors = [own]
	if contractor_until is not None:
		floors.append(contractor_until)
	if term.legal_minimum is not None:
		floors.append(last_day(handover, term.legal_minimum, term.season))
	until = max(floors)
	if until > own:
		reasons.append(Reason("floor_applied", (until, own)))
	until = _restarted(until, term.owner, term.season, repairs, reasons)
	reasons.append(Reason("owner_until", (until,)))
	return until


def _restarted(
	until: date, term: Term, season: Season | None, repairs: list[date], reasons: list[Reason]
) -> date:
	last: date | None = None
	for repaired in repairs:
		if repaired <= until and (renewed := last_day(repaired, term, season)) > until:
			until, last = renewed, repaired
	if last is not None:
		reasons.append(Reason("restarted", (last,)))
	return until


def _repairs(term: PartTerm, on: date, last: date | None, earlier: Iterable[date]) -> list[date]:
	if not term.restarts:
		return []
	return sorted(day for day in (*earlier, last) if day is not None and day <= on)


def _outcome(
	delivered: bool,
	owner_covered: bool,
	contractor_covered: bool,
	owner_until: date | None,
	contractor_until: date | None,
) -> list[Reason]:
	if not delivered:
		return [Reason("not_handed_over")]
	if contractor_until is None or contractor_covered:
		return []
	if not owner_covered:
		return [Reason("owner_expired", (owner_until,))]
	return [Reason("gap", (contractor_until + timedelta(days=1), owner_until))]


def _payer(owner_is_free: bool, contractor_covered: bool, contractor_until: date | None) -> Payer:
	if contractor_until is None:
		return "Unknown"
	if contractor_covered:
		return "Contractor"
	return "Developer" if owner_is_free else "Owner"


def _handover(dates: UnitDates) -> date | None:
	return dates.handover if dates.handover is not None else dates.deemed_handover
