"""Back-entry: allowed with a reason, never in the future, never out of order."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from fangxiu_app.core.time.event_time import check_event_time, is_back_entry

NOW = datetime(2026, 3, 2, 10)


def codes(minutes_ago: float, reason: str = "", previous: float | None = None) -> list[str]:
	before = None if previous is None else NOW - timedelta(minutes=previous)
	return [
		found.code
		for found in check_event_time(NOW - timedelta(minutes=minutes_ago), NOW, before, 10, reason)
	]


@pytest.mark.clause("R79")
@pytest.mark.parametrize(
	("minutes_ago", "reason", "previous", "wanted"),
	[
		(0, "", None, []),
		(10, "", None, []),
		(10.02, "", None, ["back_entry_reason_missing"]),
		(10.02, "  ", None, ["back_entry_reason_missing"]),
		(600, "停电", None, []),
		(-1, "", None, []),
		(-1.02, "停电", None, ["time_in_future"]),
		(5, "", 5, []),
		(6, "", 5, ["time_out_of_order"]),
	],
)
def test_event_times(minutes_ago, reason, previous, wanted):
	assert codes(minutes_ago, reason, previous) == wanted


def test_back_entry_is_marked_beyond_the_tolerance_only():
	assert [is_back_entry(NOW - timedelta(minutes=m), NOW, 10) for m in (9, 10, 11)] == [False, False, True]
