"""Tables for export: text typed by users is written as text, never as a formula (CWE-1236)."""

from __future__ import annotations

import csv
import io
import re
import zipfile

#: What makes a spreadsheet read a cell of a CSV as a formula.
STARTS = ("=", "+", "-", "@", "\t", "\r")
#: A formula as openpyxl writes one; the app writes none, so each was typed by a user.
FORMULA = re.compile(rb'<c ([^>]*?)(?: t="[^"]*")?><f>(.*?)</f><v ?/?>(?:</v>)?</c>', re.DOTALL)
NUMBER = re.compile(r"[+-]?[0-9][0-9 .,%()-]*")


def cell(value: str) -> str:
	"""A cell of a CSV that no spreadsheet reads as a formula; numbers and telephones stay as they are."""
	risky = len(value) > 1 and value.startswith(STARTS) and not NUMBER.fullmatch(value)
	return f"'{value}" if risky else value


def plain_csv(content: bytes, delimiter: str = ",") -> bytes:
	"""The same table with :func:`cell` for every cell; the very bytes where nothing is risky or it is no table."""
	try:
		text = content.decode("utf-8")
		rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
	except (UnicodeDecodeError, csv.Error, TypeError):
		return content
	made = [[cell(value) for value in row] for row in rows]
	if made == rows:
		return content
	out = io.StringIO()
	csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(made)
	return out.getvalue().encode("utf-8")


def plain_xlsx(content: bytes) -> bytes:
	"""The same workbook with every formula as the text it was typed as; the very bytes where there is none."""
	if not content.startswith(b"PK"):
		return content
	with zipfile.ZipFile(io.BytesIO(content)) as book:
		sheets = {name: book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/sheet")}
		if not any(b"<f>" in sheet for sheet in sheets.values()):
			return content
		out = io.BytesIO()
		with zipfile.ZipFile(out, "w") as made:
			for entry in book.infolist():
				made.writestr(entry, _plain(sheets[entry.filename]) if entry.filename in sheets else book.read(entry))
	return out.getvalue()


def _plain(sheet: bytes) -> bytes:
	return FORMULA.sub(rb'<c \1 t="inlineStr"><is><t xml:space="preserve">=\2</t></is></c>', sheet)
