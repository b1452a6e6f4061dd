"""What comes later in the chain did not happen earlier."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.contractors.breach import rules_chronology
from fangxiu_app.contractors.breach.rules_chronology import (
	CHAIN,
	Event,
	concerning,
	earliest,
	penalty_days,
	violations,
)
from fangxiu_app.core.refusal import Violation

START = datetime(2026, 1, 1, 8)
MOMENTS = st.integers(0, 2000).map(lambda hours: START + timedelta(hours=hours))
TIMES = st.one_of(st.none(), MOMENTS, MOMENTS.map(datetime.date))
EVENTS = st.lists(st.builds(Event, st.sampled_from(CHAIN), TIMES, st.sampled_from("AB")), max_size=10)


def day(at) -> date:
	return at.date() if isinstance(at, datetime) else at


@pytest.mark.clause("R107", "R109", "R111")
@given(st.sets(st.sampled_from(CHAIN)), st.lists(MOMENTS, min_size=len(CHAIN), max_size=len(CHAIN)))
def test_what_happened_in_its_order_is_believed(steps, moments):
	chosen = [step for step in CHAIN if step in steps]
	events = [Event(step, at) for step, at in zip(chosen, sorted(moments), strict=False)]
	assert violations(events) == []
	assert violations(reversed(events)) == [], "whatever order they are read in"


@pytest.mark.clause("R107", "R111")
@given(st.sampled_from(range(1, len(CHAIN))), MOMENTS, st.integers(1, 400), st.data())
def test_each_event_before_any_it_must_follow_is_refused(place, at, hours, data):
	earlier = data.draw(st.sampled_from(CHAIN[:place]))
	events = [Event(earlier, at, "A"), Event(CHAIN[place], at - timedelta(hours=hours), "B")]
	[found] = violations(events)
	assert found.params == (CHAIN[place], "B", events[1].at, earlier, "A", at)


@given(EVENTS)
def test_exactly_the_reversed_pairs_are_found(events):
	known = [event for event in events if event.at is not None]
	reversed_pairs = {
		later.step
		for later in known
		for one in known
		if CHAIN.index(one.step) < CHAIN.index(later.step)
		and (
			later.at < one.at
			if type(later.at) is type(one.at) is datetime
			else day(later.at) < day(one.at)
		)
	}
	assert {found.params[0] for found in violations(events)} == reversed_pairs
	for step in CHAIN:
		assert bool(concerning(events, step)) == (step in reversed_pairs)


@given(EVENTS, st.sampled_from(CHAIN))
def test_the_earliest_moment_is_one_the_rule_accepts(events, step):
	events = [event for event in events if event.step != step]
	first = earliest(events, step)
	if first is None:
		assert not [e for e in events if e.at is not None and CHAIN.index(e.step) < CHAIN.index(step)]
		return
	assert concerning([*events, Event(step, day(first))], step) == []
	assert concerning([*events, Event(step, day(first) - timedelta(days=1))], step)


def test_a_day_known_alone_may_be_the_same_day():
	bill = Event(rules_chronology.BILL, date(2026, 1, 1))
	assert violations([bill, Event(rules_chronology.WORK, START + timedelta(hours=9))]) == []
	assert violations([bill, Event(rules_chronology.WORK, START + timedelta(hours=20))]) != []


@pytest.mark.clause("R111")
def test_no_penalty_is_longer_than_the_agreement():
	signed = date(2026, 9, 10)
	assert penalty_days(225, [signed, None], date(2026, 11, 28)).params == (225, 80, signed)
	assert penalty_days(80, [signed], date(2026, 11, 28)) is None
	assert penalty_days(10, [signed, date(2026, 11, 20)], date(2026, 11, 28)).params[1] == 9
	assert penalty_days(10_000, [None], date(2026, 11, 28)) is None
	assert penalty_days(1, [signed], signed) is None
	assert penalty_days(1, [signed], signed - timedelta(days=1)) == Violation("penalty_longer", (1, 0, signed))
	assert penalty_days(1, [signed], signed - timedelta(days=9)) == Violation("penalty_longer", (1, 0, signed))


@pytest.mark.clause("R107")
def test_a_step_of_several_dates_breaks_no_order_by_itself():
	twice = [Event(rules_chronology.REPLY, START, "A"), Event(rules_chronology.REPLY, START - timedelta(hours=1), "B")]
	assert violations(twice) == violations(twice[::-1]) == []
	assert earliest(twice, rules_chronology.REPLY) is None
	assert earliest(twice[::-1], rules_chronology.CURE) == START, "the latest of them"


@pytest.mark.clause("R107")
@pytest.mark.parametrize("later", [timedelta(seconds=50), timedelta(milliseconds=500)])
def test_of_two_events_of_one_minute_the_later_step_is_named(later):
	notice = Event(rules_chronology.NOTICE, START + later, "A")
	service = Event(rules_chronology.SERVICE, START + later / 5, "B")
	order = Event(rules_chronology.ORDER, START - timedelta(hours=1), "C")
	[found] = concerning([notice, service, order], rules_chronology.ORDER)
	assert found.params[3:] == (rules_chronology.SERVICE, "B", service.at)
	[found] = concerning([replace(notice, at=START + timedelta(minutes=1)), service, order], rules_chronology.ORDER)
	assert found.params[3:5] == (rules_chronology.NOTICE, "A"), "a minute later is later"
