"""Terms of a warranty or a contract, counted as the Civil Code counts them (民法典 Art. 200–202)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

Unit = Literal["Day", "Month", "Year", "Season", "Design Life"]

DAY, WEEK, MONTH = "Day", "Week", "Month"
UNITS = (DAY, WEEK, MONTH)
DESIGN_LIFE_YEARS = 50
"""Usual design life of a dwelling (设计合理使用年限), where the design does not state another one."""


@dataclass(frozen=True, slots=True)
class Term:
	"""A length of time. A "Season" is one of heating or cooling; a "Design Life" of 0 is the usual 50 years.

	Raises ValueError for a negative amount or an unknown unit.
	"""

	amount: int
	unit: Unit

	def __post_init__(self) -> None:
		if self.amount < 0 or self.unit not in get_args(Unit):
			raise ValueError(f"not a term: {self.amount} {self.unit}")


def add(start: date, term: Term) -> date:
	"""The last day of a term that begins with the event of the `start` day.

	The day of the event is not counted (Art. 201): a year ends with the same-numbered day, included; where
	the month has no such day, with the month's last day (Art. 202). The 29th of February plus one year is
	the 28th. Raises ValueError for seasons, which need their dates (`warranty.last_day`), and past the year
	9999.
	"""
	if term.unit == "Season":
		raise ValueError("a term of seasons needs the dates of the season")
	if term.unit == "Day":
		return start + timedelta(days=term.amount)
	return _add_months(start, _months(term))


def shift(day: date, amount: int, unit: str) -> date:
	"""``day`` moved by ``amount`` days, weeks or calendar months; negative: before it.

	A month away is the same day of that month, or its last day where it is shorter (as 民法典 Art. 202 counts ends of
	terms). Raises ValueError for an unknown unit.
	"""
	if unit == MONTH:
		return _add_months(day, amount)
	if unit not in UNITS:
		raise ValueError(unit)
	return day + timedelta(days=amount * (7 if unit == WEEK else 1))


def clamped(year: int, month: int, day: int) -> date:
	"""The day of that month, or the month's last day where it has no such day."""
	return date(year, month, min(day, monthrange(year, month)[1]))


def _months(term: Term) -> int:
	if term.unit == "Month":
		return term.amount
	if term.unit == "Design Life":
		return 12 * (term.amount or DESIGN_LIFE_YEARS)
	return 12 * term.amount


def _add_months(start: date, months: int) -> date:
	year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
	return clamped(year, month + 1, start.day)
