"""Spare parts at their bounds: rates, rounding, what is still to come, and the day it is needed (R36, R37)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fangxiu_app.parts import rules_spare_parts as rules
from fangxiu_app.parts.rules_spare_parts import Progress, Proposal, Rate

TODAY = date(2027, 1, 23)
NEEDED = TODAY + timedelta(days=20)


@pytest.mark.parametrize(
	("numbers", "text"),
	[([], ""), ([3], "3"), ([2, 1], "1–2"), ([26, 5, 1, 3, 6, 5, 7], "1, 3, 5–7, 26"), ([1, 3], "1, 3"), ([9, 10, 11], "9–11")],
)
def test_row_numbers_as_people_write_them(numbers, text):
	assert rules.spans(numbers) == text


@pytest.mark.parametrize(("uom", "word"), [("Nos", "pcs"), ("Box", "boxes"), ("米", "米"), ("", ""), (None, "")])
def test_units_in_words_of_the_store(uom, word):
	assert rules.unit_word(uom) == word


@pytest.mark.clause("R36")
@pytest.mark.parametrize(
	("units", "rates", "minimum", "proposal"),
	[
		({"A": 100}, [Rate(3)], 0, Proposal(3, "Template", (("A", 100, 3),), 3.0, 0)),
		({"A": 101}, [Rate(3)], 0, Proposal(4, "Template", (("A", 101, 3),), 3.03, 0)),
		({"B": 50, "A": 50}, [Rate(3)], 0, Proposal(3, "Template", (("A", 50, 3), ("B", 50, 3)), 3.0, 0)),
		({"A": 100, "B": 100}, [Rate(3), Rate(5, "B", "Experience")], 0, Proposal(8, "Experience", (("A", 100, 3), ("B", 100, 5)), 8.0, 0)),
		({"A": 0}, [Rate(3)], 0, Proposal(0, "Template", ())),
		({"A": 1}, [Rate(0.5)], 0, Proposal(1, "Template", (("A", 1, 0.5),), 0.005, 0)),
		({"A": 9}, [Rate(0)], 0, Proposal(0, "Template", ())),
		({"A": 9}, [Rate(0, "A"), Rate(100)], 0, Proposal(0, "Template", ())),
		({"A": 100}, [Rate(3)], 3.5, Proposal(4, "Template", (("A", 100, 3),), 3.0, 4)),
		({"A": 100}, [], None, Proposal(0, "Template", ())),
		# a hair above a whole number is a rounding error of floats, not one more piece
		({"A": 70}, [Rate(10.000000001)], 0, Proposal(7, "Template", (("A", 70, 10.000000001),), 7.0, 0)),
	],
)
def test_pieces_for_units(units, rates, minimum, proposal):
	assert rules.propose(units, rates, minimum) == proposal


@pytest.mark.clause("R36")
def test_rates_from_experience_are_per_hundred_units_handed_over():
	found = rules.rates_of({"B": 3.0, "A": 1.0, "": 2.0, "C": 5.0}, {"A": 50, "B": 30, "": 9, "D": 31})
	assert found == [Rate(2, "A", "Experience"), Rate(10, "B", "Experience"), Rate(100 * 11 / 120, "", "Experience")]
	assert rules.rates_of({"A": 0.0}, {"A": 5}) == [Rate(0, "A", "Experience")]
	assert rules.rates_of({"A": 0.5}, {"A": 5})[-1] == Rate(10, "", "Experience")


@pytest.mark.parametrize(
	("wanted", "ordered", "received", "left"), [(5, 0, 0, 5), (5, 2, 3, 2), (5, 3, 2, 2), (5, 6, 0, 0), (0.3, 0.1, 0.2, 0.1), (1.0000004, 1, 0, 0)]
)
def test_what_is_still_open(wanted, ordered, received, left):
	assert rules.still_open(wanted, ordered, received) == left


@pytest.mark.parametrize(
	("part", "shortage", "to_request"),
	[
		(Progress(5), 5, 5),
		(Progress(5, requested=2), 5, 3),
		(Progress(5, ordered=3, requested=2), 5, 2),
		(Progress(5, received=4, ordered=3), 1, 1),
		(Progress(5, received=6), 0, 0),
		(Progress(0.3, received=0.1, requested=0.2), 0.2, 0.1),
	],
)
def test_what_has_not_come_and_what_nobody_asked_for(part, shortage, to_request):
	assert (part.shortage, part.to_request) == (shortage, to_request)


def days(number: int) -> date:
	return TODAY + timedelta(days=number)


@pytest.mark.clause("R37")
@pytest.mark.parametrize(
	("part", "arrives"),
	[
		(Progress(5, received=5), None),
		(Progress(5, lead_days=9), days(9)),
		(Progress(5, ordered=5, lead_days=9), days(9)),
		(Progress(5, ordered=5, expected=days(3), lead_days=9), days(3)),
		(Progress(5, ordered=5, expected=days(-3), lead_days=9), TODAY),
		(Progress(5, ordered=4, expected=days(3), lead_days=9), days(9)),
		(Progress(5, ordered=4, expected=days(12), lead_days=9), days(12)),
		(Progress(5, ordered=4, received=4, expected=days(12), lead_days=9), days(9)),
		(Progress(5, ordered=9, received=4, expected=days(3), lead_days=9), days(3)),
		(Progress(5, ordered=3, received=4, expected=days(12), lead_days=9), days(9)),
		# half a metre is missing too
		(Progress(1.5, ordered=1, expected=days(3), lead_days=9), days(9)),
		(Progress(1.5, ordered=1.5, received=1, expected=days(3), lead_days=9), days(3)),
	],
)
def test_the_day_the_last_piece_can_be_there(part, arrives):
	assert rules.arrives(part, TODAY) == arrives


@pytest.mark.clause("R37")
@pytest.mark.parametrize(
	("part", "today", "risk"),
	[
		(Progress(5, received=5), NEEDED, "To Hand Over"),
		(Progress(5, received=5, handed_over=4), NEEDED + timedelta(days=1), "Too Late"),
		(Progress(5, received=5, handed_over=5), NEEDED + timedelta(days=1), "Done"),
		(Progress(5, lead_days=20), TODAY, "Tight"),
		(Progress(5, lead_days=21), TODAY, "Too Late"),
		(Progress(5, lead_days=14), TODAY, "Tight"),
		(Progress(5, lead_days=13), TODAY, "To Do"),
		(Progress(5, ordered=5, expected=days(13)), TODAY, "On Its Way"),
		(Progress(5, ordered=4, expected=days(1), lead_days=2), TODAY, "To Do"),
	],
)
def test_how_a_part_stands_against_the_day_it_is_needed(part, today, risk):
	assert rules.risk(part, NEEDED, today) == risk


@pytest.mark.parametrize(
	("qty", "rows", "split"),
	[
		(5, [("a", 2), ("b", 9)], [("a", 2), ("b", 3)]),
		(5, [("a", 2)], [("a", 2), ("", 3)]),
		(5, [("a", 0), ("b", -1), ("c", 5), ("d", 5)], [("c", 5)]),
		(0, [("a", 2)], []),
		(0.3, [("a", 0.1), ("b", 0.2)], [("a", 0.1), ("b", 0.2)]),
		(0.5, [], [("", 0.5)]),
		(0.5, [("a", 0.25)], [("a", 0.25), ("", 0.25)]),
	],
)
def test_an_issue_is_split_in_the_order_of_the_rows(qty, rows, split):
	assert rules.allocate(qty, rows) == split


def test_the_worst_of_several_risks_is_not_the_last_in_the_alphabet():
	assert rules.worst(["To Do", "Tight"]) == "Tight"
	assert rules.worst(iter(["On Its Way", "Done"])) == "On Its Way"


@pytest.mark.parametrize(
	("now", "less"),
	[({"a": 3, "b": 2}, []), ({"a": 3}, ["地漏"]), ({"a": 2.5, "b": 2}, ["角阀"]), ({"a": 3, "b": 2, "c": 1}, []), ({}, ["角阀", "地漏"])],
)
def test_parts_that_are_planned_less(now, less):
	assert rules.lowered({"a": ("角阀", 3), "b": ("地漏", 2)}, now) == less


def test_a_part_planned_less_than_one_is_missed_too():
	assert rules.lowered({"a": ("密封胶", 0.5)}, {}) == ["密封胶"]
	assert rules.lowered({"a": ("密封胶", 0)}, {}) == []
