"""Values from outside (JSON, forms) are converted to their type or refused with a code and the value that was sent.

All text becomes a number, a time or a yes here. Nothing here knows fields or documents; ``core/access/incoming.py`` adds the field's
name and the message.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Collection
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import SupportsFloat
from unicodedata import category

#: Frappe's columns: Int is a 32-bit number, Float and Currency have twelve digits before the point.
MOST_WHOLE = 2**31 - 1
MOST_NUMBER = 1e12
#: Letters that a column of this kind holds; a text column counts bytes, of which a letter has up to four.
MOST_DATA = 140
MOST_TEXT = 65_535 // 4
#: Deeper than anything a form sends.
MOST_NESTED = 20
#: Years a document can be about; the last ones stand for "never" in lists that are sorted by a due time.
YEARS = range(1900, 3000)
#: What a user sees of a value that was refused.
SHOWN = 60

#: Characters nobody types: controls but tab and line ends, and halves of a character that no database can keep.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
#: Kinds of characters that show nothing by themselves (blanks, controls, formats, private ones, accents without a letter), and fillers.
UNWRITTEN = {"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"}
FILLERS = set("\U0001d159\u115f\u1160\u2800\u3164\uffa0\ufffc")
#: Elements whose words a page does not show, and any other tag; of tags those that show something without a word between them.
HIDDEN = re.compile(
	r"<(style|script|title|template)\b[^<>]*>[^<]*</\1\s*>|<(\w+)\b[^<>]*(?:\bhidden\b|display\s*:\s*none)[^<>]*>[^<]*</\2\s*>", re.IGNORECASE
)
TAG = re.compile(r"<[a-zA-Z][^<>]*>|<[/!?][^<>]*>")
PICTURE = re.compile(r"<(?:img|video|audio|embed|object|iframe)\b[^<>]*\b(?:src|data)\s*=\s*[^\s<>]", re.IGNORECASE)
YES = ("1", "true", "yes", "on")
NO = ("", "0", "false", "no", "off")


class ValueProblem(ValueError):
	"""A value that is not of its kind: ``code`` says what was expected, ``shown`` is what came, short."""

	def __init__(self, code: str, value: object, limit: object = None):
		super().__init__(code)
		self.code, self.shown, self.limit = code, shown(value), limit


def shown(value: object) -> str:
	"""A refused value as a message quotes it: one line, short, without characters nobody sees."""
	text = UNSEEN.sub("", " ".join(str(value)[: 4 * SHOWN].split()))
	return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def cleaned(value: object) -> object:
	"""The same, without what no database keeps in any text of it: characters nobody types and halves of characters."""
	if isinstance(value, str):
		return _seen(value)
	if isinstance(value, list):
		return [cleaned(one) for one in value]
	return {name: cleaned(one) for name, one in value.items()} if isinstance(value, dict) else value


def text(value: object, most: int | None = None) -> str:
	"""Written words, without unseen characters. Raises ValueProblem for a list or an object, or above ``most`` letters."""
	if value is None:
		return ""
	if isinstance(value, list | tuple | dict | set | bytes):
		raise ValueProblem("no_text", value)
	found = _seen(str(value))
	if most and len(found) > most:
		raise ValueProblem("too_long", found, most)
	return found if _shows_on_a_page(found) else ""


def _shows_on_a_page(value: str) -> bool:
	"""Whether a text still says something where it is taken for HTML: ``<br>``, ``&nbsp;`` or a comment alone shows nothing."""
	if not value or not ("<" in value or "&" in value):
		return True
	shown = HIDDEN.sub("", _without_comments(value))
	return bool(PICTURE.search(shown) or _seen(unescape(TAG.sub("", shown))).strip())


def visible(value: object) -> object:
	"""``value``, a text or lists and objects of texts, with nothing for a text that shows nothing on a page."""
	if isinstance(value, str):
		return value if _shows_on_a_page(value) else ""
	if isinstance(value, list):
		return [visible(one) for one in value]
	return {name: visible(one) for name, one in value.items()} if isinstance(value, dict) else value


def visible_args(sent: dict, doctypes: Collection[str]) -> dict:
	"""What is given to a method of a document, where that is one of ``doctypes``: its ``args`` without texts that show nothing."""
	try:
		doctype, args = sent.get("dt") or mapping(sent.get("docs")).get("doctype"), decoded(sent.get("args"))
	except ValueProblem:
		return {}  # the method itself says what it cannot read
	return {"args": json.dumps(args)} if args and doctype in doctypes else {}


def _without_comments(value: str) -> str:
	"""HTML without its comments; one that does not end takes the rest with it, as in a browser. One pass over the text."""
	kept, start = [], 0
	while (found := value.find("<!--", start)) >= 0:
		kept.append(value[start:found])
		end = value.find("-->", found + 2)  # the dashes that open it close an empty one
		if end < 0:
			return "".join(kept)
		start = end + 3
	return "".join((*kept, value[start:]))


def _seen(value: str) -> str:
	"""A text without unseen characters; nothing, where it shows nothing but is no plain blank: it would pass for an answer."""
	found = UNSEEN.sub("", value)
	shows = found.isspace() or any(one not in FILLERS and category(one) not in UNWRITTEN for one in found)
	return found if shows else ""


def number(value: object) -> float | None:
	"""A finite number; None where nothing was given. Raises ValueProblem otherwise."""
	if _is_nothing(value):
		return None
	if isinstance(value, bool):
		return float(value)
	plain = value.strip().replace(",", "") if isinstance(value, str) else value
	try:
		found = float(plain) if isinstance(plain, str | int | float | SupportsFloat) else None
	except (ValueError, OverflowError):
		found = None
	if found is None or not math.isfinite(found):
		raise ValueProblem("no_number", value)
	if abs(found) >= MOST_NUMBER:
		raise ValueProblem("number_too_large", value)
	return found


def whole(value: object) -> int | None:
	"""A whole number; None where nothing was given. Raises ValueProblem otherwise: half of one is not rounded off."""
	found = number(value)
	if found is None:
		return None
	if found != int(found):
		raise ValueProblem("no_whole_number", value)
	if abs(found) > MOST_WHOLE:
		raise ValueProblem("number_too_large", value)
	return int(found)


def is_beyond(value: object) -> bool:
	"""Whether a value is a number that no column of whole numbers holds; what is no number is not asked."""
	try:
		return not abs(float(value)) <= MOST_WHOLE if isinstance(value, str | int | float) else False
	except (ValueError, OverflowError):
		return isinstance(value, int)


def yes_no(value: object) -> bool:
	"""A tick, as forms and JSON send it. Raises ValueProblem for anything that is neither yes nor no."""
	if value is None or isinstance(value, bool):
		return bool(value)
	if isinstance(value, int | float) and value in (0, 1):
		return bool(value)
	word = value.strip().lower() if isinstance(value, str) else None
	if word in YES or word in NO:
		return word in YES
	raise ValueProblem("no_yes_no", value)


def moment(value: object) -> datetime | None:
	"""A time of day on a date, whole seconds; None where nothing was given. Raises ValueProblem otherwise."""
	if _is_nothing(value):
		return None
	found = value
	if isinstance(value, date) and not isinstance(value, datetime):
		found = datetime.combine(value, time())
	elif isinstance(value, str):
		found = _parsed(datetime.fromisoformat, value.strip())
	if not isinstance(found, datetime) or found.year not in YEARS or found.tzinfo:
		raise ValueProblem("no_time", value)
	return found.replace(microsecond=0)


def day(value: object) -> date | None:
	"""A date; None where nothing was given. Raises ValueProblem otherwise."""
	if _is_nothing(value):
		return None
	if isinstance(value, str | date):
		try:
			found = moment(value)
			if found is not None:
				return found.date()
		except ValueProblem:
			pass
	raise ValueProblem("no_date", value)


def clock(value: object) -> timedelta | None:
	"""A time of day; None where nothing was given. Raises ValueProblem otherwise."""
	if _is_nothing(value):
		return None
	if isinstance(value, timedelta) and timedelta() <= value < timedelta(days=1):
		return value
	parts = re.fullmatch(r"(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?", value.strip()) if isinstance(value, str) else None
	numbers = [int(part or 0) for part in parts.groups()] if parts else []
	if isinstance(value, time):
		numbers = [value.hour, value.minute, value.second]
	if not numbers or numbers[0] > 23 or max(numbers[1:]) > 59:
		raise ValueProblem("no_clock", value)
	return timedelta(hours=numbers[0], minutes=numbers[1], seconds=numbers[2])


def one_of(value: object, choices: tuple[str, ...]) -> str:
	"""One of the words a field offers; empty where nothing was chosen. Raises ValueProblem otherwise."""
	found = text(value)
	if found and found not in choices:
		raise ValueProblem("no_choice", value)
	return found


def decoded(value: object) -> object:
	"""JSON text as what it says; anything else as it is. Raises ValueProblem for what is no JSON, or nested too deep."""
	if not isinstance(value, str):
		found = value
	elif not value.strip():
		return None
	else:
		try:
			found = json.loads(value)
		except (ValueError, RecursionError) as problem:
			raise ValueProblem("no_json", value) from problem
	_check_depth(found, MOST_NESTED)
	return visible(found)


def mapping(value: object) -> dict:
	"""An object of names and values, also as JSON text; empty where nothing was given. Raises ValueProblem otherwise."""
	found = decoded(value)
	if found is None or found == []:  # an empty list is what some callers send for nothing
		return {}
	if not isinstance(found, dict):
		raise ValueProblem("no_mapping", value)
	return {text(name): one for name, one in found.items()}


def rows(value: object) -> list[dict]:
	"""A list of objects, also as JSON text; empty where nothing was given. Raises ValueProblem naming the row otherwise."""
	found = decoded(value)
	if found is None:
		return []
	if not isinstance(found, list | tuple):
		raise ValueProblem("no_list", value)
	for place, row in enumerate(found, 1):
		if not isinstance(row, dict):
			raise ValueProblem("no_row", row, place)
	return [mapping(row) for row in found]


def lists(value: object) -> list[list]:
	"""A list of lists, as list views send their filters, also as JSON text. Raises ValueProblem naming the row otherwise."""
	found = decoded(value)
	if found is None:
		return []
	if not isinstance(found, list | tuple):
		raise ValueProblem("no_list", value)
	for place, row in enumerate(found, 1):
		if not isinstance(row, list | tuple):
			raise ValueProblem("no_row", row, place)
	return [list(row) for row in found]


def names(value: object) -> list[str]:
	"""A list of names, also as JSON text; empty where nothing was given. Raises ValueProblem otherwise."""
	found = decoded(value)
	if found is None:
		return []
	if not isinstance(found, list | tuple):
		raise ValueProblem("no_list", value)
	return [text(one, MOST_DATA) for one in found]


def _is_nothing(value: object) -> bool:
	return value is None or (isinstance(value, str) and not value.strip())


def _parsed(read: Callable[[str], datetime], written: str) -> datetime | None:
	"""``written`` as the forms write it, or with parts of one digit; None where it is no such time."""
	parts = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?", written)
	try:
		if parts is None:
			return read(written)
		year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups())
		return datetime(year, month, day, hour, minute, second)
	except ValueError:
		return None


def _check_depth(value: object, left: int) -> None:
	if isinstance(value, float) and not math.isfinite(value):
		raise ValueProblem("no_number", value)
	if not isinstance(value, dict | list | tuple):
		return
	if not left:
		raise ValueProblem("nested_too_deep", "")
	for one in value.values() if isinstance(value, dict) else value:
		_check_depth(one, left - 1)
