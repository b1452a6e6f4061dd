"""Defect feedback: no end without a checked effect and a lesson, nothing in the library that names a person or a unit."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.refusal import Field
from fangxiu_app.quality import rules_defect_feedback as rules

TODAY = date(2026, 11, 29)
SOON = TODAY + timedelta(days=7)
SAID = {
	"classification": "Material Defect",
	"department": rules.PROCUREMENT,
	"cause": "密封圈老化快",
	"answer_due": SOON,
	"measure_here": "更换全部角阀",
	"here_due": SOON,
	"here_by": "材料主管",
	"measure_later": "角阀改用铜质阀芯，列入材料标准",
	"later_due": SOON,
	"later_by": "采购经理",
	"result": rules.EFFECTIVE,
	"checked_on": TODAY,
	"effect": "三个月无渗漏",
	"lesson": "角阀选型时核对阀芯材质",
	"done_file": "/private/files/角阀.jpg",
}


def codes(step, state=None, note="已说明", **values):
	state = state or rules.STEPS[step].states[0]
	return [found.code for found in rules.check(step, state, {**SAID, **values}, note, TODAY)]


@pytest.mark.clause("R113")
@given(st.lists(st.tuples(st.sampled_from(list(rules.STEPS)), st.sampled_from(rules.RESULTS)), max_size=25))
def test_however_it_goes_a_feedback_is_answered_checked_and_learnt_from_before_it_is_closed(steps):
	state, done = rules.TO_CLASSIFY, set()
	for step, result in steps:
		said = {**SAID, "result": result}
		if rules.check(step, state, said, "已说明", TODAY):
			assert state not in rules.STEPS[step].states
			continue
		assert state in rules.OPEN, "nothing happens after the end"
		done.add(step)
		state = rules.end(step, state, result)
		if step == "return" or (step == "check" and result == rules.NOT_EFFECTIVE):
			done -= {"answer", "done", "check"}
		assert state in rules.STATES
		if state in rules.IN_FORCE:
			assert "answer" in done, "what other projects read was answered"
		if state == rules.CLOSED:
			assert done >= {"classify", "answer", "done", "check", "close"}


@given(st.sampled_from(list(rules.STEPS)), st.sampled_from(rules.STATES))
def test_a_step_is_possible_from_its_states_only_and_says_from_which(step, state):
	found = rules.check(step, state, SAID, "已说明", TODAY)
	if state in rules.STEPS[step].states:
		assert found == []
	else:
		assert [(one.code, one.params[2]) for one in found] == [("feedback_state", rules.STEPS[step].states)]


@given(st.data(), st.sampled_from([name for name, row in rules.STEPS.items() if row.needs]))
def test_what_a_step_lacks_is_named_field_by_field(data, step):
	needs = rules.STEPS[step].needs
	gone = data.draw(st.sets(st.sampled_from(needs), min_size=1))
	found = rules.check(step, rules.STEPS[step].states[0], {**SAID, **dict.fromkeys(gone, " ")}, "", TODAY)
	[missing] = [one.params[0] for one in found if one.code == "feedback_missing"]
	assert missing == tuple(Field(rules.DOCTYPE, name) for name in needs if name in gone)


@pytest.mark.parametrize("step", [name for name, row in rules.STEPS.items() if row.note])
def test_a_step_without_fields_is_explained(step):
	assert codes(step, note=" ") == ["feedback_note"]


@pytest.mark.parametrize(
	("step", "values"),
	[
		("classify", {"classification": "Weather"}),
		("classify", {"department": "Sales"}),
		("check", {"result": "Perhaps"}),
	],
)
def test_a_choice_is_one_of_the_list(step, values):
	assert codes(step, **values) == ["feedback_choice"]


@pytest.mark.parametrize("field", rules.AHEAD)
def test_a_deadline_lies_ahead(field):
	step = "classify" if field == "answer_due" else "answer"
	assert codes(step, **{field: TODAY}) == []
	assert codes(step, **{field: TODAY - timedelta(days=1)}) == ["feedback_due"]


def test_an_effect_is_not_checked_tomorrow():
	assert codes("check", checked_on=TODAY + timedelta(days=1)) == ["feedback_checked_on"]


def test_days_lie_in_the_time_of_the_feedback():
	said = {"result": rules.EFFECTIVE, "checked_on": TODAY - timedelta(days=1), "effect": "x"}
	assert [one.code for one in rules.check("check", rules.TO_CHECK, said, "", TODAY, TODAY)] == ["day_too_early"]
	assert rules.check("check", rules.TO_CHECK, said, "", TODAY, TODAY - timedelta(days=1)) == []
	for field, days in (("here_due", 366), ("later_due", 5 * 366)):
		assert codes("answer", **{field: TODAY + timedelta(days=days)}) == []
		assert codes("answer", **{field: TODAY + timedelta(days=days + 1)}) == ["day_too_far"]


def test_a_measure_without_effect_is_answered_anew_by_a_day():
	assert codes("check", result=rules.NOT_EFFECTIVE, answer_due=None) == ["feedback_missing"]
	assert codes("check", result=rules.NOT_EFFECTIVE, answer_due=TODAY - timedelta(days=1)) == ["feedback_due"]
	assert codes("check", result=rules.NOT_EFFECTIVE) == []
	assert codes("check", answer_due=None) == [], "a measure with effect needs no other day"
	assert rules.end("check", rules.TO_CHECK, rules.NOT_EFFECTIVE) == rules.TO_ANSWER
	assert rules.end("check", rules.TO_CHECK, rules.EFFECTIVE) == rules.PROVED
	assert rules.end("note", rules.UNDER_WAY) == rules.UNDER_WAY


@pytest.mark.clause("R113")
@pytest.mark.parametrize(
	("text", "personal"),
	[
		("联系王工 13800010002", True),
		("联系王工 138 0001 0002", True),
		("电话 021-5555123", True),
		("3-2-1501 渗漏", True),
		("3栋2单元改做法", True),
		("1501室", True),
		("阀芯 DN20，压力 1.6 MPa，2026 年起执行", False),
		("身份证 310101199001011234", True),
		("电话 021 55551234", True),
		("三房两厅、2房户型的防水上翻 300 mm，GB 50345-2012", False),
		("2026-11-29 起执行", False),
		("", False),
	],
)
def test_what_other_projects_read_names_neither_person_nor_unit(text, personal):
	assert bool(rules.check_public({"lesson": text})) is personal
	assert codes("close", lesson=text or "x") == (["shared_text_personal"] if personal else [])


def test_only_what_other_projects_read_is_looked_at():
	assert codes("answer", measure_here="3-2-1501 更换角阀") == []
	assert codes("answer", measure_later="见 3-2-1501") == ["shared_text_personal"]


@pytest.mark.parametrize("given_one", range(4))
def test_a_feedback_is_about_something_that_can_be_found(given_one):
	values = [None] * 4
	assert [found.code for found in rules.check_new(*values)] == ["feedback_about"]
	values[given_one] = "x"
	assert rules.check_new(*values) == []


@given(st.sampled_from(rules.STATES), *(st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)) for _day in range(3)))
def test_a_department_is_late_only_while_it_has_something_to_do(state, answer, here, later):
	day = rules.due(state, answer, here, later)
	if state == rules.TO_ANSWER:
		assert day == answer
	elif state == rules.UNDER_WAY:
		assert day == min([each for each in (here, later) if each], default=None)
	else:
		assert day is None
	assert rules.days_over(day, TODAY) == (max((TODAY - day).days, 0) if day else 0)


@pytest.mark.clause("R113")
def test_that_a_measure_was_carried_out_is_proved_or_why_not_is_said():
	assert codes("done") == []
	assert codes("done", done_file="", done_without="隐蔽部位，无法拍照") == []
	assert codes("done", done_file="", done_without="  ") == ["feedback_proof_missing"]
	assert rules.fields("done", {}) == ("done_file", "done_without")
