"""Which sheets of a workbook are imported: the recognised ones are shown first, and the user leaves out what is not wanted.

The order of the sheets decides nothing. One visible sheet that fits is taken; of several the user chooses; a hidden one is
taken only by name. What is not taken is named.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.importing import headers, kinds, reading, sheet, texts
from fangxiu_app.importing.columns import Column, HeaderError, Note, index_of, letter
from fangxiu_app.importing.sheet import Sheet

#: Sheets of our own templates that hold no list.
HELPERS = ("示例", "说明")


def look(content: bytes, file_name: str, columns: Sequence[Column]) -> list[dict]:
	"""What each sheet holds: name, hidden, rows, whether it fits, its columns and what they are read as, the unknown ones.

	``chosen`` are those that are taken in one go unless the user says otherwise. Raises ValidationError for a file that
	cannot be read.
	"""
	return [_look(one, columns) for one in _open(content, file_name, None)]


def read(
	content: bytes,
	file_name: str,
	columns: Sequence[Column],
	sheets: Sequence[str] | None = None,
	left_out: Collection[str] = (),
	at_most: int | None = None,
) -> reading.Reading:
	"""Rows of the chosen ``sheets`` with everything wrong in them and everything read past.

	``left_out`` names columns as sheet!letter. Without a choice the only visible sheet that fits is taken. Raises
	ValidationError for a file that cannot be read, for sheets that are no such list (in words that say what they are), and
	for a book in which only the user can know which sheets are meant.
	"""
	book = [one for one in _open(content, file_name, None) if one.rows]
	if not book:
		texts.refuse_file("file_empty", ())
	known = {one.name for one in book}
	for name in sheets or ():
		if name not in known:
			texts.refuse_file("no_such_sheet", (name,))
	chosen = _chosen(book, columns, sheets)
	_check_length(chosen, at_most)
	found = reading.Reading()
	for one in chosen:
		out = {place.rsplit("!", 1)[1] for place in left_out if place.rsplit("!", 1)[0] == one.name}
		found.extend(reading.read(one, columns, out, one.name if len(chosen) > 1 else ""))
	for one in book:
		if one not in chosen:
			code = "hidden_sheet" if one.hidden else "other_sheet"
			found.notes.append(Note(0, "", "", code, (one.name, len(one.rows)), one.name))
	return found


def _open(content: bytes, file_name: str, names: Sequence[str] | None) -> list[Sheet]:
	try:
		return sheet.read_sheets(content, file_name, names)
	except sheet.FileError as error:
		texts.refuse_file(error.code, error.params)


def _check_length(chosen: Sequence[Sheet], at_most: int | None) -> None:
	if at_most is not None and sum(len(one.rows) - 1 for one in chosen) > at_most:
		texts.refuse_file("too_many_rows", (at_most,))


def _chosen(book: list[Sheet], columns: Sequence[Column], names: Sequence[str] | None) -> list[Sheet]:
	if names:
		wanted = [one for one in book if one.name in names]
		refused = [one for one in wanted if not _fits(one, columns)]
		if refused:
			_refuse(refused, columns)
		return wanted
	fitting = [one for one in book if _is_offered(one, columns)]
	if not fitting:
		_refuse([one for one in book if not one.hidden] or book, columns)
	if len(fitting) > 1:
		hidden = tuple(one.name for one in book if one.hidden) or ("–",)
		texts.refuse_file("choose_sheets", (tuple(one.name for one in fitting), hidden))
	return fitting


def _is_offered(one: Sheet, columns: Sequence[Column]) -> bool:
	return not one.hidden and one.name not in HELPERS and _fits(one, columns)


def _fits(one: Sheet, columns: Sequence[Column]) -> bool:
	"""Whether a sheet is a list of this kind: it has known headers, and is not recognised as another kind."""
	try:
		headers.find(one, columns)
	except HeaderError:
		return False
	return kinds.recognise(one) is None


def _look(one: Sheet, columns: Sequence[Column]) -> dict:
	fits = bool(one.rows) and _fits(one, columns)
	found = {
		"name": one.name,
		"hidden": one.hidden,
		"rows": 0,
		"fits": fits,
		"chosen": fits and _is_offered(one, columns),
		"columns": [],
		"says": "" if fits else _says(one, columns) if one.rows else _("The sheet is empty."),
	}
	if fits:
		head, body, doubts = reading.overview(one, columns)
		unclear = {problem.column for problem in doubts.problems}
		found["rows"] = len(body)
		found["columns"] = [
			{
				"letter": letter(index),
				"header": head.written.get(index, ""),
				"means": head.places[index].header if index in head.places else "",
				"unclear": letter(index) in unclear,
			}
			for index in sorted({*head.written, *(index_of(name) for name in unclear)})
		]
	return found


def _refuse(refused: Sequence[Sheet], columns: Sequence[Column]) -> None:
	"""Raise ValidationError: what each of these sheets is, as far as it can be told, and what to do."""
	lines = [_says(one, columns, len(refused) > 1) for one in refused]
	frappe.throw("<br><br>".join(lines), title=_("No Such List"))


def _says(one: Sheet, columns: Sequence[Column], named: bool = False) -> str:
	seen = kinds.recognise(one)
	start = f"{_('Sheet {0}:').format(frappe.utils.escape_html(one.name))} " if named else ""
	if seen:
		return start + texts.recognised(seen)
	row, written = kinds.widest(one)
	wanted = tuple(column.header for column in columns if column.required)
	return start + texts.fill(texts.file_texts()["no_headers"], (wanted, row, written))
