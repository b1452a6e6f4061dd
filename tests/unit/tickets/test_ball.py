"""Who has had the ball for how long, by example and against a walk from minute to minute."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.tickets.clocks.rules_clocks import Hold
from fangxiu_app.tickets.life.rules_waiting_on import Turn, holder_after, last_holder, minutes, turns

START = datetime(2026, 3, 2, 8)


def at(minute: int) -> datetime:
	return START + timedelta(minutes=minute)


def test_the_log_says_who_has_the_ball():
	assert holder_after("issue_plan") == "Owner"
	assert holder_after("record_measure") is None
	assert holder_after("close") == ""
	assert last_holder(["accept", "issue_plan", "record_measure"]) == "Owner"
	assert last_holder([]) == "Engineer"
	assert turns([(at(0), "report"), (at(3), "accept"), (at(9), "start")]) == [
		Turn(at(3), "Engineer"),
		Turn(at(9), "Contractor"),
	]


def test_a_hold_takes_the_ball_and_gives_it_back():
	taken = [Turn(at(10), "Contractor")]
	assert minutes(START, at(60), taken, [Hold(at(20), at(50), at(40), "Owner")]) == {
		"Engineer": 10,
		"Contractor": 30,
		"Owner": 20,
	}


def test_after_the_end_the_ball_is_nobodys():
	assert minutes(START, at(500), [Turn(at(10), "Owner"), Turn(at(30), "")], []) == {
		"Engineer": 10,
		"Owner": 20,
	}


HOLDERS = ("Engineer", "Owner", "Contractor", "")
moments = st.integers(0, 240)


@given(
	st.lists(st.tuples(moments, st.sampled_from(HOLDERS)), max_size=6),
	st.lists(st.tuples(moments, st.integers(1, 90), st.sampled_from(("Material", "Weather"))), max_size=3),
	moments,
)
def test_minutes_agree_with_a_walk(passes, waits, end):
	passes.sort(key=lambda row: row[0])
	waits.sort(key=lambda row: row[0])
	found = minutes(
		START,
		at(end),
		[Turn(at(minute), holder) for minute, holder in passes],
		[Hold(at(start), at(start + length), None, holder) for start, length, holder in waits],
	)
	expected: dict[str, int] = {}
	for minute in range(end):
		holder = "Engineer"
		for moment, taken in passes:
			holder = taken if moment <= minute else holder
		for start, length, waited in waits:
			holder = waited if holder and start <= minute < start + length else holder
		if holder:
			expected[holder] = expected.get(holder, 0) + 1
	assert found == expected
