"""The table of a report on paper: numbers and days in one line, letters that are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.framework.rules_report_paper import SMALLEST, USUAL, in_one_line, widths

#: The last that stays in one line, and the first that does not; a character is wide from the radicals on.
BOUNDS = [("7" * 22, True), ("7" * 23, False), ("一二三四五六", True), ("一二三四五六七", False), ("⺀" * 7, False), ("\u2e7f" * 7, True)]
CELLS = st.sampled_from(["¥ 300,000.00", "2027-07-19", "WA-2026-0001", "云岭示例建筑工程有限公司", "已签署", "230", "", "一段很长的说明" * 9])


@pytest.mark.parametrize(("text", "whole"), [("¥ 10,983,600.00", True), ("2027-07-19", True), ("ACC-PINV-2026-00001", True), ("已过期 270 天", True), ("云岭示例建筑工程有限公司", False), ("x" * 30, False), *BOUNDS])
def test_what_is_read_wrongly_in_two_lines_stays_in_one(text, whole):
	assert in_one_line(text) is whole


@given(st.integers(1, 20).flatmap(lambda columns: st.lists(st.lists(CELLS, min_size=columns, max_size=columns), min_size=2, max_size=6)))
def test_columns_fill_the_page_and_letters_stay_readable(rows):
	shares, size = widths(rows, 163.0)
	assert abs(sum(shares) - 100) < 1e-6 and min(shares) > 0
	assert SMALLEST <= size <= USUAL
	whole = [max(len(row[column]) * in_one_line(row[column]) for row in rows[1:]) for column in range(len(shares))]
	if size > SMALLEST:
		assert all(share * 163 / 100 * USUAL / size >= digits for share, digits in zip(shares, whole, strict=True)), "what stays in one line has its room"


def need(*column: str) -> float:
	"""The digits a column needs, by the size of the letters where it has half of them and more."""
	room = 5.0
	_shares, size = widths([[text] for text in column], room)
	assert SMALLEST < size < USUAL, "told by the size"
	return USUAL * room / size


@pytest.mark.parametrize(
	("column", "digits"),
	[
		(("#", "7" * 5), 5.4),
		(("123", "7"), 4),
		(("12345", "7"), 6),
		(("12345678", "7"), 6),
		(("1234567890", "7"), 6),
		(("12345678901", "7"), 6.5),
		(("一二", "7"), 4.3),
		(("一二三四", "7"), 6),
		(("⺀⺀", "7"), 4.3),
		(("\u2e7f\u2e7f", "7"), 3),
		(("123", "7", "7" * 5, ""), 5.4),
		(("123456",), 6),
	],
)
def test_a_column_needs_its_longest_number_or_half_its_heading(column, digits):
	assert need(*column) == pytest.approx(digits + 2.4)


@pytest.mark.parametrize(
	("cell", "digits"),
	[("7" * 22, 22 * 1.08), ("7" * 23, 12), ("一二三四五六", 6 * 1.65 * 1.08), ("一二三四五六七", 12), ("⺀⺀⺀⺀⺀⺀", 6 * 1.65 * 1.08), ("\u2e7f" * 10, 10 * 1.08)],
)
def test_a_cell_is_broken_where_it_is_long_and_never_in_a_number(cell, digits):
	"""Beside a column of the least that there is: 1 + 2.4."""
	[shares, _size] = widths([["", ""], [cell, ""]], 1.0)
	assert shares[0] / shares[1] == pytest.approx((digits + 2.4) / 3.4)


WISH = 3 * 12.0


@pytest.mark.parametrize(
	("cell", "room", "size", "parts"),
	[
		("", 17.8, 9.0, (14.4, 3.4)),
		("", 8.9, 4.5, (14.4, 3.4)),
		("", 1.0, 4.5, (14.4, 3.4)),
		("", 17.8 + 10.8, 9.0, (14.4 + 10.8, 3.4)),
		("", 17.8 + 0.5, 9.0, (14.4 + 0.5, 3.4)),
		("", 17.8 + 21.6, 9.0, (WISH, 3.4)),
		("", 90.0, 9.0, (WISH, 3.4)),
		("长" * 8, 2 * 14.4 + 3.0, 9.0, (14.4 + 3.0, 14.4)),
		("长" * 20, 2 * 14.4 + 20.1, 9.0, (14.4 + 20.1 * 21.6 / 40.2, 14.4 + 20.1 * 18.6 / 40.2)),
	],
)
def test_room_to_spare_goes_to_the_long_texts_by_what_they_lack(cell, room, size, parts):
	"""As far as three lines' worth; without room the letters become smaller, and the columns keep their proportions."""
	shares, found = widths([["", ""], ["长" * 90, cell]], room)
	assert found == pytest.approx(size)
	assert shares == pytest.approx([100 * part / sum(parts) for part in parts])


def test_a_heading_takes_room_to_spare_as_a_cell_does():
	shares, size = widths([["1234567890", ""], ["7", ""]], 90.0)
	assert size == USUAL and shares[0] / shares[1] == pytest.approx(10 / 3.4)


def test_rows_have_the_cells_of_their_heading():
	with pytest.raises(ValueError, match="shorter"):
		widths([["a", "b"], ["1"]], 90.0)
