"""The daily patrol of a running repair: its six aspects, their marks, and which days have a record (R12, R100, R103)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fangxiu_app.core.refusal import Violation

#: R100 names them in this order: 工艺、材料、质量、进度、成品保护、安全文明施工.
ASPECTS = (
	"Workmanship",
	"Material",
	"Quality",
	"Progress",
	"Finished-work Protection",
	"Safe and Civilised Work",
)
RESULTS = ("Pass", "Fault", "Not Applicable")
#: Kinds of visit that have the sheet of the aspects.
SHEETS = ("Patrol", "Spot Check")
BEST = 100

Span = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Check:
	"""One line of a patrol or spot check: an aspect, its mark, and for a spot check a score of 0 to 100."""

	aspect: str
	result: str
	remark: str = ""
	score: int | None = None


@dataclass(frozen=True, slots=True)
class Day:
	"""A day of the work: Kept, Missed, On Hold, Not Due (first and last day) or Today (not over yet)."""

	day: date
	state: str


def check_sheet(checks: Sequence[Check], scored: bool) -> list[Violation]:
	"""What is wrong with a sheet: a missing aspect, a fault without description, a spot check without score."""
	given = {check.aspect for check in checks if check.result in RESULTS}
	missing = tuple(aspect for aspect in ASPECTS if aspect not in given)
	found = [Violation("aspects_missing", (missing,))] if missing else []
	if checks and not missing and all(check.result == "Not Applicable" for check in checks):
		found.append(Violation("nothing_checked"))
	for check in checks:
		if check.result == "Fault" and not check.remark.strip():
			found.append(Violation("fault_not_described", (check.aspect,)))
		if scored and check.result != "Not Applicable" and not 0 <= _score(check) <= BEST:
			found.append(Violation("score_missing", (check.aspect, BEST)))
	return found


def answered(checks: Iterable[Check], faulty: Collection[str]) -> list[Violation]:
	"""An aspect that was ``faulty`` at the last look is passed only with words of what was found now (R100, R106)."""
	again = [check for check in checks if check.aspect in faulty and check.result == "Pass"]
	return [Violation("fault_not_looked_at", (check.aspect,)) for check in again if not check.remark.strip()]


def score(checks: Iterable[Check]) -> float | None:
	"""Mean of the scores that were given, to one decimal; None when none was."""
	given = [check.score for check in checks if check.score is not None and check.result != "Not Applicable"]
	return round(sum(given) / len(given), 1) if given else None


def days(
	periods: Iterable[Span], patrols: Iterable[datetime], holds: Sequence[Span], now: datetime
) -> list[Day]:
	"""Each day of the work with what became of its patrol, oldest first.

	The work begins and ends within a day: the first and the last day of a period are no duty of their own, as the clock's
	24 hours begin with the work. A day that a hold covers whole is not missed.
	"""
	seen = {moment.date() for moment in patrols}
	found: dict[date, str] = {}
	for start, end in periods:
		last = (end or now).date()
		day = start.date()
		while day <= last:
			state = _state(day, start.date(), last if end else None, seen, holds, now)
			if found.get(day) in (None, "Not Due"):
				found[day] = state
			day += timedelta(days=1)
	return [Day(day, state) for day, state in sorted(found.items())]


def within(moment: datetime, periods: Iterable[Span]) -> bool:
	"""Whether the work was going on at ``moment``."""
	return any(start <= moment and (end is None or moment <= end) for start, end in periods)


def work_periods(moves: Iterable[tuple[datetime, str, str]], working: Sequence[str]) -> list[Span]:
	"""When work went on, from the status changes (time, from, to) of a ticket's log in their order."""
	periods: list[Span] = []
	begun: datetime | None = None
	for at, _before, after in moves:
		if after in working and begun is None:
			begun = at
		elif after not in working and begun is not None:
			periods.append((begun, at))
			begun = None
	return [*periods, (begun, None)] if begun else periods


def _state(
	day: date, first: date, last: date | None, seen: set[date], holds: Sequence[Span], now: datetime
) -> str:
	if day in seen:
		return "Kept"
	if day in (first, last):
		return "Not Due"
	if _held(day, holds):
		return "On Hold"
	return "Today" if day == now.date() else "Missed"


def _held(day: date, holds: Sequence[Span]) -> bool:
	start = datetime.combine(day, time.min)
	end = start + timedelta(days=1)
	return any(begin <= start and (until is None or until >= end) for begin, until in holds)


def _score(check: Check) -> int:
	return -1 if check.score is None else check.score
