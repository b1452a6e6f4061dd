"""大写金额: the examples of 《支付结算办法》, and what holds for every amount."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.capitals import LIMIT, in_capitals

DIGIT = {char: number for number, char in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNIT = {"拾": 10, "佰": 100, "仟": 1000}
EXAMPLES = [
	# annex 1 of the rules on payment and settlement; where it allows 零 or none before 角, none is written
	("1409.50", "人民币壹仟肆佰零玖元伍角整"),
	("6007.14", "人民币陆仟零柒元壹角肆分"),
	("1680.32", "人民币壹仟陆佰捌拾元叁角贰分"),
	("107000.53", "人民币壹拾万零柒仟元伍角叁分"),
	("16409.02", "人民币壹万陆仟肆佰零玖元零贰分"),
	("325.04", "人民币叁佰贰拾伍元零肆分"),
	# what clerks get wrong
	("0", "人民币零元整"),
	("0.05", "人民币伍分"),
	("0.30", "人民币叁角整"),
	("10", "人民币壹拾元整"),
	("30002", "人民币叁万零贰元整"),
	("100000000", "人民币壹亿元整"),
	("100200000.01", "人民币壹亿零贰拾万元零壹分"),
	("1000050.50", "人民币壹佰万零伍拾元伍角整"),
	("10000000000000", "人民币壹拾万亿元整"),
	("12000500000000", "人民币壹拾贰万零伍亿元整"),
	("-15.5", "人民币负壹拾伍元伍角整"),
	("-0.001", "人民币零元整"),
	("0.995", "人民币壹元整"),
	("0.985", "人民币玖角玖分"),
	("1.11", "人民币壹元壹角壹分"),
	("0.11", "人民币壹角壹分"),
	("10001000", "人民币壹仟万零壹仟元整"),
	("11001000", "人民币壹仟壹佰万零壹仟元整"),
	("111000", "人民币壹拾壹万壹仟元整"),
	("110000000", "人民币壹亿壹仟万元整"),
	("1000000000", "人民币壹拾亿元整"),
	("1000000000000", "人民币壹万亿元整"),
	("1000000000001", "人民币壹万亿零壹元整"),
	("1000100000000", "人民币壹万零壹亿元整"),
	("1000050000000", "人民币壹万亿零伍仟万元整"),
	("3210000000000", "人民币叁万贰仟壹佰亿元整"),
]


def read(words: str) -> Decimal:
	"""The amount back from its words, as a person reads them: groups of four, each with its digits and places."""
	sign = -1 if "负" in words else 1
	words = re.sub(r"^[^零壹贰叁肆伍陆柒捌玖负]*负?", "", words).rstrip("整")
	whole, _mark, part = words.rpartition("元")
	cents = 0
	for digit, unit in re.findall(r"(.)([角分])", part):
		cents += DIGIT[digit] * {"角": 10, "分": 1}[unit]
	return sign * (_section(whole) + Decimal(cents) / 100)


def _section(words: str) -> int:
	for mark, size in (("亿", 10**8), ("万", 10**4)):
		high, found, low = words.rpartition(mark)
		if found:
			return _section(high) * size + _section(low)
	total = digit = 0
	for char in words:
		if char in UNIT:
			total, digit = total + digit * UNIT[char], 0
		else:
			digit = DIGIT[char]
	return total + digit


@pytest.mark.parametrize(("amount", "words"), EXAMPLES)
def test_the_examples_of_the_rules(amount, words):
	assert in_capitals(amount) == words


@given(st.decimals(min_value=-(LIMIT - 1), max_value=LIMIT - 1, places=2))
def test_the_words_are_read_back_as_the_amount(amount):
	words = in_capitals(amount)
	assert read(words) == amount
	assert "零零" not in words
	assert words.endswith("分") or words.endswith("整")
	assert ("分" in words) != words.endswith("整")


@given(st.integers(min_value=0, max_value=10**9), st.integers(min_value=0, max_value=99))
def test_a_float_of_the_database_says_the_same_as_its_decimal(whole, cents):
	amount = Decimal(whole) + Decimal(cents) / 100
	assert in_capitals(float(amount)) == in_capitals(amount)


def test_another_currency_is_named():
	assert in_capitals(100, "USD") == "美元壹佰元整"
	assert in_capitals(100, "CHF") == "CHF壹佰元整"


@pytest.mark.parametrize("amount", [LIMIT, "-9999999999999999.995", "NaN", "Infinity"])
def test_what_has_no_words_is_refused(amount):
	with pytest.raises(ValueError):
		in_capitals(amount)


def test_the_largest_amount_is_one_that_is_not_rounded_up_to_a_seventeenth_digit():
	assert in_capitals("9999999999999999.994").endswith("玖仟玖佰玖拾玖元玖角玖分")
