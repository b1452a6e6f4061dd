"""Numbers and names as they are compared: one is the same however it is typed."""

from __future__ import annotations

import unicodedata

DASH = "-"
#: Dots within a name, of whichever kind.
DOTS = frozenset("·•・‧∙⋅")


def written(text: str | None) -> str:
	"""``text`` without blanks, dashes' kinds, dots within names and signs that are not seen, in narrow letters of one case."""
	narrow = unicodedata.normalize("NFKC", text or "")
	kept = (DASH if unicodedata.category(sign) == "Pd" or sign == "−" else sign for sign in narrow if unicodedata.category(sign)[0] not in "ZC" and sign not in DOTS)
	return unicodedata.normalize("NFKC", "".join(kept).casefold())


def digits_apart(text: str | None) -> str:
	"""The same without dashes, for numbers of accounts."""
	return written(text).replace(DASH, "")
