"""Personal numbers in texts: what is covered, what is left, and what is put back."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core import personal_numbers
from fangxiu_app.core.phone import written

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
LANDLINES = st.from_regex(r"0571-[2-9][0-9]{7}", fullmatch=True)
ABROAD = st.from_regex(r"\+852[2-9][0-9]{7}", fullmatch=True)
NUMBERS = st.one_of(MOBILES, LANDLINES, ABROAD)
#: What people write around a number: no Latin letter or digit touches it.
AROUND = st.text(alphabet="张三电话，。 （）:：、/\n", max_size=6)


@given(AROUND, st.lists(NUMBERS, min_size=1, max_size=3), AROUND)
def test_every_number_in_a_text_is_covered_and_comes_back(before, numbers, after):
	text = f"{before}{'、'.join(numbers)}{after}"
	shown = personal_numbers.covered(text, True, True)
	assert not re.search(r"\d{9}", shown)
	assert all(number[-4:] in shown for number in numbers), "the end tells whose it is"
	assert personal_numbers.covered(shown, True, True) == shown
	assert personal_numbers.suspect(text.encode())
	assert personal_numbers.is_covered(shown)
	if len({personal_numbers.covered_number(number) for number in numbers}) == len(set(numbers)):
		assert personal_numbers.restored(shown, [text]) == text


@given(st.lists(NUMBERS, min_size=1, max_size=2), NUMBERS)
def test_what_is_no_number_of_these_people_stays_covered(numbers, typed):
	shown = personal_numbers.covered_number(typed)
	found = personal_numbers.restored(shown, numbers)
	assert found in (shown, *numbers)
	if found == shown:
		assert written(found) is None, "a field refuses it"


@given(NUMBERS)
def test_open_numbers_stay(number):
	assert personal_numbers.covered(f"电话{number}", True, False, {personal_numbers.digits(number)}) == f"电话{number}"


@pytest.mark.parametrize(
	("text", "shown"),
	[
		("138 0000 1501", "138 **** 1501"),
		("138\u00a00000\u00a01501", "138\u00a0****\u00a01501"),
		("138&nbsp;0000&nbsp;1501", "138&nbsp;****&nbsp;1501"),
		("+86 138-0000-1501", "+86 138-****-1501"),
		("010-88886666转801", "010-****6666转801"),
		("-10510000831", "-1051****831"),
		("110101199003071234", "110101********1234"),
		("11010119900307123X", "110101********123X"),
		("400-820-1501", "400-820-1501"),
		("1764350000123", "1764350000123"),
		("A13800001501", "A13800001501"),
		("13800001501@fangxiu.cn", "13800001501@fangxiu.cn"),
		("913301061234567890", "913301061234567890"),
		("2026-11-28 10:00:00", "2026-11-28 10:00:00"),
		("业主座机：87654321，晚上打", "业主座机：****4321，晚上打"),
		("打电话8765-4321或致电 7654321", "打电话****4321或致电 ****4321"),
		("电话 20261128 打来，赔 87654321 元", "电话 20261128 打来，赔 87654321 元"),
		("手机屏坏，赔2000000元", "手机屏坏，赔2000000元"),
	],
)
def test_what_is_a_number_of_a_person(text, shown):
	assert personal_numbers.covered(text, True, True) == shown
	if shown != text:
		assert personal_numbers.suspect(text.encode())
		assert personal_numbers.suspect(json.dumps(text).encode())
		assert personal_numbers.restored(shown, ["13900000000", text]) == text


def test_identities_and_telephones_apart():
	text = "110101199003071234 13800001501"
	assert personal_numbers.covered(text, True, False) == "110101199003071234 138****1501"
	assert personal_numbers.covered(text, False, True) == "110101********1234 13800001501"


WHOLE = "3-1501 13800001501 110101199003071234"


@pytest.mark.parametrize(
	("telephones", "identities", "shown"),
	[
		(True, True, "3-1501 138****1501 110101********1234"),
		(True, False, "3-1501 138****1501 110101199003071234"),
		(False, True, "3-1501 13800001501 110101********1234"),
	],
)
def test_a_text_comes_back_whole_though_its_numbers_touch_others(telephones, identities, shown):
	assert personal_numbers.covered(WHOLE, telephones, identities) == shown
	assert personal_numbers.restored(shown, ["13900000000", WHOLE]) == WHOLE


@pytest.mark.parametrize(
	("number", "shown"),
	[
		("110101199003071234", "110101********1234"),
		("E12345678", "****5678"),
		("H1234567(8)", "****5678"),
		("110101900307123", "****7123"),
		("****5678", "****5678"),
		("13800001501", "****1501"),
		("护照", "护照"),
		("", ""),
	],
)
def test_of_a_document_without_a_region_only_the_last_four_digits_are_shown(number, shown):
	assert personal_numbers.covered_identity(number) == shown
	assert personal_numbers.restored(shown, [number]) == number


@pytest.mark.parametrize(("telephones", "identities"), [(True, True), (True, False), (False, True)])
def test_numbers_that_look_alike_when_covered_come_back_in_their_places(telephones, identities):
	"""Two mobiles and two identities, each pair covered in the same way: only the whole text tells which one was where."""
	text = "13800001501 13811111501 110101199003071234 110101199103071234 87654321"
	shown = personal_numbers.covered(text, telephones, identities)
	assert shown.count("138****1501") == 2 * telephones and shown.count("110101********1234") == 2 * identities
	assert personal_numbers.restored(shown, [text]) == text


def test_numbers_come_back_in_another_text_than_they_are_known_from():
	known = ["张三 13800001501", "电话：8765-4321，晚上"]
	assert personal_numbers.restored("请打 138****1501 找他", known) == "请打 13800001501 找他"
	assert personal_numbers.restored("座机****4321有人接", known) == "座机8765-4321有人接"
	assert personal_numbers.restored("请打 139****1501", known) == "请打 139****1501"


def test_only_the_open_numbers_stay():
	open_numbers = {"87654321", "13800001501"}
	text = "致电 8765-4321、13800001501、13900001501"
	assert personal_numbers.covered(text, True, False, open_numbers) == "致电 8765-4321、13800001501、139****1501"


@pytest.mark.parametrize(
	("number", "found"),
	[
		("+86 138-0000-1501", "13800001501"),
		("0086 13800001501", "13800001501"),
		("86 0571-87654321", "057187654321"),
		("861380000150", "861380000150"),
		("（010）8888 6666", "01088886666"),
	],
)
def test_numbers_are_compared_by_their_digits(number, found):
	assert personal_numbers.digits(number) == found


def test_stars_alone_are_no_number_and_an_identity_number_no_telephone():
	assert not personal_numbers.is_covered("****") and not personal_numbers.is_covered("密码：****。")
	assert personal_numbers.covered_number("110101199003071234") == "110101199003071234"


#: What somebody may send to keep the server busy: long, and almost a number.
HEAVY = ("'****' + '1' * 60_000", "'****x' + '1-' * 30_000", "'****x' + '1 ' * 30_000", "'*' * 60_000", "'**** ' * 10_000", "'****' + '电话1' * 20_000")


@pytest.mark.parametrize("text", HEAVY)
def test_no_text_keeps_the_search_busy(text):
	"""In a process of its own: a search that tries every way to read the digits would not end before the day does."""
	code = f"from fangxiu_app.core import personal_numbers as p; t = {text}; p.is_covered(t); p.covered(t, True, True); print(len(p.restored(t, ['13800001111'])))"
	said = subprocess.run([sys.executable, "-c", code], check=True, timeout=60, capture_output=True, text=True).stdout
	assert int(said) >= 40_000
