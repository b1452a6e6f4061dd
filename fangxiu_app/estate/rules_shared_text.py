"""Texts that people of other projects read, such as lessons: they name no person, no unit, no number to call. Pure.

However it is written: full-width and Chinese digits, dots or dashes inside a number, blanks inside a name. Numbers of standards,
dates and measures are none of them. Who an owner is and which units there are is passed in: a name or a code is known by its project.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from fangxiu_app.core import personal_numbers
from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.estate.rules_unit_code import normalise
from fangxiu_app.estate.rules_unit_fields import name_key

#: Longest part of a text that a message quotes.
SHOWN = 40
#: Longest number that is looked for: an identity number.
_LONGEST = 18
_DATE = re.compile(r"(?<!\d)(?:19|20)\d{2}\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*\d{1,2})?\s*[日月]?(?!\d)")
#: Digits with a few signs between them, as they are put there so that nobody finds the number.
_RUN = re.compile(r"\d+(?:(?:[^\w\n]|_){1,6}\d+)*")
#: A mobile, a landline with its area code, a service number, an identity number.
_NUMBER = re.compile(
	r"(?:86)?1[3-9]\d{9}|0\d{2,3}[2-9]\d{6,7}|[48]00\d{7}"
	r"|[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3,4}"
)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LONG = re.compile(r"\d{7,}")
_MAIL = re.compile(r"[\w.+-]{1,64}\s*(?:@|[\[({]\s*at\s*[\])}])\s*[\w-]+(?:\s*[.。]\s*[A-Za-z]{2,})+", re.IGNORECASE)
_ACCOUNT = re.compile(r"(?:微信|威信|wechat|weixin|QQ|扣扣)\s*号?\s*[:：为是]?\s*[A-Za-z0-9][\w-]{4,}", re.IGNORECASE)
#: A flat as people say it, whatever the project.
_FLAT = re.compile(
	r"(?<!\d)\d{1,3}\s*[-－—–]\s*\d{1,3}\s*[-－—–]\s*\d{3,4}(?!\d)|\d\s*单元|(?<!\d)\d{3,4}\s*[室房]"
	r"|(?<!\d)\d{1,3}\s*(?:#|[栋棟幢座]|号楼)\s*-?\s*(?:\d{1,2}\s*-\s*)?[A-Za-z]?\d{3,4}(?!\s*(?:\d|mm|cm|m\b|毫米|厘米|米|平|㎡|年|元|户|套|吨|块|个))"
)
#: What a code can be written with.
_CODE = re.compile(r"[0-9A-Za-z零〇一二三四五六七八九十百负\W_栋棟幢座楼樓单單元室房户戶层層号號期]+")
#: The number of a house whose name has words in front: 东区3.
_HOUSE = re.compile(r"[0-9A-Z]+$")
#: Behind its number a house stands in the text with these: 3栋的1501.
_FILLING = re.compile(r"(?<=[栋棟幢座楼元])[的之]")


@dataclass(frozen=True, slots=True)
class Known:
	"""What a project's texts must not name: its unit codes (as the archive has them) and the names of its owners and tenants."""

	codes: Collection[str] = ()
	names: Collection[str] = ()


def violations(texts: Iterable[tuple[Field, object]], known: Known | None = None) -> list[Violation]:
	"""What stands against these texts of a document; each is quoted with what is to be left out."""
	rooms, names = _rooms(known.codes) if known else frozenset(), known.names if known else ()
	found = []
	for field, text in texts:
		written = str(text or "")
		if part := number_in(written) or _unit_in(written, rooms) or _name_in(written, names):
			found.append(Violation("shared_text_personal", (field, part[:SHOWN])))
	return found


def number_in(text: str) -> str:
	"""The telephone, address of e-mail, account or identity number, or the flat, that stands in a text; empty where there is none."""
	plain = figures(text)
	for pattern in (_MAIL, _ACCOUNT, _FLAT, _LONG):
		if found := pattern.search(plain):
			return found[0].strip()
	# a mobile that begins like a year is cut up like a date: 1991.2.345678
	for run in _RUN.findall(plain):
		if _MOBILE.fullmatch(re.sub(r"\D", "", run)):
			return run
	bare = _DATE.sub(" \n ", plain)
	if personal_numbers.covered(bare, True, True) != bare:
		return bare.strip()
	return next((part for run in _RUN.findall(bare) if (part := _in_run(run))), "")


def figures(text: str) -> str:
	"""A text with all its digits as 0 to 9, without what nobody sees: １３８, 一三八, ①③⑧ and 1O8 between digits."""
	plain = "".join(map(_figure, unicodedata.normalize("NFKC", text)))
	return re.sub(r"(?<=\d)[oO]+(?=\d)", lambda found: "0" * len(found[0]), plain)


def _figure(character: str) -> str:
	if character == "\n":
		return character
	if unicodedata.category(character) in ("Cc", "Cf", "Mn", "Me"):
		return ""
	value = 0.0 if character == "○" else unicodedata.numeric(character, -1.0)
	return str(int(value)) if value in range(10) else character


def _in_run(run: str) -> str:
	"""The number that some neighbouring groups of digits of a run make; empty where they make none."""
	groups = re.findall(r"\d+", run)
	for start in range(len(groups)):
		joined = ""
		for group in groups[start:]:
			joined += group
			if len(joined) > _LONGEST:
				break
			if _NUMBER.fullmatch(joined) and (joined[0] != "0" or len(groups[start]) > 2):
				return run.strip()
	return ""


def _rooms(codes: Iterable[str]) -> frozenset[str]:
	"""Every way a unit is named by numbers: with its entrance and without, with the words in front of its house and without."""
	found = set()
	for code in codes:
		parts = code.upper().split("-")
		if len(parts) > 1 and any(map(str.isdigit, parts[-1])):
			house = _HOUSE.search(parts[0])
			for first in (parts[0], *([house[0]] if house else ())):
				found |= {"-".join((first, *parts[1:])), f"{first}-{parts[-1]}"}
	return frozenset(found)


def _unit_in(text: str, rooms: Collection[str]) -> str:
	if not rooms:
		return ""
	plain = _FILLING.sub("", "".join(one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf"))
	for part in _CODE.findall(_DATE.sub("。", plain)):
		for window in _windows(normalise(part).split("-")):
			if window in rooms:
				return window
	return ""


def _windows(parts: list[str]) -> Iterator[str]:
	for start in range(len(parts)):
		for end in range(start + 2, min(start + 5, len(parts)) + 1):
			yield "-".join(parts[start:end]).upper()


def _name_in(text: str, names: Iterable[str]) -> str:
	together, apart = name_key(text), " ".join(unicodedata.normalize("NFKC", text).casefold().split())
	for name in names:
		key = name_key(name or "")
		if len(key) < 2:
			continue
		if key.isascii():
			words = r"\s+".join(map(re.escape, name.casefold().split()))
			if len(key) > 2 and re.search(rf"(?<![a-z0-9]){words}(?![a-z0-9])", apart):
				return name
		elif key in together:
			return name
	return ""
