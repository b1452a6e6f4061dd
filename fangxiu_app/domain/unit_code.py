"""Unit codes (房号): the many ways to write one flat brought to one, and words to find it by.

The code is building-entrance-room, `3-2-1501`; a building without entrances gives `3-1501`. What is not a
marker such as 栋 or 室 is never dropped, so that two units cannot become one: 东区3栋101 is `东区3-101`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

_NUMERALS = {
	"〇": 0,
	"零": 0,
	"一": 1,
	"二": 2,
	"两": 2,
	"三": 3,
	"四": 4,
	"五": 5,
	"六": 6,
	"七": 7,
	"八": 8,
	"九": 9,
}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "".join((*_NUMERALS, *_PLACES))
_DIGIT = "[一二两三四五六七八九]"

_MARKER = "单元|單元|房间|[栋棟幢座楼樓室房户戶梯门門层層]|[号號](?!院)"
_MARKED_NUMERAL = re.compile(f"[{_NUMERAL}]+(?={_MARKER}|期)")
_NUMERAL_SEGMENT = re.compile(f"(?<![^-])[{_NUMERAL}]+(?![^-])")
_PLACED = re.compile(f"(?:{_DIGIT}千)?(?:[零〇]?{_DIGIT}百)?(?:[零〇]?{_DIGIT}?十)?(?:[零〇]?{_DIGIT})?")
_MARKERS = re.compile(f"(?<=[0-9A-Z])(?:{_MARKER})+")
_FLOOR = "@"  # stands after a floor number; no such sign is left in the text by then


@lru_cache(maxsize=8192)  # a list of units asks for the same few buildings and rooms again and again
def normalise(text: str) -> str:
	"""The one way to write a unit code: `3-2-1501` for 3栋2单元1501室, 3#2-1501 and 三栋二单元15层01室.

	Full-width signs become plain, letters upper case, Chinese numerals digits, leading zeros are dropped, a
	floor that the room number repeats is left out. Idempotent; empty for a text without letters or digits.
	"""
	text = _plain(text)
	text = _MARKED_NUMERAL.sub(_arabic, text)
	text = _MARKERS.sub(_separator, text)
	text = _NUMERAL_SEGMENT.sub(_arabic, text)
	segments = [segment for segment in text.split("-") if segment]
	return "-".join(_unpadded(segment) for segment in _without_floor(segments))


def tokens(query: str) -> list[str]:
	"""The words of a search, written as `normalise` writes the segments of a code; in the order typed."""
	code = normalise(query)
	return code.split("-") if code else []


def matches(code: str, words: Sequence[str]) -> bool:
	"""Whether each word is a segment of its own of the code, in any order; the last one may be unfinished.

	`code` comes from `normalise`, `words` from `tokens`. No words match everything.
	"""
	if not words:
		return True
	*whole, last = words
	segments, wanted = Counter(code.split("-")), Counter(whole)
	rest = segments - wanted
	return wanted <= segments and any(segment.startswith(last) for segment in rest)


def _plain(text: str) -> str:
	text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper())
	text = re.sub(r"(?<=[0-9A-Z])#", "号", text)
	return re.sub(r"[\W_]+", "-", text)


def _arabic(found: re.Match[str]) -> str:
	numeral = found[0]
	if not any(place in numeral for place in _PLACES):
		return "".join(str(_NUMERALS[character]) for character in numeral)
	return str(_value(numeral)) if _PLACED.fullmatch(numeral) else numeral


def _value(numeral: str) -> int:
	value = digit = 0
	for character in numeral:
		if character in _PLACES:
			value += (digit or 1) * _PLACES[character]
			digit = 0
		else:
			digit = _NUMERALS[character]
	return value + digit


def _separator(found: re.Match[str]) -> str:
	return f"{_FLOOR}-" if _marks_floor(found) else "-"


def _marks_floor(found: re.Match[str]) -> bool:
	"""层 counts floors; so does a bare 楼 behind a building or an entrance, while at the front it is one."""
	if found[0] in ("楼", "樓"):
		return re.search(f"-|{_MARKER}", found.string[: found.start()]) is not None
	return found[0] in ("层", "層")


def _without_floor(segments: list[str]) -> list[str]:
	kept: list[str] = []
	floor = ""
	for segment in segments:
		if segment.endswith(_FLOOR):
			kept += [floor] if floor else []
			floor = segment.removesuffix(_FLOOR).lstrip("0") or "0"
		else:
			kept += _room(floor, segment)
			floor = ""
	return [*kept, floor] if floor else kept


def _room(floor: str, room: str) -> list[str]:
	if not floor:
		return [room]
	number = room.lstrip("0")
	if floor != "0" and floor.isdecimal() and room.isdecimal():
		if len(number) <= 2:
			return [floor + number.zfill(2)]
		if number.startswith(floor) and len(number) >= len(floor) + 2:
			return [number]
	return [floor, room]


def _unpadded(segment: str) -> str:
	return re.sub(r"(?<![0-9])0+(?=[0-9])", "", segment)
