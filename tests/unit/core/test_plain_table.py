"""No spreadsheet runs what a person typed."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core import plain_table

RISKY = ("=1", '=HYPERLINK("http://x","y")', "=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(1)", "\t=1", "\r=1")
PLAIN = ("", "-", "张三", "3-2-1501", "-12.5", "+86 138 0000 0000", "1+1", "(021) 5555", "-5%", "a=b")


@pytest.mark.parametrize("value", RISKY)
def test_a_risky_cell_is_text(value):
	assert plain_table.cell(value) == f"'{value}"


@pytest.mark.parametrize("value", PLAIN)
def test_other_cells_stay(value):
	assert plain_table.cell(value) == value


@given(st.lists(st.lists(st.sampled_from((*RISKY[:6], *PLAIN[1:])), min_size=1, max_size=4), min_size=1, max_size=4))
def test_a_csv_keeps_its_cells_and_has_no_formula(rows):
	out = io.StringIO()
	csv.writer(out).writerows(rows)
	made = plain_table.plain_csv(out.getvalue().encode())
	read = list(csv.reader(io.StringIO(made.decode())))
	assert read == [[plain_table.cell(value) for value in row] for row in rows]


@given(st.lists(st.sampled_from((*RISKY[:6], *PLAIN[1:], 12, 3.5)), min_size=1, max_size=6))
def test_a_workbook_keeps_its_values_and_has_no_formula(values):
	book = openpyxl.Workbook(write_only=True)
	book.create_sheet("x").append(values)
	out = io.BytesIO()
	book.save(out)
	read = openpyxl.load_workbook(io.BytesIO(plain_table.plain_xlsx(out.getvalue())))["x"]
	assert [entry.value for entry in read[1]] == values
	assert all(entry.data_type != "f" for entry in read[1])


def test_what_is_no_table_is_left_alone():
	for content in (b"", b"PDF", b"\xff\xfe\x00"):
		assert plain_table.plain_csv(content) == plain_table.plain_xlsx(content) == content


def test_a_csv_is_read_and_written_with_its_own_delimiter_and_every_cell_in_quotes():
	assert plain_table.plain_csv(b"a,b;=1+1\nc;d\n", ";") == b'"a,b";"\'=1+1"\r\n"c";"d"\r\n'
	assert plain_table.plain_csv(b"a;b\n", ";") == b"a;b\n", "the very bytes"


def test_a_formula_becomes_text_in_its_cell_and_the_file_stays_packed():
	book = openpyxl.Workbook(write_only=True)
	book.create_sheet("x").append(["=1+1", "a"])
	out = io.BytesIO()
	book.save(out)
	with zipfile.ZipFile(io.BytesIO(plain_table.plain_xlsx(out.getvalue()))) as made:
		[sheet] = [entry for entry in made.infolist() if entry.filename.startswith("xl/worksheets/sheet")]
		assert sheet.compress_type == zipfile.ZIP_DEFLATED
		text = '<is><t xml:space="preserve">=1+1</t></is>'
		assert f'<row r="1"><c r="A1" t="inlineStr">{text}</c><c r="B1"' in made.read(sheet).decode()
