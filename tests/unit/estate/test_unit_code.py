"""Unit codes: the ways people write a flat, and the words they search it by."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fangxiu_app.estate.rules_unit_code import divide, join, matches, normalise, tokens

WRITINGS = st.sampled_from(
	"3 12 0 01 1501 三 十二 一五〇一 A b 栋 单元 室 号 楼 号楼 层 # - 、 期 院 东区 负".split()
)


@pytest.mark.parametrize(
	"text",
	[
		"3栋2单元1501室",
		"3-2-1501",
		"３－２－１５０１",
		"3—2—1501",
		" 3 2 1501 ",
		"3/2/1501",
		"3#2-1501",
		"3#楼2单元1501号房间",
		"3号楼2单元15层1501",
		"3栋2单元15层01室",
		"3栋2单元15楼1501室",
		"三栋二单元1501",
		"三栋二单元一五〇一室",
		"三号楼二单元一千五百零一",
		"3幢2门1501户",
		"03-02-1501",
	],
)
def test_one_flat_has_one_code(text):
	assert normalise(text) == "3-2-1501"


@pytest.mark.parametrize(
	("text", "code"),
	[
		("a3-2-1501", "A3-2-1501"),
		("Ａ３栋2单元1501", "A3-2-1501"),
		("A座1501", "A-1501"),
		("3-1501", "3-1501"),
		("3楼301", "3-301"),
		("15层1501", "1501"),
		("1层101", "101"),
		("3栋15层1602", "3-15-1602"),
		("3栋15层151", "3-15-151"),
		("3栋2单元15层", "3-2-15"),
		("3棟2單元15樓1501室", "3-2-1501"),
		("3棟2單元15層12室", "3-2-1512"),
		("3栋03层0301", "3-301"),
		("3栋10层01室", "3-1001"),
		("3栋15层1510", "3-1510"),
		("3栋X层101", "3-X-101"),
		("1层0101", "101"),
		("3栋0101", "3-101"),
		("十二幢101", "12-101"),
		("二十三栋一百零二", "23-102"),
		("B101", "B101"),
		("1-1-1501b", "1-1-1501B"),
		("", ""),
		(" - ", ""),
	],
)
def test_shorter_and_longer_codes(text, code):
	assert normalise(text) == code


@pytest.mark.parametrize(
	("text", "code"),
	[
		("东区3栋101", "东区3-101"),
		("一期三栋2单元101", "1期3-2-101"),
		("3号院5号楼2单元101", "3号院5-2-101"),
		("3栋负1层101", "3-负1-101"),
		("3栋0层101", "3-0-101"),
		("丁一", "丁一"),
		("王楼", "王楼"),
	],
)
def test_what_is_no_marker_is_never_dropped(text, code):
	assert normalise(text) == code


@pytest.mark.parametrize(
	("text", "code"),
	[
		("-101", "负101"),
		("－１０１", "负101"),
		("\N{MINUS SIGN}101", "负101"),
		("负101室", "负101"),
		("53--101", "53-负101"),
		("53-1-(-101)", "53-1-负101"),
		("53栋1单元(-101)", "53-1-负101"),
		("53-101", "53-101"),
		("53栋-101", "53-101"),
	],
)
def test_a_minus_in_front_of_a_room_is_part_of_its_number(text, code):
	assert normalise(text) == code


@given(st.integers(1, 99), st.sampled_from(("", "1", "2单元")), st.integers(101, 9999))
def test_a_storage_room_is_never_the_flat_above_it(building, entrance, room):
	flat, storage = (normalise(join(f"{building}栋", entrance, text)) for text in (f"{room}", f"-{room}"))
	assert flat != storage and normalise(storage) == storage
	assert not matches(flat, tokens(f"-{room}")) and not matches(storage, tokens(f"{room}"))
	assert matches(storage, tokens(f"{building} -{room}".split()[-1]))


@pytest.mark.parametrize(
	("building", "entrance", "room", "found"),
	[
		("34", "2", "1501", ("34", "2", "1501")),
		("34", "2", "34-2-1501", ("34", "2", "1501")),
		("34栋", "2单元", "2-1501", ("34", "2", "1501")),
		("34", "2", "34-1501", ("34", "2", "1501")),
		("34", "", "34-2-1501", ("34", "2", "1501")),
		("48", "", "1-1502", ("48", "1", "1502")),
		("东区3", "", "东区3-101", ("东区3", "", "101")),
		("3", "2", "15楼1501室", ("3", "2", "1501")),
		("53", "1", "-101", ("53", "1", "负101")),
		("53", "1", "53-1--101", ("53", "1", "负101")),
		("地库", "", "B1-001", ("地库", "", "B1-1")),
		("15层", "", "1501", ("15", "", "1501")),
		("东区-3", "", "101", ("东区-3", "", "101")),
		("3", "2-1", "101", ("3", "2-1", "101")),
		("34", "2", "35-2-1501", None),
		("34", "2", "34-3-1501", None),
		("34", "2", "3-1501", None),
		("34", "", "35-2-1501", None),
		("3", "", "3-101", None),
		("34", "2", "35-2--101", None),
	],
)
def test_what_the_room_repeats_of_building_and_entrance(building, entrance, room, found):
	assert divide(building, entrance, room) == found


def test_a_letter_at_the_end_of_a_part_stays():
	assert join("x座", " 1-", "5X") == "X座-1-5X"


@given(
	st.integers(1, 99),
	st.sampled_from(("", "1", "2", "A")),
	st.integers(-999, 3399).filter(lambda n: abs(n) > 100),
)
def test_a_divided_place_gives_the_same_code(building, entrance, room):
	parts = divide(f"{building}", entrance, f"{room}")
	assert parts and normalise(join(*parts)) == normalise(join(f"{building}", entrance, f"{room}"))
	assert divide(*parts) == parts


@given(st.one_of(st.lists(WRITINGS, max_size=8).map("".join), st.text(max_size=12)))
def test_a_code_is_its_own_normal_form(text):
	code = normalise(text)
	assert normalise(code) == code


@settings(deadline=None)
@given(st.integers(1, 99), st.integers(1, 9), st.integers(1, 33), st.integers(1, 12))
def test_no_two_flats_share_a_code_and_each_is_found_in_any_order(building, entrance, floor, flat):
	room = f"{floor}{flat:02}"
	code = normalise(f"{building}栋{entrance}单元{floor}层{room}室")
	assert code == f"{building}-{entrance}-{room}"
	assert matches(code, tokens(f"{room} {building} {entrance}"))
	assert matches(code, tokens(f"{building}栋 {room}"))


def test_words_of_a_search_are_written_like_the_code():
	assert tokens("1501 03 二单元") == ["1501", "3", "2"]
	assert tokens("  ") == []


@pytest.mark.parametrize(
	("query", "found"),
	[
		("1501 3 2", True),
		("2 1501", True),
		("3 15", True),  # the last word may be unfinished
		("15 3", False),  # an earlier one may not
		("150 3 2", False),
		("3 3", False),
		("2 3 1502", False),
		("3 2 1501 1", False),
		("", True),
	],
)
def test_each_word_is_a_segment_of_its_own(query, found):
	assert matches("3-2-1501", tokens(query)) is found


def test_equal_segments_need_equal_words():
	assert matches("3-3-301", tokens("3 301 3"))
	assert not matches("3-2-301", tokens("3 3 301"))
