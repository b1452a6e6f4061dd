"""Formats durations and times for people: 22 days 3 hours instead of 31,880 minutes; 12:13 for today, otherwise with its day."""

from __future__ import annotations

from datetime import datetime

from fangxiu_app.core.wording import _


def length(minutes: float) -> str:
	"""Minutes in words: days of 24 hours, hours, minutes, the two largest that matter."""
	days, rest = divmod(int(minutes), 1440)
	hours, rest = divmod(rest, 60)
	if days:
		return _("{0} d {1} h").format(days, hours) if hours else _("{0} d").format(days)
	if hours:
		return _("{0} h {1} min").format(hours, rest) if rest else _("{0} h").format(hours)
	return _("{0} min").format(rest)


def between(start: datetime | None, end: datetime | None) -> str:
	"""From one moment to another in words; empty where one is missing, and where the first is not the earlier one."""
	if not start or not end or end < start:
		return ""
	return length((end - start).total_seconds() // 60)


def standing(due: datetime, now: datetime) -> tuple[str, str]:
	"""How ``now`` stands to a limit, as "left", "now" or "late", with how far in words; less than a minute away it is due now."""
	minutes = (max(due, now) - min(due, now)).total_seconds() // 60
	if not minutes:
		return "now", ""
	return ("late" if now > due else "left"), length(minutes)


def moment(at: datetime, now: datetime) -> str:
	"""A moment near ``now``: the time alone on the same day, else with its day, and with its year in another one."""
	clock = f"{at:%H:%M}"
	if at.date() == now.date():
		return clock
	if at.year == now.year:
		return _("{0}/{1} at {2}").format(at.month, at.day, clock)
	return f"{at:%Y-%m-%d} {clock}"
