"""Rows of a sheet by their columns: titles, totals and notes are skipped, merged cells apply to all their rows.

Standard library only. Whatever is not imported is named: as a problem, or as a note where nothing is lost by it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from .cells import CellError, check_safe, clean
from .columns import Column, Headers, Note, Problem, Row, key, letter
from .headers import find
from .sheet import Sheet, Table

#: Rows named one by one in a message; the rest is counted.
NAMED = 8
#: A text over so many merged columns is a heading or a note.
WIDE = 3
_TOTAL = re.compile(
	r"(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|本页小计|本页合计|total|sum)(?:[:\uff1a].*|\(.*)?",
	re.IGNORECASE,
)
_REMARK = re.compile(
	r"(?:注|备注|说明|填表说明|填报说明|制表人?|编制人?|审核人?|填表人|复核|日期)\s*[:\uff1a\d]"
)


@dataclass
class Reading:
	"""Result of reading one or several sheets: rows, mistakes, and notes on what was skipped."""

	rows: list[Row] = field(default_factory=list)
	problems: list[Problem] = field(default_factory=list)
	notes: list[Note] = field(default_factory=list)

	def extend(self, other: Reading) -> None:
		self.rows += other.rows
		self.problems += other.problems
		self.notes += other.notes


def read_rows(table: Table, columns: Sequence[Column]) -> tuple[list[Row], list[Problem]]:
	"""Rows below the headers with everything wrong in them. Raises HeaderError when there are no headers at all."""
	found = read(Sheet(rows=table), columns)
	return found.rows, found.problems


def read(sheet: Sheet, columns: Sequence[Column], left_out: Collection[str] = (), label: str = "") -> Reading:
	"""Rows of one sheet. ``left_out`` are letters of columns the user does not want; ``label`` names the sheet in a book.

	Raises HeaderError when no row has a known header.
	"""
	headers, body, found = overview(sheet, columns, left_out, label)
	missing = [column for column in columns if column.required and column not in headers.places.values()]
	found.problems += [
		Problem(headers.row, "", column.header, "missing_column", (), label) for column in missing
	]
	places = {index: column for index, column in headers.places.items() if letter(index) not in left_out}
	shown = {column.name: (letter(index), column.header) for index, column in places.items()}
	for number, cells in body:
		row = Row(number, places=dict(shown), sheet=label)
		found.problems += _fill(row, cells, places)
		found.rows.append(row)
	return found


def overview(
	sheet: Sheet, columns: Sequence[Column], left_out: Collection[str] = (), label: str = ""
) -> tuple[Headers, Table, Reading]:
	"""Headers, rows of the list, and what is wrong with its columns; no cell has been looked at yet.

	Raises HeaderError when no row has a known header.
	"""
	headers = find(sheet, columns)
	found = Reading()
	body = body_rows(sheet, headers, found, label)
	_name_columns(found, headers, body, left_out, label)
	return headers, body, found


def body_rows(sheet: Sheet, headers: Headers, found: Reading, label: str = "") -> Table:
	"""Rows of the list itself, merged cells filled in; what is above and between is noted in ``found``."""
	_note_top(sheet, headers, found, label)
	merged = _merged_values(sheet, headers)
	body: Table = []
	for number, cells in sheet.rows[headers.last + 1 :]:
		code = _no_row(sheet, headers, number, cells)
		if code:
			words = next(str(text)[:60] for cell in cells if (text := clean(cell)) is not None)
			found.notes.append(Note(number, "", "", code, (words,), label))
			continue
		filled = list(cells) + [None] * (max(headers.written, default=0) + 1 - len(cells))
		for index in range(len(filled)):
			if (number, index) in merged and clean(filled[index]) is None:
				filled[index] = merged[number, index]
		body.append((number, filled))
	columns = sorted({index for _number, index in merged})
	if columns:
		names = tuple(f"{letter(index)} {headers.written.get(index, '')}".strip() for index in columns)
		found.notes.append(Note(headers.row, "", "", "merged_cells", (names,), label))
	hidden = [number for number in sheet.hidden_rows if number > headers.row]
	if hidden:
		found.notes.append(Note(hidden[0], "", "", "hidden_rows", (len(hidden), some(hidden)), label))
	return body


def some(numbers: Sequence[int]) -> str:
	"""The first few row numbers, and how many more there are."""
	more = len(numbers) - NAMED
	return ", ".join(map(str, numbers[:NAMED])) + (f" … +{more}" if more > 0 else "")


def _note_top(sheet: Sheet, headers: Headers, found: Reading, label: str) -> None:
	for number, cells in sheet.rows[: headers.first]:
		words = next(str(text)[:60] for cell in cells if (text := clean(cell)) is not None)
		found.notes.append(Note(number, "", "", "title_row", (words,), label))
	if headers.last > headers.first:
		rows = (sheet.rows[headers.first][0], headers.row)
		found.notes.append(Note(rows[0], "", "", "header_rows", rows, label))


def _merged_values(sheet: Sheet, headers: Headers) -> dict[tuple[int, int], object]:
	"""(row, column) → value of cells below the headers that are merged with the one above them."""
	top = {number: cells for number, cells in sheet.rows[headers.last + 1 :]}
	return {
		(number, merge.left): top[merge.top][merge.left]
		for merge in sheet.merges
		if merge.bottom > merge.top and merge.top in top and merge.left < len(top[merge.top])
		for number in range(merge.top + 1, merge.bottom + 1)
		if clean(top[merge.top][merge.left]) is not None
	}


def _no_row(sheet: Sheet, headers: Headers, number: int, cells: Sequence[object]) -> str:
	"""Why a row below the headers does not belong to the list: a total, a remark, repeated headers. Empty otherwise."""
	filled = [(index, text) for index, cell in enumerate(cells) if (text := clean(cell)) is not None]
	if not filled:
		return ""
	index, first = filled[0]
	if isinstance(first, str) and _TOTAL.fullmatch(first):
		return "total_row"
	if (
		len(filled) == 1
		and isinstance(first, str)
		and (_REMARK.match(first) or _is_wide(sheet, number, index))
	):
		return "remark_row"
	if all(place in headers.ignored for place, _text in filled):
		return "numbered_row"
	again = [key(text) == key(headers.written.get(place)) for place, text in filled]
	return "headers_again" if len(filled) > 1 and all(again) else ""


def _is_wide(sheet: Sheet, number: int, index: int) -> bool:
	return any(
		merge.top <= number <= merge.bottom and merge.left <= index and merge.right - merge.left + 1 >= WIDE
		for merge in sheet.merges
	)


def _name_columns(
	found: Reading, headers: Headers, body: Table, left_out: Collection[str], label: str
) -> None:
	"""Columns that are not taken over: unknown, double, without header; or left out, by the user or for good."""
	rows: dict[int, list[int]] = {}
	for number, cells in body:
		for index, cell in enumerate(cells):
			if index not in headers.places and clean(cell) is not None:
				rows.setdefault(index, []).append(number)
	for index in sorted({*rows, *headers.unknown, *headers.double, *headers.ignored}):
		name, header = letter(index), headers.written.get(index, "")
		where = some(rows.get(index, ())) or "–"
		if name in left_out:
			found.notes.append(Note(headers.row, name, header, "left_out", (where,), label))
		elif index in headers.ignored:
			found.notes.append(Note(headers.row, name, header, headers.ignored[index], (), label))
		else:
			code = "double_header" if index in headers.double else "unknown_header" if header else "no_header"
			found.problems.append(Problem(headers.row, name, header, code, (where,), label))
	_name_left_out(found, headers, left_out, label)


def _name_left_out(found: Reading, headers: Headers, left_out: Collection[str], label: str) -> None:
	"""Known columns the user does not want; those nobody can do without are a problem."""
	for index, column in headers.places.items():
		if letter(index) in left_out:
			code, kind = ("kept_column", found.problems) if column.required else ("left_out", found.notes)
			kind.append(Problem(headers.row, letter(index), column.header, code, ("–",), label))


def _fill(row: Row, cells: Sequence[object], places: dict[int, Column]) -> list[Problem]:
	problems = []
	for index, column in places.items():
		value = clean(cells[index]) if index < len(cells) else None
		try:
			if value is not None:
				check_safe(value)
				row.values[column.name] = column.parse(value)
			elif column.required:
				raise CellError("missing_value")
		except CellError as error:
			row.refused.add(column.name)
			problems.append(row.problem(column.name, error.code, *error.params))
	return problems
