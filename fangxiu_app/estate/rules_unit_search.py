"""What a search for a unit means, and in which order the found units are listed. Pure.

A search is words in any order: parts of a code ("2 1 101", 2栋1单元101室), a phone or its end, a name. All have to fit. The
order counts for the ranking: who types 2-1-101 means that flat before 1-2-101.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from fangxiu_app.estate.rules_unit_code import is_code, tokens

#: More words than this only slow the search down.
MAX_WORDS = 8
#: Longer numbers are phones.
_LONGEST_PART = 6

#: A mobile number as it is said and pasted: blanks or dashes in it, +86 before it.
_MOBILE = re.compile(r"(?<!\d)(?:(?:\+|00)?86[\s-]*)?(1[3-9]\d(?:[\s-]?\d){8})(?!\d)")
#: A name right behind a room number: 1501王晓明; what a code says itself (1501室) is none.
_NAME_BEHIND = re.compile(r"(?<=\d{3})(?=[㐀-鿿])(?![单單房栋棟幢座楼樓室户戶梯门門层層号號期])")
#: A short name whose two characters were set apart to fill a column: 张　三.
_SPACED_NAME = re.compile(r"(?<!\S)([㐀-鿿])\s+(?=[㐀-鿿](?!\S))")
#: Four digits and more behind two zeros are no padded room: only a phone ends like that.
_PHONE_END = re.compile(r"00\d{2,}")


@dataclass(frozen=True, slots=True)
class Search:
	"""The words of a search, lower case. ``code`` are those that may be parts of a code, in the order typed."""

	words: tuple[str, ...]
	code: tuple[str, ...]

	@property
	def whole_code(self) -> str:
		"""The code that was typed whole, if it was."""
		return "-".join(self.code)


def read(text: str) -> Search:
	"""The words of ``text``: "3栋2单元" is 3 and 2, "138 0001 0002" is one phone, names stay as they are."""
	plain = unicodedata.normalize("NFKC", text)
	plain = _MOBILE.sub(lambda found: f" {re.sub(r'[^0-9]', '', found[1])} ", plain)
	plain = _SPACED_NAME.sub(r"\1", _NAME_BEHIND.sub(" ", plain))
	words = [word for part in plain.split() for word in _words(part)][:MAX_WORDS]
	return Search(tuple(words), tuple(word for word in words if _may_be_code(word)))


def mobile(text: str) -> str | None:
	"""The mobile number that ``text`` is, in eleven digits; None for anything else."""
	found = _MOBILE.fullmatch(unicodedata.normalize("NFKC", text).strip())
	return re.sub(r"[^0-9]", "", found[1]) if found else None


def rank_patterns(code: tuple[str, ...]) -> list[str]:
	"""SQL LIKE patterns for :func:`walled` codes, the best first; a unit ranks by the first one that fits it.

	The code itself; codes that begin with the words; those that end with them (a room); those that have them as whole parts in
	their order; the same with the last word unfinished. What fits none of them comes last. Empty without words of a code.
	"""
	if not code:
		return []
	parts = [f"-{escape(word)}-" for word in code]
	whole, unfinished = "".join(parts), "".join(parts)[:-1]
	apart = "%".join(parts)
	return [whole, f"{whole}%", f"{unfinished}%", f"%{whole}", f"%{apart}%", f"%{apart[:-1]}%"]


def walled(code: str) -> str:
	"""A code with a wall on both sides of each part, so that a pattern can name whole parts: 3-2-1501 is -3--2--1501-."""
	return f"-{code.lower().replace('-', '--')}-"


def like_pattern(word: str) -> str:
	"""How a word fits a search text between blanks: one or two digits are a whole number, longer words part of one."""
	return f"% {word} %" if len(word) < 3 and word.isdecimal() else f"%{escape(word)}%"


def _words(part: str) -> list[str]:
	"""A mobile and the end of a phone keep their zeros, everything that looks like a code is read as one."""
	if part.isdecimal() and (len(part) > _LONGEST_PART or _PHONE_END.fullmatch(part)):
		return [part]
	return [word.lower() for word in (tokens(part) if is_code(part) else [part])]


def _may_be_code(word: str) -> bool:
	return bool(re.search(r"[0-9]", word)) and len(word) <= _LONGEST_PART and not _PHONE_END.fullmatch(word)


def escape(word: str) -> str:
	"""A word as LIKE reads it literally."""
	return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
