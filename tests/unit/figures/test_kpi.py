"""Periods and figures of the KPI sheet: what is compared with what, and what is no figure at all."""

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.figures import rules_kpi
from fangxiu_app.figures.rules_kpi import BY_CODE, KPIS, Period

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
SHARE, COUNT, DAYS_LONG = BY_CODE["closing_rate"], BY_CODE["open_long"], BY_CODE["mean_duration"]


def test_codes_are_unique_and_every_figure_says_where_it_comes_from():
	assert len(BY_CODE) == len(KPIS)
	assert all(row.words and row.title for row in KPIS)
	sources = {row.source for row in KPIS} - {rules_kpi.PRACTICE}
	assert [source for source in sources if not re.fullmatch(r"R\d+(, R\d+)*", source)] == []
	assert {row.unit for row in KPIS} <= {"percent", "days", "count", "score", "ratio"}
	assert {row.better for row in KPIS} == {"up", "down"}


@given(DAYS, st.sampled_from(["Week", "Month"]))
def test_a_week_or_month_holds_its_day_and_follows_the_one_before(day, kind):
	now, before = rules_kpi.periods(kind, day)
	assert now.start <= datetime(day.year, day.month, day.day) < now.end
	assert before.end == now.start
	assert rules_kpi.periods(kind, before.start.date())[0] == before
	if kind == "Week":
		assert (now.start.weekday(), now.end - now.start) == (0, timedelta(days=7))
	else:
		assert (now.start.day, now.end.day) == (1, 1)


@given(DAYS, st.integers(0, 400))
def test_a_custom_period_compares_with_as_many_days_before(day, length):
	now, before = rules_kpi.periods("Custom", day, day + timedelta(days=length))
	assert now.end - now.start == before.end - before.start == timedelta(days=length + 1)
	assert before.end == now.start


def test_cumulative_begins_at_the_beginning_and_compares_with_a_week_earlier():
	assert rules_kpi.periods("Cumulative", date(2026, 3, 1)) == (
		Period(None, datetime(2026, 3, 2)),
		Period(None, datetime(2026, 2, 23)),
	)


@pytest.mark.parametrize(("kind", "until"), [("Custom", None), ("Custom", date(2026, 2, 28)), ("Year", None)])
def test_dates_that_do_not_fit_are_refused(kind, until):
	with pytest.raises(ValueError):
		rules_kpi.periods(kind, date(2026, 3, 1), until)


@given(st.floats(0, 1e6), st.floats(1, 1e6))
def test_a_share_is_a_quotient_in_percent(numerator, denominator):
	assert rules_kpi.value(SHARE, numerator, denominator) == pytest.approx(100 * numerator / denominator)
	assert rules_kpi.value(DAYS_LONG, numerator, denominator) == pytest.approx(numerator / denominator)


def test_nothing_to_divide_by_is_no_figure():
	assert rules_kpi.value(SHARE, 0, 0) is None
	assert rules_kpi.value(SHARE, 0, 5) == 0
	assert rules_kpi.value(BY_CODE["median_duration"], None, 0) is None
	assert rules_kpi.value(BY_CODE["median_duration"], 2.5, 7) == 2.5
	assert rules_kpi.value(COUNT, 7, None) == 7


@pytest.mark.parametrize(
	("code", "figure", "target", "answer"),
	[
		("closing_rate", 95, 95, True),
		("closing_rate", 94.9, 95, False),
		("rework_rate", 1, 1, True),
		("rework_rate", 1.1, 1, False),
		("closing_rate", None, 95, None),
		("closing_rate", 50, None, None),
	],
)
def test_a_target_is_reached_from_the_good_side(code, figure, target, answer):
	assert rules_kpi.reached(BY_CODE[code], figure, target) is answer


@pytest.mark.parametrize(
	("code", "now", "before", "turn"),
	[
		("closing_rate", 2, 1, "better"),
		("rework_rate", 2, 1, "worse"),
		("rework_rate", 1, 2, "better"),
		("closing_rate", 1, 1, "same"),
		("closing_rate", None, 1, ""),
	],
)
def test_the_trend_knows_which_way_is_good(code, now, before, turn):
	assert rules_kpi.trend(BY_CODE[code], now, before) == turn


@given(st.sampled_from(rules_kpi.KPIS), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_the_distance_is_positive_on_the_good_side(row, figure, target):
	"""Good-high and good-low apart: the sign follows the direction, and the verdict is the sign."""
	gap = rules_kpi.distance(row, figure, target)
	assert gap == (figure - target) * (1 if row.better == "up" else -1)
	assert (gap >= 0) == rules_kpi.reached(row, figure, target)
	assert rules_kpi.distance(row, None, target) is None and rules_kpi.distance(row, figure, None) is None


@pytest.mark.parametrize(
	("code", "numerator", "denominator", "figure"),
	[
		("open_long", None, None, 0),
		("closing_rate", None, 5, None),
		("closing_rate", 3, None, None),
		("median_duration", None, 5, None),
		("satisfaction_score", 9, 2, 4.5),
		("closing_rate", 1, 4, 25),
	],
)
def test_what_was_not_counted_is_no_figure_but_a_count_of_nothing_is_none(code, numerator, denominator, figure):
	assert rules_kpi.value(BY_CODE[code], numerator, denominator) == figure


@pytest.mark.parametrize(
	("now", "before", "turn"), [(0.1, 0, "better"), (0, 0.1, "worse"), (4.04, 4.0, "same"), (3.96, 4.0, "same"), (4.06, 4.0, "better"), (0, 0, "same"), (1, None, "")]
)
def test_a_trend_is_of_the_figures_that_are_shown(now, before, turn):
	assert rules_kpi.trend(SHARE, now, before) == turn


def test_months_and_weeks_at_their_edges():
	assert rules_kpi.periods("Month", date(2026, 1, 31)) == (
		Period(datetime(2026, 1, 1), datetime(2026, 2, 1)),
		Period(datetime(2025, 12, 1), datetime(2026, 1, 1)),
	)
	assert rules_kpi.periods("Week", date(2026, 3, 8))[1] == Period(datetime(2026, 2, 23), datetime(2026, 3, 2))
	assert rules_kpi.periods("Custom", date(2026, 3, 1), date(2026, 3, 1)) == (
		Period(datetime(2026, 3, 1), datetime(2026, 3, 2)),
		Period(datetime(2026, 2, 28), datetime(2026, 3, 1)),
	)


def test_a_clock_is_kept_out_of_those_due():
	kept, due = rules_kpi._clock("Plan", "Plan Complex", facts=("passed_on",))
	assert (due.source, due.anchor, due.facts, due.codes) == ("clock", "due_at", ("judged", "passed_on"), ("Plan", "Plan Complex"))
	assert (kept.source, kept.anchor, kept.facts, kept.codes) == ("clock", "due_at", ("judged", "met", "passed_on"), due.codes)
