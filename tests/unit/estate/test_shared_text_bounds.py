"""Texts for other projects at the bounds: what is quoted, invisible signs, groups of digits, codes of units, short names (R113)."""

from __future__ import annotations

import pytest

from fangxiu_app.core.refusal import Field
from fangxiu_app.estate import rules_shared_text as rules
from fangxiu_app.estate.rules_shared_text import Known

FIELD = Field("Defect Feedback", "lesson")
CODES = Known(("3-A-1501", "东区5-B-602", "东区3-B-负101", "东区-101", "A2-501", "4-C", "600"))


def personal(text: object, known: Known | None = None) -> bool:
	return bool(rules.violations([(FIELD, text)], known))


def test_digits_however_they_are_written():
	assert rules.figures("１３８一②○〇零") == "13812000"
	assert rules.figures("十里½百") == "十里1⁄2百", "only what stands for one digit"
	assert rules.figures("1oO2 o3") == "1002 o3"
	assert rules.figures("一\n二") == "1\n2"


@pytest.mark.clause("R113")
@pytest.mark.parametrize("sign", ["\x07", "\u200b", "\u034f", "\u20dd"])
def test_what_nobody_sees_hides_no_address(sign):
	assert rules.number_in(f"wang{sign}@qq.com") == "wang@qq.com"


def test_only_the_number_is_quoted_without_a_date_in_front():
	assert rules.number_in("2026-11-29 138 0001 0002") == "138 0001 0002"
	assert rules.number_in("13.8000.10002") == "13.8000.10002"
	assert rules.number_in("") == rules.number_in("样板先行") == ""


@pytest.mark.clause("R113")
@pytest.mark.parametrize(
	"text",
	[
		"证件 330106 1990 0101 1234",
		"1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1.3.8.0.0.0.1.0.0.0.2",
		"总机 010.8765.4321",
	],
)
def test_groups_of_digits_that_make_a_number_wherever_they_begin(text):
	assert personal(text)


@pytest.mark.parametrize(
	"text",
	[None, "", "用时 2400\n1350 元", "实测 0.21 / 5555 / 1234", "读数 05.71 / 8765 / 4321"],
)
def test_figures_of_a_lesson_make_no_number(text):
	"""Lines are no groups of one number, and an area code is not written in pieces."""
	assert not personal(text, CODES)


@pytest.mark.clause("R113")
@pytest.mark.parametrize(
	"text", ["3-A-1501 渗漏", "3-1501 渗漏", "3栋的1501", "东区5-B-602", "东区5-602", "5-602", "5-B-602", "东区三栋B单元负101", "2026年5月A2-501漏水", "A2-501\n", "A2-5\u200b01"]
)
def test_a_unit_is_named_with_and_without_entrance_and_area(text):
	assert personal(text, CODES)


@pytest.mark.parametrize("text", ["见节点 4-C", "规格 600-600", "图 3-A", "B-602 型", "A-1501 型"])
def test_a_part_of_a_code_names_no_unit(text):
	assert not personal(text, CODES)


@pytest.mark.clause("R113")
def test_names_from_three_latin_letters_or_two_signs_on():
	names = Known(names=(None, "", "NG", "Ann", "李山"))
	assert personal("Ann asked twice", names) and personal("李山的意见", names)
	assert not personal("NG 型卡扣，annex，李 先生", names)
