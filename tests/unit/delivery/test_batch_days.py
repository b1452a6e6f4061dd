"""Days of a delivery's plan that are entered late (R21, R33-R35)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fangxiu_app.delivery import rules_batch_days as rules

TODAY = date(2026, 11, 30)
AGO = st.integers(-400, 400)


@pytest.mark.clause("R21", "R33")
@given(AGO)
@example(7)
@example(8)
def test_a_new_day_is_late_after_a_week(days):
	entered = TODAY - timedelta(days=days)
	assert rules.late_days({}, [("", 3, (None, entered))], TODAY) == ([3] if days > 7 else [])
	assert rules.late([entered, TODAY], TODAY) == ({entered} if days > 7 else set())


@given(st.lists(AGO, min_size=1, max_size=3))
def test_what_stood_there_already_may_stay(days):
	stored = tuple(TODAY - timedelta(days=one) for one in days)
	assert rules.late_days({"row": stored}, [("row", 1, stored)], TODAY) == []


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_what_leaves_a_list(before, after):
	found = rules.left(before, after)
	assert set(found) == (set(before) - set(after) if after else set()) and len(found) == len(set(found))


def row(name, **values):
	return {"name": name, "kind": "Office", "title": "会议室", **values}


@pytest.mark.clause("R33", "R36")
@pytest.mark.parametrize(
	("now", "gone"),
	[
		([row("a", qty=3)], []),
		([row("a", qty=4), row("new")], []),
		([], ["a"]),
		([row("b", qty=3)], ["a"]),
		([row("a", qty=2)], ["a"]),
		([row("a", qty=None)], ["a"]),
		([row("a")], ["a"]),
		([row("a", qty=3, kind="Printer")], ["a"]),
		([row("a", qty=3, title="")], ["a"]),
		([row("a", qty=3, title=None)], ["a"]),
	],
)
def test_what_a_milestone_counts_no_more(now, gone):
	stored = [row("a", qty=3)]
	assert [found["name"] for found in rules.taken(stored, now, ("kind", "title"), "qty")] == gone


def test_empty_is_empty_however_it_is_stored_and_without_an_amount_less_is_nothing():
	assert rules.taken([row("a", title=None, qty=3)], [row("a", title="", qty=1)], ("kind", "title")) == []
	assert rules.taken([row("a", qty=None)], [row("a")], ("kind",), "qty") == []
	assert rules.taken([row("a", qty=0.5)], [row("a")], ("kind",), "qty") == [row("a", qty=0.5)]
