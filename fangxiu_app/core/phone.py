"""Phone numbers: which can be dialled, and how each is written. Used wherever a number is checked.

Mobiles have 11 digits; landlines seven or eight behind their area code, or alone within the city, and perhaps an
extension; 400 and 800 numbers ten digits; numbers from abroad (Hong Kong, Macao and Taiwan too) begin with + and their
country code. Short numbers
such as 110, 12345 or a desk's extension are refused: nobody can call them back from outside.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SEPARATOR = re.compile(r"[/、,，;；|]|\s+(?:或|or)\s+")
_FILLING = re.compile(r"[\s().·‐-―−_-]+")
_EXTENSION = re.compile(r"(?:转|轉|分机|ext\.?|x|#|\*)\s*[:：]?\s*(\d{1,6})$", re.IGNORECASE)
#: The extension behind a dash: 010-88886666-801.
_DASHED_EXTENSION = re.compile(r"^(.*\d)\s*[-‐-―−]\s*(\d{1,6})$")
_CHINA = re.compile(r"^(?:\+|00)?86(?=1[3-9]\d{9}$|0?[1-9]\d{8,11}$)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_SERVICE = re.compile(r"[48]00\d{7}")
#: Beijing and the 02x cities have two digits behind the zero, all others three.
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})([1-9]\d{6,7})")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_FOREIGN = re.compile(r"\+(?!86)[1-9]\d{6,14}")
#: People give a mobile and a landline, seldom more.
_MOST = 3


@lru_cache(maxsize=4096)  # an imported list and a form ask for the same numbers again
def written(text: str) -> str | None:
	"""The number as it is stored and printed, or None for one nobody can dial.

	13800001501, 0571-87654321, 010-88886666转801, 400-820-1501, +85223456789. Several numbers, parted by a stroke or
	a comma, are joined by ``、``. Full-width digits, blanks, brackets and +86 of any kind are read. Idempotent.
	"""
	plain = unicodedata.normalize("NFKC", text).strip()
	parts = [part.strip() for part in _SEPARATOR.split(plain) if part.strip()]
	if not 0 < len(parts) <= _MOST:
		return None
	numbers = [number for part in parts if (number := _one(part)) is not None]
	return "、".join(dict.fromkeys(numbers)) if len(numbers) == len(parts) else None


def is_phone(text: str) -> bool:
	"""Whether somebody can dial what was typed."""
	return written(text) is not None


def _one(text: str) -> str | None:
	extension = ""
	if found := _EXTENSION.search(text):
		text, extension = text[: found.start()], found[1]
	number = _plain_number(text)
	if number is None and not extension and (found := _DASHED_EXTENSION.match(text)):
		number, extension = _plain_number(found[1]), found[2]
		if number is not None and _MOBILE.fullmatch(number):
			return None  # a mobile has no extension: a digit too many
	return number and (f"{number}转{extension}" if extension else number)


def _plain_number(text: str) -> str | None:
	compact = _FILLING.sub("", text)
	digits = _CHINA.sub("", compact)
	if not re.fullmatch(r"\+?\d+", digits, re.ASCII):
		return None
	if any(kind.fullmatch(digits) for kind in (_MOBILE, _FOREIGN, _LOCAL)):
		return digits
	if _SERVICE.fullmatch(digits):
		return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
	# behind the country code the area code stands without its zero
	found = _LANDLINE.fullmatch(digits) or (digits != compact and _LANDLINE.fullmatch(f"0{digits}"))
	return f"{found[1]}-{found[2]}" if found else None
