"""Reads an XLSX or CSV file into sheets of rows. Refuses other files and files that are too large."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

import openpyxl
from openpyxl.worksheet._reader import WorkSheetParser

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 100
#: A small archive that unpacks to more than this is no list; its directory says so before anything is unpacked.
MAX_UNPACKED = 400 * 1024 * 1024
#: What the reader takes into memory as a whole: texts, styles, the book's parts other than its sheets.
MAX_PARTS = 100 * 1024 * 1024
#: So many blank rows in a row end a sheet: formats often reach down to the last row Excel knows.
BLANK_TAIL = 1000

Table = list[tuple[int, list[object]]]
_PLAIN = (str, int, float, date, time, timedelta)
_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["'][A-Z]+(\d+)["'][^>]*>\s*<(?:\w+:)?(?:v|is|f)[\s>]""")


class FileError(ValueError):
	"""A file that cannot be read: ``code`` names the text in ``texts``."""

	def __init__(self, code: str, *params: object):
		super().__init__(code)
		self.code, self.params = code, params


@dataclass(frozen=True)
class Merge:
	"""Cells merged into one: first and last row as Excel counts them, first and last column from 0."""

	top: int
	bottom: int
	left: int
	right: int


@dataclass
class Sheet:
	"""One sheet: (row number, values) of every row that is not blank, with what its layout says. A CSV has no name."""

	name: str = ""
	hidden: bool = False
	rows: Table = field(default_factory=list)
	merges: Sequence[Merge] = ()
	hidden_rows: Sequence[int] = ()


def read(content: bytes, file_name: str, sheet: str | None = None) -> Table:
	"""(row number, values) of every row that is not blank, of ``sheet`` or else the first one. Formulas stay text (``=...``).

	Raises FileError for anything that is not a readable XLSX or CSV, or has more than ``MAX_ROWS`` rows.
	"""
	found = read_sheets(content, file_name, [sheet] if sheet else None)[0].rows
	if not found:
		raise FileError("file_empty")
	return found


def read_sheets(
	content: bytes, file_name: str, names: Sequence[str] | None = None, at_most: int | None = None
) -> list[Sheet]:
	"""The sheets of these names, or all of them, in the order of the book.

	The size a sheet says of itself is not believed: programs write it once and forget it. Raises FileError as :func:`read`
	does, also when the sheets together have more than ``at_most`` rows, and for cells far to the right of or far below the
	list, which would otherwise be lost without a word.
	"""
	if len(content) > MAX_BYTES:
		raise FileError("file_too_large", MAX_BYTES // 1024 // 1024)
	limit = MAX_ROWS if at_most is None else at_most
	if file_name.lower().endswith(".csv"):
		try:
			return [Sheet(rows=_kept(enumerate(_csv(content), 1), limit))]
		except csv.Error as error:  # a quotation mark that is never closed makes one cell of the rest
			raise FileError("not_csv") from error
	return _xlsx(content, names, limit)


def _kept(rows: Iterable[tuple[int, Sequence[object]]], at_most: int) -> Table:
	"""Rows that are not blank, at most so many below the headers."""
	table: Table = []
	for number, values in rows:
		if any(value is not None and value != "" for value in values[MAX_COLUMNS:]):
			raise FileError("too_many_columns", number, MAX_COLUMNS)
		cells = list(values[:MAX_COLUMNS])
		if all(value is None or value == "" for value in cells):
			continue
		if len(table) > at_most:
			raise FileError("too_many_rows", at_most)
		table.append((number, cells))
	return table


def _xlsx(content: bytes, names: Sequence[str] | None, at_most: int) -> list[Sheet]:
	if content[:4] == b"\xd0\xcf\x11\xe0":
		raise FileError("old_excel")
	book = _checked(lambda: _opened(content))
	missing = next((name for name in names or () if name not in book.sheetnames), None)
	if missing:
		raise FileError("no_such_sheet", missing)
	chosen = [worksheet for worksheet in book.worksheets if names is None or worksheet.title in names]
	try:
		return _checked(lambda: _sheets(chosen, at_most))
	finally:
		book.close()


def _checked(read: Callable[[], Any]) -> Any:
	"""Returns what ``read`` does; any error a broken archive causes is reported as an unreadable file."""
	try:
		return read()
	except FileError:
		raise
	except Exception as error:
		raise FileError("not_xlsx") from error


def _opened(content: bytes) -> openpyxl.Workbook:
	_check_size(content)
	return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)


