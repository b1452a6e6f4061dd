"""Service calendars and clocks the slow way: walk from grain to grain and look whether time counts.

Shares no code with the domain, so that both can be compared. All times are multiples of the grain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass
class Pattern:
	"""Opening hours as (start, end) minutes by weekday, and by date where an exception says otherwise."""

	week: dict[int, list[tuple[int, int]]]
	dates: dict[date, list[tuple[int, int]]] = field(default_factory=dict)


@dataclass
class Pause:
	"""A hold: from start until its end (None: for ever), during which somebody has to act."""

	start: datetime
	end: datetime | None
	holder: str = ""


def is_open(pattern: Pattern, moment: datetime) -> bool:
	spans = pattern.dates.get(moment.date())
	if spans is None:
		spans = pattern.week.get(moment.weekday(), [])
	minute = moment.hour * 60 + moment.minute
	return any(start <= minute < end for start, end in spans)


def is_paused(pauses: list[Pause], moment: datetime, since: datetime | None = None) -> bool:
	if since is not None and moment < since:
		return False
	return any(p.start <= moment and (p.end is None or moment < p.end) for p in pauses)


def paused_for_ever(pauses: list[Pause], moment: datetime) -> bool:
	return any(p.start <= moment and p.end is None for p in pauses)


def due(pattern: Pattern, start: datetime, minutes: int, pauses: list[Pause], grain: int) -> datetime | None:
	"""The end of the grain that uses up the limit; None once a pause without end is met."""
	moment, step = start, timedelta(minutes=grain)
	while minutes > 0:
		if paused_for_ever(pauses, moment):
			return None
		if is_open(pattern, moment) and not is_paused(pauses, moment):
			minutes -= grain
		moment += step
	return moment


def shifted(
	pattern: Pattern, agreed: datetime, pauses: list[Pause], since: datetime, grain: int
) -> datetime | None:
	"""Open time paused before the agreed moment is owed after it, outside pauses; the end is never in a pause."""
	if agreed <= since:
		return agreed
	moment, step, owed = since, timedelta(minutes=grain), 0
	while True:
		paused = is_paused(pauses, moment, since)
		inside = paused and is_paused(pauses, moment - step, since)
		if moment >= agreed and owed == 0 and not inside:
			return moment
		if paused_for_ever(pauses, moment):
			return None
		if is_open(pattern, moment):
			if moment < agreed and paused:
				owed += grain
			elif moment >= agreed and not paused:
				owed -= grain
		moment += step


def elapsed(pattern: Pattern, start: datetime, end: datetime, pauses: list[Pause], grain: int) -> int:
	"""Minutes that count between start and end."""
	minutes, moment = 0, start
	while moment < end:
		if is_open(pattern, moment) and not is_paused(pauses, moment):
			minutes += grain
		moment += timedelta(minutes=grain)
	return minutes


def spent(
	pattern: Pattern, start: datetime, end: datetime, pauses: list[Pause], default: str, grain: int
) -> dict[str, int]:
	"""Open minutes between start and end by who has the ball: the pause that began last, else the default."""
	minutes: dict[str, int] = {}
	moment = start
	while moment < end:
		if is_open(pattern, moment):
			holder = default
			latest = None
			for pause in pauses:
				active = pause.start <= moment and (pause.end is None or moment < pause.end)
				if active and (latest is None or pause.start >= latest):
					latest, holder = pause.start, pause.holder
			minutes[holder] = minutes.get(holder, 0) + grain
		moment += timedelta(minutes=grain)
	return minutes


def open_minutes(pattern: Pattern, start: datetime, end: datetime) -> int:
	"""Open minutes between two midnights, day by day and minute mark by minute mark of the windows."""
	total = 0
	day = start.date()
	while day < end.date():
		spans = pattern.dates[day] if day in pattern.dates else pattern.week.get(day.weekday(), [])
		total += len({minute for first, last in spans for minute in range(first, last)})
		day += timedelta(days=1)
	return total
