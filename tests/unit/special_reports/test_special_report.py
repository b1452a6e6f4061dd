"""Special reports: the table of steps, turns one after the other and side by side, days over holidays, every walk (R60)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.time.calendar import (
	ALWAYS_ON,
	CalendarException,
	CalendarNeverOpens,
	ServiceCalendar,
	Window,
)
from fangxiu_app.special_reports import rules_special_report as rules
from fangxiu_app.special_reports.rules_special_report import Filing, Route

TODAY = date(2026, 9, 28)
SAID = {
	"note": "已核实",
	"opinion": rules.COMPANY,
	"person": "b",
	"decision": rules.COMPANY,
	"by_when": TODAY,
	"way": "Phone",
	"at": datetime(2026, 9, 28, 12),
}
WEEK = tuple(Window(day, 8 * 60, 17 * 60) for day in range(5))
#: National Day 2026: 1 to 7 October off, worked on Sunday 27 September and Saturday 10 October instead.
NATIONAL_DAY = ServiceCalendar(
	WEEK,
	(
		*(CalendarException(date(2026, 10, day), "Holiday") for day in range(1, 8)),
		CalendarException(date(2026, 9, 27), "Workday", like_weekday=4),
		CalendarException(date(2026, 10, 10), "Workday", like_weekday=4),
	),
)
turns = st.lists(st.integers(1, 4), min_size=1, max_size=8)


def codes(found) -> list[str]:
	return [violation.code for violation in found]


@pytest.mark.clause("R60")
def test_the_straight_way_is_possible_with_what_each_step_asks_for():
	state = rules.DRAFT
	for step in ("file", "opine", "decide", "answer", "close"):
		assert rules.check(step, state, SAID, TODAY) == []
		state = rules.end_of(step, state, SAID["opinion"], [(1, rules.GIVEN)])
	assert state == rules.CLOSED


@given(st.sampled_from(sorted(rules.STEPS)), st.sampled_from(rules.STATES), st.sets(st.sampled_from(sorted(SAID))))
def test_a_step_is_taken_only_from_its_states_and_with_what_it_needs(step, state, missing):
	row = rules.STEPS[step]
	found = codes(rules.check(step, state, {**SAID, **dict.fromkeys(missing, "")}, TODAY))
	if state not in row.states:
		assert found == ["special_report_state"]
	else:
		assert sorted(found) == sorted(f"special_report_{name}" for name in set(row.needs) & missing)


@pytest.mark.parametrize(
	("step", "said", "found"),
	[
		("opine", {"opinion": "Perhaps"}, ["special_report_choice"]),
		("opine", {"opinion": rules.BACK}, []),
		("decide", {"decision": rules.BACK}, ["special_report_choice"]),
		("decide", {"by_when": TODAY - timedelta(days=1)}, ["special_report_past"]),
		("decide", {"by_when": None}, ["special_report_by_when"]),
		("decide", {"decision": rules.NO_REPAIR, "by_when": None}, []),
		("opine", {"note": "  "}, ["special_report_note"]),
		("decide", {"by_when": TODAY + timedelta(days=9000)}, ["day_too_far"]),
		("opine", {"by_when": TODAY + timedelta(days=9000)}, []),
	],
)
def test_what_is_said_has_to_be_one_of_the_choices_and_lie_ahead(step, said, found):
	state = rules.STEPS[step].states[0]
	assert codes(rules.check(step, state, {**SAID, **said}, TODAY)) == found


@pytest.mark.clause("R60")
@pytest.mark.parametrize(
	("facts", "found"),
	[
		(Filing(TODAY, (Route("Cost Department", "a", 1),), "已过保", TODAY - timedelta(days=1)), []),
		(Filing(TODAY, (Route("Cost Department", "a", 1),), "无法判断", None), []),
		(Filing(TODAY, (Route("Cost Department", "a", 1),), "在保", TODAY), ["special_report_covered"]),
		(Filing(TODAY, (Route("Cost Department", "a", 1),), " "), ["special_report_warranty"]),
		(Filing(TODAY, (), "已过保"), ["special_report_routes"]),
	],
)
def test_only_what_is_out_of_warranty_is_filed(facts, found):
	assert codes(rules.check_filing(facts)) == found


def test_a_plan_asks_nobody_twice_and_counts_from_one():
	plan = (Route("Cost Department", "a", 0), Route("Cost Department", "a", 1, -1), Route("Legal Department", "a", 1))
	assert codes(rules.check_routes(plan)) == ["special_report_twice", "special_report_turn", "special_report_days"]
	assert rules.check_routes(plan[2:]) == []


@pytest.mark.clause("R60")
@given(turns, st.randoms(use_true_random=False))
def test_a_turn_begins_when_all_earlier_ones_have_answered_and_never_before(numbers, chance):
	"""Against a reference that looks at every pair: whoever is asked has nobody with a lower number before him who has not answered."""
	rows = [[turn, rules.WAITING] for turn in numbers]
	asked = 0
	for _round in range(2 * len(rows) + 1):
		turn = rules.next_turn(map(tuple, rows))
		for row in rows:
			if turn is not None and row == [turn, rules.WAITING]:
				row[1], asked = rules.ASKED, asked + 1
		open_turns = {one for one, state in rows if state == rules.ASKED}
		assert len(open_turns) <= 1, "one turn at a time"
		for one in open_turns:
			assert all(state == rules.GIVEN for other, state in rows if other < one)
			assert not any(state == rules.WAITING for other, state in rows if other == one), "side by side begin together"
		assert rules.all_given(map(tuple, rows)) == (not open_turns)
		if not open_turns:
			break
		chance.choice([row for row in rows if row[1] == rules.ASKED])[1] = rules.GIVEN
	assert asked == len(rows) and all(state == rules.GIVEN for _turn, state in rows)


@given(st.lists(st.tuples(st.sampled_from(sorted(rules.STEPS)), st.sampled_from(rules.OPINIONS), st.booleans()), max_size=60))
def test_any_sequence_of_steps_keeps_to_the_table(steps):
	"""No answer without a decision, no decision without a circulation that ended, nothing after the end."""
	state, circulated, decided, answered = rules.DRAFT, False, False, False
	for step, opinion, last in steps:
		if rules.check(step, state, {**SAID, "opinion": opinion}, TODAY):
			continue
		before = state
		state = rules.end_of(step, state, opinion, [(1, rules.GIVEN), (2, rules.GIVEN if last else rules.ASKED)])
		assert before not in rules.ENDED and state in rules.STATES
		circulated = (circulated or state == rules.TO_DECIDE) and step not in ("file", "return")
		decided = step == "decide" or (decided and step not in ("take_back", "object", "file"))
		answered = step == "answer" or (answered and step != "object")
		assert state != rules.TO_DECIDE or circulated
		assert state not in (rules.DECIDED, rules.ANSWERED) or decided
		assert state != rules.CLOSED or (decided and answered)


def test_every_open_state_has_a_way_on_and_the_end_has_none():
	for state in rules.OPEN:
		assert [step for step, row in rules.STEPS.items() if state in row.states and step not in ("withdraw", "follow_up")]
	assert not [step for step, row in rules.STEPS.items() if set(row.states) & set(rules.ENDED)]
	assert {row.end for row in rules.STEPS.values()} - {None} <= set(rules.STATES)


@pytest.mark.parametrize("opinion", rules.OPINIONS)
def test_missing_facts_end_the_circulation_at_once(opinion):
	rest = [(1, rules.GIVEN), (1, rules.ASKED), (2, rules.WAITING)]
	end = rules.end_of("opine", rules.CIRCULATING, opinion, rest)
	assert end == (rules.SENT_BACK if opinion == rules.BACK else rules.CIRCULATING)


@pytest.mark.clause("R60")
@pytest.mark.parametrize(
	("start", "days", "due"),
	[
		(date(2026, 9, 28), 0, date(2026, 9, 28)),
		(date(2026, 9, 28), 2, date(2026, 9, 30)),
		(date(2026, 9, 28), 3, date(2026, 10, 8)),
		(date(2026, 9, 30), 3, date(2026, 10, 10)),  # a Saturday that is worked on
		(date(2026, 9, 26), 1, date(2026, 9, 27)),  # a Sunday that is worked on
		(date(2026, 10, 3), 1, date(2026, 10, 8)),
	],
)
def test_days_pass_over_holidays_and_count_make_up_workdays(start, days, due):
	assert rules.due_day(NATIONAL_DAY, start, days) == due


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(0, 40), st.sets(st.dates(date(2026, 1, 1), date(2027, 6, 1)), max_size=20))
def test_between_start_and_deadline_lie_exactly_so_many_working_days(start, days, off):
	calendar = ServiceCalendar(WEEK, tuple(CalendarException(day, "Holiday") for day in sorted(off)))
	due = rules.due_day(calendar, start, days)
	between = [start + timedelta(days=number) for number in range(1, (due - start).days + 1)]
	assert sum(day.weekday() < 5 and day not in off for day in between) == days
	assert not days or (due.weekday() < 5 and due not in off)


def test_without_hours_every_day_counts_and_a_closed_calendar_says_so():
	assert rules.due_day(ALWAYS_ON, TODAY, 5) == TODAY + timedelta(days=5)
	with pytest.raises(CalendarNeverOpens):
		rules.due_day(ServiceCalendar(), TODAY, 1)
	with pytest.raises(ValueError):
		rules.due_day(ALWAYS_ON, TODAY, -1)


def test_late_is_counted_from_the_day_after_the_deadline():
	due = date(2026, 9, 30)
	assert rules.days_late(due, datetime(2026, 9, 30, 23, 59), date(2026, 12, 1)) == 0
	assert rules.days_late(due, date(2026, 10, 2), date(2026, 12, 1)) == 2
	assert (rules.days_late(due, None, due), rules.days_late(due, None, date(2026, 10, 1))) == (0, 1)
	assert rules.days_late(None, None, date(2026, 10, 1)) == 0


def test_the_next_day_to_keep_is_that_of_who_is_asked_then_the_customers():
	due, asked = date(2026, 10, 12), (date(2026, 10, 9), None, date(2026, 10, 8))
	assert rules.next_due(rules.CIRCULATING, due, asked) == date(2026, 10, 8)
	assert rules.next_due(rules.CIRCULATING, due, ()) == due
	assert [rules.next_due(state, due, asked) for state in (rules.SENT_BACK, rules.TO_DECIDE, rules.DECIDED)] == [due] * 3
	assert [rules.next_due(state, due, asked) for state in (rules.ANSWERED, *rules.ENDED)] == [None] * 3


def test_the_person_hears_first_then_the_heads():
	due = date(2026, 9, 30)
	said = [rules.told_of_delay(due, due + timedelta(days=late), 1) for late in range(4)]
	assert said == [(), (rules.PERSON,), (rules.PERSON, rules.HEAD), (rules.PERSON, rules.HEAD)]
	assert rules.told_of_delay(due, due + timedelta(days=1), 0) == (rules.PERSON, rules.HEAD)
