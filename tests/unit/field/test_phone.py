"""One rule for phone numbers: what can be dialled is read in every spelling and written in one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.phone import is_phone, written


@pytest.mark.parametrize(
	("text", "stored"),
	[
		("13800001501", "13800001501"),
		("138 0000 1501", "13800001501"),
		("138-0000-1501", "13800001501"),
		("+86 138-0000-1501", "13800001501"),
		("0086 13800001501", "13800001501"),
		("8613800001501", "13800001501"),
		("１３８ ００００ １５０１", "13800001501"),
		("138　0000　1501", "13800001501"),
		("01088886666", "010-88886666"),
		("(010) 8888 6666 转 801", "010-88886666转801"),
		("010-88886666-801", "010-88886666转801"),
		("（0571）87654321", "0571-87654321"),
		("0571 8765432", "0571-8765432"),
		("+86 571 87654321", "0571-87654321"),
		("0571-87654321 ext. 12", "0571-87654321转12"),
		("0571—87654321#12", "0571-87654321转12"),
		("8765 4321", "87654321"),
		("4008201501", "400-820-1501"),
		("400-820-1501转2", "400-820-1501转2"),
		("800 820 1501", "800-820-1501"),
		("+852 2345 6789", "+85223456789"),
		("13800001501/13900001502", "13800001501、13900001502"),
		("13800001501，010-88886666", "13800001501、010-88886666"),
		("13800001501、13800001501", "13800001501"),
		("13800001501、13800001502、87654321", "13800001501、13800001502、87654321"),
	],
)
def test_each_spelling_is_written_in_one_way(text, stored):
	assert written(text) == stored
	assert written(stored) == stored


@pytest.mark.parametrize(
	"text",
	[
		*("", "  ", "12345", "110", "8001", "12", "1380000150", "138000015011", "12800001501", "01380000"),
		*("1380000ABCD", "call me", "王晓明", "138 <b>", "--", "转801", "1' or 1=1", "12345678", "010-0888666"),
		*("13800001501-8", "400820150", "+1", "+86 12345", "a@b.cn", "138;rm", "13800001501、12345"),
		"13800001501、13800001502、13800001503、13800001504",
		"13٣٣٣٣٣٣٣٣٣",
	],
)
def test_what_nobody_can_dial_is_refused(text):
	assert written(text) is None
	assert not is_phone(text)


MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@given(MOBILE, st.lists(st.sampled_from(" -　."), max_size=4), st.booleans(), st.sampled_from(["", "+86", "0086 "]))
def test_a_mobile_however_it_is_parted_is_the_same(number, gaps, wide, country):
	text = country + number
	for place, gap in enumerate(gaps):
		at = len(country) + 1 + place * 2
		text = text[:at] + gap + text[at:]
	if wide:
		text = "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in text)
	assert written(text) == number


@given(st.text(max_size=40))
def test_any_text_is_answered_and_what_is_stored_is_stable(text):
	stored = written(text)
	if stored is not None:
		assert written(stored) == stored
		assert unicodedata.normalize("NFKC", stored) == stored
