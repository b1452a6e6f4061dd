"""Follow-up calls (回访) after a repair: who is called, how soon, and what the answers lead to (R108)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

#: Longest time until a follow-up, in days: within a week, as usual in the trade.
LATEST_DAYS = 7
#: Five levels are stored, three are printed: 满意、较满意、不满意.
THREE_LEVELS = {
	"Very Satisfied": "Satisfied",
	"Satisfied": "Satisfied",
	"Neutral": "Rather Satisfied",
	"Dissatisfied": "Not Satisfied",
	"Very Dissatisfied": "Not Satisfied",
}


@dataclass(frozen=True, slots=True)
class Closed:
	"""The facts of a closed repair that decide its follow-up; ``days`` is the defect type's own time, 0 for none."""

	ticket: str
	days: int = 0
	after_rain: bool = False
	complaint: bool = False
	repeat: bool = False


def due_days(case: Closed, share: float) -> int | None:
	"""Days until the follow-up call, or None when the ticket is not in the sample.

	Complaints, repeats and leaks always get one; leaks earlier than the rest, and again after rain.
	"""
	days = min(case.days or LATEST_DAYS, LATEST_DAYS)
	always = case.complaint or case.repeat or case.after_rain or days < LATEST_DAYS
	return days if always or sampled(case.ticket, share) else None


def sampled(ticket: str, share: float) -> bool:
	"""Whether a ticket is among the ``share`` percent with a follow-up call: decided by its number, so that nobody can choose."""
	return int(sha256(ticket.encode()).hexdigest()[:8], 16) % 10_000 < share * 100


def three_levels(satisfaction: str | None) -> str:
	"""The printed level of a stored one; empty for none."""
	return THREE_LEVELS.get(satisfaction or "", "")


def occasions(times: Iterable[datetime], gap_hours: float) -> int:
	"""How many attempts count: one that follows another within ``gap_hours`` is the same occasion."""
	count, last = 0, None
	for moment in sorted(times):
		if last is None or moment - last >= timedelta(hours=gap_hours):
			count, last = count + 1, moment
	return count
