"""One number is one bill of a supplier, however it is typed (R18)."""

from __future__ import annotations

import unicodedata

DASH = "-"


def same(number: str | None) -> str:
	"""``number`` as it is compared: without blanks and signs that are not seen, in narrow letters, of one case, with one dash."""
	narrow = unicodedata.normalize("NFKC", number or "")
	kept = (DASH if unicodedata.category(sign) == "Pd" or sign == "−" else sign for sign in narrow if unicodedata.category(sign)[0] not in "ZC")
	return unicodedata.normalize("NFKC", "".join(kept).casefold())
