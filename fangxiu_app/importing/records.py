"""Small lists read as records, all or nothing: a file with a wrong cell is refused with all its mistakes."""

from __future__ import annotations

from collections.abc import Sequence

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.importing import sheet, texts
from fangxiu_app.importing.columns import Column, HeaderError, Problem, Row
from fangxiu_app.importing.reading import read_rows


def read(
	content: bytes, file_name: str, columns: Sequence[Column], sheet_name: str | None = None
) -> list[Row]:
	"""Rows of a list. Raises ValidationError that names every wrong cell, or the reason why the file cannot be read."""
	try:
		rows, problems = read_rows(sheet.read(content, file_name, sheet_name), columns)
	except sheet.FileError as error:
		texts.refuse_file(error.code, error.params)
	except HeaderError:
		texts.refuse_file(
			"no_headers", (tuple(column.header for column in columns if column.required), "–", ("–",))
		)
	refuse(file_name, problems)
	return rows


def refuse(file_name: str, problems: Sequence[Problem]) -> None:
	"""Raise ValidationError that lists all problems of a file; silent when there is none."""
	if problems:
		lines = [texts.line(found) for found in texts.as_rows(list(problems))]
		frappe.throw(
			"<br>".join([_("{0} was not imported.").format(file_name), *lines]), title=_("Import Refused")
		)


def double_keys(rows: Sequence[Row], name: str) -> list[Problem]:
	"""Rows whose ``name`` stands in the file already."""
	first: dict[object, int] = {}
	problems = []
	for row in rows:
		key = row.get(name)
		if key in first:
			problems.append(row.problem(name, "double_key", key, first[key]))
		first.setdefault(key, row.number)
	return problems
