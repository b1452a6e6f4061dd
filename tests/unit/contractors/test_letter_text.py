"""A letter's template names places; it cannot do anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.contractors.breach import rules_letter_text

VALUES = {"项目": "翠湖", "project": "翠湖", "工单清单": "1. 漏水"}
CODE = (
	"{{ 项目.__class__ }}",
	"{{ frappe.get_doc('User', 'x').add_roles('System Manager') }}",
	"{{ project | upper }}",
	"{{ project() }}",
	"{% set x = frappe.db.sql('select 1') %}",
	"{# note #}",
	"{{ project",
	"{% for row in tickets %}{{ row.unit }}",
	"{{ '' }}",
	"{{ 7 * 7 }}",
)


@pytest.mark.parametrize("text", CODE)
def test_code_is_named_and_never_run(text):
	assert rules_letter_text.unknown(text, VALUES)
	assert rules_letter_text.fill(text, VALUES) == text


def test_places_are_filled_and_slips_named():
	assert rules_letter_text.fill("关于{{ 项目 }}、{{project}}的函", VALUES) == "关于翠湖、翠湖的函"
	assert rules_letter_text.unknown("{{ 项目 }}{{ 项目名 }}", VALUES) == ["项目名"]


def test_a_place_without_a_value_stays_as_it_is_written():
	assert rules_letter_text.fill("{{ 项目名 }}：{{  项目}}", VALUES) == "{{ 项目名 }}：翠湖"


def test_what_is_left_beside_a_known_place_is_named_alone():
	assert rules_letter_text.unknown("{{ {{ 项目 }} }}", VALUES) == ["{{  }}"]


def test_a_value_is_not_read_as_a_template():
	assert rules_letter_text.fill("{{ 项目 }}", {"项目": "{{ project }}", "project": "x"}) == "{{ project }}"


def test_the_loop_of_before_is_the_place_of_the_list():
	before = "各位：{% for row in tickets %}\n{{ loop.index }}. {{ row.unit }}{% endfor %}\n请整改。"
	assert rules_letter_text.converted(before, "工单清单") == "各位：{{ 工单清单 }}\n请整改。"


@given(st.text(max_size=40))
def test_text_without_braces_is_left_alone(text):
	text = text.replace("{", "").replace("}", "").replace("%", "")
	assert rules_letter_text.unknown(text, VALUES) == []
	assert rules_letter_text.fill(text, VALUES) == text
