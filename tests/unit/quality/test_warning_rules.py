"""Rules that propose warnings: every planted cluster is found, false alarms stay within the bound, nothing counts twice."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.refusal import Violation
from fangxiu_app.quality import rules_binomial as binomial
from fangxiu_app.quality import rules_warning_rules as rules
from fangxiu_app.quality.rules_warning_rules import Fact, Home, Numbers

NOW = datetime(2026, 11, 24, 6)
#: Twenty buildings of four risers with ten floors.
BUILDINGS, RISERS, FLOORS = 20, 4, 10
TOPICS = [
	("P", place, defect) for place in ("bath", "kitchen", "wall") for defect in ("leak", "crack", "hollow")
]
NUMBERS = Numbers(least=3, days=30, false_alarms=5)


def place_of(unit: int) -> tuple[str, ...]:
	return (f"B{unit // (RISERS * FLOORS)}", f"R{unit // FLOORS % RISERS}")


def sizes(depth: int) -> dict:
	units = range(BUILDINGS * RISERS * FLOORS)
	found = {("P",): len(units)}
	for unit in units:
		place = place_of(unit)[:depth]
		found[place] = found.get(place, 0) + 1
	return found


def fact(unit: int, topic=TOPICS[0], depth: int = 1, fresh: bool = True, at: datetime = NOW) -> Fact:
	return Fact(topic, place_of(unit)[:depth], f"U{unit}", f"T{unit}-{at:%m%d%H%M}", at, fresh)


def history(seed: int, reports: int = 150) -> list[tuple[int, tuple]]:
	"""A clean history: units and problems drawn without regard to their places."""
	dice = random.Random(seed)
	return [(dice.randrange(BUILDINGS * RISERS * FLOORS), dice.choice(TOPICS)) for _report in range(reports)]


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 30), st.integers(1, 30))
def test_the_tail_is_the_sum_of_its_terms(least, tries, part, rest):
	share = Fraction(part, part + rest)
	terms = [comb(tries, j) * share**j * (1 - share) ** (tries - j) for j in range(max(least, 0), tries + 1)]
	assert binomial.tail(least, tries, share) == sum(terms, Fraction(0))


def test_the_tail_by_hand():
	assert binomial.tail(2, 3, Fraction(1, 4)) == Fraction(10, 64)
	assert binomial.chance(3, 4, 10, 40) == Fraction(10, 64), "one is given: two or three of the other three"
	assert binomial.tail(1, 3, Fraction(1, 4)) == 1 - Fraction(3, 4) ** 3
	assert binomial.chance(2, 2, 1, 4) == Fraction(1, 4), "a place of one unit is compared too"


def test_as_many_false_alarms_as_are_allowed_are_allowed():
	assert binomial.is_no_chance(Fraction(5, 1000), 5) and binomial.is_no_chance(Fraction(1, 2000), 0.5)
	assert not binomial.is_no_chance(Fraction(5001, 1_000_000), 5)


@given(st.integers(2, 12), st.integers(1, 12), st.integers(13, 40))
def test_the_bound_holds_for_units_counted_once(hits, units, project):
	"""Drawn without replacement, a cluster of the size that the bound lets through is at most as likely as it says."""
	for here in range(2, hits + 1):
		bound = binomial.chance(here, hits, units, project)
		if bound * binomial.PER > NUMBERS.false_alarms:
			continue
		ways = comb(project - 1, hits - 1)
		exact = Fraction(
			sum(comb(units - 1, j) * comb(project - units, hits - 1 - j) for j in range(here - 1, hits)), ways
		)
		assert exact <= bound


@pytest.mark.parametrize(("units", "project"), [(0, 40), (40, 40), (41, 40)])
def test_without_anything_to_compare_with_all_is_chance(units, project):
	assert binomial.chance(5, 5, units, project) == 1
	assert binomial.chance(0, 5, 10, 40) == 1


@pytest.mark.clause("R5", "R113")
@pytest.mark.parametrize("depth", [1, 2])
def test_false_alarms_of_clean_histories_stay_within_the_bound(depth):
	"""Every unit reported is a look; of a thousand looks at most five may raise a warning, over 120 random histories."""
	looks = alarms = 0
	for seed in range(120):
		facts = [fact(unit, topic, depth) for unit, topic in history(seed)]
		looks += len(rules.fresh_keys(facts))
		alarms += len(rules.find(facts, NUMBERS, sizes(depth)))
	assert looks > 10_000
	assert alarms * binomial.PER <= NUMBERS.false_alarms * looks


def test_without_the_comparison_a_clean_history_raises_false_alarms():
	"""The count alone does not keep the bound: this is what the comparison is for."""
	plain = Numbers(least=3, days=30)
	looks = alarms = 0
	for seed in range(20):
		facts = [fact(unit, topic) for unit, topic in history(seed, 400)]
		looks += len(rules.fresh_keys(facts))
		alarms += len(rules.find(facts, plain, sizes(1)))
	assert alarms * binomial.PER > NUMBERS.false_alarms * looks


@pytest.mark.clause("R5", "R113")
@pytest.mark.parametrize("seed", range(12))
def test_every_planted_cluster_is_found_in_a_busy_history(seed):
	dice = random.Random(1000 + seed)
	noise = history(seed, 60)
	building, topic = dice.randrange(BUILDINGS), dice.choice(TOPICS)
	first = building * RISERS * FLOORS
	planted = [(first + home, topic) for home in dice.sample(range(RISERS * FLOORS), 6)]
	riser, other = dice.randrange(RISERS), TOPICS[(TOPICS.index(topic) + 1) % len(TOPICS)]
	floors = [(first + riser * FLOORS + floor, other) for floor in dice.sample(range(FLOORS), 4)]
	facts = [fact(unit, about) for unit, about in noise + planted]
	assert (*topic, f"B{building}") in {found.key for found in rules.find(facts, NUMBERS, sizes(1))}
	facts = [fact(unit, about, 2) for unit, about in noise + floors]
	found = {found.key: found for found in rules.find(facts, NUMBERS, sizes(2))}
	assert {f"U{unit}" for unit, _topic in floors} <= set(found[(*other, f"B{building}", f"R{riser}")].units)


@pytest.mark.clause("R113")
def test_a_defect_that_is_everywhere_is_no_cluster_anywhere():
	facts = [fact(unit) for unit in range(0, BUILDINGS * RISERS * FLOORS, 4)]
	assert rules.find(facts, NUMBERS, sizes(1)) == []


def test_only_keys_with_something_new_are_looked_at():
	facts = [fact(unit, fresh=False) for unit in range(5)]
	assert rules.find(facts, NUMBERS, sizes(1)) == []
	assert [found.place for found in rules.find([*facts, fact(5)], NUMBERS, sizes(1))] == [("B0",)]
	elsewhere = [*facts, fact(700)]
	assert rules.find(elsewhere, NUMBERS, sizes(1)) == [], "news of another building is no news of this one"


@pytest.mark.clause("R113")
def test_what_an_earlier_warning_settled_does_not_count_again():
	old = [fact(unit, at=NOW - timedelta(days=9)) for unit in range(5)]
	settled = {(*TOPICS[0], "B0"): NOW - timedelta(days=5)}
	assert rules.find([*old, fact(5)], NUMBERS, sizes(1), settled) == []
	again = [*old, *(fact(unit) for unit in range(3, 7))]
	found = rules.find(again, NUMBERS, sizes(1), settled)
	assert found[0].units == ("U3", "U4", "U5", "U6")
	assert found[0].everywhere == 4, "the comparison leaves out what was settled as well"


@pytest.mark.parametrize(("units", "found"), [(3, False), (4, True), (5, True)])
def test_a_share_is_reached_at_its_bound(units, found):
	facts = [fact(unit) for unit in range(units)]
	assert bool(rules.find(facts, Numbers(least=2, share=10), sizes(1))) is found


def test_a_share_of_an_unknown_place_is_none():
	assert rules.find([fact(1), fact(2)], Numbers(least=1, share=1)) == []


@pytest.mark.parametrize(
	("tickets", "by_units", "found"), [(2, False, True), (1, False, False), (2, True, False)]
)
def test_tickets_of_one_unit_count_where_tickets_are_asked_for(tickets, by_units, found):
	facts = [fact(1, at=NOW - timedelta(days=number)) for number in range(tickets)]
	assert bool(rules.find(facts, Numbers(least=2), by_units=by_units)) is found


@pytest.mark.clause("R113")
def test_tickets_of_one_unit_are_no_cluster_of_units():
	"""The bound compares units: one unit of a place is always to be expected, however many tickets it has."""
	facts = [fact(1), fact(1, at=NOW - timedelta(days=1))]
	numbers = Numbers(least=2, false_alarms=5)
	assert rules.find(facts, numbers, sizes(1), by_units=False) == []


@pytest.mark.parametrize(
	("given_level", "higher", "units", "expected"),
	[
		("Yellow", 10, 3, "Yellow"),
		("Yellow", 10, 4, "Orange"),
		("Orange", 10, 4, "Red"),
		("Red", 10, 4, "Red"),
		("Yellow", 0, 40, "Yellow"),
	],
)
def test_a_high_share_raises_the_level_by_one(given_level, higher, units, expected):
	numbers = Numbers(least=1, higher=higher)
	finding = rules.find([fact(unit) for unit in range(units)], numbers, sizes(1))[0]
	assert rules.level(finding, given_level, numbers) == expected


@pytest.mark.parametrize(("balance", "liability", "short"), [(100, 99, 0), (100, 100, 0), (100, 101, 1)])
def test_a_deposit_is_short_by_what_is_open_beyond_it(balance, liability, short):
	assert rules.shortage(Decimal(balance), Decimal(liability)) == short


@pytest.mark.clause("R113")
def test_sister_units_stand_up_and_down_the_riser_then_are_of_the_same_type():
	homes = [Home(f"1-{floor:02}01", "B1", "R1", "A", floor) for floor in range(1, 6)]
	homes += [
		Home("1-0202", "B1", "R2", "A", 2),
		Home("1-0203", "B1", "", "C", 2),
		Home("2-0201", "B2", "R1", "B", 2),
	]
	found = rules.sisters(["1-0301"], homes, 10)
	assert found == [
		("1-0201", "Same Riser"),
		("1-0401", "Same Riser"),
		("1-0101", "Same Riser"),
		("1-0501", "Same Riser"),
		("1-0202", "Same House Type"),
	]
	assert rules.sisters(["1-0301"], homes, 2) == found[:2]
	assert rules.sisters(["1-0203"], [*homes, Home("1-0303", "B1")], 9) == [], (
		"no riser and no type of its own"
	)


@pytest.mark.parametrize(
	("kind", "numbers", "codes"),
	[
		(rules.BUILDING, Numbers(least=3), []),
		(rules.BUILDING, Numbers(least=0), ["rule_least"]),
		(rules.LONG, Numbers(days=0), ["rule_least"]),
		(rules.BATCH, Numbers(share=0), ["rule_share"]),
		(rules.RAIN, Numbers(share=101), ["rule_share"]),
		(rules.RAIN, Numbers(share=100), []),
		(rules.RISER, Numbers(false_alarms=-1), ["rule_false_alarms"]),
		(rules.RISER, Numbers(false_alarms=1001), ["rule_false_alarms"]),
		(rules.RISER, Numbers(false_alarms=1000, higher=100), []),
		(rules.RISER, Numbers(higher=101), ["rule_higher"]),
	],
)
def test_numbers_that_make_no_rule_are_refused(kind, numbers, codes):
	assert [found.code for found in rules.check(kind, numbers)] == codes


def test_a_look_names_a_unit_of_the_list_and_a_result():
	assert rules.check_look(rules.RESULTS, rules.SAME, True) == []
	assert rules.check_look(rules.RESULTS, "", True) == [Violation("sister_result", rules.RESULTS)]
	assert rules.check_look(rules.RESULTS, rules.SAME, False) == [Violation("sister_unknown")]
