"""Dates counted from a delivery (requirements 8): D, its first day, and C, the day it is completed."""

from __future__ import annotations

from datetime import date, timedelta

from fangxiu_app.domain.duration import clamped

DAY, WEEK, MONTH = "Day", "Week", "Month"
UNITS = (DAY, WEEK, MONTH)


def shift(day: date, amount: int, unit: str) -> date:
	"""``day`` moved by ``amount`` days, weeks or calendar months; negative: before it.

	A month away is the same day of that month, or its last day where it is shorter (as 民法典 Art. 202 counts ends of
	terms). Raises ValueError for an unknown unit.
	"""
	if unit == MONTH:
		year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
		return clamped(year, month + 1, day.day)
	if unit not in UNITS:
		raise ValueError(unit)
	return day + timedelta(days=amount * (7 if unit == WEEK else 1))
