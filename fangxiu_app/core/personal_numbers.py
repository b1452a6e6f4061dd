"""Telephone and identity numbers in any text: how they are covered, and how a covered number that a form sends back is restored.

A covered telephone still tells which one it is, but cannot be called: 138****1501, 0571-****4321, +852****6789. An identity
number shows its region and its last four characters. 个人信息保护法 articles 6 and 51: nobody is shown more than the work needs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

COVER = "****"
#: In every number there are four digits together, however it is written: most texts need no further check.
_FOUR = re.compile(r"\d{4}")
#: Between the digits of a number: blanks of all widths, as prints have them, or a dash.
_GAP = "(?:[ \u00a0\u2002-\u200a\u202f\u3000-]|&nbsp;)?"
_MOBILE = re.compile(
	rf"(?<![0-9A-Za-z+])((?:(?:\+|00)?86{_GAP})?)(1[3-9]\d)({_GAP})\d{{4}}({_GAP})(\d{{4}})(?![0-9A-Za-z@])"
)
_LANDLINE = re.compile(
	rf"(?<![0-9A-Za-z+-])(0(?:10|2\d|[3-9]\d{{2}}))({_GAP})[2-9]\d{{2,3}}(\d{{4}})(?![0-9A-Za-z@])"
)
_FOREIGN = re.compile(r"(?<![0-9A-Za-z+])(\+(?!86)[1-9]\d{2})\d{1,8}(\d{4})(?![0-9A-Za-z@])")
#: The last digits first, behind a dash: how the index of units keeps a mobile (estate/rules_unit_fields.search_keys).
_BACKWARDS = re.compile(r"(?<![0-9A-Za-z])-(\d{4})\d{4}(\d[3-9]1)(?!\d)")
_TELEPHONES = (
	(_MOBILE, rf"\1\2\3{COVER}\4\5"),
	(_LANDLINE, rf"\1\2{COVER}\3"),
	(_FOREIGN, rf"\1{COVER}\2"),
	(_BACKWARDS, rf"-\1{COVER}\2"),
)
_LOCAL = re.compile(r"(?<![0-9A-Za-z*+-])[2-9]\d{2,3}(\d{4})(?![0-9A-Za-z@-])")
#: A local number in a text stands behind a word for telephones; a date or an amount there is none.
_SPOKEN = re.compile(
	r"((?:电话|座机|固话|手机|回电|致电|拨打?|[Tt][Ee][Ll]|[Pp]hone|[Cc]all)[^\d\n]{0,8}(?<![0-9A-Za-z*+-]))"
	r"(?!20[0-4]\d(?:0[1-9]|1[0-2])[0-3]\d(?!\d))[2-9]\d{2,3}[ -]?(\d{4})(?![0-9A-Za-z@.元年月-])"
)
#: Eighteen characters with a date of birth inside; a company's number has none.
_IDENTITY = re.compile(
	r"(?<![0-9A-Za-z])([1-8]\d{5})(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(\d{3}[0-9Xx])(?![0-9A-Za-z])"
)
_IDENTITY_COVER = "********"
#: Bounded, because it is applied to any text a request sends: the digits before the stars are a few groups, each with one way to be read.
_COVERED = re.compile(
	rf"(?:\+?[0-9]{{1,18}}(?:[ -][0-9]{{1,18}}){{0,3}}{_GAP})?(?<!\*)\*{{4,12}}(?!\*){_GAP}[0-9Xx]{{1,18}}"
)
#: As above in an answer's bytes: a blank is written in several ways there.
_BYTE_GAP = rb"(?:[ -]|\xc2\xa0|[\xe2\xe3]..|\\u[0-9a-f]{4}|&nbsp;)?"
#: Whether an answer has to be read at all: fast, and always true where one of the above would find something.
_SUSPECT = re.compile(
	rb"1[3-9]\d" + _BYTE_GAP + rb"\d{4}|(?<!\d)[2-9]\d{2,3}[ -]?\d{4}(?!\d)|0[1-9]\d{1,2}" + _BYTE_GAP + rb"[2-9]\d{6}|\+[1-9]\d{7}|-\d{8}\d[3-9]1|\d{17}[0-9Xx]|\"id_no\"(?:: ?\"[^\"*]|[,\]])"
)


def suspect(content: bytes) -> bool:
	"""Whether there can be a number in ``content`` at all."""
	return _SUSPECT.search(content) is not None


def covered(text: str, telephones: bool, identities: bool, open_numbers: Collection[str] = frozenset()) -> str:
	"""``text`` with its telephones, identity numbers or both covered; those of ``open_numbers`` (digits only) stay.

	Idempotent: a covered number has no digits left to cover.
	"""
	if not _FOUR.search(text):
		return text
	if identities:
		text = _IDENTITY.sub(rf"\1{_IDENTITY_COVER}\2", text)
	if telephones:
		for pattern, cover in _TELEPHONES:
			text = pattern.sub(lambda found, cover=cover: _open_or(found, cover, open_numbers), text)
		text = _SPOKEN.sub(lambda found: _open_or(found, rf"\1{COVER}\2", open_numbers), text)
	return text


def covered_number(number: str) -> str:
	"""A value known to be a telephone: local numbers of seven or eight digits are covered too, service numbers stay."""
	return _LOCAL.sub(rf"{COVER}\1", covered(number, True, False))


def covered_identity(number: str) -> str:
	"""A value known to be the number of an identity document: of a passport or permit the last four digits stay."""
	text = covered(number, False, True)
	shown = re.sub(r"\D", "", number)[-4:]
	return text if COVER in text or not shown else f"{COVER}{shown}"


def digits(number: str) -> str:
	"""The digits of a number as they are compared: without the country code of China, strokes and blanks."""
	return re.sub(r"^(?:00)?86(?=1\d{10}$|0\d{9,11}$)", "", re.sub(r"\D", "", number))


def is_covered(text: str) -> bool:
	"""Whether a covered number stands in ``text``."""
	return COVER in text and _COVERED.search(text) is not None


def restored(text: str, known: Iterable[str]) -> str:
	"""``text`` with every covered number replaced by the number in ``known`` texts that has the same covered form.

	A number that is not in ``known`` stays covered: the caller refuses it where a full number is needed.
	"""
	if not is_covered(text):
		return text
	whole: dict[str, str] = {}
	for one in known:
		if text in (covered_number(one), covered_identity(one), covered(one, True, True), covered(one, True, False)):
			return one
		whole.update(_numbers(one))
	return _COVERED.sub(lambda found: _put_back(found[0], whole), text)


def _numbers(text: str) -> Mapping[str, str]:
	"""Covered form → number, of every number in a text."""
	found = {}
	for pattern, cover in (*_TELEPHONES, (_IDENTITY, rf"\1{_IDENTITY_COVER}\2")):
		for one in pattern.finditer(text):
			found[one.expand(cover)] = one[0]
	for one in _SPOKEN.finditer(text):
		found[f"{COVER}{one[2]}"] = one[0].removeprefix(one[1])
	return found


def _put_back(token: str, whole: Mapping[str, str]) -> str:
	bare = token.strip()
	return token.replace(bare, whole.get(bare, bare))


def _open_or(found: re.Match, cover: str, open_numbers: Collection[str]) -> str:
	return found[0] if open_numbers and digits(found[0]) in open_numbers else found.expand(cover)
