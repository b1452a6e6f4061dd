"""Words a unit is found by, codes and keys at their bounds (R6, R84)."""

from __future__ import annotations

import pytest

from fangxiu_app.estate import rules_unit_code as codes
from fangxiu_app.estate import rules_unit_fields as fields
from fangxiu_app.estate import rules_unit_search as search
from fangxiu_app.estate.rules_unit_fields import UnitFields


@pytest.mark.clause("R6", "R84")
@pytest.mark.parametrize(
	("given", "found"),
	[
		(
			("3", "2", "1501", None, [(" ", ""), ("王　晓明", "138 0000 1501")], [("Li Na", "")]),
			UnitFields("3-2-1501", 15, "3-2-01", "3-2-1501 王 晓明", "3 2 1501 15 王晓明 13800001501 li na"),
		),
		(("3", "", "会所", None, []), UnitFields("3-会所", None, "3-会所", "3-会所", "3 会所")),
		(("3", "1", "5A", 2, []), UnitFields("3-1-5A", 2, "3-1-5A", "3-1-5A", "3 1 5a 2")),
		(("3", "1", "B102", None, []), UnitFields("3-1-B102", -1, "3-1-02", "3-1-B102", "3 1 b102 -1")),
	],
)
def test_what_a_unit_derives(given, found):
	assert fields.derive_unit(*given) == found


def test_a_title_is_cut_at_its_longest():
	exactly = "名" * (fields.LONGEST_TITLE - len("3-1-101 "))
	assert fields.derive_unit("3", "1", "101", None, [(exactly, "")]).title == f"3-1-101 {exactly}"
	cut = fields.derive_unit("3", "1", "101", None, [(exactly + "多", "")]).title
	assert len(cut) == fields.LONGEST_TITLE and cut.endswith("名…")


@pytest.mark.parametrize(
	("room", "floor"),
	[("100", 1), ("99", None), ("10001", 100), ("100001", None), ("B101", -1), ("负201", -2), ("1501A", 15), ("A101", None), ("000", None)],
)
def test_the_floor_a_room_tells(room, floor):
	assert fields.floor_of_room(room) == floor


@pytest.mark.parametrize(
	("phone", "digits"),
	[
		("86 13800001501", "13800001501"),
		("00 86 138-0000-1501", "13800001501"),
		("8613800001501x", "13800001501"),
		("86138000015011", "86138000015011"),
		("１３８", "138"),
		("", ""),
	],
)
def test_the_digits_of_a_phone(phone, digits):
	assert fields.phone_digits(phone) == digits


def test_names_are_compared_without_blanks_widths_and_case():
	assert fields.name_key(" 张　三（集团） LTD ") == "张三(集团)ltd"


def test_each_number_of_a_field_and_its_end_are_words():
	text = fields.search_text("3-2-801", 0, [("Li  Na", "0571-87654321转801/13800001501,138 0000 1502")])
	assert text == "3 2 801 li na 057187654321 4321 13800001501 1501 13800001502 1502"
	assert fields.search_text("3-2-801", 8, [("A", "86123456 ext 5")]) == "3 2 801 8 a 86123456 3456"
	assert fields.search_text("3-2-801", 8, [("A", "86123456 EXT 5")]) == "3 2 801 8 a 86123456 3456"
	assert fields.search_text("", None, []) == ""


@pytest.mark.parametrize(
	("text", "keys"),
	[
		("3 12 123", ["123"]),
		("123456", ["123456"]),
		("1234567", ["-7654321"]),
		("1234567 4567 567 999", ["-7654321", "999"]),
		("王", ["王"]),
		("王明", ["王明"]),
		("王晓明", ["王晓明", "晓明"]),
		("负101 会所", ["负101", "会所"]),
		("abc ABC", ["abc"]),
		("x" * 61, ["x" * 60]),
		("", []),
	],
)
def test_the_keys_of_a_unit(text, keys):
	assert fields.search_keys(text) == keys


@pytest.mark.parametrize(
	("word", "prefixes"),
	[("12", []), ("123", ["123", "-321"]), ("", []), ("王", ["王"]), ("ABC", ["abc"]), ("y" * 61, ["y" * 60]), ("1" * 61, ["1" * 60, "-" + "1" * 60])],
)
def test_how_a_key_begins(word, prefixes):
	assert fields.key_prefixes(word) == prefixes


