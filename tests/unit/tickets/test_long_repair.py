"""The weeks of a long repair after its first notice (R102)."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.tickets.clocks.rules_long_repair import weeks

FIRST = datetime(2026, 3, 2, 10)
DAY = timedelta(days=1)


def states(contacts, now, ended=None) -> list[str]:
	return [week.state for week in weeks(FIRST, contacts, ended, 7 * DAY, now)]


@pytest.mark.clause("R102")
def test_a_week_is_kept_missed_or_still_running():
	contacts = [FIRST + 6 * DAY, FIRST + 15 * DAY]
	assert states(contacts, FIRST + 21 * DAY) == ["Kept", "Missed", "Kept", "Running"]
	assert states([], FIRST + 3 * DAY) == ["Running"]
	assert weeks(None, contacts, None, 7 * DAY, FIRST + 22 * DAY) == []


@pytest.mark.clause("R102")
def test_work_that_ended_owes_no_further_week():
	assert states([], FIRST + 60 * DAY, ended=FIRST + 10 * DAY) == ["Missed"]
	assert states([FIRST + 9 * DAY], FIRST + 60 * DAY, ended=FIRST + 10 * DAY) == ["Missed", "Kept"]


def test_a_contact_on_the_last_moment_keeps_its_week_and_no_other():
	assert states([FIRST + 7 * DAY], FIRST + 14 * DAY) == ["Kept", "Missed"]


@pytest.mark.clause("R102")
def test_a_contact_begins_the_next_week_as_it_begins_the_next_clock():
	"""Early contacts leave no gap of almost a fortnight that still counts as weekly."""
	assert states([FIRST + DAY, FIRST + 13 * DAY], FIRST + 14 * DAY) == ["Kept", "Missed", "Kept", "Running"]
	assert [week.end for week in weeks(FIRST, [FIRST + DAY], None, 7 * DAY, FIRST + 2 * DAY)] == [FIRST + DAY, FIRST + 8 * DAY]


@given(st.lists(st.integers(1, 100), max_size=20), st.integers(0, 100))
def test_weeks_touch_and_each_contact_keeps_at_most_one(days, now):
	found = weeks(FIRST, [FIRST + n * DAY for n in days], None, 7 * DAY, FIRST + now * DAY)
	assert all(one.end == two.start for one, two in pairwise(found))
	assert len([week for week in found if week.state == "Kept"]) <= len(set(days))
	assert [week.state for week in found[:-1]].count("Running") == 0
