"""Common parts (公共部位) as places of a report: the estate, a building, an entrance or a floor (R52, R58, R59).

What is broken there (roof, outer wall, garage, lift) is the report's location, as in a flat; the place says where it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fangxiu_app.estate.rules_unit_code import normalise

#: Kinds of Unit Archive.
PRIVATE, COMMON = "Private", "Common Part"
LEVELS = ("Whole Estate", "Building", "Entrance", "Floor")
_NAME = "公共部位"
_ESTATE = "小区"


class PlaceError(ValueError):
	"""A place that lacks what its level needs: ``field`` names it."""

	def __init__(self, field: str):
		super().__init__(field)
		self.field = field


@dataclass(frozen=True, slots=True)
class Place:
	"""A common part. ``building_no`` and ``entrance`` as the buildings write them; a floor below ground is negative."""

	level: str
	building_no: str = ""
	entrance: str = ""
	floor: int = 0


def code(place: Place) -> str:
	"""The place as people say it, which is its code: 小区公共部位, 3栋公共部位, 3栋2单元公共部位, 3栋2单元15层公共部位.

	Equal places have equal codes, however building and entrance were written. Raises PlaceError for an unknown level,
	or a level whose building, entrance or floor is missing.
	"""
	if place.level not in LEVELS:
		raise PlaceError("place_level")
	if place.level == "Whole Estate":
		return _ESTATE + _NAME
	if not place.building_no:
		raise PlaceError("building")
	words = [building(place.building_no)]
	if place.level == "Entrance" and not place.entrance:
		raise PlaceError("entrance")
	if place.entrance and place.level != "Building":
		words.append(_marked(normalise(place.entrance), "单元"))
	if place.level == "Floor":
		if not place.floor:
			raise PlaceError("floor")
		words.append(f"{'负' if place.floor < 0 else ''}{abs(place.floor)}层")
	return "".join(words) + _NAME


def building(number: str) -> str:
	"""A building as people say it, whether its number was written with the marker or without: 3栋, 会所."""
	return _marked(normalise(number), "栋")


def search_text(place: Place) -> str:
	"""Words a search finds the place by: its numbers, and 公共部位."""
	numbers = normalise(place.building_no).split("-")
	if place.level in ("Entrance", "Floor"):
		numbers += normalise(place.entrance).split("-")
	if place.level == "Floor":
		numbers.append(str(place.floor))
	words = [*numbers, _NAME, _ESTATE if place.level == "Whole Estate" else "", code(place)]
	return " ".join(dict.fromkeys(word.lower() for word in words if word))


def _marked(number: str, marker: str) -> str:
	return number + marker if re.search(r"[0-9A-Za-z]$", number) else number
