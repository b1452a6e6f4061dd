"""Unit codes (房号): the ways to write a flat's number brought to one code, and the words to find it by.

The code is building-entrance-room, `3-2-1501`; a building without entrances gives `3-1501`. What is not a
marker such as 栋 or 室 is never dropped, so that two units cannot become one: 东区3栋101 is `东区3-101`.

A minus in front of a room is part of its number: storage room -101 below flat 101 is `3-2-负101`, as it is spoken. 负 and
not a minus, because a minus also divides the parts of a code.
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
#: A minus is a sign where nothing, a bracket or another dash stands before it; behind anything else it divides.
_SIGN = re.compile(r"(?<![^-(])-(?=[0-9])")
BELOW = "负"
_FLOOR = "@"  # stands after a floor number; no such sign is left in the text by then


@lru_cache(maxsize=8192)  # a list of units asks for the same few buildings and rooms again and again
def normalise(text: str) -> str:
	"""The one way to write a unit code: `3-2-1501` for 3栋2单元1501室, 3#2-1501 and 三栋二单元15层01室.

	Full-width signs become plain, letters upper case, Chinese numerals digits, leading zeros are dropped, a
	floor that the room number repeats is left out; -101, 3--101 and 3-(-101) keep their sign as 负101. Idempotent; empty
	for a text without letters or digits.
	"""
	text = _plain(text)
	text = _MARKED_NUMERAL.sub(_arabic, text)
	text = _MARKERS.sub(_separator, text)
	text = _NUMERAL_SEGMENT.sub(_arabic, text)
	segments = [segment for segment in text.split("-") if segment]
	return "-".join(_unpadded(segment) for segment in _without_floor(segments))


def join(*parts: str) -> str:
	"""Building, entrance and room as one text for :func:`normalise`: the sign of a room -101 stays, blank parts go."""
	written = (_SIGN.sub(BELOW, _width(part).strip()) for part in parts)
	return "-".join(part for part in (text.strip("- ") for text in written) if part)


def divide(building: str, entrance: str, room: str) -> tuple[str, str, str] | None:
	"""Building, entrance and room of a list's row, each in its normal form, whatever the room's cell repeats of them.

	34 | 2 | 34-2-1501 and 34 | | 34-2-1501 are both (34, 2, 1501); 48 | | 1-1502 is (48, 1, 1502). None where the room names
	another place (34 | 2 | 35-2-1501), or can be read in two ways: 3 | | 3-101 is flat 101 of building 3, or of its
	entrance 3.
	"""
	front = [*_segments(building), *_segments(entrance)]
	rest = _segments(building, entrance, room)
	rest = rest[len(front) :] if rest[: len(front)] == front else _segments(room)
	building, entrance = "-".join(_segments(building)), "-".join(_segments(entrance))
	if len(rest) < 2 or not building:
		return building, entrance, "-".join(rest)
	found = _behind_entrance(building, entrance, rest) if entrance else _without_entrance(building, rest)
	return (building, *found) if found else None


def _behind_entrance(building: str, entrance: str, rest: list[str]) -> tuple[str, str] | None:
	for front in (f"{building}-{entrance}", entrance, building):
		if "-".join(rest[:-1]) == front:
			return entrance, rest[-1]
	return None if _numbers(rest) else (entrance, "-".join(rest))


def _without_entrance(building: str, rest: list[str]) -> tuple[str, str] | None:
	code = "-".join(rest)
	if code.startswith(f"{building}-"):
		rest = code.removeprefix(f"{building}-").split("-")
		if len(rest) == 1:
			# an entrance is a number or a letter: only a building that is one, too, can be taken for it
			return None if building.isdecimal() or len(building) == 1 else ("", rest[0])
	if len(rest) == 2 and rest[0].isdecimal():
		return rest[0], rest[1]
	return None if _numbers(rest) else ("", "-".join(rest))


def _numbers(segments: list[str]) -> bool:
	return all(segment.removeprefix(BELOW).isdecimal() for segment in segments)


def _segments(*parts: str) -> list[str]:
	return [segment for segment in normalise(join(*parts)).split("-") if segment]


def tokens(query: str) -> list[str]:
	"""The words of a search, written as `normalise` writes the segments of a code; in the order typed."""
	code = normalise(query)
	return code.split("-") if code else []


def is_code(word: str) -> bool:
	"""Whether a word is read as part of a code: it has a digit, or a numeral before a marker (三栋); a name has neither."""
	plain = unicodedata.normalize("NFKC", word)
	return bool(re.search(r"[0-9#]", plain) or _MARKED_NUMERAL.search(plain))


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
	text = _SIGN.sub(BELOW, _width(text).strip())
	text = re.sub(r"(?<=[0-9A-Z])#", "号", text)
	return re.sub(r"[\W_]+", "-", text)


def _width(text: str) -> str:
	text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper())
	return text.replace("\N{MINUS SIGN}", "-")


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
