"""Numbers of a company that are none are told apart from right ones (GB 32100-2015)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.contractors import rules_contractor_request as rules

bases = st.text(rules.ALPHABET, min_size=17, max_size=17)


def test_the_sample_of_the_standard():
	assert rules.is_credit_code("91350100M000100Y43")


@given(bases, st.integers(0, 17), st.sampled_from(rules.ALPHABET))
def test_one_wrong_character_is_always_found(base, place, other):
	code = base + rules.check_character(base)
	assert rules.is_credit_code(code)
	changed = code[:place] + other + code[place + 1 :]
	assert rules.is_credit_code(changed) == (changed == code)


@pytest.mark.parametrize("code", ["", "91350100M000100Y4", "91350100M000100Y4O", "９1350100M000100Y43"])
def test_what_is_no_code(code):
	assert not rules.is_credit_code(code)


def test_blanks_and_hyphens_of_a_copied_number_do_not_count():
	assert rules.plain(" 6217 0014-3000　1234 567 ") == "6217001430001234567"
	assert rules.is_account_no("6217001430001234567")
	assert not rules.is_account_no("６２１７００１４３０００１２３４５６７")


def test_nobody_accepts_what_he_asked_for_and_a_refusal_has_its_reason():
	codes = [found.code for found in rules.check_decision(rules.REQUESTED, "an", "an", False, " ")]
	assert codes == ["request_own", "request_why"]
	assert rules.check_decision(rules.REQUESTED, "an", "bo", True, "") == []
	assert rules.check_decision(rules.DECLINED, "an", "bo", True, "")[0].code == "request_decided"
