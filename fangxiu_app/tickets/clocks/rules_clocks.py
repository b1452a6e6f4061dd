"""Clocks of a ticket: when a time limit falls due, and whether it runs, is held, met or overdue (R69–R106).

A clock starts and stops with recorded events. Its calendar says when time runs, its holds say when it does
not. Nothing is counted up along the way: each reading follows from start, stop, holds and `now`, so a time
entered late from paper, or a hold corrected afterwards, gives the right answer at once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from fangxiu_app.core.time.calendar import ServiceCalendar, add_working_time, working_time

ClockState = Literal["Running", "Held", "Met", "Late", "Overdue"]

_NOTHING = timedelta(0)
_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)

_Span = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True)
class Hold:
	"""A time in which the clock stands still, and who has to act meanwhile.

	It ends when it is `ended`, or by itself at `until`, whichever comes first; with neither it is open-ended.
	"""

	start: datetime
	until: datetime | None
	ended: datetime | None = None
	holder: str = ""

	@property
	def end(self) -> datetime | None:
		"""The moment from which the clock runs again, known or agreed; None while open-ended."""
		return min((end for end in (self.until, self.ended) if end is not None), default=None)


@dataclass(frozen=True, slots=True)
class ClockRule:
	"""A time limit: working seconds on a calendar, and its escalation steps in percent of the limit.

	`agreed_due` is set by `fixed_due` only: a moment promised to the owner instead of a length of time.
	"""

	code: str
	limit_seconds: int
	calendar: ServiceCalendar
	steps: tuple[int, ...] = (50, 80, 100, 150)
	agreed_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClockReading:
	"""Where a clock stands. Seconds are working seconds outside holds, whole, rounded down.

	`Running` and `Held` have not passed `due_at`; `Overdue` has, without being stopped, also when it is held
	since then; `Met` and `Late` are stopped. To stop exactly at `due_at` is in time. `due_at` is None only
	while an open-ended hold stands in the way. After hours a clock can be overdue by 0 working seconds.
	"""

	state: ClockState
	due_at: datetime | None
	elapsed_seconds: int
	remaining_seconds: int
	overdue_seconds: int


def fixed_due(rule: ClockRule, due: datetime) -> ClockRule:
	"""The same rule for a moment agreed with the owner, such as the plan's completion date (R106).

	The moment is kept as agreed, even outside opening hours; the rule's length no longer counts. Holds extend
	it (`shift_due`); where they must not, the caller passes none.
	"""
	return replace(rule, agreed_due=due)


def due_at(
	start: datetime, limit_seconds: int, calendar: ServiceCalendar, holds: Iterable[Hold]
) -> datetime | None:
	"""The first moment at which the limit is used up; None where an open-ended hold comes before it.

	Holds that overlap count once; the part of a hold before `start` or outside opening hours does not count.
	Raises CalendarNeverOpens, and ValueError for a negative limit.
	"""
	left = timedelta(seconds=limit_seconds)
	for held_from, held_until in _held(holds, since=start):
		run = working_time(calendar, start, held_from)
		if run >= left:
			break
		if held_until is None:
			return None
		left -= run
		start = held_until
	return add_working_time(calendar, start, left)


def shift_due(
	due: datetime, calendar: ServiceCalendar, holds: Iterable[Hold], since: datetime | None = None
) -> datetime | None:
	"""An agreed moment, put off by the working time that was held before it.

	Held time before `since` does not count. The result never falls inside a hold: what was due in closed
	hours during a hold falls due at the hold's end. None where an open-ended hold comes before it. Raises
	CalendarNeverOpens.
	"""
	for held_from, held_until in _held(holds, since=since):
		if held_from >= due:
			break
		if held_until is None:
			return None
		lost = working_time(calendar, held_from, held_until)
		due = max(add_working_time(calendar, due, lost), held_until)
	return due


def elapsed_seconds(start: datetime, end: datetime, calendar: ServiceCalendar, holds: Iterable[Hold]) -> int:
	"""Whole working seconds from start to end outside holds; 0 where end is not after start."""
	elapsed = working_time(calendar, start, end)
	for held_from, held_until in _held(holds, since=start):
		if held_from >= end:
			break
		elapsed -= working_time(calendar, held_from, end if held_until is None else min(held_until, end))
	return elapsed // _SECOND


def read(
	rule: ClockRule, start: datetime, stopped: datetime | None, holds: Iterable[Hold], now: datetime
) -> ClockReading:
	"""The state of a clock at `now`. A stopped clock keeps its reading: its holds end with it.

	A clock stopped before it started (a fact entered out of order) is met with nothing elapsed.
	Raises CalendarNeverOpens.
	"""
	end = now if stopped is None else stopped
	holds = tuple(holds) if stopped is None else _cut(holds, stopped)
	due = _due(rule, start, holds)
	elapsed = elapsed_seconds(start, end, rule.calendar, holds)
	limit = _limit(rule, start)
	return ClockReading(
		state=_state(due, stopped, holds, now),
		due_at=due,
		elapsed_seconds=elapsed,
		remaining_seconds=max(limit - elapsed, 0),
		overdue_seconds=max(elapsed - limit, 0),
	)


def step_times(rule: ClockRule, start: datetime, holds: Iterable[Hold]) -> list[tuple[int, datetime | None]]:
	"""When each escalation step falls due, by rising percentage; None where an open-ended hold blocks it.

	A share that is not a whole second is rounded up, so no step comes early. Raises CalendarNeverOpens.
	"""
	holds = tuple(holds)
	limit = _limit(rule, start)
	return [
		(
			percent,
			_due(rule, start, holds)
			if percent == 100
			else due_at(start, -(-limit * percent // 100), rule.calendar, holds),
		)
		for percent in sorted(set(rule.steps))
	]


def due_steps(
	rule: ClockRule,
	start: datetime,
	stopped: datetime | None,
	holds: Iterable[Hold],
	now: datetime,
	fired: Collection[int],
) -> list[int]:
	"""Escalation steps reached by `now` and not yet fired, by rising percentage.

	A stopped clock escalates no more: there is nothing left to act on. Steps that were missed while no sweep
	ran come back together. Raises CalendarNeverOpens.
	"""
	if stopped is not None:
		return []
	return [
		percent
		for percent, moment in step_times(rule, start, holds)
		if moment is not None and moment <= now and percent not in fired
	]


def time_by_holder(
	start: datetime, end: datetime, calendar: ServiceCalendar, holds: Iterable[Hold], default_holder: str
) -> dict[str, timedelta]:
	"""Working time from start to end by who had to act; the values sum exactly to all of that working time.

	Outside holds it is the default holder. Of several holds at once the one that started last counts (of two that started
	together, the later one of the list). Holders without working time are left out.
	"""
	holds = tuple(holds)
	edges = {start, max(start, end)}
	edges.update(edge for hold in holds for edge in (hold.start, hold.end) if edge and start < edge < end)
	times: dict[str, timedelta] = {}
	for a, b in pairwise(sorted(edges)):
		spent = working_time(calendar, a, b)
		if spent:
			holder = _holder(holds, a, default_holder)
			times[holder] = times.get(holder, _NOTHING) + spent
	return times


def minutes_by_holder(
	start: datetime, end: datetime, calendar: ServiceCalendar, holds: Iterable[Hold], default_holder: str
) -> dict[str, int]:
	"""`time_by_holder` in whole minutes, whose sum is the whole minutes of all of that working time.

	Minutes lost by rounding down go to the holders with the largest fractions.
	"""
	return whole_minutes(time_by_holder(start, end, calendar, holds, default_holder))


def whole_minutes(times: Mapping[str, timedelta]) -> dict[str, int]:
	"""Lengths of time in whole minutes, whose sum is that of the lengths; see :func:`minutes_by_holder`."""
	minutes = {holder: spent // _MINUTE for holder, spent in times.items()}
	missing = sum(times.values(), _NOTHING) // _MINUTE - sum(minutes.values())
	for holder in sorted(times, key=lambda holder: times[holder] % _MINUTE, reverse=True)[:missing]:
		minutes[holder] += 1
	return minutes


def _due(rule: ClockRule, start: datetime, holds: Iterable[Hold]) -> datetime | None:
	if rule.agreed_due is None:
		return due_at(start, rule.limit_seconds, rule.calendar, holds)
	return shift_due(rule.agreed_due, rule.calendar, holds, since=start)


def _limit(rule: ClockRule, start: datetime) -> int:
	if rule.agreed_due is None:
		return rule.limit_seconds
	return working_time(rule.calendar, start, rule.agreed_due) // _SECOND


def _state(
	due: datetime | None, stopped: datetime | None, holds: Iterable[Hold], now: datetime
) -> ClockState:
	if stopped is not None:
		return "Met" if due is None or stopped <= due else "Late"
	if due is not None and now > due:
		return "Overdue"
	return "Held" if any(_covers(hold, now) for hold in holds) else "Running"


def _holder(holds: Iterable[Hold], moment: datetime, default_holder: str) -> str:
	started = datetime.min
	holder = default_holder
	for hold in holds:
		if hold.start >= started and _covers(hold, moment):
			started, holder = hold.start, hold.holder
	return holder


def _covers(hold: Hold, moment: datetime) -> bool:
	return hold.start <= moment and (hold.end is None or moment < hold.end)


def _cut(holds: Iterable[Hold], moment: datetime) -> tuple[Hold, ...]:
	return tuple(
		hold if hold.end is not None and hold.end <= moment else replace(hold, ended=moment)
		for hold in holds
		if hold.start < moment
	)


def _held(holds: Iterable[Hold], since: datetime | None) -> Iterator[_Span]:
	"""Held time as disjoint spans in order, from `since` on; only the last one may be open-ended."""
	floor = datetime.min if since is None else since
	current: _Span | None = None
	for start, end in sorted(((max(h.start, floor), h.end) for h in holds), key=_start_of):
		if end is not None and end <= start:
			continue
		if current is None or (current[1] is not None and start > current[1]):
			if current is not None:
				yield current
			current = (start, end)
		elif current[1] is not None and (end is None or end > current[1]):
			current = (current[0], end)
	if current is not None:
		yield current


def _start_of(span: _Span) -> datetime:
	return span[0]
