"""The building board (楼栋看板): colour and marks of one flat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

#: Flags of a flat, most urgent first; a flat shows all that apply, so colour is never the only sign.
OVERDUE, REPEAT, OPEN_TICKET, ENDING = "o", "r", "t", "e"
#: Days before an expiry in which a flat counts as ending (R52: one month).
ENDING_DAYS = 31


@dataclass(frozen=True, slots=True)
class Counts:
	"""Open tickets of one flat: all, overdue, confirmed repeats."""

	open: int = 0
	overdue: int = 0
	repeats: int = 0


@cache
def flags(counts: Counts, ending: bool) -> str:
	"""The flags of a flat as letters."""
	parts = (
		(OVERDUE, counts.overdue),
		(REPEAT, counts.repeats),
		(OPEN_TICKET, counts.open),
		(ENDING, ending),
	)
	return "".join(letter for letter, true in parts if true)


def is_ending(last_days: Sequence[date | None], today: date) -> bool:
	"""Whether one of a flat's warranties ends within the coming month (R52)."""
	return any(day is not None and 0 <= (day - today).days <= ENDING_DAYS for day in last_days)


def summary(flags_of_flats: Iterable[str]) -> dict[str, int]:
	"""How many flats carry each flag; the numbers above the board."""
	kinds = Counter(flags_of_flats)
	return {
		letter: sum(count for kind, count in kinds.items() if letter in kind)
		for letter in (OVERDUE, REPEAT, OPEN_TICKET, ENDING)
	}
