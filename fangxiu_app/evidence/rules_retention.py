"""Until when evidence is kept, and whether it may be deleted: not while somebody can still make a claim (R109). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, date

from fangxiu_app.core.refusal import Violation


@dataclass(frozen=True, slots=True)
class Matter:
	"""Something evidence serves: a ticket with its warranties, a deduction, a compensation. ``settled``: nothing is open of it."""

	name: str
	settled: bool
	ends: tuple[date | None, ...] = ()


def keep_until(ends: Iterable[date | None], years: int) -> date | None:
	"""The last of ``ends`` (of warranties and repairs) and the years of the setting on top; None while none has ended.

	The years are those of 民法典, article 188. 29 February becomes the 28th in a year without it.
	"""
	known = [end for end in ends if end]
	if not known:
		return None
	last = max(known)
	year = min(last.year + years, MAXYEAR)
	try:
		return last.replace(year=year)
	except ValueError:
		return last.replace(year=year, day=28)


def until(matters: Iterable[Matter], years: int) -> date | None:
	"""The day until which evidence of these matters is kept at least; None while one of them is open, or none has an end."""
	known = list(matters)
	if not all(one.settled for one in known):
		return None
	return keep_until((end for one in known for end in one.ends), years)


def refusal(matters: Iterable[Matter], years: int, today: date) -> Violation | None:
	"""Why evidence of these matters may not be deleted today; None where it may. Evidence of no matter is kept."""
	known = list(matters)
	if not known:
		return Violation("evidence_of_none")
	if unsettled := next((one.name for one in known if not one.settled), None):
		return Violation("evidence_open", (unsettled,))
	day = until(known, years)
	if day is None:
		return Violation("evidence_open", (known[0].name,))
	return Violation("evidence_kept", (day,)) if today <= day else None
