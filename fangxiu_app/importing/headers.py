"""Finds the headers of a sheet: below a title, in one row or in two, merged over columns or rows. Standard library only."""

from __future__ import annotations

from collections.abc import Sequence

from .cells import clean
from .columns import Column, HeaderError, Headers, key
from .sheet import Sheet

#: Rows above the headers: a title, a date, who made the list.
SEARCH_DEPTH = 10
#: A header may stand in as many rows: a group above its columns.
MOST_ROWS = 3

#: Columns that lists carry and nobody needs here → why they are left out.
IGNORED = {
	**dict.fromkeys(("序号", "编号", "行号", "no", "no.", "seq"), "running_number"),
	**dict.fromkeys(
		("身份证", "身份证号", "身份证号码", "证件号", "证件号码", "证件类型"), "identity_number"
	),
}


def find(sheet: Sheet, columns: Sequence[Column]) -> Headers:
	"""The headers of a sheet. Raises HeaderError when no row has a known one.

	The rows with the most known headers are taken, as few and as early ones as possible.
	"""
	known = {
		key(name): column for column in columns for name in (column.header, column.name, *column.aliases)
	}
	best: Headers | None = None
	for first in range(min(SEARCH_DEPTH, len(sheet.rows))):
		for last in range(first, min(first + MOST_ROWS, len(sheet.rows))):
			if last > first and not _continues(sheet, first, last, known):
				break
			found = _read(sheet, first, last, known)
			if found.places and (best is None or _weight(found) > _weight(best)):
				best = found
	if best is None:
		raise HeaderError
	return best


def _weight(headers: Headers) -> tuple[int, int]:
	return len(headers.places), headers.first - headers.last


def _continues(sheet: Sheet, first: int, last: int, known: dict[str, Column]) -> bool:
	"""Whether row ``last`` can be the lower part of the headers above it: under a known header stands nothing, or a header.

	Otherwise it is the first line of the list.
	"""
	above, (number, cells) = _written(sheet, first, last - 1), sheet.rows[last]
	if number != sheet.rows[last - 1][0] + 1:
		return False
	filled = [index for index, cell in enumerate(cells) if clean(cell) is not None]
	return bool(filled) and all(_is_below(cells[index], above.get(index, []), known) for index in filled)


def _is_below(cell: object, above: Sequence[str], known: dict[str, Column]) -> bool:
	"""Whether a text is the lower part of a header: a header itself or together with what is above, or below a mere group."""
	if not isinstance(cell, str):
		return False
	return key(cell) in known or key("".join([*above, cell])) in known or _meant(above, known) is None


def _read(sheet: Sheet, first: int, last: int, known: dict[str, Column]) -> Headers:
	found = Headers(first, last, sheet.rows[last][0])
	for index, parts in sorted(_written(sheet, first, last).items()):
		column = _meant(parts, known)
		found.written[index] = " ".join(dict.fromkeys(parts))[:40]
		if column is None:
			reason = next((IGNORED[key(part)] for part in reversed(parts) if key(part) in IGNORED), None)
			(found.ignored if reason else found.unknown)[index] = reason or found.written[index]
		elif column in found.places.values():
			found.double[index] = found.written[index]
		else:
			found.places[index] = column
	return found


def _meant(parts: Sequence[str], known: dict[str, Column]) -> Column | None:
	"""The column a header means: its lowest row, group and lowest row together, or the group alone."""
	if not parts:
		return None
	together = (parts[-1], "".join(parts), parts[0] if len(parts) == 1 else "")
	return next((known[key(name)] for name in together if name and key(name) in known), None)


def _written(sheet: Sheet, first: int, last: int) -> dict[int, list[str]]:
	"""Texts of the header rows by column, from above; a merged cell stands in every column and once in every row it covers."""
	found: dict[int, list[str]] = {}
	for number, cells in sheet.rows[first : last + 1]:
		for index, cell in enumerate(cells):
			text = clean(cell)
			if text is None:
				continue
			merge = next((m for m in sheet.merges if m.top == number and m.left == index), None)
			for place in range(index, merge.right + 1 if merge else index + 1):
				found.setdefault(place, []).append(str(text))
	return found
