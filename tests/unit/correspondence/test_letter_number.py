"""Numbers of letters follow their pattern (R107, R114)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.correspondence import rules_letter_number as rules

FIELD = Field("Fangxiu Settings", "letter_number_pattern")
FACTS = {"项目": "云栖花园", "合同编号": "SG-2024-07", "类别": "扣款", "年份": "2026"}
words = st.text(st.characters(exclude_characters="{}<>-", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@pytest.mark.clause("R114")
@pytest.mark.parametrize(
	("pattern", "number"),
	[
		(rules.DEFAULT, "云栖花园-扣款-2026-003"),
		("华东-{{ 年份 }}-{{序号}}", "华东-2026-003"),
		("{{合同编号}}（{{年份}}）第{{序号}}号", "SG-2024-07（2026）第003号"),
	],
)
def test_a_number_as_departments_write_it(pattern, number):
	assert rules.problems(pattern, FIELD) == []
	assert rules.number(rules.series(pattern, FACTS), 3) == number


@pytest.mark.clause("R114")
@given(words, words, st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_papers_of_one_series_differ_and_what_is_counted_together_does_not_know_the_serial(project, kind, one, other):
	facts = {**FACTS, "项目": project, "类别": kind}
	counted = rules.series(rules.DEFAULT, facts)
	assert counted.endswith("{{ 序号 }}") and project in counted and kind in counted
	assert (rules.number(counted, one) == rules.number(counted, other)) == (one == other)


@pytest.mark.clause("R114")
def test_what_is_empty_leaves_no_doubled_hyphen():
	assert rules.number(rules.series(rules.DEFAULT, {**FACTS, "项目": ""}), 12) == "扣款-2026-012"
	assert rules.series(rules.DEFAULT, {"年份": "2026"}) == "2026-{{ 序号 }}"


@pytest.mark.clause("R114")
def test_a_refused_pattern_names_the_field_the_places_and_those_there_are():
	known = "项目、合同编号、类别、年份、序号"
	assert rules.problems("{{ 月份 }}-{{ 号 }}", FIELD) == [
		Violation("letter_number_places", (FIELD, "月份、号", known)),
		Violation("letter_number_serial", (FIELD, "序号")),
	]


@pytest.mark.clause("R114")
def test_a_pattern_is_refused_for_its_length_its_signs_and_what_stands_twice():
	longest = "扣" * (rules.MOST_PATTERN - len("{{ 序号 }}")) + "{{ 序号 }}"
	assert rules.problems(longest, FIELD) == []
	assert rules.problems(f"扣{longest}", FIELD) == [Violation("letter_number_long", (FIELD, rules.MOST_PATTERN))]
	for sign in "<>":
		assert rules.problems(f"{sign}{{{{ 序号 }}}}", FIELD) == [Violation("letter_number_signs", (FIELD,))]
	assert rules.problems("X{{ 序号 }}{{ 年份 }}{{ 年份 }}", FIELD) == [Violation("letter_number_twice", (FIELD, "年份"))]


@pytest.mark.clause("R114")
def test_a_serial_has_three_digits_or_as_many_as_it_needs():
	assert [rules.number("A-{{ 序号 }}", serial) for serial in (1, 99, 999, 1000)] == ["A-001", "A-099", "A-999", "A-1000"]


@pytest.mark.clause("R114")
@pytest.mark.parametrize(
	("pattern", "codes"),
	[
		("{{ 年份 }}", ["letter_number_serial"]),
		("{{ 序号 }}-{{ 序号 }}", ["letter_number_twice"]),
		("{{ 项目 }}{{项目}}-{{ 序号 }}", ["letter_number_twice"]),
		("<b>{{ 序号 }}</b>", ["letter_number_signs"]),
		("扣\u200b款-{{ 序号 }}", ["letter_number_signs"]),
		("扣款\n{{ 序号 }}", ["letter_number_signs"]),
		("扣" * 73 + "{{ 序号 }}", ["letter_number_long"]),
		("{{ 月份 }}-{{ 序号 }}", ["letter_number_places"]),
		("{{ 序号 | upper }}", ["letter_number_places", "letter_number_serial"]),
	],
)
def test_a_pattern_that_cannot_be_followed_is_named(pattern, codes):
	assert [found.code for found in rules.problems(pattern, FIELD)] == codes


@pytest.mark.clause("R114")
@pytest.mark.parametrize("pattern", ["云栖-{{序号}}", "云栖-{{  序号 }}", "云栖-{{ 序号 }}", "云栖--{{序号}}"])
def test_how_a_pattern_is_spaced_makes_no_series_of_its_own(pattern):
	assert rules.series(pattern, FACTS) == "云栖-{{ 序号 }}"


@pytest.mark.clause("R114")
def test_a_contract_that_is_called_like_a_place_counts_nothing_twice():
	facts = {**FACTS, "合同编号": "SG{{ 序号 }}<b>"}
	assert rules.number(rules.series("{{ 合同编号 }}-{{ 序号 }}", facts), 7) == "SG 序号 b-007"


anything = st.text(st.characters(exclude_categories=("C",)), max_size=200)
pieces = st.lists(st.one_of(st.sampled_from([f"{{{{{place}}}}}" for place in rules.PLACES]), words), max_size=9)


@pytest.mark.clause("R114")
@given(pieces, anything, anything, st.integers(1, 10**9))
def test_a_number_fits_its_field_whatever_project_and_contract_are_called(parts, project, contract, serial):
	pattern = "".join(parts)
	if rules.problems(pattern, FIELD):
		return
	facts = {**FACTS, "项目": project, "合同编号": contract}
	number = rules.number(rules.series(pattern, facts), serial)
	assert len(number) <= 140 and number.count(str(serial)) >= 1
