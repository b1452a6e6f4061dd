"""Events that need no person: the time of day, a message."""

from __future__ import annotations

from datetime import datetime, timedelta


def day(ahead: int) -> str:
	"""The day so many days from now, as it is typed into a field."""
	return f"{datetime.now() + timedelta(days=ahead):%Y-%m-%d}"


def month_ago(months: int) -> tuple[str, str]:
	"""First and last day of the month so many months ago."""
	first = datetime.now().replace(day=1)
	for _each in range(months - 1):
		first = (first - timedelta(days=1)).replace(day=1)
	last = first - timedelta(days=1)
	return f"{last:%Y-%m}-01", f"{last:%Y-%m-%d}"
