"""Warranty terms the slow way: walk from day to day and look what the calendar sheet says.

Shares no code with the domain. A term is (amount, unit), a season ((month, day), (month, day)).
"""

from __future__ import annotations

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def last_day(start: date, amount: int, unit: str, season=None) -> date:
	if unit == "Season":
		return last_day_of_season(start, amount, season)
	steps = {"Day": amount, "Month": amount, "Year": 12 * amount, "Design Life": 12 * (amount or 50)}[unit]
	day = start
	while steps > 0:
		day += ONE_DAY
		if unit == "Day" or is_monthly_anniversary(day, start.day):
			steps -= 1
	return day


def is_monthly_anniversary(day: date, number: int) -> bool:
	"""The same-numbered day of a month, or the last day of a month that has no such day."""
	return day.day == number or (day.day < number and (day + ONE_DAY).month != day.month)


def last_day_of_season(start: date, amount: int, season) -> date:
	"""Counts seasons that begin after the start and have come to their end."""
	first, last = season
	day, complete, under_way = start, 0, False
	while complete < amount:
		day += ONE_DAY
		if falls_on(day, first):
			under_way = True
		if under_way and falls_on(day, last):
			complete += 1
			under_way = False
	return day


def falls_on(day: date, month_day: tuple[int, int]) -> bool:
	month, number = month_day
	return day.month == month and is_monthly_anniversary(day, number)


def cover(term: dict, dates: dict, on: date, repairs: list[date]) -> dict:
	"""Owner's and contractor's last day, walked through the life of the part: each warranty repair starts anew."""
	season = term["season"]
	known = [r for r in repairs if r <= on] if term["restarts"] else []
	contractor = owner = None
	if dates["acceptance"]:
		contractor = last_day(dates["acceptance"], *term["contractor"], season)
		contractor = renewed(contractor, known, term["contractor"], season)
	handover = dates["handover"] or dates["deemed"]
	if handover:
		ends = [last_day(handover, *term["owner"], season)]
		ends += [last_day(handover, *term["minimum"], season)] if term["minimum"] else []
		ends += [contractor] if contractor else []
		owner = renewed(sorted(ends)[-1], known, term["owner"], season)
	return {"owner": owner, "contractor": contractor, "payer": payer(owner, contractor, handover, on)}


def renewed(until: date, repairs: list[date], term: tuple[int, str], season) -> date:
	for repair in sorted(repairs):
		if repair > until:
			continue
		again = last_day(repair, *term, season)
		if again > until:
			until = again
	return until


def payer(owner: date | None, contractor: date | None, handover: date | None, on: date) -> str:
	if contractor is None:
		return "Unknown"
	if on <= contractor:
		return "Contractor"
	if handover is None or on < handover:
		return "Developer"
	return "Developer" if on <= owner else "Owner"
