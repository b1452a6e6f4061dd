"""Points, grades, vetoes and suspension of a contractor's month (R112)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.refusal import Violation
from fangxiu_app.quality import rules_evaluation as rules
from fangxiu_app.quality.rules_evaluation import COUNTS, FIGURE, MARKS, RATES, SCORE, VETO, Limits, Row

scores = st.none() | st.floats(0, 100).map(lambda x: round(x, 1))
rows = st.lists(st.builds(Row, st.sampled_from((FIGURE, SCORE)), st.integers(0, 50), scores), max_size=8)
LIMITS = Limits()


@pytest.mark.clause("R112")
@given(rows)
def test_the_total_lies_between_the_worst_and_the_best(sheet):
	found = rules.total(sheet)
	judged = [row.score for row in sheet if row.score is not None and row.weight]
	assert (found is None) == (not judged)
	if judged:
		assert min(judged) - 0.1 <= found <= max(judged) + 0.1
		assert rules.total([*sheet, Row(FIGURE, 30), Row(SCORE, 0, 0.0), Row(VETO, 9, 1.0)]) == found
		better = [replace(row, score=100.0) if row.score is not None else row for row in sheet]
		assert rules.total(better) == 100


@pytest.mark.clause("R112")
@given(st.sampled_from(rules.FIGURES), st.floats(0, 200), st.floats(0, 50))
def test_points_of_a_figure(figure, value, off):
	points = rules.figure_score(figure, value, off)
	assert 0 <= points <= 100
	more = rules.figure_score(figure, value + 1, off)
	assert more <= points if figure in COUNTS else more >= points
	assert rules.figure_score(figure, None, off) is None


def test_points_by_hand():
	assert rules.figure_score(RATES[0], 87.55, 5) == 87.5 or rules.figure_score(RATES[0], 87.55, 5) == 87.6
	assert rules.figure_score(MARKS, 4, 5) == 80
	assert [rules.figure_score("Letters", n, 15) for n in (0, 1, 7)] == [100, 85, 0]
	assert rules.total([Row(FIGURE, 30, 90.0), Row(SCORE, 10, 50.0), Row(FIGURE, 60)]) == 80


@pytest.mark.clause("R112")
@pytest.mark.parametrize(
	("points", "vetoed", "grade", "suspended"),
	[
		(90, False, "A", False),
		(89.9, False, "B", False),
		(75, False, "B", False),
		(60, False, "C", False),
		(59.9, False, "D", True),
		(None, False, "", False),
		(100, True, "D", True),
		(None, True, "D", True),
	],
)
def test_grade_and_suspension(points, vetoed, grade, suspended):
	sheet = [Row(VETO, vetoed=vetoed, title="拒不维修")]
	assert rules.grade(points, sheet, LIMITS) == grade
	assert rules.suspends(points, sheet, LIMITS) == suspended
	assert not rules.suspends(1, [Row(VETO)], replace(LIMITS, suspend_below=0))


@pytest.mark.clause("R112")
def test_what_is_missing_before_confirming():
	sheet = [Row(SCORE, 10, None, title="配合度"), Row(FIGURE, 10), Row(VETO)]
	found = rules.check_confirm(sheet, date(2026, 10, 31), date(2026, 10, 31), ["a"], "a")
	assert [one.code for one in found] == [
		"evaluation_month_runs",
		"evaluation_scores_missing",
		"evaluation_own_scores",
	]
	assert rules.check_confirm([Row(SCORE, 10, 0.0)], date(2026, 10, 31), date(2026, 11, 1), ["a"], "b") == []


@given(st.dates(date(1990, 1, 31), date(2100, 1, 1)))
def test_months(day):
	first, last = rules.month_of(day)
	assert (first.day, first.month, last.month) == (1, day.month, day.month)
	assert (last - first).days + 1 == [
		31,
		28 + (day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0)),
		31,
		30,
		31,
		30,
		31,
		31,
		30,
		31,
		30,
		31,
	][day.month - 1]
	assert rules.month_of(rules.last_month(day))[1] < first


@pytest.mark.clause("R112")
@pytest.mark.parametrize(
	("figure", "value", "off", "points"),
	[
		(RATES[0], 87.54, 5, 87.5),
		(RATES[2], 120, 5, 100),
		(MARKS, 3.3, 5, 66),
		("Repeats", 1, 33.33, 66.7),
		("Deductions", 3, 50, 0),
		("Letters", 0, 15, 100),
	],
)
def test_points_are_a_share_a_mark_or_a_hundred_less_each_case(figure, value, off, points):
	assert rules.figure_score(figure, value, off) == points


@pytest.mark.clause("R112")
@pytest.mark.parametrize(
	("day", "scorers", "sheet", "answer"),
	[
		(31, [], [], [Violation("evaluation_month_runs", (date(2026, 10, 31),))]),
		(1, [], [], []),
		(1, ["me"], [], [Violation("evaluation_own_scores")]),
		(1, ["other"], [Row(SCORE, 1, None, title="配合"), Row(SCORE, 1, 0.0), Row(FIGURE), Row(SCORE, title="到场")],
			[Violation("evaluation_scores_missing", (("配合", "到场"),))]),
	],
)
def test_a_refused_confirmation_names_what_is_missing(day, scorers, sheet, answer):
	today = date(2026, 10, 31) if day == 31 else date(2026, 11, 1)
	assert rules.check_confirm(sheet, date(2026, 10, 31), today, scorers, "me") == answer


@pytest.mark.clause("R112")
def test_the_mean_carries_weights_and_one_decimal_and_suspension_has_an_open_end():
	assert rules.total([Row(FIGURE, 1, 80.0), Row(FIGURE, 2, 81.0)]) == 80.7
	assert rules.total([Row(FIGURE, 0.5, 80.0), Row(FIGURE, 0, 0.0)]) == 80
	assert rules.total([Row(VETO, 1, 80.0)]) is None
	assert rules.suspends(60, [], LIMITS) is False and rules.suspends(59.9, [], LIMITS) is True
	assert rules.suspends(0, [], replace(LIMITS, suspend_below=0)) is False
	sheet = [Row(VETO, vetoed=True, title="拒修"), Row(VETO, title="造假"), Row(SCORE, vetoed=True, title="x")]
	assert rules.vetoes(sheet) == ("拒修",)
	assert rules.last_month(date(2026, 1, 31)) == date(2025, 12, 1)
	assert rules.month_of(date(2026, 1, 31)) == (date(2026, 1, 1), date(2026, 1, 31))
