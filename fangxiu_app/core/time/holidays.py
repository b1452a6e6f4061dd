"""A year's public holidays and make-up workdays (调休) as exceptions of a service calendar."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

#: How a list of holidays names a day off that is worked for on another day: 休息日（由 2026-02-14 调休）.
WORKED_FOR = re.compile(r"由\s*(\d{4}-\d{2}-\d{2})\s*调休")
DAY_OFF = "调休放假"
WEEKEND_OFF = "放假（周末）"
#: Days that are worked for others lie here, whatever else is worked.
WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True)
class Exceptional:
	"""A date on which the weekly pattern does not hold; a make-up workday has the hours of ``like_weekday`` (0 = Monday)."""

	date: date
	kind: str
	remark: str
	like_weekday: int | None = None


def exceptions(names: Mapping[date, str], open_on: Collection[int] = ()) -> list[Exceptional]:
	"""The exceptions that a list of holidays (date → its name) makes, by date.

	The list leaves out the days of a week-end that lie within a holiday: where the calendar is open on them (``open_on``, 0 = Monday)
	they are added, for a year whose arrangement is announced.

	A day off that is made up for names the day it is worked on: that day is a workday with the hours of the weekday it
	stands for. Such names are there only for years whose arrangement the State Council has announced.
	"""
	found = []
	for day, name in names.items():
		worked = WORKED_FOR.search(name)
		found.append(Exceptional(day, "Holiday", DAY_OFF if worked else name))
		if worked:
			found.append(Exceptional(date.fromisoformat(worked[1]), "Workday", "调休上班", day.weekday()))
	if announced(found):
		found += [Exceptional(day, "Holiday", WEEKEND_OFF) for day in _week_ends({row.date for row in found}, names) if day.weekday() in open_on]
	return sorted(found, key=lambda row: row.date)


def _week_ends(known: Collection[date], off: Iterable[date]) -> set[date]:
	"""Days of week-ends that join a day that is off, without those known as holiday or workday."""
	found = set()
	for start in off:
		for step in (timedelta(days=1), timedelta(days=-1)):
			day = start + step
			while day.weekday() in WEEKEND and day not in known:
				found.add(day)
				day += step
	return found


def missing(wanted: Iterable[Exceptional], known: Iterable[date]) -> list[Exceptional]:
	"""Those of ``wanted`` whose date has no row yet: what people entered stays as it is."""
	taken = set(known)
	return [row for row in wanted if row.date not in taken]


def announced(wanted: Iterable[Exceptional]) -> bool:
	"""Whether the year's make-up workdays are among them."""
	return any(row.kind == "Workday" for row in wanted)
