"""What a refusal of a defect feedback names: fields, choices, days, and from which states a step is possible (R113)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.quality import rules_defect_feedback as rules

TODAY = date(2026, 11, 29)
DAY = timedelta(days=1)
CLASSIFIED = {"classification": "Material Defect", "department": rules.PROCUREMENT, "cause": "老化", "answer_due": TODAY}
CHECKED = {"result": rules.EFFECTIVE, "checked_on": TODAY, "effect": "无渗漏"}


def field(name: str) -> Field:
	return Field(rules.DOCTYPE, name)


@pytest.mark.clause("R113")
@pytest.mark.parametrize(
	("step", "said", "answer"),
	[
		("classify", CLASSIFIED, []),
		("classify", CLASSIFIED | {"classification": "x"}, [Violation("feedback_choice", (field("classification"), rules.CLASSES))]),
		("classify", CLASSIFIED | {"department": "x"}, [Violation("feedback_choice", (field("department"), rules.DEPARTMENTS))]),
		("classify", CLASSIFIED | {"answer_due": TODAY - DAY}, [Violation("feedback_due", (field("answer_due"), TODAY))]),
		("classify", {"cause": "x", "answer_due": TODAY}, [Violation("feedback_missing", ((field("classification"), field("department")),))]),
		("check", CHECKED, []),
		("check", CHECKED | {"result": "x"}, [Violation("feedback_choice", (field("result"), rules.RESULTS))]),
		("check", CHECKED | {"checked_on": TODAY + DAY}, [Violation("feedback_checked_on", (TODAY,))]),
		("check", {"result": rules.EFFECTIVE, "effect": "x"}, [Violation("feedback_missing", ((field("checked_on"),),))]),
		("done", {"done_file": " "}, [Violation("feedback_proof_missing", (field("done_file"), field("done_without")))]),
		("done", {"done_without": "隐蔽部位"}, []),
	],
)
def test_what_a_refusal_names(step, said, answer):
	assert rules.check(step, rules.STEPS[step].states[0], said, "已说明", TODAY) == answer


@pytest.mark.clause("R113")
def test_a_step_from_another_state_says_what_it_is_called_and_where_it_begins():
	states = (rules.TO_CLASSIFY,)
	assert rules.check("classify", rules.CLOSED, {}, "", TODAY) == [Violation("feedback_state", ("Classified", rules.CLOSED, states))]
	assert rules.check_state("classify", rules.TO_CLASSIFY) == []


@pytest.mark.clause("R113")
def test_a_text_for_other_projects_is_refused_by_its_field():
	[found] = rules.check("close", rules.PROVED, {"lesson": "见 3-2-1501"}, "", TODAY)
	assert found.params[0] == field("lesson")
	assert rules.check_public({"lesson": None, "material": ""}) == []


def test_a_step_fills_in_its_own_fields_and_a_measure_without_effect_the_next_day_too():
	assert rules.fields("close", {}) == ("lesson",)
	assert rules.fields("check", {"result": rules.EFFECTIVE}) == ("result", "checked_on", "effect")
	assert rules.fields("check", {"result": rules.NOT_EFFECTIVE}) == ("result", "checked_on", "effect", "answer_due")
	assert rules.end("close", rules.PROVED, rules.NOT_EFFECTIVE) == rules.CLOSED


def test_days_past_the_next_deadline():
	assert [rules.days_over(day, TODAY) for day in (None, TODAY + DAY, TODAY, TODAY - DAY, TODAY - 9 * DAY)] == [0, 0, 0, 1, 9]
