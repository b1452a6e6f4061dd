"""Days that a form takes: what happened lies neither in the future nor before its cause, what is planned not years away. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from fangxiu_app.core.refusal import Violation

#: Inferred: work, meetings and deadlines are arranged within a year; further off is a mistyped year.
AHEAD = timedelta(days=366)
#: How long after its day something that proves a step may be entered by anybody who plans; later the repair manager does it (ADR 0180).
ENTERED_WITHIN = timedelta(days=7)


def check_happened(day: date, today: date, not_before: date | None) -> list[Violation]:
	"""Refuse a day of something that happened after ``today``, or before the first day on which it can have happened."""
	if day > today:
		return [Violation("time_in_future", (day,))]
	return [Violation("day_too_early", (day, not_before))] if not_before and day < not_before else []


def check_planned(day: date, today: date, ahead: timedelta = AHEAD) -> list[Violation]:
	"""Refuse a planned day or deadline that lies further ahead than anything is arranged."""
	latest = today + ahead
	return [Violation("day_too_far", (day, latest))] if day > latest else []
