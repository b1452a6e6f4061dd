"""Spare parts rules: proposals, what is still open, what comes late (R36, R37)."""

import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.time.duration import DAY, MONTH, WEEK, shift
from fangxiu_app.parts import rules_spare_parts as rules
from fangxiu_app.parts.rules_spare_parts import (
	Progress,
	Rate,
	allocate,
	arrives,
	propose,
	rates_of,
	risk,
	still_open,
)

TODAY = date(2027, 1, 23)
NEEDED = date(2027, 2, 15)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
AMOUNTS = st.integers(0, 500).map(float)


@given(DAYS, st.integers(-60, 60))
def test_a_month_is_the_same_day_or_the_last_one(day, months):
	moved = shift(day, months, MONTH)
	assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
	last = (moved + timedelta(days=1)).month != moved.month
	assert moved.day == day.day or (moved.day < day.day and last)


@given(DAYS, st.integers(-200, 200))
def test_days_and_weeks_are_exact(day, amount):
	assert (shift(day, amount, DAY) - day).days == amount
	assert shift(day, amount, WEEK) == shift(day, 7 * amount, DAY)


def test_an_unknown_unit_is_refused():
	with pytest.raises(ValueError, match="Year"):
		shift(TODAY, 1, "Year")


@pytest.mark.clause("R36")
def test_a_house_types_own_rate_wins_and_the_sum_is_rounded_once():
	found = propose({"A": 120, "B": 33, "C": 5}, [Rate(3.5), Rate(10, "B")], minimum=2)
	assert found.qty == math.ceil(120 * 0.035 + 33 * 0.1 + 5 * 0.035)
	assert found.parts == (("A", 120, 3.5), ("B", 33, 10), ("C", 5, 3.5))
	assert propose({"A": 1}, [Rate(1)], minimum=4).qty == 4
	assert propose({"A": 100}, [Rate(1, "B")]).qty == 0


@given(
	st.dictionaries(st.sampled_from("ABC"), st.integers(1, 900), min_size=1),
	st.integers(0, 50),
	st.integers(0, 50),
)
def test_more_units_never_need_fewer_pieces(units, rate, minimum):
	more = {house_type: count + 10 for house_type, count in units.items()}
	low, high = (propose(one, [Rate(rate)], minimum).qty for one in (units, more))
	assert minimum <= low <= high
	exact = sum(units.values()) * rate / 100
	assert max(exact, minimum) <= low < max(exact, minimum) + 1


@given(st.dictionaries(st.sampled_from("AB"), st.integers(1, 400), min_size=1), st.integers(1, 60))
def test_experience_proposes_for_the_same_estate_what_it_used(units, used):
	"""The rates of an estate, applied to the same estate, give back its consumption (rounded up)."""
	consumption = dict.fromkeys(units, float(used))
	found = propose(units, rates_of(consumption, units))
	assert found.source == "Experience"
	assert found.qty == used * len(units)


def test_experience_without_units_or_use_says_nothing():
	assert rates_of({}, {"A": 5}) == []
	assert rates_of({"A": 3.0}, {}) == []


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_what_is_still_open(wanted, ordered, received):
	left = still_open(wanted, ordered, received)
	assert left == max(wanted - max(ordered, received), 0)


@pytest.mark.parametrize(
	("part", "expected", "verdict"),
	[
		(Progress(5, received=5, handed_over=5), None, "Done"),
		(Progress(5, received=5), None, "To Hand Over"),
		(Progress(5, lead_days=10), TODAY + timedelta(10), "To Do"),
		(Progress(5, lead_days=20), TODAY + timedelta(20), "Tight"),
		(Progress(5, lead_days=24), TODAY + timedelta(24), "Too Late"),
		(Progress(5, ordered=5, expected=date(2027, 2, 1)), date(2027, 2, 1), "On Its Way"),
		(Progress(5, ordered=5, expected=date(2027, 2, 16)), date(2027, 2, 16), "Too Late"),
		(Progress(5, ordered=5, expected=date(2027, 1, 1)), TODAY, "On Its Way"),
		(Progress(5, ordered=3, expected=date(2027, 2, 1), lead_days=40), TODAY + timedelta(40), "Too Late"),
		(Progress(5, ordered=5, received=4, expected=date(2027, 2, 12)), date(2027, 2, 12), "Tight"),
	],
)
@pytest.mark.clause("R37")
def test_a_part_is_red_when_the_shortage_cannot_arrive_in_time(part, expected, verdict):
	assert arrives(part, TODAY) == expected
	assert risk(part, NEEDED, TODAY) == verdict


def test_received_but_not_handed_over_is_late_after_the_day():
	assert risk(Progress(5, received=5, handed_over=4), NEEDED, NEEDED + timedelta(1)) == "Too Late"
	assert risk(Progress(5, received=5, handed_over=5), NEEDED, NEEDED + timedelta(1)) == "Done"


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.integers(0, 90), st.integers(0, 60))
def test_less_time_never_looks_better(planned, ordered, received, handed, lead, later):
	part = Progress(planned, ordered=ordered, received=received, handed_over=handed, lead_days=lead)
	first = risk(part, NEEDED, NEEDED - timedelta(90))
	then = risk(part, NEEDED, NEEDED - timedelta(90) + timedelta(later))
	assert rules.RISKS.index(first) <= rules.RISKS.index(then)


@given(AMOUNTS, st.lists(st.tuples(st.uuids().map(str), st.integers(-5, 50).map(float)), max_size=6))
def test_an_issue_is_split_without_loss(qty, rows):
	split = allocate(qty, rows)
	assert sum(part for _name, part in split) == qty
	available = dict(rows)
	assert all(part <= available[name] for name, part in split if name)


def test_the_worst_part_stands_for_the_list():
	assert rules.worst(["Done", "Too Late", "Tight"]) == "Too Late"
	assert rules.worst([]) == "Done"
