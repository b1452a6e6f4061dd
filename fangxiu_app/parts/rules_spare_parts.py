"""Spare parts (备品备件, R36-R38): quantities to plan and still to order, and what will arrive late."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

#: Quantities are compared to this many places, as ERPNext keeps them.
PLACES = 6


#: A part is counted in pieces unless the row says otherwise.
DEFAULT_UNIT = "个"
#: ERPNext's units in words of the store: it leaves them in English or translates them as verbs.
UNIT_WORDS = {"Nos": "pcs", "Set": "sets", "Meter": "metres", "Box": "boxes"}


def unit_word(uom: str | None) -> str:
	"""What to call a unit of measure on our screens and forms; translate it where it is shown."""
	return UNIT_WORDS.get(uom or "", uom or "")


def spans(numbers: Iterable[int]) -> str:
	"""Row numbers in ascending order, as people write them: 1, 3, 5–26."""
	runs: list[list[int]] = []
	for number in sorted(set(numbers)):
		if runs and number == runs[-1][-1] + 1:
			runs[-1] = [runs[-1][0], number]
		else:
			runs.append([number, number])
	return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


@dataclass(frozen=True, slots=True)
class Rate:
	"""Consumption of a part: pieces per 100 units, for one house type or (empty) for all."""

	per_100: float
	house_type: str = ""
	source: str = "Template"


@dataclass(frozen=True, slots=True)
class Proposal:
	"""How many pieces to plan, and from what they were counted: (house type, units, rate) each, their sum before rounding, the minimum."""

	qty: int
	source: str
	parts: tuple[tuple[str, int, float], ...] = field(default=())
	exact: float = 0.0
	minimum: int = 0


def propose(units: Mapping[str, int], rates: Iterable[Rate], minimum: float = 0) -> Proposal:
	"""Pieces for ``units`` (house type → number of units), never below ``minimum``.

	A rate of the unit's own house type wins over the general one; without either the house type needs none. Whole
	pieces, rounded up once, at the end.
	"""
	known = {rate.house_type: rate for rate in rates}
	lines = []
	for house_type, count in sorted(units.items()):
		rate = known.get(house_type) or known.get("")
		if rate and count > 0 and rate.per_100 > 0:
			lines.append((house_type, count, rate))
	total = round(sum(count * rate.per_100 / 100 for _type, count, rate in lines), PLACES)
	source = "Experience" if any(rate.source == "Experience" for *_rest, rate in lines) else "Template"
	counted = tuple((house_type, count, rate.per_100) for house_type, count, rate in lines)
	least = math.ceil(minimum or 0)
	return Proposal(max(math.ceil(total), least), source, counted, total, least)


def rates_of(consumption: Mapping[str, float], units: Mapping[str, int]) -> list[Rate]:
	"""Rates from experience: pieces used by house type over units handed over by house type, and one for all together."""
	rates = [
		Rate(100 * used / units[house_type], house_type, "Experience")
		for house_type, used in sorted(consumption.items())
		if house_type and units.get(house_type)
	]
	everything = sum(units.values())
	if everything and sum(consumption.values()) > 0:
		rates.append(Rate(100 * sum(consumption.values()) / everything, "", "Experience"))
	return rates


def still_open(wanted: float, ordered: float, received: float) -> float:
	"""What is still to be ordered: wanted − max(ordered, received), never negative.

	ERPNext itself proposes too much for the second order of a request.
	"""
	return max(round(wanted - max(ordered, received), PLACES), 0.0)


@dataclass(frozen=True, slots=True)
class Progress:
	"""One part on its way: quantities so far, and when the rest is expected."""

	planned: float
	requested: float = 0.0
	ordered: float = 0.0
	received: float = 0.0
	handed_over: float = 0.0
	used: float = 0.0
	expected: date | None = None
	lead_days: int = 0

	@property
	def shortage(self) -> float:
		"""What has not been received yet."""
		return max(round(self.planned - self.received, PLACES), 0.0)

	@property
	def to_request(self) -> float:
		"""The quantity not requested, ordered or received yet."""
		return max(round(self.planned - max(self.requested, self.ordered, self.received), PLACES), 0.0)


#: Risks of a part, the worst last. What has come is done once it is handed over to the repair centre.
DONE, ARRIVED, ON_WAY, TO_DO, TIGHT, LATE = "Done", "To Hand Over", "On Its Way", "To Do", "Tight", "Too Late"
RISKS = (DONE, ARRIVED, ON_WAY, TO_DO, TIGHT, LATE)
#: Days of slack below which an order that is still possible is called tight.
TIGHT_DAYS = 7


def arrives(part: Progress, today: date) -> date | None:
	"""The day the last missing piece can be there; None when nothing is missing.

	What is ordered comes on its expected day, and not before today; what is not ordered yet takes the part's lead time
	from today. The later of the two counts.
	"""
	if not part.shortage:
		return None
	days = []
	if round(part.planned - max(part.ordered, part.received), PLACES) > 0:
		days.append(today + timedelta(days=part.lead_days))
	if round(min(part.ordered, part.planned) - part.received, PLACES) > 0:
		days.append(max(part.expected or today + timedelta(days=part.lead_days), today))
	return max(days)


def risk(part: Progress, needed: date, today: date) -> str:
	"""How a part stands against the day it is needed: one of ``RISKS``. Red: it cannot arrive in time."""
	day = arrives(part, today)
	if day is None:
		if part.handed_over >= part.planned:
			return DONE
		return ARRIVED if today <= needed else LATE
	if day > needed:
		return LATE
	if (needed - day).days < TIGHT_DAYS:
		return TIGHT
	return ON_WAY if part.ordered >= part.planned else TO_DO


def worst(risks: Iterable[str]) -> str:
	"""The worst of several risks; done when there are none."""
	return max(risks, key=RISKS.index, default=DONE)


def allocate(qty: float, rows: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
	"""Split ``qty`` over (row, available) in their order; a rest stands last under an empty name."""
	found, left = [], qty
	for name, available in rows:
		take = round(min(left, max(available, 0)), PLACES)
		if take > 0:
			found.append((name, take))
			left = round(left - take, PLACES)
	return [*found, ("", left)] if left > 0 else found


def lowered(before: Mapping[str, tuple[str, float]], now: Mapping[str, float]) -> list[str]:
	"""Parts of which less is planned than before, or that are planned no more. ``before``: row → part and quantity, ``now``: row → quantity."""
	return [part for row, (part, planned) in before.items() if now.get(row, 0) < planned]
