"""The patrol sheet and the days of a repair: whole or refused, kept or missed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.refusal import Violation
from fangxiu_app.tickets.site_work import rules_patrol
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS, RESULTS, Check

START = datetime(2026, 3, 2, 10)
NOW = datetime(2026, 3, 9, 15)


def sheet(**marks) -> list[Check]:
	return [Check(aspect, marks.get(aspect, "Pass")) for aspect in ASPECTS]


def codes(checks, scored=False) -> list[str]:
	return [found.code for found in rules_patrol.check_sheet(checks, scored)]


@pytest.mark.clause("R100")
def test_all_six_aspects_are_marked():
	assert len(ASPECTS) == 6
	assert codes(sheet()) == []
	found = rules_patrol.check_sheet(sheet()[:4], False)
	assert (found[0].code, found[0].params) == ("aspects_missing", (ASPECTS[4:],))
	assert codes([]) == ["aspects_missing"]
	assert codes(sheet(Material="")) == ["aspects_missing"]
	assert codes([Check(aspect, "Not Applicable") for aspect in ASPECTS]) == ["nothing_checked"]


def test_a_fault_says_what_is_wrong():
	checks = [*sheet()[:-1], Check(ASPECTS[-1], "Fault", "  ")]
	assert codes(checks) == ["fault_not_described"]
	assert codes([*sheet()[:-1], Check(ASPECTS[-1], "Fault", "线缆裸露")]) == []


@pytest.mark.clause("R103")
def test_a_spot_check_is_scored():
	scored = [Check(aspect, "Pass", score=80) for aspect in ASPECTS]
	assert codes(scored, scored=True) == []
	assert codes(sheet(), scored=True) == ["score_missing"] * 6
	assert codes([*scored[:-1], Check(ASPECTS[-1], "Pass", score=101)], scored=True) == ["score_missing"]
	absent = [*scored[:-1], Check(ASPECTS[-1], "Not Applicable", score=0)]
	assert (codes(absent, scored=True), rules_patrol.score(absent)) == ([], 80)
	assert rules_patrol.score(sheet()) is None


@given(st.lists(st.tuples(st.sampled_from(RESULTS), st.integers(0, 100)), min_size=6, max_size=6))
def test_the_score_lies_between_the_worst_and_the_best(rows):
	checks = [Check(a, result, "x", points) for a, (result, points) in zip(ASPECTS, rows, strict=True)]
	counted = [check.score for check in checks if check.result != "Not Applicable"]
	found = rules_patrol.score(checks)
	assert found is None if not counted else min(counted) <= found <= max(counted)


def states(periods, patrols=(), holds=(), now=NOW) -> dict[int, str]:
	return {row.day.day: row.state for row in rules_patrol.days(periods, patrols, holds, now)}


@pytest.mark.clause("R12", "R100")
def test_days_between_the_first_and_today_are_kept_or_missed():
	seen = [datetime(2026, 3, 3, 9), datetime(2026, 3, 3, 17), datetime(2026, 3, 5, 23)]
	expected = {2: "Not Due", 3: "Kept", 4: "Missed", 5: "Kept", 6: "Missed", 7: "Missed", 8: "Missed"}
	assert states([(START, None)], seen) == {**expected, 9: "Today"}


def test_the_last_day_is_no_duty_of_its_own_but_counts_when_kept():
	period = [(START, datetime(2026, 3, 4, 12))]
	assert states(period) == {2: "Not Due", 3: "Missed", 4: "Not Due"}
	assert states(period, [datetime(2026, 3, 4, 8)])[4] == "Kept"


def test_a_day_wholly_on_hold_is_not_missed():
	holds = [(datetime(2026, 3, 3, 20), datetime(2026, 3, 6, 8)), (datetime(2026, 3, 8), None)]
	found = states([(START, None)], holds=holds)
	assert found == {
		2: "Not Due",
		3: "Missed",
		4: "On Hold",
		5: "On Hold",
		6: "Missed",
		7: "Missed",
		8: "On Hold",
		9: "On Hold",
	}


@given(st.lists(st.datetimes(START, NOW), max_size=12), st.integers(0, 20))
def test_every_day_has_one_state_and_patrols_only_help(patrols, cut):
	found = states([(START, None)], patrols)
	assert len(found) == (NOW.date() - START.date()).days + 1
	assert {day for day, state in found.items() if state == "Kept"} == {moment.day for moment in patrols}
	fewer = states([(START, None)], patrols[:cut])
	assert all(found[day] == "Kept" or found[day] == state for day, state in fewer.items())


def test_work_periods_follow_the_log():
	at = [START + timedelta(days=n) for n in range(6)]
	moves = [
		(at[0], "Planned", "In Repair"),
		(at[1], "In Repair", "Third Party"),
		(at[2], "Third Party", "Pre-accepted"),
		(at[3], "Cleaned", "In Repair"),
	]
	periods = rules_patrol.work_periods(moves, ("In Repair", "Third Party"))
	assert periods == [(at[0], at[2]), (at[3], None)]
	assert rules_patrol.within(at[1], periods) and rules_patrol.within(at[5], periods)
	assert not rules_patrol.within(at[2] + timedelta(hours=1), periods)


def test_two_periods_on_one_day_are_one_day():
	noon = datetime(2026, 3, 4, 12)
	found = rules_patrol.days([(START, noon), (noon + timedelta(hours=1), None)], [], [], NOW)
	assert [row.day for row in found] == [date(2026, 3, day) for day in range(2, 10)]


@pytest.mark.clause("R12", "R100")
def test_a_beginning_that_was_entered_for_an_earlier_day_forgives_no_missed_day():
	overlapping = [(START, datetime(2026, 3, 6, 12)), (datetime(2026, 3, 4, 12), None)]
	found = states(overlapping)
	assert (found[4], found[5], found[6]) == ("Missed", "Missed", "Missed")


@pytest.mark.clause("R100", "R106")
@given(st.sets(st.sampled_from(ASPECTS)), st.sampled_from(RESULTS), st.sampled_from(("", "  ", "已重做")))
def test_what_was_faulty_is_passed_with_words_only(faulty, result, remark):
	found = rules_patrol.answered([Check(aspect, result, remark) for aspect in ASPECTS], faulty)
	silent = result == "Pass" and not remark.strip()
	assert found == [Violation("fault_not_looked_at", (aspect,)) for aspect in ASPECTS if silent and aspect in faulty]
