"""Whom to ask after a repair, how soon, what counts as an attempt."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.tickets.clocks import rules_follow_up
from fangxiu_app.tickets.clocks.rules_follow_up import Closed

NOON = datetime(2026, 3, 2, 12)


@pytest.mark.clause("R108")
@pytest.mark.parametrize(
	("values", "days"),
	[
		({"days": 3, "after_rain": True}, 3),
		({"days": 3}, 3),
		({"complaint": True}, 7),
		({"repeat": True, "days": 7}, 7),
		({"after_rain": True, "days": 7}, 7),
		({"complaint": True, "days": 30}, 7),
		({}, None),
		({"days": 7}, None),
	],
)
def test_complaints_repeats_and_leaks_are_all_asked_within_a_week(values, days):
	assert rules_follow_up.due_days(Closed("RT-1", **values), 0) == days


@pytest.mark.clause("R108")
@given(st.integers(0, 100), st.integers(0, 100))
def test_the_sample_follows_its_share_and_a_larger_share_keeps_the_smaller_one(one, other):
	low, high = sorted((one, other))
	names = [f"RT-26-{number:05d}" for number in range(600)]
	few = {name for name in names if rules_follow_up.sampled(name, low)}
	many = {name for name in names if rules_follow_up.sampled(name, high)}
	assert few <= many
	assert abs(len(few) / 600 - low / 100) < 0.1
	assert {name for name in names if rules_follow_up.sampled(name, low)} == few


def test_five_levels_are_printed_as_three():
	assert set(rules_follow_up.THREE_LEVELS.values()) == {"Satisfied", "Rather Satisfied", "Not Satisfied"}
	assert (rules_follow_up.three_levels("Neutral"), rules_follow_up.three_levels(None)) == ("Rather Satisfied", "")


@pytest.mark.clause("R108")
def test_two_calls_in_a_row_are_one_attempt():
	minutes = [NOON + timedelta(minutes=n) for n in (0, 5, 10)]
	assert rules_follow_up.occasions(minutes, 4) == 1
	assert rules_follow_up.occasions([*minutes, NOON + timedelta(hours=4)], 4) == 2
	assert rules_follow_up.occasions(reversed(minutes), 0) == 3
	assert rules_follow_up.occasions([], 4) == 0


@given(st.lists(st.datetimes(NOON, NOON + timedelta(days=9)), max_size=15), st.floats(0.5, 48))
def test_occasions_never_outnumber_attempts_nor_the_time_they_take(times, gap):
	found = rules_follow_up.occasions(times, gap)
	assert (found == 0) == (not times) and found <= len(times)
	if times:
		assert (found - 1) * gap <= (max(times) - min(times)) / timedelta(hours=1) + 1e-6
