"""Risk warnings: no way round the re-check, nothing after the end, a danger past its deadline is late until it is gone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.quality import rules_risk_warning as rules
from fangxiu_app.quality.rules_risk_warning import Facts

TODAY = date(2026, 11, 24)
DUE = TODAY + timedelta(days=7)


def codes(step, state=rules.RAISED, note="已处理", due=None, **facts):
	return [found.code for found in rules.check(step, Facts(state, DUE, TODAY, **facts), note, due)]


@given(st.lists(st.sampled_from(list(rules.STEPS)), max_size=12))
def test_however_it_goes_a_warning_is_closed_by_a_passed_re_check_only(steps):
	state, rectified = rules.RAISED, False
	for step in steps:
		if rules.check(step, Facts(state, DUE, TODAY), "已处理", DUE + timedelta(days=1)):
			assert state not in rules.STEPS[step].states or step == "acknowledge"
			continue
		assert state in rules.OPEN, "nothing happens after the end"
		rectified = {"rectify": True, "fail": False}.get(step, rectified)
		assert step != "pass" or rectified
		state = rules.STEPS[step].end or state
	assert state in rules.STATES


@pytest.mark.parametrize("step", [name for name, row in rules.STEPS.items() if row.note])
def test_a_step_says_what_happened(step):
	state = rules.STEPS[step].states[0]
	assert "warning_note_missing" in codes(step, state, note=" ", due=DUE + timedelta(days=1))


@pytest.mark.parametrize(
	("step", "state", "due", "ok"),
	[
		("fail", rules.RECTIFIED, None, False),
		("fail", rules.RECTIFIED, TODAY - timedelta(days=1), False),
		("fail", rules.RECTIFIED, TODAY, True),
		("move", rules.RAISED, DUE, False),
		("move", rules.RAISED, DUE + timedelta(days=1), True),
	],
)
def test_the_new_deadline_lies_ahead_and_a_moved_one_after_the_old(step, state, due, ok):
	assert codes(step, state, due=due) == ([] if ok else ["warning_due"])


def test_receipt_is_confirmed_once():
	assert codes("acknowledge", note="") == []
	assert codes("acknowledge", acknowledged=True) == ["warning_acknowledged"]


def test_a_new_warning_names_a_place_and_a_deadline():
	assert [found.code for found in rules.check_new(TODAY - timedelta(days=1), TODAY, " ", "", 0)] == [
		"warning_place_missing",
		"warning_due_past",
	]
	assert rules.check_new(TODAY, TODAY, "", "", 1) == rules.check_new(TODAY + timedelta(days=366), TODAY, "", "", 1) == []
	assert [found.code for found in rules.check_new(TODAY + timedelta(days=367), TODAY, "", "", 1)] == ["day_too_far"]
	assert codes("raise", rules.PROPOSED, due=TODAY + timedelta(days=367)) == ["day_too_far"]


@given(st.sampled_from(rules.STATES), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_only_a_danger_that_is_still_there_is_late(state, due):
	days = rules.days_over(state, due, TODAY)
	assert days == (max((TODAY - due).days, 0) if state == rules.RAISED else 0)


@pytest.mark.clause("R113")
def test_a_proposal_is_raised_with_a_deadline_or_withdrawn_and_nothing_else():
	allowed = {step for step in rules.STEPS if not codes(step, rules.PROPOSED, due=TODAY)}
	assert allowed == {"raise", "withdraw"}
	assert codes("raise", rules.PROPOSED, note="", due=TODAY) == []
	assert codes("raise", rules.PROPOSED, note="") == ["warning_due"]
	assert codes("raise", rules.PROPOSED, due=TODAY - timedelta(days=1)) == ["warning_due"]
	assert codes("raise", rules.RAISED, due=TODAY) == ["warning_state"]
	assert rules.STEPS["raise"].end == rules.RAISED
	assert rules.PROPOSED not in rules.OPEN, "a proposal is no open danger yet"


@pytest.mark.clause("R113")
def test_the_re_check_passes_when_every_sister_unit_was_looked_at():
	assert codes("pass", rules.RECTIFIED, unseen=1) == ["warning_sisters"]
	assert codes("pass", rules.RECTIFIED, unseen=0) == []
	assert codes("fail", rules.RECTIFIED, due=DUE, unseen=1) == []
