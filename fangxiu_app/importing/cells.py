"""Parsers from a spreadsheet cell to a stored value. Standard library only; nothing is guessed.

A parser takes a value that is not blank and returns the stored value, or raises :class:`CellError` with the code of a text
in ``texts``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from fangxiu_app.core import phone as phones

Parser = Callable[[object], object]

_EXCEL_EPOCH = date(1899, 12, 30)
#: Serial numbers of the years 2000 to 2099: a date whose cell lost its date format.
_SERIALS = range(36526, 73051)
_YEARS = range(1950, 2100)
_DAY = re.compile(
	r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]00:00(?::00)?)?"
)
_MARKUP = re.compile(r"<\s*[a-zA-Z/!?]")
_FORMULA = re.compile(r"[=@\t\r]|[+\-](?![0-9])")
#: What a formula leaves in its cell when it fails.
_ERROR = re.compile(
	r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|UNKNOWN!|GETTING_DATA|#+)",
	re.IGNORECASE,
)
_NO_NAME = frozenset(
	("无", "没有", "暂无", "不详", "未知", "待定", "空", "n/a", "na", "null", "none", "nil", "x", "?", "??")
)
_YES = frozenset(("是", "有", "√", "✓", "1", "y", "yes", "true", "对"))
_NO = frozenset(("否", "无", "×", "0", "n", "no", "false"))


class CellError(ValueError):
	"""A cell that cannot be taken: ``code`` names the text, ``params`` fill it."""

	def __init__(self, code: str, *params: object):
		super().__init__(code)
		self.code, self.params = code, params


def clean(value: object) -> object | None:
	"""The value without surrounding blanks; None for a blank cell or a lone dash, as people type for "none"."""
	if isinstance(value, str):
		value = value.strip()
		return None if value in ("", "-", "/", "—", "–") else value
	return value


def check_safe(value: object) -> None:
	"""Refuse formulas and markup, which would run in somebody else's program later, and what a broken formula has left."""
	if not isinstance(value, str):
		return
	if _ERROR.fullmatch(value):
		raise CellError("excel_error", value)
	if _FORMULA.match(value):
		raise CellError("formula", value[:40])
	if _MARKUP.search(value):
		raise CellError("markup", value[:40])


def text(longest: int = 140) -> Parser:
	"""Text of at most ``longest`` characters, as typed; numbers without needless decimals."""

	def parse(value: object) -> str:
		written = value if isinstance(value, str) else _written(value)
		if len(written) > longest:
			raise CellError("too_long", len(written), longest)
		return written

	return parse


def person(value: object) -> str:
	"""A person's or company's name, as typed; refused is what people write where there is none."""
	written = text()(value)
	if written.casefold() in _NO_NAME or not re.search(r"\w", written):
		raise CellError("no_name", written[:40])
	return written


def code(longest: int = 20) -> Parser:
	"""A number or name of a thing (room 1501, meter A-7): full-width signs become plain ones."""

	def parse(value: object) -> str:
		return text(longest)(_written(value))

	return parse


def whole(smallest: int, largest: int) -> Parser:
	"""A whole number between two bounds."""

	def parse(value: object) -> int:
		number = _number(value)
		if number != int(number):
			raise CellError("not_whole", _written(value))
		if not smallest <= number <= largest:
			raise CellError("out_of_range", _written(value), smallest, largest)
		return int(number)

	return parse


def storey(value: object) -> int:
	"""A floor number; 15层 and 15F are 15, B1 and -1 are the first basement."""
	written = re.sub(r"(?:层|楼|F)$", "", _written(value), flags=re.IGNORECASE)
	return whole(-9, 200)(re.sub(r"^B(?=\d)", "-", written, flags=re.IGNORECASE))


def decimal(smallest: float, largest: float) -> Parser:
	"""A number between two bounds; thousands commas are allowed."""

	def parse(value: object) -> float:
		number = _number(value)
		if not smallest <= number <= largest:
			raise CellError("out_of_range", _written(value), smallest, largest)
		return number

	return parse


def day(value: object) -> date:
	"""A day: an Excel date, 2026-1-5, 2026/01/05, 2026.1.5, 2026年1月5日 or 20260105."""
	if isinstance(value, datetime):
		return _known_year(value.date())
	if isinstance(value, date):
		return _known_year(value)
	if isinstance(value, int | float) and value in _SERIALS:
		return _EXCEL_EPOCH + timedelta(days=int(value))
	found = _DAY.fullmatch(re.sub(r"\s*([-/.年月日])\s*", r"\1", _written(value)))
	if not found:
		raise CellError("bad_date", _written(value)[:40])
	try:
		return _known_year(date(*(int(part) for part in found.groups() if part)))
	except ValueError:
		raise CellError("bad_date", _written(value)[:40]) from None


def phone(value: object) -> str:
	"""A phone number as every form writes it; Excel keeps a long number as a float."""
	typed = _written(value)
	stored = phones.written(typed)
	if stored is None:
		raise CellError("bad_phone", typed[:40])
	return stored


def choice(words: Mapping[str, str]) -> Parser:
	"""One of the stored values, or of the words people use for them (``words``: written → stored)."""
	known = {key.casefold(): stored for key, stored in words.items()}
	known |= {stored.casefold(): stored for stored in words.values()}

	def parse(value: object) -> str:
		stored = known.get(_written(value).casefold())
		if stored is None:
			raise CellError("unknown_choice", _written(value)[:40], tuple(words))
		return stored

	return parse


def mark(value: object) -> int:
	"""Yes or no as 1 or 0: 是/否, √/×, yes/no."""
	if isinstance(value, bool):
		return int(value)
	written = _written(value).casefold()
	if written in _YES or written in _NO:
		return int(written in _YES)
	raise CellError("not_a_mark", _written(value)[:40])


def lines(value: object) -> str:
	"""Several short texts in one cell, separated by 、 or ; or new lines, as one per line."""
	return "\n".join(part for part in re.split(r"\s*[、；;，,\n]\s*", text(2000)(value)) if part)


def _written(value: object) -> str:
	if isinstance(value, float) and value == int(value):
		value = int(value)
	if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
		value = value.date()
	return unicodedata.normalize("NFKC", str(value)).strip()


def _number(value: object) -> float:
	if isinstance(value, int | float) and not isinstance(value, bool):
		return float(value)
	try:
		number = float(_written(value).replace(",", ""))
	except ValueError:
		raise CellError("not_a_number", _written(value)[:40]) from None
	if number != number or number in (float("inf"), float("-inf")):
		raise CellError("not_a_number", _written(value)[:40])
	return number


def _known_year(found: date) -> date:
	if found.year not in _YEARS:
		raise CellError("bad_date", found.isoformat())
	return found
