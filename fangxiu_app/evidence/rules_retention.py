"""Until when evidence is kept: while somebody can still make a claim (R109). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def keep_until(ends: Iterable[date | None], years: int) -> date | None:
	"""The last of ``ends`` (of warranties and repairs) and the years of the setting on top; None while none has ended.

	The years are those of 民法典, article 188. 29 February becomes the 28th in a year without it.
	"""
	known = [end for end in ends if end]
	if not known:
		return None
	last = max(known)
	try:
		return last.replace(year=last.year + years)
	except ValueError:
		return last.replace(year=last.year + years, day=28)
