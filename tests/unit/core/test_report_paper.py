"""The table of a report on paper: numbers and days in one line, letters that are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.framework.rules_report_paper import SMALLEST, USUAL, in_one_line, widths

CELLS = st.sampled_from(["¥ 300,000.00", "2027-07-19", "WA-2026-0001", "云岭示例建筑工程有限公司", "已签署", "230", "", "一段很长的说明" * 9])


@pytest.mark.parametrize(("text", "whole"), [("¥ 10,983,600.00", True), ("2027-07-19", True), ("ACC-PINV-2026-00001", True), ("已过期 270 天", True), ("云岭示例建筑工程有限公司", False), ("x" * 30, False)])
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
