"""When something happened and when it was entered: late entry is allowed with a reason, and marked."""

from __future__ import annotations

from datetime import datetime, timedelta

from fangxiu_app.core.refusal import Violation

#: A phone and a server may differ by this much before a time counts as "in the future".
CLOCK_SKEW = timedelta(seconds=60)
#: Action → earlier records it may lie before: what a desk arranged meanwhile does not contradict what happened on site.
OVERTAKEN = {"arrive": ("appoint",), "survey": ("appoint",)}


def is_back_entry(at: datetime, now: datetime, tolerance_minutes: int) -> bool:
	"""Whether ``at`` lies further back than typing takes (R79: 10 minutes by default)."""
	return now - at > timedelta(minutes=tolerance_minutes)


def check_event_time(
	at: datetime, now: datetime, not_before: datetime | None, tolerance_minutes: int, reason: str
) -> list[Violation]:
	"""Refuse a future time, a time before the previous event, and an old time without a reason."""
	if at > now + CLOCK_SKEW:
		return [Violation("time_in_future", (at,))]
	if not_before and at < not_before:
		return [Violation("time_out_of_order", (at, not_before))]
	if is_back_entry(at, now, tolerance_minutes) and not reason.strip():
		return [Violation("back_entry_reason_missing", (at, tolerance_minutes))]
	return []
