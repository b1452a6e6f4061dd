"""Who has to act next on a ticket, and for how long each side has had to, from the event log and the holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fangxiu_app.core.time.calendar import ALWAYS_ON
from fangxiu_app.tickets.clocks.rules_clocks import Hold, time_by_holder, whole_minutes
from fangxiu_app.tickets.life.rules_ticket_table import BY_ACTION

#: Who has to act on a report that nothing has happened to yet.
FIRST = "Engineer"


@dataclass(frozen=True, slots=True)
class Turn:
	"""From ``at`` on ``holder`` has to act; nobody ("") once nothing is left to do."""

	at: datetime
	holder: str


def holder_after(action: str) -> str | None:
	"""Who has to act after an action; "" for nobody, None where the action does not change it."""
	row = BY_ACTION.get(action)
	return row.waiting_on if row and (row.waiting_on or row.voids_clocks) else None


def last_holder(actions: Iterable[str]) -> str:
	"""Who has to act after these actions, the newest last."""
	holder = FIRST
	for action in actions:
		passed = holder_after(action)
		holder = holder if passed is None else passed
	return holder


def turns(events: Iterable[tuple[datetime, str]]) -> list[Turn]:
	"""The turns that follow from (time, action) of a ticket's events, oldest first."""
	return [Turn(at, holder) for at, action in events if (holder := holder_after(action)) is not None]


def minutes(start: datetime, now: datetime, taken: Iterable[Turn], holds: Iterable[Hold]) -> dict[str, int]:
	"""Whole minutes of real time for which each side had to act, from the report to ``now``.

	During a hold the side that is waited for counts; of several holds the one that started last. Time after the end of the
	ticket counts for nobody. The minutes sum to the whole time that somebody had to act.
	"""
	holds = tuple(holds)
	marks = [Turn(start, FIRST), *(turn for turn in taken if turn.at >= start)]
	ends = [*(turn.at for turn in marks[1:]), now]
	times: dict[str, timedelta] = {}
	for turn, end in zip(marks, ends, strict=True):
		if not turn.holder:
			continue
		for holder, spent in time_by_holder(turn.at, min(end, now), ALWAYS_ON, holds, turn.holder).items():
			times[holder] = times.get(holder, timedelta(0)) + spent
	return whole_minutes(times)
