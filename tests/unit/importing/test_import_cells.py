"""What cells of a spreadsheet may hold, and how headers are found."""

from datetime import date, datetime

import pytest

from fangxiu_app.importing import cells
from fangxiu_app.importing.cells import CellError
from fangxiu_app.importing.columns import Column, HeaderError, letter
from fangxiu_app.importing.reading import read_rows

COLUMNS = (
	Column("room", "房间号", cells.code(), True, ("Room",)),
	Column("area", "面积", cells.decimal(0.01, 1000), aliases=("面积(m2)",)),
	Column("handed", "交付日期", cells.day),
)


def refused(parse, value) -> str:
	with pytest.raises(CellError) as error:
		parse(value)
	return error.value.code


@pytest.mark.parametrize(
	"written",
	[
		"2026-1-5",
		"2026/01/05",
		"2026.1.5",
		"2026年1月5日",
		"2026 年 1 月 5 日",
		"20260105",
		"２０２６-１-５",
		"2026-01-05 00:00:00",
	],
)
def test_a_day_in_every_usual_spelling(written):
	assert cells.day(written) == date(2026, 1, 5)


def test_days_of_excel():
	assert cells.day(datetime(2026, 1, 5, 0, 0)) == date(2026, 1, 5)
	assert cells.day(date(2026, 1, 5)) == date(2026, 1, 5)
	assert cells.day(46027) == date(2026, 1, 5)


@pytest.mark.parametrize(
	"written", ["2026-02-30", "去年", "05.01.2026", "2026-13-1", "1026-01-05", 17, "2026-1-5 9:30"]
)
def test_what_is_no_day(written):
	assert refused(cells.day, written) == "bad_date"


@pytest.mark.parametrize(
	("written", "stored"),
	[
		("13800001501", "13800001501"),
		(13800001501, "13800001501"),
		(13800001501.0, "13800001501"),
		("138-0000-1501", "13800001501"),
		("+86 138 0000 1501", "13800001501"),
		("0571-88886666", "0571-88886666"),
		("88886666", "88886666"),
		("400-100-2000", "400-100-2000"),
		("+852 2345 6789", "+85223456789"),
	],
)
def test_phone_numbers(written, stored):
	assert cells.phone(written) == stored


@pytest.mark.parametrize(
	"written", ["1380000150", "138000015011", "10000001501", "王先生", "13800001501 王", "0"]
)
def test_what_is_no_phone_number(written):
	assert refused(cells.phone, written) == "bad_phone"


@pytest.mark.parametrize("written", ["=1+1", "@SUM(A1)", "+cmd", "-cmd", "\t=1", "=HYPERLINK(1)"])
def test_formulas_are_refused(written):
	assert refused(cells.check_safe, written) == "formula"


@pytest.mark.parametrize("written", ["+8613800001501", "-3", -3, "三室-两厅", "a=b"])
def test_what_only_looks_like_a_formula_passes(written):
	assert cells.check_safe(written) is None


def test_markup_is_refused_and_comparisons_are_not():
	assert refused(cells.check_safe, "<script>alert(1)</script>") == "markup"
	assert refused(cells.check_safe, "< img src=x onerror=alert(1)>") == "markup"
	assert cells.check_safe("面积 < 90") is None


def test_text_and_code():
	assert cells.text(5)("一二三四五") == "一二三四五"
	assert refused(cells.text(5), "一二三四五六") == "too_long"
	assert cells.text()("说明：见附件") == "说明：见附件"
	assert cells.code()(1501.0) == "1501"
	assert cells.code()("１５０１Ａ") == "1501A"


def test_numbers():
	assert cells.decimal(0, 2000)("1,118.50") == 1118.5
	assert refused(cells.decimal(0.01, 1000), -5) == "out_of_range"
	assert refused(cells.decimal(0.01, 1000), "nan") == "not_a_number"
	assert refused(cells.decimal(0.01, 1000), True) == "not_a_number"
	assert refused(cells.whole(0, 9), 1.5) == "not_whole"
	assert [cells.storey(value) for value in (15, "15层", "15F", "B1", "-1")] == [15, 15, 15, -1, -1]


def test_choices_take_the_chinese_word_and_the_stored_one():
	state = cells.choice({"已交付": "Delivered", "已收房": "Delivered"})
	assert state("已收房") == state("delivered") == "Delivered"
	assert refused(state, "交付中") == "unknown_choice"


def test_marks_and_lines():
	assert [cells.mark(value) for value in ("是", "√", True, 1, "否", "×", False, 0)] == [
		1,
		1,
		1,
		1,
		0,
		0,
		0,
		0,
	]
	assert refused(cells.mark, "也许") == "not_a_mark"
	assert cells.lines("漏水、渗水；滴水\n返潮") == "漏水\n渗水\n滴水\n返潮"


def test_blank_cells():
	assert [cells.clean(value) for value in (None, "", "  ", "\u3000", "-", "/", "—")] == [None] * 7
	assert cells.clean(" 0 ") == "0" and cells.clean(0) == 0


def test_headers_are_found_below_a_title_and_in_any_spelling():
	table = [(1, ["翠湖天地一期房屋明细"]), (3, ["面积（㎡）", " 房 间 号* "]), (4, [89.5, 101])]
	rows, problems = read_rows(table, COLUMNS)
	assert problems == []
	assert [(row.number, row.values) for row in rows] == [(4, {"area": 89.5, "room": "101"})]


def test_every_mistake_is_named_with_its_place():
	table = [(1, ["Room", "户主", "面积", "面积"]), (2, [None, "王", -1]), (3, ["101", None, "大"])]
	_rows, problems = read_rows(table, COLUMNS)
	assert [(p.row, p.column, p.header, p.code) for p in problems] == [
		(1, "B", "户主", "unknown_header"),
		(1, "D", "面积", "double_header"),
		(2, "A", "房间号", "missing_value"),
		(2, "C", "面积", "out_of_range"),
		(3, "C", "面积", "not_a_number"),
	]


def test_a_missing_mandatory_column_is_named():
	_rows, problems = read_rows([(1, ["面积"]), (2, [90])], COLUMNS)
	assert [(p.header, p.code) for p in problems] == [("房间号", "missing_column")]


def test_a_file_without_headers():
	with pytest.raises(HeaderError):
		read_rows([(1, ["foo", "bar"]), (2, [1, 2])], COLUMNS)


def test_column_letters():
	assert [letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
		"A",
		"Z",
		"AA",
		"AZ",
		"BA",
		"ZZ",
		"AAA",
	]
