"""Units of a building generated from its floors and positions, instead of a typed list. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

#: More flats than this in one building is a typing error.
MOST = 2000
_LINE = re.compile(
	r"(?P<position>\d{1,2}[A-Za-z]?)(?:[\s,，]+(?P<house_type>[^\s,，]+))?(?:[\s,，]+(?P<area>\d+(?:\.\d+)?))?"
)


@dataclass(frozen=True, slots=True)
class Position:
	"""One flat of every floor: its number, and what the flats above each other share."""

	number: str
	house_type: str = ""
	area: str = ""


@dataclass(frozen=True, slots=True)
class Flat:
	entrance: str
	floor: int
	room_no: str
	position: Position


def parse_positions(text: str) -> list[Position]:
	"""One position a line, ``01 三室两厅 118.5``: number, then house type and area if known.

	Raises ValueError with the line that cannot be read, or that names a position twice.
	"""
	found: dict[str, Position] = {}
	for line in filter(None, map(str.strip, text.splitlines())):
		match = _LINE.fullmatch(line)
		if match is None:
			raise ValueError(line)
		number = match["position"].upper().zfill(2)
		if number in found:
			raise ValueError(line)
		found[number] = Position(number, match["house_type"] or "", match["area"] or "")
	return list(found.values())


def floors(first: int, last: int, skipped: Sequence[int] = ()) -> list[int]:
	"""The floors from ``first`` to ``last``; there is no floor 0, and some houses have no 4th or 14th."""
	return [floor for floor in range(first, last + 1) if floor and floor not in skipped]


def flats(entrances: Sequence[str], storeys: Sequence[int], positions: Sequence[Position]) -> Iterator[Flat]:
	"""Every flat, floor by floor: room 1501 is position 01 of floor 15, B101 that of floor -1."""
	for entrance in entrances:
		for floor in storeys:
			for position in positions:
				prefix = f"B{-floor}" if floor < 0 else str(floor)
				yield Flat(entrance, floor, f"{prefix}{position.number}", position)
