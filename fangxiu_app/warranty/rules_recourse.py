"""The recourse gap (追偿缺口): the owner's warranty still runs (from delivery), the contractor's has ended (from acceptance), the developer pays."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fangxiu_app.warranty.rules_warranty import PartTerm, UnitDates, answer


@dataclass(frozen=True, slots=True)
class Group:
	"""Units that share everything the answer depends on: dates, warranty book, and who is liable for their parts."""

	project: str
	building: str
	lot: str
	book: str
	dates: UnitDates
	units: int


@dataclass(frozen=True, slots=True)
class Gap:
	"""Days on which the developer pays: from the day after the contractor's last to the owner's last."""

	start: date
	end: date


@dataclass(slots=True)
class Line:
	"""What begins in one month for one part and one contractor. ``unit_days`` are the uncovered days ahead, of all units.

	``running`` units are uncovered on the day that is asked about: a gap that begins later in its month is not open yet.
	"""

	month: date
	project: str
	part: str
	contractor: str
	units: int = 0
	running: int = 0
	unit_days: int = 0
	last_end: date | None = None


def gap(term: PartTerm, dates: UnitDates, on: date) -> Gap | None:
	"""The gap of a part whose unit has been handed over by ``on``, or None where there is none or it cannot be told."""
	found = answer(term, dates, on)
	handover = dates.handover or dates.deemed_handover
	if not handover or handover > on or not found.contractor_until or not found.owner_until:
		return None
	if found.owner_until <= found.contractor_until:
		return None
	return Gap(found.contractor_until + timedelta(days=1), found.owner_until)


def lines(
	groups: Iterable[Group],
	terms: Callable[[str, str], Iterable[PartTerm]],
	contractor: Callable[[Group, str], str],
	on: date,
	horizon: date,
) -> list[Line]:
	"""Gaps that run on ``on`` or begin until ``horizon``, by the month they begin, project, part and contractor.

	``terms`` gives the parts of a project and warranty book, ``contractor`` who is liable for a part of a group. The same
	dates and terms are judged once, however many groups have them. Gaps that have begun stand in their own past month.
	"""
	known: dict[tuple, Gap | None] = {}
	found: dict[tuple, Line] = {}
	for group in groups:
		for term in terms(group.project, group.book):
			key = (group.project, group.book, term.part, group.dates)
			if key not in known:
				known[key] = gap(term, group.dates, on)
			one = known[key]
			if one and one.end >= on and one.start <= horizon:
				_add(found, one, group, term.part, contractor(group, term.part), on)
	return sorted(found.values(), key=lambda line: (line.month, line.project, line.part, line.contractor))


def _add(found: dict, one: Gap, group: Group, part: str, contractor: str, on: date) -> None:
	month = one.start.replace(day=1)
	key = (month, group.project, part, contractor)
	line = found.setdefault(key, Line(month, group.project, part, contractor))
	line.units += group.units
	line.running += group.units if one.start <= on else 0
	line.unit_days += group.units * ((one.end - max(one.start, on)).days + 1)
	line.last_end = max(line.last_end or one.end, one.end)


def at_risk(cost: float, unit_days_covered: float, unit_days_ahead: float) -> float | None:
	"""Expected cost of the days ahead: what such defects have cost per unit and day so far, times the days.

	None where nothing is known yet of how often they come.
	"""
	return round(cost / unit_days_covered * unit_days_ahead, 2) if unit_days_covered > 0 else None
