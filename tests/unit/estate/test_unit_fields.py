"""Derived fields of a unit: code, floor, riser, title, search text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.estate.rules_unit_fields import (
	derive_unit,
	floor_of_room,
	key_prefixes,
	phone_digits,
	search_keys,
)

OWNERS = [("王晓明", "138 0000 1501"), ("Li Na", "+86 13900002222")]


def test_everything_follows_from_building_entrance_room_and_owners():
	found = derive_unit("3栋", "2单元", "1501室", None, OWNERS)
	assert (found.unit_code, found.floor, found.riser, found.title) == (
		"3-2-1501",
		15,
		"3-2-01",
		"3-2-1501 王晓明",
	)
	assert found.search_text == "3 2 1501 15 王晓明 13800001501 li na 13900002222 2222"


@pytest.mark.clause("R84")
def test_units_above_each_other_share_the_riser_and_neighbours_do_not():
	risers = [derive_unit("3", "2", room, None, []).riser for room in ("1501", "0301", "1502")]
	assert risers[0] == risers[1] == "3-2-01"
	assert risers[2] == "3-2-02"


def test_a_building_without_entrances_has_a_shorter_code():
	found = derive_unit("A3", "", "12", None, [])
	assert (found.unit_code, found.riser, found.floor, found.title) == ("A3-12", "A3-12", None, "A3-12")


def test_the_given_floor_wins_and_zero_counts_as_absent():
	assert derive_unit("3", "1", "1501", 16, []).floor == 16
	assert derive_unit("3", "1", "1501", 0, []).floor == 15


@pytest.mark.parametrize(
	("room", "floor"),
	[("1501", 15), ("101A", 1), ("B102", -1), ("-201", -2), ("负102", -1), ("02", None), ("会所", None), ("１５０１", 15), ("001", None)],
)
def test_floor_of_room(room, floor):
	assert floor_of_room(room) == floor


def test_a_storage_room_below_ground_has_its_own_code_floor_and_search_key():
	found = derive_unit("53", "1", "-101", None, [("午一", "13800005311")])
	assert (found.unit_code, found.floor, found.title) == ("53-1-负101", -1, "53-1-负101 午一")
	assert "负101" in search_keys(found.search_text) and "101" not in search_keys(found.search_text)
	flat = derive_unit("53", "1", "101", None, [])
	assert flat.unit_code == "53-1-101" and "负101" not in flat.search_text


@pytest.mark.parametrize(
	("written", "digits"),
	[
		("138-0000-1501", "13800001501"),
		("+86 13800001501", "13800001501"),
		("0086 13800001501", "13800001501"),
		("0571-86123456", "057186123456"),
		("86123456", "86123456"),
	],
)
def test_phone_digits(written, digits):
	assert phone_digits(written) == digits


def test_a_phone_tail_is_a_word_of_its_own():
	words = derive_unit("3", "2", "801", None, [("王", "13800001501")]).search_text.split(" ")
	assert "1501" in words and "13800001501" in words


@given(
	st.from_regex(r"[A-C]?[1-9][0-9]?", fullmatch=True),
	st.sampled_from(("", "1", "2单元", "三")),
	st.integers(1, 50),
	st.integers(1, 9),
)
def test_deriving_from_a_derived_code_changes_nothing(building, entrance, storey, position):
	found = derive_unit(building, entrance, f"{storey}{position:02}", None, [])
	*front, room = found.unit_code.split("-")
	again = derive_unit(front[0], "-".join(front[1:]), room, found.floor, [])
	assert again == found
	assert found.floor == storey


def test_keys_are_few_and_find_a_unit_by_what_people_type():
	keys = search_keys("3 2 1501 15 王晓明 13800001501 b1")
	assert keys == ["-10510000831", "王晓明", "晓明", "b1"]
	typed = ("1501", "13800001501", "00001501", "王", "王晓", "晓明", "b1", "B1")
	for word in typed:
		assert any(key.startswith(prefix) for key in keys for prefix in key_prefixes(word)), word
	assert "1203" in search_keys("3 2 1203 12 王晓明 13800001501")
	assert key_prefixes("3") == key_prefixes("15") == []


@given(phone=st.from_regex(r"1[0-9]{10}", fullmatch=True), length=st.integers(3, 11))
def test_any_end_of_a_phone_begins_a_key(phone, length):
	keys = search_keys(f"1 2 301 {phone} {phone[-4:]}")
	tail = phone[-length:]
	assert any(key.startswith(prefix) for key in keys for prefix in key_prefixes(tail))
