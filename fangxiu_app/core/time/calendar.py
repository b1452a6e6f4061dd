"""Service calendars: which minutes count for a time limit.

A calendar has any number of windows a day, holidays, and make-up workdays (调休). Its arithmetic rests on
one closed formula, the working time since day 1 of the era. The working time between two moments is then a
subtraction, and adding working time is a binary search for the day: neither takes longer when the moments are
further apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from typing import Literal

DAY_MINUTES = 24 * 60
_MINUTE = 60_000_000  # microseconds
_DAYS = range(date.max.toordinal())  # without the last day of the era, whose end is no datetime

_Span = tuple[int, int]


class CalendarNeverOpens(ValueError):
	"""The calendar does not have that much working time left before the end of the year 9999."""


@dataclass(frozen=True, slots=True)
class Window:
	"""Opening hours on a weekday (0 = Monday … 6 = Sunday), in minutes of the day: 0 <= start < end <= 1440.

	A shift over midnight is two windows: one up to 1440, one from 0 on the next weekday.
	"""

	weekday: int
	start: int
	end: int


@dataclass(frozen=True, slots=True)
class CalendarException:
	"""A date on which the weekly pattern does not hold.

	A "Holiday" is closed. A "Workday" is a make-up day (调休), or a half day: it has its own `windows` (start
	and end in minutes of the day) or, where it names none, those of `like_weekday`.
	"""

	date: date
	kind: Literal["Holiday", "Workday"]
	windows: tuple[_Span, ...] = ()
	like_weekday: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
	"""A mistake in a calendar: a code that the caller turns into a message, and its parameters."""

	code: str
	params: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceCalendar:
	"""A weekly pattern with exceptions, or `always_on` (24×7, R72), which ignores both.

	Windows that overlap or touch count once; of two exceptions on one date the later one counts. `validate`
	names what a person should correct: times on a calendar with problems are defined, but hardly meant.
	"""

	windows: tuple[Window, ...] = ()
	exceptions: tuple[CalendarException, ...] = ()
	always_on: bool = False
	_plan: _Plan = field(init=False, repr=False, compare=False)

	def __post_init__(self) -> None:
		object.__setattr__(self, "_plan", _Plan.of(self))

	def windows_on(self, day: date) -> list[tuple[datetime, datetime]]:
		"""Opening hours of one day, merged and sorted. A window up to 24:00 ends at 00:00 of the next day."""
		midnight = datetime.combine(day, time.min)
		return [
			(midnight + timedelta(minutes=start), midnight + timedelta(minutes=end))
			for start, end in self._plan.spans_on(day.toordinal())
		]


@dataclass(frozen=True, slots=True)
class _Plan:
	"""A calendar prepared for computing: merged windows by weekday and exception, with running totals in minutes."""

	week: tuple[tuple[_Span, ...], ...]
	special: dict[int, tuple[_Span, ...]]
	special_days: tuple[int, ...]
	special_totals: tuple[int, ...]  # what the first n exceptions add to, or take from, the weekly pattern
	weekday_totals: tuple[int, ...]  # working minutes of the first n weekdays

	@classmethod
	def of(cls, calendar: ServiceCalendar) -> _Plan:
		week: tuple[tuple[_Span, ...], ...] = (((0, DAY_MINUTES),),) * 7
		exceptions: tuple[CalendarException, ...] = ()
		if not calendar.always_on:
			exceptions = calendar.exceptions
			week = tuple(
				_merged((w.start, w.end) for w in calendar.windows if w.weekday == weekday)
				for weekday in range(7)
			)
		special = {e.date.toordinal(): _exception_spans(e, week) for e in exceptions}
		days = sorted(special)
		changes = (_minutes(special[day]) - _minutes(week[(day - 1) % 7]) for day in days)
		return cls(
			week=week,
			special=special,
			special_days=tuple(days),
			special_totals=tuple(accumulate(changes, initial=0)),
			weekday_totals=tuple(accumulate(map(_minutes, week), initial=0)),
		)

	def spans_on(self, day: int) -> tuple[_Span, ...]:
		spans = self.special.get(day)
		return self.week[(day - 1) % 7] if spans is None else spans

	def minutes_before(self, day: int) -> int:
		"""Working minutes from day 1 of the era (a Monday) to the first moment of the day."""
		weeks, weekday = divmod(day - 1, 7)
		totals = self.weekday_totals
		return weeks * totals[7] + totals[weekday] + self.special_totals[bisect_left(self.special_days, day)]

	def worked(self, moment: datetime) -> int:
		"""Working microseconds from day 1 of the era to the moment."""
		day = moment.toordinal()
		now = (moment.hour * 60 + moment.minute) * _MINUTE + moment.second * 1_000_000 + moment.microsecond
		total = self.minutes_before(day) * _MINUTE
		for start, end in self.spans_on(day):
			if now <= start * _MINUTE:
				break
			total += min(now, end * _MINUTE) - start * _MINUTE
		return total

	def moment_of(self, worked: int) -> datetime:
		"""The first moment at which that much working time lies behind; worked > 0."""
		day = bisect_left(_DAYS, worked, key=lambda d: self.minutes_before(d + 1) * _MINUTE)
		if day == len(_DAYS):
			raise CalendarNeverOpens
		left = worked - self.minutes_before(day) * _MINUTE
		for start, end in self.spans_on(day):
			length = (end - start) * _MINUTE
			if left <= length:
				offset = timedelta(minutes=start, microseconds=left)
				return datetime.combine(date.fromordinal(day), time.min) + offset
			left -= length
		raise CalendarNeverOpens


def working_time(calendar: ServiceCalendar, a: datetime, b: datetime) -> timedelta:
	"""Exact working time from a to b; zero where b is not after a."""
	if b <= a:
		return timedelta(0)
	return timedelta(microseconds=calendar._plan.worked(b) - calendar._plan.worked(a))


def working_seconds(calendar: ServiceCalendar, a: datetime, b: datetime) -> int:
	"""Whole seconds of working time from a to b; 0 where b is not after a."""
	return working_time(calendar, a, b) // timedelta(seconds=1)


def add_working(calendar: ServiceCalendar, start: datetime, seconds: int) -> datetime:
	"""The first moment, not before start, at which `seconds` of working time have passed since start.

	Two consequences: 0 seconds are over at once, so they give back `start` even outside opening hours; and a
	limit that is used up just when a window ends falls due at that end, not at the next opening. Raises
	ValueError for negative seconds, and CalendarNeverOpens where the calendar has not that much time left.
	"""
	return add_working_time(calendar, start, timedelta(seconds=seconds))


def add_working_time(calendar: ServiceCalendar, start: datetime, length: timedelta) -> datetime:
	"""As `add_working`, for a length with fractions of a second."""
	if length < timedelta(0):
		raise ValueError(f"working time to add must not be negative: {length}")
	if not length:
		return start
	plan = calendar._plan
	return plan.moment_of(plan.worked(start) + length // timedelta(microseconds=1))


def next_opening(calendar: ServiceCalendar, moment: datetime) -> datetime:
	"""The moment itself while the calendar is open, else the start of its next window. Raises CalendarNeverOpens."""
	return add_working_time(calendar, moment, timedelta.resolution) - timedelta.resolution


def validate(calendar: ServiceCalendar) -> list[Problem]:
	"""What a person should correct, in the order of the rows; empty where the calendar is sound.

	Codes and parameters: `weekday_range` (weekday), `window_range` (where, start, end), `window_order`
	(where, start, end; also a shift over midnight, which must be split), `window_overlap` (where, start of
	the later window), `exception_repeated` (date), `holiday_with_windows` (date), `workday_closed` (date),
	`never_opens` (). `where` is a weekday number or a date; times are minutes of the day.
	"""
	problems = [Problem("weekday_range", (w.weekday,)) for w in calendar.windows if not 0 <= w.weekday <= 6]
	for weekday in range(7):
		spans = [(w.start, w.end) for w in calendar.windows if w.weekday == weekday]
		problems += _span_problems(weekday, spans)
	problems += _exception_problems(calendar)
	plan = calendar._plan
	if not plan.weekday_totals[7] and not any(plan.special.values()):
		problems.append(Problem("never_opens"))
	return problems


def _exception_problems(calendar: ServiceCalendar) -> list[Problem]:
	problems: list[Problem] = []
	seen: set[date] = set()
	open_weekdays = {w.weekday for w in calendar.windows}
	for exception in calendar.exceptions:
		if exception.date in seen:
			problems.append(Problem("exception_repeated", (exception.date,)))
		seen.add(exception.date)
		if exception.kind == "Holiday":
			if exception.windows:
				problems.append(Problem("holiday_with_windows", (exception.date,)))
		elif exception.windows:
			problems += _span_problems(exception.date, exception.windows)
		elif exception.like_weekday not in open_weekdays:
			problems.append(Problem("workday_closed", (exception.date,)))
	return problems


def _span_problems(where: int | date, spans: Sequence[_Span]) -> list[Problem]:
	problems: list[Problem] = []
	for start, end in spans:
		if not (0 <= start < DAY_MINUTES and 0 < end <= DAY_MINUTES):
			problems.append(Problem("window_range", (where, start, end)))
		elif end <= start:
			problems.append(Problem("window_order", (where, start, end)))
	sound = sorted(span for span in spans if span[0] < span[1])
	problems += [Problem("window_overlap", (where, b[0])) for a, b in pairwise(sound) if b[0] < a[1]]
	return problems


def _exception_spans(exception: CalendarException, week: Sequence[tuple[_Span, ...]]) -> tuple[_Span, ...]:
	if exception.kind == "Holiday":
		return ()
	if exception.windows:
		return _merged(exception.windows)
	return week[exception.like_weekday % 7]


def _merged(spans: Iterable[_Span]) -> tuple[_Span, ...]:
	merged: list[_Span] = []
	for start, end in sorted(spans):
		start, end = max(start, 0), min(end, DAY_MINUTES)
		if start >= end:
			continue
		if merged and start <= merged[-1][1]:
			merged[-1] = (merged[-1][0], max(merged[-1][1], end))
		else:
			merged.append((start, end))
	return tuple(merged)


def _minutes(spans: Iterable[_Span]) -> int:
	return sum(end - start for start, end in spans)


ALWAYS_ON = ServiceCalendar(always_on=True)