@pytest.mark.parametrize(
	("typed", "words", "code"),
	[
		("1 2 3 4 5 6 7 8 9", ("1", "2", "3", "4", "5", "6", "7", "8"), ("1", "2", "3", "4", "5", "6", "7", "8")),
		("123456 1234567", ("123456", "1234567"), ("123456",)),
		("012345 0123456", ("12345", "0123456"), ("12345",)),
		("0012 0102", ("0012", "102"), ("102",)),
		("张　三 李四", ("张三", "李四"), ()),
		("欧阳 三", ("欧阳", "三"), ()),
		("301室 301王", ("301", "301", "王"), ("301", "301")),
		("31王", ("31王",), ("31王",)),
		("B101", ("b101",), ("b101",)),
		("86 138-0001-0002", ("13800010002",), ()),
		("", (), ()),
	],
)
def test_what_a_search_means(typed, words, code):
	found = search.read(typed)
	assert (found.words, found.code, found.whole_code) == (words, code, "-".join(code))


@pytest.mark.parametrize(
	("text", "number"),
	[(" +86 138 0001 0002 ", "13800010002"), ("１３８０００１０００２", "13800010002"), ("138000100021", None), ("12800010002", None), ("13800010002 a", None), ("", None)],
)
def test_a_text_that_is_a_mobile(text, number):
	assert search.mobile(text) == number


def test_patterns_of_a_code_best_first():
	assert search.rank_patterns(("3", "1%_")) == [
		"-3--1\\%\\_-",
		"-3--1\\%\\_-%",
		"-3--1\\%\\_%",
		"%-3--1\\%\\_-",
		"%-3-%-1\\%\\_-%",
		"%-3-%-1\\%\\_%",
	]
	assert search.rank_patterns(()) == []
	assert search.walled("A3-2") == "-a3--2-"
	assert search.escape("a\\b") == "a\\\\b"
	patterns = [search.like_pattern(word) for word in ("12", "123", "王", "a_")]
	assert patterns == ["% 12 %", "%123%", "%王%", "%a\\_%"]


@pytest.mark.parametrize(
	("text", "code"),
	[
		("一百零二栋", "102"),
		("二百栋", "200"),
		("一千零一栋", "1001"),
		("一千零一十栋", "1010"),
		("十栋", "10"),
		("二十栋", "20"),
		("两百一十三栋", "213"),
		("一二三栋", "123"),
		("百一栋", "百一栋"),
		("〇五栋101", "5-101"),
		("3栋15层1501", "3-1501"),
		("3栋5层1501", "3-5-1501"),
		("3栋1层1001", "3-1001"),
		("3栋10层1001", "3-1001"),
		("3栋2层5", "3-205"),
		("3栋0层05", "3-0-5"),
		("15层16层1601", "15-1601"),
		("3栋B层101", "3-B-101"),
		("3#-1", "3-1"),
		("3栋(1)", "3-1"),
	],
)
def test_codes_with_numerals_and_floors(text, code):
	assert codes.normalise(text) == code


@pytest.mark.parametrize(
	("parts", "text"), [(("3", "", "101"), "3-101"), ((" 3 ", "2", "-101"), "3-2-负101"), (("", "", ""), ""), (("3-", "-", "1"), "3-1")]
)
def test_parts_become_one_text(parts, text):
	assert codes.join(*parts) == text


@pytest.mark.parametrize(
	("place", "divided"),
	[
		(("", "2", "1501"), ("", "2", "1501")),
		(("", "", "3-1501"), ("", "", "3-1501")),
		(("34", "2", ""), ("34", "2", "")),
		(("A", "", "A-101"), None),
		(("东区", "", "东区-101"), ("东区", "", "101")),
		(("34", "2", "34-A"), ("34", "2", "A")),
		(("34", "2", "车位-A"), ("34", "2", "车位-A")),
		(("34", "2", "35-1"), None),
		(("34", "", "A-101"), ("34", "", "A-101")),
		(("34", "", "1-2-3"), None),
		(("34", "", "34-1-101"), ("34", "1", "101")),
	],
)
def test_a_row_of_a_list_is_divided(place, divided):
	assert codes.divide(*place) == divided


@pytest.mark.parametrize(("word", "code"), [("3栋", True), ("三栋", True), ("三", False), ("王楼", False), ("#", True), ("一期", True), ("ABC", False)])
def test_a_word_that_is_part_of_a_code(word, code):
	assert codes.is_code(word) is code