def _sheets(worksheets: Sequence, at_most: int) -> list[Sheet]:
	found: list[Sheet] = []
	for worksheet in worksheets:
		found.append(_sheet(worksheet, at_most - sum(len(one.rows) for one in found)))
	return found


def _check_size(content: bytes) -> None:
	"""What the archive's directory says of its parts; Python's reader unpacks no more of a part than that."""
	with zipfile.ZipFile(io.BytesIO(content)) as archive:
		entries = archive.infolist()
	parts = sum(
		entry.file_size
		for entry in entries
		if "/worksheets/" not in entry.filename and "/media/" not in entry.filename
	)
	if sum(entry.file_size for entry in entries) > MAX_UNPACKED or parts > MAX_PARTS:
		raise FileError("unpacks_too_large", MAX_UNPACKED // 1024 // 1024)


def _sheet(worksheet, at_most: int) -> Sheet:
	"""Rows, merged cells and hidden rows in one pass; openpyxl's own loop over a long sheet keeps only the rows."""
	found = Sheet(worksheet.title, worksheet.sheet_state != "visible")
	if not hasattr(worksheet, "_get_source"):  # a chart has no cells
		return found
	book = worksheet.parent
	with worksheet._get_source() as source:
		parser = WorkSheetParser(
			source,
			worksheet._shared_strings,
			epoch=book.epoch,
			date_formats=book._date_formats,
			timedelta_formats=book._timedelta_formats,
		)
		found.rows = _kept(_rows(parser, worksheet), max(at_most, 0))
	numbers = {number for number, _cells in found.rows}
	found.hidden_rows = sorted(
		int(number)
		for number, said in parser.row_dimensions.items()
		if said.get("hidden") in ("1", "true") and int(number) in numbers
	)
	ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
	found.merges = [Merge(one.min_row, one.max_row, one.min_col - 1, one.max_col - 1) for one in ranges]
	return found


def _rows(parser: WorkSheetParser, worksheet) -> Iterator[tuple[int, list[object]]]:
	blank = 0
	for number, cells in parser.parse():
		values: list[object] = [None] * max((cell["column"] for cell in cells), default=0)
		for cell in cells:
			values[cell["column"] - 1] = _value(cell["value"])
		blank = 0 if any(value not in (None, "") for value in values) else blank + 1
		if blank > BLANK_TAIL:
			_check_below(worksheet, number)
			return
		yield number, values


def _value(value: object) -> object:
	"""A formula over several cells is an object in openpyxl; here it is its text, like any other formula."""
	return value if value is None or isinstance(value, _PLAIN) else getattr(value, "text", None) or "="


def _check_below(worksheet, number: int) -> None:
	"""Raise for filled cells below the rows that were read: searched in the raw text, a million blank rows are long."""
	with worksheet._get_source() as source:
		rest = b""
		while chunk := source.read(1 << 20):
			for found in _FILLED.finditer(rest + chunk):
				if int(found[1]) > number:
					raise FileError("filled_far_below", int(found[1]), BLANK_TAIL)
			rest = chunk[-500:]


def _csv(content: bytes) -> Iterable[list[str]]:
	if b"\0" in content:
		raise FileError("not_csv")
	for encoding in ("utf-8-sig", "gb18030"):
		try:
			text = content.decode(encoding)
			break
		except UnicodeDecodeError:
			continue
	else:
		raise FileError("not_csv")
	first = text.split("\n", 1)[0]
	delimiter = max(",;\t", key=first.count)
	return csv.reader(io.StringIO(text), delimiter=delimiter)
