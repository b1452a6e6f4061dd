"""The flow of a repair as a picture: every state and every action of the table once, nothing else (R61)."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import pytest

from fangxiu_app.tickets.life import rules_flow_chart
from fangxiu_app.tickets.life.rules_ticket import BY_ACTION, FINAL, PATH, STATUSES, TRANSITIONS

ZH = Path(__file__).resolve().parents[3] / "fangxiu_app" / "translations" / "zh.csv"


@pytest.mark.clause("R61")
def test_the_straight_way_is_the_path_and_each_arrow_leads_to_the_next_box():
	boxes = rules_flow_chart.straight()
	assert tuple(box.state for box in boxes) == PATH
	for box, following in pairwise(boxes):
		assert box.onward.target == following.state and box.state in box.onward.sources
	assert boxes[-1].onward is None
	assert {box.onward for box in rules_flow_chart.beside()} == {None}, "beside the way nothing is next"


@pytest.mark.clause("R61")
def test_every_state_and_action_of_the_table_is_in_the_picture():
	boxes = (*rules_flow_chart.straight(), *rules_flow_chart.beside())
	within = [row.action for box in boxes for row in box.within]
	assert sorted(within) == sorted(row.action for row in TRANSITIONS if row.target is None), "each once"
	drawn = {row.action for box in boxes for row in (*box.aside, box.onward) if row} | set(within)
	assert drawn == set(BY_ACTION)
	shown = {box.state for box in boxes} | {row.target for box in boxes for row in box.aside}
	assert shown == set(STATUSES)
	assert {box.state for box in rules_flow_chart.beside()}.isdisjoint(FINAL)


@pytest.mark.clause("R61")
def test_what_leaves_the_straight_way_goes_back_or_off_it():
	for box in rules_flow_chart.straight():
		onto = {row.action for row in TRANSITIONS if box.state in row.sources and row.target in PATH}
		off = {row.action for row in TRANSITIONS if box.state in row.sources and row.target not in (*PATH, None)}
		back = {action for action in onto if PATH.index(BY_ACTION[action].target) < PATH.index(box.state)}
		assert {row.action for row in box.aside} == back | off, box.state
	drawn = {box.state: box for box in rules_flow_chart.straight()}
	assert [row.action for row in drawn["Cleaned"].aside] == ["reject"]
	assert {row.action for row in drawn["Surveyed"].aside} == {"transfer", "paid_repair"}
	assert drawn["Reported"].aside[0].target in ("Merged", "Cancelled")


@pytest.mark.clause("R61")
def test_an_action_that_changes_no_state_stands_where_it_is_possible_first():
	boxes = (*rules_flow_chart.straight(), *rules_flow_chart.beside())
	order = [box.state for box in boxes]
	for box in boxes:
		for row in box.within:
			assert box.state == next(state for state in order if state in row.sources), row.action
	assert next(box.state for box in boxes if "ask_plan_review" in {row.action for row in box.within}) == "Surveyed"


def test_every_text_that_is_drawn_is_translated():
	boxes = (*rules_flow_chart.straight(), *rules_flow_chart.beside())
	rows = [row for box in boxes for row in (*box.within, *box.aside, box.onward) if row]
	drawn = {box.state for box in boxes} | {row.label for row in rows} | {role for row in rows for role in row.roles}
	assert drawn <= set(rules_flow_chart.texts())


def test_the_words_of_the_picture_are_chinese():
	with ZH.open(encoding="utf-8", newline="") as file:
		known = {row[0] for row in csv.reader(file) if len(row) > 1}
	assert set(rules_flow_chart.texts()) <= known
