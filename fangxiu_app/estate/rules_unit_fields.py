"""Fields derived from a unit's building, entrance, room and owners: code, floor, riser, title and search text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from fangxiu_app.estate.rules_unit_code import BELOW, join, normalise

_POSITION = re.compile(r"[0-9]{1,2}[A-Z]*$")
_FLOOR_AND_POSITION = re.compile(rf"([B{BELOW}]?)([0-9]{{1,3}})[0-9]{{2}}[A-Z]*")

#: A title is a short text of the database; long lists of co-owners are longer.
LONGEST_TITLE = 140
#: Longer numbers are phones.
_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class UnitFields:
	"""Derived fields of one unit; ``floor`` is None where neither given nor told by the room number."""

	unit_code: str
	floor: int | None
	riser: str
	title: str
	search_text: str


def derive_unit(
	building_no: str,
	entrance: str,
	room_no: str,
	floor: int | None,
	owners: Sequence[tuple[str, str]],
	tenants: Sequence[tuple[str, str]] = (),
) -> UnitFields:
	"""Everything the unit archive derives (R6, R84): the same for the form and for the importer.

	``owners`` and ``tenants`` are (name, phone) pairs, the owner to name in the title first. The riser is building-entrance-position, the
	position being the last two digits of the room: 3-2-1501 and 3-2-1601 share 3-2-01. A floor of 0 counts as absent.
	"""
	prefix = normalise(join(building_no, entrance))
	code = normalise(join(building_no, entrance, room_no))
	room = code.removeprefix(f"{prefix}-")
	known_floor = floor or floor_of_room(room)
	first = next((clean for name, _phone in owners if (clean := _plain(name))), "")
	return UnitFields(
		unit_code=code,
		floor=known_floor,
		riser="-".join(part for part in (prefix, _position(room)) if part),
		title=_cut(f"{code} {first}".strip()),
		search_text=search_text(code, known_floor, (*owners, *tenants)),
	)


def floor_of_room(room_no: str) -> int | None:
	"""The floor that a room number tells: 15 for 1501, -1 for B101 and -101; None for 01, 2 or 会所."""
	found = _FLOOR_AND_POSITION.fullmatch(normalise(room_no))
	if not found or not int(found[2]):
		return None
	return -int(found[2]) if found[1] else int(found[2])


def phone_digits(phone: str) -> str:
	"""The digits of a phone number, without the country code of China: 13800001501 for +86 138-0000-1501."""
	digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
	return re.sub(r"^(?:00)?86(?=1[0-9]{10}$)", "", digits)


def name_key(name: str) -> str:
	"""A person's or company's name as it is compared: 张　三, 张 三 and 张三 are one, and so are （集团） and (集团)."""
	return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def search_keys(search_text: str) -> list[str]:
	"""The few words an index finds a unit by, from its search text; see :func:`key_prefixes` for how they are asked.

	Room numbers and Latin words stand as they are; a phone stands backwards behind ``-``, so that its end, which is what
	callers give, is the beginning of a key; a Chinese name also without its surname. One or two digits are no key: they
	fit every tenth unit.
	"""
	words = search_text.lower().split()
	phones = [word for word in words if word.isdecimal() and len(word) > _LONGEST_NUMBER]
	keys: list[str] = [f"-{phone[::-1]}" for phone in phones]
	for word in words:
		if word.isdecimal():
			# the end of a phone is found through the phone
			known = len(word) < 3 or word in phones or any(phone.endswith(word) for phone in phones)
			keys += [] if known else [word]
		else:
			whole = (
				word.isascii() or len(word) < 3 or word[:1] == BELOW
			)  # 负101 is no Mr 负: 101 is another room
			keys += [word] if whole else [word, word[1:]]
	return list(dict.fromkeys(key[:60] for key in keys))


def key_prefixes(word: str) -> list[str]:
	"""What a key begins with when ``word`` was typed; empty for a word too common to look up."""
	word = word.lower()[:60]
	if not word.isdecimal():
		return [word] if word else []
	return [word, f"-{word[::-1]}"] if len(word) > 2 else []


def search_text(code: str, floor: int | None, people: Sequence[tuple[str, str]]) -> str:
	"""What a unit is found by, of its code, floor and (name, phone) of its people: lower-case words joined by blanks; the phone's last four digits are a word of their own, as callers give them."""
	words = [*code.split("-"), str(floor) if floor else ""]
	for name, phone in people:
		words.append(_searched(name))
		for number in _phones(phone):
			words += [number, number[-4:]]
	return " ".join(dict.fromkeys(word.lower() for word in words if word))


def _position(room: str) -> str:
	"""The last two digits of the room with their letter; a room without digits is its own position."""
	found = _POSITION.search(room)
	return found[0].zfill(2) if found else room


def _searched(name: str) -> str:
	"""A name as it is looked for: blanks inside a Chinese one are a matter of layout, those of Li Na divide words."""
	return _plain(name) if name.isascii() else "".join(_plain(name).split())


def _cut(title: str) -> str:
	return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def _phones(text: str) -> list[str]:
	"""Each number of a field that holds several, without the extension behind it: callers name neither stroke nor desk."""
	parts = re.split(r"[/、,;|]", unicodedata.normalize("NFKC", text))
	numbers = (phone_digits(re.split(r"转|轉|分机|ext|x|#", part, flags=re.IGNORECASE)[0]) for part in parts)
	return [number for number in numbers if number]


def _plain(text: str) -> str:
	return " ".join(unicodedata.normalize("NFKC", text).split())
