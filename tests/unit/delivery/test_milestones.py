"""Milestones: their dates, how they stand, what they ask for (R20-R50)."""

import calendar
import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.time import duration
from fangxiu_app.delivery import rules_milestones as rules
from fangxiu_app.delivery.rules_milestones import (
	Fact,
	due_date,
	overdue_days,
	percent,
	reminders,
	required,
	standing,
)

ROOT = Path(__file__).parents[3]
TODAY = date(2027, 3, 1)
DAYS = st.dates(date(1995, 1, 1), date(2095, 12, 31))
UNITS = st.sampled_from(duration.UNITS)


@pytest.mark.clause("R20", "R40")
@pytest.mark.parametrize(
	("anchor", "amount", "unit", "expected"),
	[
		("D", -3, "Month", date(2027, 2, 28)),
		("D", -1, "Month", date(2027, 4, 30)),
		("D", -15, "Day", date(2027, 5, 16)),
		("D", 0, "Day", date(2027, 5, 31)),
		("D", 15, "Day", date(2027, 6, 15)),
		("C", 1, "Month", date(2027, 7, 30)),
		("C", 2, "Week", date(2027, 7, 14)),
	],
)
def test_dates_count_from_d_and_c(anchor, amount, unit, expected):
	assert due_date(anchor, amount, unit, date(2027, 5, 31), date(2027, 6, 30)) == expected


def test_leap_days_are_days():
	assert due_date("D", -3, "Month", date(2028, 5, 29), None) == date(2028, 2, 29)
	assert due_date("D", -3, "Month", date(2027, 5, 29), None) == date(2027, 2, 28)
	assert due_date("D", -12, "Month", date(2028, 2, 29), None) == date(2027, 2, 28)


@given(DAYS, st.integers(-24, 24), UNITS)
def test_a_later_delivery_never_makes_a_milestone_earlier(day, amount, unit):
	dues = [due_date("D", amount, unit, day + timedelta(later), None) for later in (0, 1, 31)]
	assert dues == sorted(dues)


@given(DAYS, st.integers(1, 24), st.integers(0, 24))
def test_one_month_of_the_calendar_is_never_more_than_31_days(day, amount, more):
	first, second = (due_date("D", -months, "Month", day, None) for months in (amount, amount + more))
	assert second <= first
	assert (first - second).days <= 31 * more


def test_without_c_there_is_no_date():
	assert due_date("C", 1, "Month", TODAY, None) is None
	assert standing(Fact(), None, TODAY) == "No Date"


@pytest.mark.parametrize(
	("fact", "due", "state", "late"),
	[
		(Fact(0, 1), TODAY + timedelta(8), "Not Yet Due", 0),
		(Fact(0, 1), TODAY + timedelta(7), "Soon", 0),
		(Fact(0, 1), TODAY, "Soon", 0),
		(Fact(4, 5), TODAY - timedelta(3), "Overdue", 3),
		(Fact(5, 5, TODAY - timedelta(3)), TODAY - timedelta(3), "Done", 0),
		(Fact(5, 5, TODAY - timedelta(1)), TODAY - timedelta(3), "Done Late", 2),
		(Fact(5, 5), TODAY - timedelta(3), "Done", 3),
		(Fact(0, 0), TODAY - timedelta(1), "Overdue", 1),
	],
)
def test_how_a_milestone_stands(fact, due, state, late):
	assert standing(fact, due, TODAY) == state
	if state != "Done":
		assert overdue_days(fact, due, TODAY) == late


def test_a_rule_may_want_a_number_of_its_own():
	assert not required(Fact(1, 1), 2).fulfilled
	assert required(Fact(2, 9), 2).fulfilled
	assert required(Fact(2, 9), 0).wanted == 9


@given(st.lists(st.sampled_from(rules.STATES)))
def test_percent_is_whole_only_when_all_is_done(states):
	share = percent(states)
	assert 0 <= share <= 100
	assert (share == 100) == all(state in ("Done", "Done Late") for state in states)


def test_reminders_are_for_what_is_soon_or_overdue():
	assert [reminders(state) for state in rules.STATES] == [None, None, None, "ahead", "overdue", None]


def template() -> list[tuple[str, str, int, str]]:
	"""(clause, anchor, amount, unit) of every line of the shipped template."""
	units = {"天": "Day", "周": "Week", "月": "Month"}
	with (ROOT / "fixtures" / "masters" / "milestones.csv").open(encoding="utf-8", newline="") as file:
		rows = list(csv.reader(file))
	return [(row[2], row[3], int(row[4]), units[row[5]]) for row in rows[1:]]


def naive(day: date, amount: int, unit: str) -> date:
	"""A calendar walked day by day: a month on is the day of the same number in the next one, or its last."""
	step = timedelta(1 if amount > 0 else -1)
	if unit != "Month":
		for _day in range(abs(amount) * (7 if unit == "Week" else 1)):
			day += step
		return day
	number, months = day.day, 0
	while months < abs(amount):
		before = day.month
		day += step
		months += day.month != before
	while (day + timedelta(1)).month == day.month and day.day < number:
		day += timedelta(1)
	while day.day > number:
		day -= timedelta(1)
	return day


ENDS = [
	date(year, month, calendar.monthrange(year, month)[1])
	for year in (2027, 2028, 2100)
	for month in range(1, 13)
]


@pytest.mark.clause("R20", "R40")
def test_every_line_of_the_template_at_every_end_of_a_month_and_around_leap_days():
	lines = template()
	assert len(lines) >= 25
	days = {day + timedelta(more) for day in ENDS for more in (-1, 0, 1)}
	for clause, anchor, amount, unit in lines:
		for day in days:
			found = due_date(anchor, amount, unit, day, day)
			assert found == naive(day, amount, unit), (clause, day)


@given(DAYS, st.integers(-36, 36), UNITS)
def test_any_offset_equals_a_calendar_walked_day_by_day(day, amount, unit):
	assert due_date("D", amount, unit, day, None) == naive(day, amount, unit)


@pytest.mark.clause("R19")
def test_what_is_overdue_escapes_by_a_later_day_or_none():
	old, done = TODAY - timedelta(days=3), Fact(1, 1, TODAY)
	later, earlier = TODAY + timedelta(days=9), old - timedelta(days=1)
	assert [rules.escapes(Fact(), old, new, TODAY) for new in (later, None, old, earlier)] == [True, True, False, False]
	assert not rules.escapes(done, old, later, TODAY) and not rules.escapes(Fact(), TODAY, later, TODAY) and not rules.escapes(Fact(), None, later, TODAY)


@given(st.integers(-30, 30), st.lists(st.integers(-60, 0), max_size=3), st.booleans())
def test_only_a_missed_milestone_is_rescued_and_only_by_a_day_before_its_own(left, entered, fulfilled):
	today = date(2026, 11, 30)
	due, days = today + timedelta(days=left), [today + timedelta(days=one) for one in entered]
	fact = rules.Fact(1, 1, today) if fulfilled else rules.Fact()
	found = rules.rescued(fact, due, days, today)
	assert found == (left < 0 and any(day <= due for day in days))
	assert not rules.rescued(fact, None, days, today)
