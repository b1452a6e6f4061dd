"""Columns of a spreadsheet: which header means what, and rows read by it. Standard library only.

Nothing stops at the first mistake: every header and every cell is looked at, so that one run names everything wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from .cells import CellError, Parser, check_safe, clean

#: Rows above the headers: a title, a date, who made the list.
SEARCH_DEPTH = 10


@dataclass(frozen=True)
class Column:
	"""One column people fill in: its Chinese header, other accepted headers, and what its cells may hold."""

	name: str
	header: str
	parse: Parser
	required: bool = False
	aliases: tuple[str, ...] = ()
	example: object = ""
	note: str = ""


@dataclass(frozen=True)
class Problem:
	"""Something wrong in a file: where (row number, column letter, header) and what (a code of ``texts``)."""

	row: int
	column: str
	header: str
	code: str
	params: tuple = ()


@dataclass
class Row:
	"""One line of the file: parsed values by column name, blanks and refused cells left out."""

	number: int
	values: dict[str, object] = field(default_factory=dict)
	places: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
	refused: set[str] = field(default_factory=set)

	def get(self, name: str, default=None):
		return self.values.get(name, default)

	def problem(self, name: str, code: str, *params: object) -> Problem:
		"""A problem of this row at column ``name``; without that column, of the row as a whole."""
		letter, header = self.places.get(name, ("", ""))
		return Problem(self.number, letter, header, code, params)


class HeaderError(ValueError):
	"""No row of the file looks like headers."""


def read_rows(
	table: Sequence[tuple[int, Sequence[object]]], columns: Sequence[Column]
) -> tuple[list[Row], list[Problem]]:
	"""Rows below the headers with everything wrong in them. Raises HeaderError when there are no headers at all."""
	known = {
		key: column for column in columns for key in map(_key, (column.header, column.name, *column.aliases))
	}
	start = _header_index(table, known)
	number, headers = table[start]
	places, problems = _match(number, headers, known)
	problems += [
		Problem(number, "", column.header, "missing_column")
		for column in columns
		if column.required and column not in places.values()
	]
	rows = []
	for line, cells in table[start + 1 :]:
		row = Row(line, places={c.name: (letter(i), c.header) for i, c in places.items()})
		problems += _fill(row, cells, places)
		rows.append(row)
	return rows, problems


def letter(index: int) -> str:
	"""Column letter of a position: A for 0, AA for 26."""
	name = ""
	index += 1
	while index:
		index, rest = divmod(index - 1, 26)
		name = chr(65 + rest) + name
	return name


def _header_index(table: Sequence[tuple[int, Sequence[object]]], known: dict[str, Column]) -> int:
	"""The row among the first ones that has most known headers: lists often carry a title above them."""
	counts = [sum(_key(cell) in known for cell in cells) for _number, cells in table[:SEARCH_DEPTH]]
	if not counts or not max(counts):
		raise HeaderError
	return counts.index(max(counts))


def _match(
	number: int, headers: Sequence[object], known: dict[str, Column]
) -> tuple[dict[int, Column], list[Problem]]:
	places: dict[int, Column] = {}
	problems = []
	for index, header in enumerate(headers):
		if clean(header) is None:
			continue
		column = known.get(_key(header))
		if column is None:
			problems.append(Problem(number, letter(index), str(header)[:40], "unknown_header"))
		elif column in places.values():
			problems.append(Problem(number, letter(index), str(header)[:40], "double_header"))
		else:
			places[index] = column
	return places, problems


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


def _key(header: object) -> str:
	"""A header as it is compared: without blanks, marks for "mandatory", and differences of width and case."""
	written = unicodedata.normalize("NFKC", str(header if header is not None else ""))
	return re.sub(r"[\s*:_]|\((?:必填|选填|required)\)", "", written).casefold()
