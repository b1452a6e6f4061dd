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


WORK = "致：{{ 收件单位 }}\n\n事由：\n{{ 工单清单 }}\n\n请予以：\n\n请于    年  月  日前书面回复。\n联系电话：{{ 联系电话 }}\n{{ 今天 }}"
REPAIR = "{{ 施工单位 }}：\n\n经检查，以下维修项目不符合要求：\n{{ 工单清单 }}\n\n存在问题：\n整改要求：\n\n请整改。"


@pytest.mark.clause("R17")
@pytest.mark.parametrize(
	("text", "template", "found"),
	[
		("致：\n\n事由：\n\n\n请予以：\n\n请于    年  月  日前书面回复。\n联系电话：\n2026-11-30", WORK, ["致：", "事由：", "请予以：", "请于    年  月  日前书面回复。"]),
		("致：翠湖项目部\n\n事由：\n1. 漏水\n\n请予以：\n\n请于2026年12月5日前书面回复。", WORK, ["请予以："]),
		("致：翠湖项目部\n\n事由：\n1. 漏水\n\n请予以：\n\n1. 派人\n\n请于2026年12月5日前书面回复。", WORK, []),
		("致：翠湖项目部\n事由：配合进场\n请予以：配合\n请尽快书面回复。", WORK, []),
		("中泰：\n\n经检查，以下维修项目不符合要求：\n1. 漏水\n\n存在问题：\n整改要求：\n\n请整改。", REPAIR, ["存在问题：", "整改要求："]),
		("中泰：\n\n经检查，以下维修项目不符合要求：\n1. 漏水\n\n存在问题：渗漏\n整改要求：重做\n\n请整改。", REPAIR, []),
		("：\n\n贵司承建的以下事项：\n1. 漏水", "", ["："]),
		("以下维修项目定于    年  月  日  时复验，请派人到场：\n1. 漏水", "", ["以下维修项目定于    年  月  日  时复验，请派人到场："]),
		("关于翠湖    的工作联系函", "", ["关于翠湖    的工作联系函"]),
		("关于翠湖 一期 的函\n我方要求如下：\n\n一、进场", "", []),
		("x", "", []),
		("请配合。\n致：", "", ["致："]),
		("致:\n事由:\n漏水", "", ["致:"]),
		("\n要求：\n王经理", "\n要求：\n王经理", []),
		("要求：", "要求：", ["要求："]),
		("甲方要求：\n乙方答复：", "甲方要求：\n乙方答复：\n\n此致", ["甲方要求：", "乙方答复："]),
		("联系：\n2026-11-30", "联系：", ["联系："]),
		("联系：\n王经理", "联系：", []),
		("联系：\nX", "联系：", []),
		("", WORK, []),
	],
)
def test_places_that_nobody_wrote_into_are_named_as_they_stand(text, template, found):
	assert rules_letter_text.blanks(text, template) == found


@given(st.text(alphabet="致事由：\n 年月日a1", max_size=40))
def test_a_blank_is_a_line_of_the_letter(text):
	assert set(rules_letter_text.blanks(text, WORK)) <= {line.strip() for line in text.splitlines()}
