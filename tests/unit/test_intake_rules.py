"""What a report has to say: phones of every spelling, units, problems, and why a visitor came."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fangxiu_app.domain.intake import Report, check_report, is_media, is_phone


@pytest.mark.parametrize(
	"text",
	[
		"13800001501",
		"+86 138-0000-1501",
		"０１３８００００",
		"(010) 8888 6666 转 801",
		"8001",
		"400-820-1501",
		"110",
	],
)
def test_phones_people_can_dial(text):
	assert is_phone(text)


@pytest.mark.parametrize(
	"text", ["", "  ", "1380000ABCD", "call me", "12", "王晓明", "138 <b>", "--", "转801", "1' or 1=1"]
)
def test_what_nobody_can_dial(text):
	assert not is_phone(text)


@given(st.text(alphabet=st.characters(categories=("L",)), min_size=1))
@settings(max_examples=200)
def test_letters_make_no_phone(letters):
	assume(unicodedata.normalize("NFKC", letters).casefold() not in ("转", "ext", "x"))
	assert not is_phone(f"138{letters}1501")


def codes(**values) -> list[str]:
	whole = {"channel": "Repair Centre", "caller_phone": "13800001501", "unit": "U", "problems": 1}
	return [found.code for found in check_report(Report(**{**whole, **values}))]


@pytest.mark.clause("R65", "R67", "R68")
@pytest.mark.parametrize(
	("values", "wanted"),
	[
		({}, []),
		({"unit": ""}, ["unit_missing"]),
		({"problems": 0}, ["items_missing"]),
		({"caller_phone": "abc"}, ["phone_invalid"]),
		({"channel": "Walk-in"}, ["visit_reason_missing"]),
		({"channel": "Walk-in", "visit_reason": "报修", "visit_detail": " "}, ["visit_reason_missing"]),
		({"channel": "Walk-in", "visit_reason": "咨询", "visit_detail": "x", "problems": 0}, []),
		({"channel": "Walk-in", "visit_reason": "咨询", "visit_detail": "x", "unit": ""}, ["unit_missing"]),
		(
			{
				"channel": "Media",
				"visit_reason": "采访",
				"visit_detail": "x",
				"media": True,
				"unit": "",
				"problems": 0,
			},
			["media_outlet_missing"],
		),
		(
			{
				"channel": "Media",
				"visit_reason": "采访",
				"visit_detail": "x",
				"media": True,
				"media_outlet": "晚报",
				"unit": "",
				"problems": 0,
			},
			[],
		),
	],
)
def test_what_a_report_has_to_say(values, wanted):
	assert codes(**values) == wanted


@pytest.mark.clause("R68")
def test_the_media_are_the_media_by_whatever_door():
	assert is_media("Media", "Other")
	assert is_media("Walk-in", "Media")
	assert not is_media("Walk-in", "Owner")
