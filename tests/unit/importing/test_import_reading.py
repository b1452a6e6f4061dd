"""How a sheet is read: its headers in one row or two, merged cells, totals, remarks, columns nobody knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.importing import cells
from fangxiu_app.importing.cells import CellError
from fangxiu_app.importing.columns import Column, index_of, letter
from fangxiu_app.importing.reading import read
from fangxiu_app.importing.sheet import Merge, Sheet

COLUMNS = (
	Column("building", "楼栋", cells.code(), True),
	Column("room", "房间号", cells.code(), True, ("房号",)),
	Column("owner", "业主姓名", cells.person, False, ("业主",)),
	Column("phone", "业主电话", cells.phone, False, ("联系电话",)),
	Column("water", "水表号", cells.code()),
)


def sheet(*rows, merges=(), **said) -> Sheet:
	return Sheet(rows=list(enumerate(rows, 1)), merges=[Merge(*merge) for merge in merges], **said)


def noted(found) -> list[tuple]:
	return [(note.row, note.code) for note in found.notes]


def values(found) -> list[dict]:
	return [row.values for row in found.rows]


def test_a_group_above_its_columns_is_part_of_their_names():
	found = read(
		sheet(
			["楼栋", "房号", "业主", None, "水表"],
			[None, None, "姓名", "联系电话", "号"],
			["1", "101", "王", "13800000001", "W1"],
			merges=[(1, 2, 0, 0), (1, 2, 1, 1), (1, 1, 2, 3)],
		),
		COLUMNS,
	)
	assert not found.problems and noted(found) == [(1, "header_rows")]
	assert values(found) == [
		{"building": "1", "room": "101", "owner": "王", "phone": "13800000001", "water": "W1"}
	]


def test_the_first_line_of_a_list_is_no_second_header_row():
	found = read(sheet(["楼栋", "房号", "备案"], ["1", "101", "业主姓名"]), COLUMNS)
	assert values(found) == [{"building": "1", "room": "101"}]
	assert [(problem.column, problem.code, problem.params) for problem in found.problems] == [
		("C", "unknown_header", ("2",))
	]


def test_merged_cells_count_for_each_row_they_cover_and_no_other():
	rows = [["楼栋", "房号"], ["1", "101"], [None, "102"], [None, "103"]]
	found = read(sheet(*rows, merges=[(2, 3, 0, 0)]), COLUMNS)
	assert [row.get("building") for row in found.rows] == ["1", "1", None]
	assert [(problem.row, problem.code) for problem in found.problems] == [(4, "missing_value")]
	assert noted(found) == [(1, "merged_cells")]


@pytest.mark.parametrize(
	("row", "code"),
	[
		(["合计", "6户"], "total_row"),
		(["小 计:", None, None, 3], "total_row"),
		(["注：以合同为准"], "remark_row"),
		([None, "制表：王"], "remark_row"),
		(["楼栋", "房号"], "headers_again"),
	],
)
def test_rows_that_are_none_are_named(row, code):
	found = read(sheet(["楼栋", "房号", "业主", "联系电话"], ["1", "101"], row, ["1", "102"]), COLUMNS)
	assert noted(found) == [(3, code)] and not found.problems
	assert [row.get("room") for row in found.rows] == ["101", "102"]


def test_a_row_with_a_running_number_alone_is_blank():
	found = read(sheet(["序号", "楼栋", "房号"], [1, "1", "101"], [2]), COLUMNS)
	assert noted(found) == [(3, "numbered_row"), (1, "running_number")] and not found.problems


def test_an_owner_called_like_a_total_is_still_a_row():
	found = read(sheet(["楼栋", "房号", "业主"], ["1", "101", "合计"], ["1", "总计划"]), COLUMNS)
	assert len(found.rows) == 2


def test_hidden_rows_are_read_and_named():
	found = read(sheet(["楼栋", "房号"], ["1", "101"], ["1", "102"], hidden_rows=[3]), COLUMNS)
	assert len(found.rows) == 2 and noted(found) == [(3, "hidden_rows")]


def test_a_column_is_left_out_by_choice_and_a_mandatory_one_is_not():
	rows = sheet(["楼栋", "房号", "户主"], ["1", "101", "王"])
	assert not read(rows, COLUMNS, ["C"]).problems
	assert [problem.code for problem in read(rows, COLUMNS, ["B", "C"]).problems] == ["kept_column"]


@given(
	st.lists(
		st.lists(
			st.sampled_from((None, "1", "合计", "注：x", "101", "王", "13800000001")), min_size=1, max_size=7
		),
		max_size=8,
	)
)
def test_no_filled_cell_is_lost_without_a_word(rows):
	"""Each is a value of its row, refused in a problem, or stands in a row or column that is named."""
	filled = [row for row in rows if any(row)]
	found = read(sheet(["楼栋", "房号", "业主", "联系电话"], *filled), COLUMNS)
	named_rows = {note.row for note in found.notes} | {problem.row for problem in found.problems}
	named_columns = {problem.column for problem in found.problems if problem.row == 1}
	read_cells = {
		(row.number, place[0])
		for row in found.rows
		for name, place in row.places.items()
		if name in row.values
	}
	for number, row in enumerate(filled, 2):
		for index, cell in enumerate(row):
			if cell:
				place = letter(index)
				assert (number, place) in read_cells or number in named_rows or place in named_columns


@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#n/a", "####"])
def test_what_a_broken_formula_leaves_is_no_value(text):
	with pytest.raises(CellError) as caught:
		cells.check_safe(text)
	assert caught.value.code == "excel_error"


@pytest.mark.parametrize("text", ["无", "暂无", "N/A", "？？", "……"])
def test_what_stands_where_there_is_no_name_is_none(text):
	with pytest.raises(CellError):
		cells.person(text)


@given(st.integers(0, 20_000))
def test_a_column_letter_gives_its_position(index):
	assert index_of(letter(index)) == index
