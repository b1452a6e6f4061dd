"""Changes of a delivery's plan: days that lie in the past (what proves a milestone is entered when it happens, R21, R33-R35), what leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from fangxiu_app.core.time.plausible import ENTERED_WITHIN


def late_days(before: Mapping[str, tuple], after: Iterable[tuple[str, int, tuple]], today: date) -> list[int]:
	"""Numbers of the rows with a new or changed day that is more than ``ENTERED_WITHIN`` ago.

	``before``: name → days of each stored row; ``after``: name, number and days of each row now, days being None where they are not known.
	"""
	found = []
	for name, number, days in after:
		known = set(before.get(name, ()))
		if any(day and day not in known and day < today - ENTERED_WITHIN for day in days):
			found.append(number)
	return found


def late(days: Iterable[date], today: date) -> set[date]:
	"""Those of these days that are more than ``ENTERED_WITHIN`` ago."""
	return {day for day in days if day < today - ENTERED_WITHIN}


def left(before: Iterable[str], after: Iterable[str]) -> list[str]:
	"""What stood in a list and does no more, in its order; an empty ``after`` means everything, so that nothing left."""
	kept = set(after)
	return [one for one in dict.fromkeys(before) if one not in kept] if kept else []


def taken(before: Iterable[Mapping], after: Iterable[Mapping], same: tuple[str, ...], amount: str = "") -> list[Mapping]:
	"""Stored rows that a milestone counts no more: removed, another thing by one of ``same``, or less of it by ``amount``."""
	now = {row.get("name"): row for row in after}

	def gone(row: Mapping) -> bool:
		new = now.get(row.get("name"))
		if new is None or any((new.get(field) or "") != (row.get(field) or "") for field in same):
			return True
		return bool(amount) and float(new.get(amount) or 0) < float(row.get(amount) or 0)

	return [row for row in before if gone(row)]
