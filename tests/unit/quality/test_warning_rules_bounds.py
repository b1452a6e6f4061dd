"""What a rule finds, as a whole and at its bounds: counts, shares, sizes, what was settled, how many sister units (R5, R113)."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from fangxiu_app.quality import rules_warning_rules as rules
from fangxiu_app.quality.rules_warning_rules import Fact, Finding, Home, Numbers

NOW = datetime(2026, 11, 24, 6)
MOMENT = timedelta(microseconds=1)
TOPIC, PLACE = ("P", "bath", "leak"), ("B1",)
SIZES = {("P",): 800, PLACE: 40}


def fact(number: int, at: datetime = NOW) -> Fact:
	return Fact(TOPIC, PLACE, f"U{number}", f"T{number}", at)


def finding(units: int, size: int = 0) -> Finding:
	return Finding(TOPIC, PLACE, tuple(f"U{number}" for number in range(units)), (), size)


@pytest.mark.clause("R113")
def test_a_finding_says_of_how_many_and_how_likely_by_chance():
	"""Three of three in one of twenty buildings: the other two stand there with one in four hundred."""
	facts = [fact(number) for number in range(3)]
	units, tickets = ("U0", "U1", "U2"), ("T0", "T1", "T2")
	compared = rules.find(facts, Numbers(least=3, false_alarms=5), SIZES)
	assert compared == [Finding(TOPIC, PLACE, units, tickets, 40, 3, 800, Fraction(1, 400))]
	assert rules.find(facts, Numbers(least=3), SIZES) == [Finding(TOPIC, PLACE, units, tickets, 40, 3, 800, None)]
	assert rules.find(facts, Numbers(least=3)) == [Finding(TOPIC, PLACE, units, tickets, 0, 3, 0, None)]
	assert rules.find(facts[:2], Numbers(least=3, false_alarms=5), SIZES) == []


@pytest.mark.clause("R113")
def test_one_unit_is_enough_where_one_is_asked_for_and_units_are_counted_where_nothing_is_said():
	again = Fact(TOPIC, PLACE, "U0", "T9", NOW)
	assert len(rules.find([fact(0)], Numbers())) == 1
	assert rules.find([fact(0), again], Numbers(least=2)) == []
	assert len(rules.find([fact(0), again], Numbers(least=2), by_units=False)) == 1


@pytest.mark.clause("R113")
def test_what_was_settled_is_all_up_to_that_moment():
	settled = {(*TOPIC, *PLACE): NOW}
	assert rules.find([fact(0)], Numbers(), None, settled) == []
	assert len(rules.find([fact(0, NOW + MOMENT)], Numbers(), None, settled)) == 1


@pytest.mark.parametrize(("units", "found"), [(198, False), (199, True)])
def test_a_share_is_reached_exactly(units, found):
	facts = [fact(number) for number in range(units)]
	assert bool(rules.find(facts, Numbers(share=99.5), {PLACE: 200})) is found


def test_the_share_in_percent():
	assert [finding(1, 3).percent, finding(2, 3).percent, finding(3, 3).percent] == [33.3, 66.7, 100]
	assert finding(3).percent == 0


def test_no_more_sister_units_than_asked_for():
	homes = [Home("1-0101", "B1", "R1", "", 1), Home("1-0201", "B1", "R1", "", 2)]
	assert [rules.sisters(["1-0101"], homes, most) for most in (-1, 0, 1)] == [[], [], [("1-0201", "Same Riser")]]


def test_the_smallest_numbers_of_a_rule():
	assert rules.check(rules.LONG, Numbers(least=1, days=1)) == []
	assert rules.check(rules.BATCH, Numbers(share=1)) == rules.check(rules.RAIN, Numbers(share=0.5)) == []
