"""Repairs of more than half a month: the first notice to the owner, and the weekly contacts made or missed (R102)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

#: Clocks that run on while a ticket waits for somebody: an emergency is not put off, nor what protects from it at once (R72, R98), and the
#: customer hears of material that is late as well (R102).
RUN_ON = ("Emergency Arrival", "Temporary Measure", "Long Repair Notice", "Weekly Contact")


@dataclass(frozen=True, slots=True)
class Week:
	"""One interval after the first notice: Kept, Missed, or Running (not over yet). A kept one ends with its contact."""

	start: datetime
	end: datetime
	state: str
	kept_at: datetime | None = None


def weeks(
	first_notice: datetime | None,
	contacts: Iterable[datetime],
	ended: datetime | None,
	interval: timedelta,
	now: datetime,
) -> list[Week]:
	"""The weekly contacts promised with the first notice, oldest first; none before it was given.

	As the clock counts: a contact begins the next interval, and waiting for somebody stops none of them. The last interval before ``ended`` (the work passed) is owed only if it was over by then.
	"""
	if first_notice is None or interval <= timedelta(0):
		return []
	until = min(now, ended) if ended else now
	times = sorted(contacts)
	found, start = [], first_notice
	while start < until:
		kept = next((moment for moment in times if start < moment <= start + interval), None)
		end = kept or start + interval
		over = end <= until
		if over or kept or not ended:
			found.append(Week(start, end, "Kept" if kept else "Missed" if over else "Running", kept))
		start = end
	return found
