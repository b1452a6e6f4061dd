"""Read an XLSX or CSV file into rows of values. Refuses what is not one, and what is too large to be one list."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable

import openpyxl

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 100
#: A small archive that unpacks to more than this is no list of units.
MAX_UNPACKED = 400 * 1024 * 1024
#: So many blank rows in a row end a sheet: formats often reach down to the last row Excel knows.
BLANK_TAIL = 1000

Table = list[tuple[int, list[object]]]


class FileError(ValueError):
	"""A file that cannot be read: ``code`` names the text in ``texts``."""

	def __init__(self, code: str, *params: object):
		super().__init__(code)
		self.code, self.params = code, params


def read(content: bytes, file_name: str, sheet: str | None = None, at_most: int = MAX_ROWS) -> Table:
	"""(row number, values) of every row that is not blank, of ``sheet`` or else the first one. Formulas stay text (``=...``).

	Raises FileError for anything that is not a readable XLSX or CSV, or has more than ``at_most`` rows.
	"""
	if len(content) > MAX_BYTES:
		raise FileError("file_too_large", MAX_BYTES // 1024 // 1024)
	rows = _csv(content) if file_name.lower().endswith(".csv") else _xlsx(content, sheet)
	table: Table = []
	blank = 0
	for number, values in enumerate(rows, 1):
		cells = list(values[:MAX_COLUMNS])
		if all(value is None or value == "" for value in cells):
			blank += 1
			if blank > BLANK_TAIL:
				break
			continue
		blank = 0
		if len(table) > at_most:
			raise FileError("too_many_rows", at_most)
		table.append((number, cells))
	if not table:
		raise FileError("file_empty")
	return table


def _xlsx(content: bytes, sheet: str | None) -> Iterable[tuple]:
	if content[:4] == b"\xd0\xcf\x11\xe0":
		raise FileError("old_excel")
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
				raise FileError("file_too_large", MAX_UNPACKED // 1024 // 1024)
		book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
	except FileError:
		raise
	except Exception as error:  # whatever a broken archive makes of the reader, it is not a spreadsheet
		raise FileError("not_xlsx") from error
	if sheet and sheet not in book.sheetnames:
		raise FileError("no_such_sheet", sheet)
	try:
		yield from (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True)
	except Exception as error:  # the archive's directory was whole, its content is not
		raise FileError("not_xlsx") from error
	finally:
		book.close()


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
