"""Numbers and names as they are compared: one is the same however it is typed."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

DASH = "-"
#: Dots within a name, of whichever kind.
DOTS = frozenset("·•・‧∙⋅")
#: What stands in brackets behind a name, also where the closing one is missing.
_BRACKETS = re.compile(r"[(\[{<【〔《〈「『][^)\]}>】〕》〉」』]*(?:[)\]}>】〕》〉」』]|$)")
#: What somebody is called beside their name; a name of two signs at least is left.
_BEFORE, _BEHIND = re.compile(r"^(?:业主|户主|房主|产权人)(?=..)"), re.compile(r"(?<=..)(?:本人|先生|女士|小姐|太太|业主|户主|房主|产权人)$")

def written(text: str | None) -> str:
	"""``text`` without blanks, dashes' kinds, dots within names and signs that are not seen, in narrow letters of one case."""
	narrow = unicodedata.normalize("NFKC", text or "")
	kept = (DASH if unicodedata.category(sign) == "Pd" or sign == "−" else sign for sign in narrow if unicodedata.category(sign)[0] not in "ZC" and sign not in DOTS)
	return unicodedata.normalize("NFKC", "".join(kept).casefold())


def digits_apart(text: str | None) -> str:
	"""The same without dashes, for numbers of accounts."""
	return written(text).replace(DASH, "")


def person(text: str | None) -> str:
	"""A person's name as payees are compared: its letters and digits, without what stands in brackets and without 本人, 业主, 先生 and the like.

	李文静（本人）, 李文静., 李文靜 and 业主 李文静 女士 are one. Traditional characters are read as simplified ones.
	"""
	narrow = _simplified(written(text))
	name = letters(_BRACKETS.sub("", narrow)) or letters(narrow)
	return _BEHIND.sub("", _BEFORE.sub("", name))


def letters(text: str | None) -> str:
	"""Letters and digits of ``text`` alone, narrow and of one case; traditional characters as simplified ones."""
	return "".join(sign for sign in _simplified(written(text)) if unicodedata.category(sign)[0] in "LNM")


def _simplified(text: str) -> str:
	return _converter().convert(text)


@cache
def _converter() -> OpenCC:
	"""Reads its tables once for a process, and not before a name is compared."""
	return OpenCC("t2s")
