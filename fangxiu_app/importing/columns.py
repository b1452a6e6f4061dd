"""Columns of a spreadsheet: what each header means, and rows read by them. Standard library only.

Reading does not stop at the first mistake: every header and every cell is checked, so that one run names everything wrong. What
is skipped (titles, totals, columns left out) is named in a note.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .cells import Parser


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
class ListKind:
	"""A kind of list that people import: its template's file and sheet, its columns, and what its rows become.

	``choices``: column → the words its cells may hold, as a drop-down.
	"""

	file_name: str
	sheet: str
	columns: Sequence[Column]
	choices: Mapping[str, Sequence[str]]
	document: str


@dataclass(frozen=True)
class Problem:
	"""A mistake in a file: its place (sheet, row number, column letter, header) and its code in ``texts``."""

	row: int
	column: str
	header: str
	code: str
	params: tuple = ()
	sheet: str = ""


#: A note on something that was skipped, or read differently from how it is written, in the same form.
Note = Problem


@dataclass
class Row:
	"""One line of the file: parsed values by column name, blanks and refused cells left out."""

	number: int
	values: dict[str, object] = field(default_factory=dict)
	places: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)
	refused: set[str] = field(default_factory=set)
	sheet: str = ""

	def get(self, name: str, default=None):
		return self.values.get(name, default)

	@property
	def place(self) -> tuple[str, int]:
		"""What tells this row from all others of the file."""
		return self.sheet, self.number

	@property
	def where(self) -> str:
		"""The row in words: its number, in a book with the sheet before it."""
		return f"{self.sheet}!{self.number}" if self.sheet else str(self.number)

	def problem(self, name: str, code: str, *params: object) -> Problem:
		"""A problem of this row at column ``name``; without that column, of the row as a whole."""
		letter, header = self.places.get(name, ("", ""))
		return Problem(self.number, letter, header, code, params, self.sheet)


class HeaderError(ValueError):
	"""No row of the file can be recognised as headers."""


@dataclass
class Headers:
	"""Where the headers of a sheet stand and what they mean, by column index."""

	first: int
	last: int
	row: int
	written: dict[int, str] = field(default_factory=dict)
	places: dict[int, Column] = field(default_factory=dict)
	double: dict[int, str] = field(default_factory=dict)
	ignored: dict[int, str] = field(default_factory=dict)
	unknown: dict[int, str] = field(default_factory=dict)


def key(header: object) -> str:
	"""A header in the form used for comparing: without blanks, marks for "mandatory", and differences of width and case."""
	written = unicodedata.normalize("NFKC", str(header if header is not None else ""))
	return re.sub(r"[\s*:_]|\((?:必填|选填|required)\)", "", written).casefold()


def letter(index: int) -> str:
	"""Column letter of a position: A for 0, AA for 26."""
	name = ""
	index += 1
	while index:
		index, rest = divmod(index - 1, 26)
		name = chr(65 + rest) + name
	return name


def index_of(name: str) -> int:
	"""Position of a column letter: 0 for A, 26 for AA."""
	found = 0
	for character in name:
		found = found * 26 + ord(character) - 64
	return found - 1
