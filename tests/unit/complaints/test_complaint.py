"""Customer complaints: levels, the table of steps, what each step asks for, clocks (R15, R75, R110)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.complaints import rules_complaint as rules
from fangxiu_app.complaints.rules_complaint import Bounds, Facts, Weight

NOON = datetime(2026, 3, 2, 12)


def codes(found) -> list[str]:
	return [violation.code for violation in found]


weights = st.builds(
	Weight,
	channel=st.sampled_from(("Property Desk", "Letter", "Media", "Authority", "")),
	danger=st.booleans(),
	lawsuit=st.booleans(),
	asks_compensation=st.booleans(),
	units=st.integers(0, 12),
	repeats=st.integers(0, 5),
	days_open=st.integers(0, 60),
)
bounds = st.builds(Bounds, st.integers(2, 9), st.integers(1, 4), st.integers(0, 30))


@pytest.mark.clause("R110")
@pytest.mark.parametrize(
	("weight", "level"),
	[
		(Weight(), rules.ORDINARY),
		(Weight(units=4), rules.SERIOUS),
		(Weight(units=5), rules.MAJOR),
		(Weight(repeats=1), rules.ORDINARY),
		(Weight(repeats=2), rules.SERIOUS),
		(Weight(days_open=15), rules.ORDINARY),
		(Weight(days_open=16), rules.SERIOUS),
		(Weight(asks_compensation=True), rules.SERIOUS),
		(Weight(channel="Media"), rules.MAJOR),
		(Weight(channel="Authority"), rules.MAJOR),
		(Weight(danger=True), rules.MAJOR),
		(Weight(lawsuit=True), rules.MAJOR),
	],
)
def test_how_serious_a_complaint_is_at_least(weight, level):
	assert rules.least_level(weight, Bounds()) == level


@given(weights, bounds)
def test_more_households_never_lower_the_level(weight, limits):
	more = Weight(**{**{name: getattr(weight, name) for name in Weight.__slots__}, "units": weight.units + 1})
	order = [rules.LEVELS.index(rules.least_level(one, limits)) for one in (weight, more)]
	assert order == sorted(order)


@given(weights, bounds)
def test_what_is_public_or_dangerous_is_major_and_nothing_else_below_many_households(weight, limits):
	public = weight.channel in ("Media", "Authority") or weight.danger or weight.lawsuit
	major = rules.least_level(weight, limits) == rules.MAJOR
	assert major == (public or weight.units >= limits.group_units)


@pytest.mark.clause("R75")
@pytest.mark.parametrize(
	("values", "found"),
	[
		(("Property Desk", "", "", "", 0, "王晓明"), []),
		(("Property Desk", "", "", "", 2, " "), []),
		(("Property Desk", "", "", "", 0, " "), ["complaint_who"]),
		(("Authority", "12345", "", "", 0, "王晓明"), ["complaint_authority"]),
		(("Authority", " ", "SD-1", "", 0, "王晓明"), ["complaint_authority"]),
		(("Authority", "12345", "SD-1", "", 0, "王晓明"), []),
		(("Media", "", "", " ", 0, "王晓明"), ["media_outlet_missing"]),
		(("Media", "", "", "晚报", 0, ""), ["complaint_who"]),
	],
)
def test_what_a_new_complaint_lacks(values, found):
	assert codes(rules.check_new(*values)) == found


@pytest.mark.clause("R15", "R110")
def test_the_straight_way_is_possible_with_what_each_step_asks_for():
	state, way = rules.REGISTERED, ("contact", "investigate", "ask", "approve", "give", "confirm", "close")
	facts = {"reason": "Workmanship", "lessons": "加强闭水"}
	for step in way:
		assert rules.check(step, Facts(state, **facts), "已办理", "Phone") == []
		state = rules.end_of(step, state, rules.SOLUTION)
	assert state == rules.CLOSED


@given(
	st.sampled_from(sorted(rules.STEPS)),
	st.sampled_from(rules.STATES),
	st.booleans(),
	st.booleans(),
	st.sampled_from(("", " ", "已说明")),
	st.sampled_from(("", "Phone")),
)
def test_a_step_is_taken_only_from_its_states_by_its_people_with_its_words(step, state, is_owner, is_head, note, way):
	row = rules.STEPS[step]
	found = codes(rules.check(step, Facts(state, "a", is_owner, is_head), note, way))
	if state not in row.states:
		assert found == ["complaint_state"]
		return
	assert ("complaint_not_owner" in found) == (row.who == rules.OWNER and not is_owner and not is_head)
	assert ("complaint_note" in found) == (row.note and not note.strip())
	assert ("complaint_way" in found) == (row.way and not way)


@given(st.lists(st.tuples(st.sampled_from(sorted(rules.STEPS)), st.sampled_from(rules.KINDS)), max_size=40))
def test_any_sequence_of_steps_ends_in_a_known_state_and_a_closed_one_was_answered(steps):
	"""The owner stays one person: only a hand-over changes who it is, and it names the next one."""
	state, owner, was_answered, confirmed = rules.REGISTERED, "first", False, False
	for step, kind in steps:
		facts = Facts(state, owner, reason="Other", lessons="x", attempts=2, kind=kind, level="Ordinary")
		after = "second" if owner == "first" else "first"
		if rules.check(step, facts, "x", "Phone", after, "Major"):
			continue
		owner = after if step == "hand_over" else owner
		state = rules.end_of(step, state, kind)
		was_answered = step in ("give", "confirm", "close") or (was_answered and step not in ("reject", "reopen"))
		confirmed = step in ("confirm", "close") or (confirmed and step not in ("reject", "reopen"))
		assert state in rules.STATES and owner
		assert state != rules.CONFIRMED or confirmed
		assert state != rules.CLOSED or was_answered


@pytest.mark.parametrize("step", rules.STEPS)
def test_every_step_leads_to_a_known_state_and_begins_in_known_ones(step):
	row = rules.STEPS[step]
	assert set(row.states) <= set(rules.STATES) and (row.end is None or row.end in rules.STATES)


def test_every_open_state_has_a_way_on_and_an_ended_one_is_only_reopened():
	for state in rules.OPEN:
		assert [step for step, row in rules.STEPS.items() if state in row.states and row.end not in (None, state)]
	assert [step for step, row in rules.STEPS.items() if rules.CLOSED in row.states] == ["reopen"]
	assert [step for step, row in rules.STEPS.items() if rules.WITHDRAWN in row.states] == []


def test_a_first_reply_is_no_solution():
	assert rules.end_of("give", rules.APPROVED, rules.FIRST_REPLY) == rules.INVESTIGATING
	assert rules.end_of("give", rules.APPROVED, rules.SOLUTION) == rules.ANSWERED
	assert rules.stopped_by("give", rules.FIRST_REPLY) == (rules.REPLY_CLOCK,)
	assert rules.stopped_by("give", rules.SOLUTION) == (rules.REPLY_CLOCK, rules.SOLUTION_CLOCK)
	assert rules.stopped_by("contact", rules.SOLUTION) == (rules.CONTACT_CLOCK,)
	assert rules.stopped_by("follow_up", rules.SOLUTION) == ()


def test_what_stands_against_closing():
	facts = Facts(rules.CONFIRMED, reason="", lessons=" ", open_tickets=("RT-1", "RT-2"))
	found = rules.check("close", facts)
	assert codes(found) == ["complaint_reason", "complaint_lessons", "complaint_tickets"]
	assert found[2].params == (("RT-1", "RT-2"),)


def test_without_the_customers_word_a_head_closes_after_enough_attempts():
	facts = {"reason": "Other", "lessons": "x", "attempts_needed": 2}
	few = rules.check("close_unconfirmed", Facts(rules.ANSWERED, attempts=1, **facts), "联系不上")
	assert codes(few) == ["complaint_attempts"] and few[0].params == (2, 4.0, 1)
	assert rules.check("close_unconfirmed", Facts(rules.ANSWERED, attempts=2, **facts), "联系不上") == []
	assert codes(rules.check("close_unconfirmed", Facts(rules.ANSWERED, attempts=2), "x")) == ["complaint_reason", "complaint_lessons"]


@pytest.mark.parametrize(
	("new", "least", "found"),
	[
		("", rules.ORDINARY, ["complaint_level_missing"]),
		("Highest", rules.ORDINARY, ["complaint_level_missing"]),
		(rules.SERIOUS, rules.ORDINARY, ["complaint_level_same"]),
		(rules.ORDINARY, rules.SERIOUS, ["complaint_level_low"]),
		(rules.ORDINARY, rules.ORDINARY, []),
		(rules.MAJOR, rules.SERIOUS, []),
	],
)
def test_a_level_is_not_lower_than_the_facts_say(new, least, found):
	facts = Facts(rules.INVESTIGATING, level=rules.SERIOUS, least_level=least)
	assert codes(rules.check("set_level", facts, "说明", new_level=new)) == found


def test_a_hand_over_names_somebody_else():
	facts = Facts(rules.INVESTIGATING, owner="a")
	assert codes(rules.check("hand_over", facts, "调岗", new_owner=" ")) == ["complaint_owner_missing"]
	assert codes(rules.check("hand_over", facts, "调岗", new_owner="a")) == ["complaint_owner_same"]
	assert rules.check("hand_over", facts, "调岗", new_owner="b") == []


@pytest.mark.parametrize("level", rules.LEVELS)
@pytest.mark.parametrize("clock", rules.CLOCKS)
def test_limits_are_named_by_clock_and_level_and_found_back(clock, level):
	limit = rules.limit_of(clock, level)
	assert rules.clock_of(limit) == clock
	assert limit.endswith(level) == (clock in rules.BY_LEVEL)


def test_an_authoritys_day_comes_before_the_limit_only_if_it_is_earlier():
	later = NOON + timedelta(hours=1)
	assert rules.due(later, NOON) == NOON
	assert rules.due(NOON, later) == NOON
	assert rules.due(NOON, None) == NOON
	assert rules.due(None, NOON) == NOON
	assert rules.due(None, None) is None


def test_the_higher_of_two_levels():
	assert [rules.higher(one, rules.SERIOUS) for one in rules.LEVELS] == [rules.SERIOUS, rules.SERIOUS, rules.MAJOR]
	with pytest.raises(ValueError, match="not in"):
		rules.higher("", rules.SERIOUS)


lines = st.lists(
	st.tuples(st.sampled_from(sorted({row.line for row in rules.STEPS.values()})), st.integers(0, 90).map(lambda m: NOON + timedelta(minutes=m))),
	max_size=20,
)


@pytest.mark.clause("R110")
@given(st.sampled_from(sorted(rules.STEPS)), lines)
def test_a_step_lies_after_every_change_of_state_and_a_talk_after_the_complaint(step, record):
	moving = [at for line, at in record if any(row.line == line and row.end for row in rules.STEPS.values())]
	found = rules.earliest(step, record, NOON)
	assert found == (max([NOON, *moving]) if rules.STEPS[step].end else NOON)


@pytest.mark.clause("R110")
@given(lines, st.none() | st.integers(0, 90).map(lambda m: NOON + timedelta(minutes=m)))
def test_only_contacts_after_the_last_answer_are_attempts(record, answered):
	last = max((i for i, (line, _at) in enumerate(record) if line == "Answer Given to the Customer"), default=-1)
	wanted = [at for line, at in record[last + 1 :] if line == "Customer Contacted" and answered and at >= answered]
	assert rules.tries(record, answered) == wanted


facts = st.frozensets(st.sampled_from(rules.FACTS))
said = st.builds(
	rules.Asserted,
	facts,
	st.frozensets(st.sampled_from(("1-101", "1-102", "1-103"))),
	st.frozensets(st.sampled_from(("RT-1", "RT-2"))),
	st.none() | st.just(NOON),
	st.sampled_from(rules.LEVELS),
)


@pytest.mark.clause("R110")
@given(said, said, st.booleans(), st.sampled_from(("", " ", "核实有误")))
def test_nothing_that_weighs_is_taken_back_but_by_a_head_with_a_reason(before, after, is_head, reason):
	kept = all(getattr(before, name) <= getattr(after, name) for name in ("facts", "units", "tickets"))
	kept = kept and (not before.promised or after.promised)
	less = not kept or rules.LEVELS.index(after.level) < rules.LEVELS.index(before.level)
	found = codes(rules.check_taken_back(before, after, is_head, reason))
	assert found == ([] if not less or (is_head and reason.strip()) else ["complaint_taken_back_reason" if is_head else "complaint_taken_back"])


def test_a_later_day_of_an_authority_is_taken_back_too():
	late = rules.Asserted(promised=NOON + timedelta(days=1))
	assert codes(rules.check_taken_back(rules.Asserted(promised=NOON), late, False, "")) == ["complaint_taken_back"]
	assert rules.check_taken_back(late, rules.Asserted(promised=NOON), False, "") == []
