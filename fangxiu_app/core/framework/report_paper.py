"""How the table of a report comes onto paper: amounts, days and numbers are not broken over lines, nor rows over pages.

Frappe prints a report as one table whose columns the browser divides: a wide one breaks ¥ 983,600.00 and 2027-07-19. Here each column gets the
room that its longest number takes, and the letters become smaller where all of them together are too wide.
"""

from __future__ import annotations

from copy import copy

from bs4 import BeautifulSoup, Tag

from fangxiu_app.core.framework.rules_report_paper import ROOM, in_one_line, widths

#: Characters of a row that is divided where the page ends.
_LONG = 700


def lay_out(page: BeautifulSoup, orientation: str, patched: bool) -> None:
	"""Gives the tables of Frappe's report print in ``page`` their columns, in place; other tables stay as they are."""
	for table in page.select(".print-format table.table-bordered"):
		rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
		if _is_report(rows):
			_lay_out(page, table, rows, ROOM[orientation][not patched])


def _is_report(rows: list[Tag]) -> bool:
	"""Whether ``rows`` are those of Frappe's own grid: it numbers them, and divides no cell."""
	cells = [_cells(row) for row in rows]
	if len(rows) < 2 or not cells[0] or cells[0][0].get_text(strip=True) != "#":
		return False
	return all(len(row) == len(cells[0]) and not any(cell.get("colspan") or cell.get("rowspan") for cell in row) for row in cells)


def _cells(row: Tag) -> list[Tag]:
	return row.find_all(["th", "td"], recursive=False)


def _lay_out(page: BeautifulSoup, table: Tag, rows: list[Tag], room: float) -> None:
	texts = [[" ".join(cell.get_text(" ", strip=True).split()) for cell in _cells(row)] for row in rows]
	shares, size = widths(texts, room)
	for row, line in zip(rows, texts, strict=True):
		for cell, text in zip(_cells(row), line, strict=True):
			keep = "white-space: nowrap" if row is not rows[0] and in_one_line(text) else "white-space: normal"
			_style(cell, "min-width: 0", "padding: 5px 4px", f"font-size: {size:.2f}pt", keep)
	columns = page.new_tag("colgroup")
	for share in shares:
		columns.append(page.new_tag("col", attrs={"style": f"width: {share:.3f}%"}))
	_in_pieces(page, table, rows, columns)


def _in_pieces(page: BeautifulSoup, table: Tag, rows: list[Tag], columns: Tag) -> None:
	"""One table for each row, that a page does not end within it; the heading stays with the first, the sum with the last."""
	groups = [rows[:2], *([row] for row in rows[2:])]
	if len(groups) > 1 and rows[-1].find(style=lambda value: value and "bold" in value):
		last = groups.pop()
		groups[-1] = [*groups[-1], *last]
	for number, group in enumerate(groups):
		part = page.new_tag("table", attrs=dict(table.attrs))
		part.append(copy(columns))
		whole = sum(len(row.get_text()) for row in group) <= _LONG
		for row in group:
			part.append(row.extract())
		_style(part, "table-layout: fixed", "width: 100%", "margin: 0", "page-break-inside: avoid" if whole else "", "margin-top: -1px" if number else "")
		table.insert_before(part)
	table.decompose()


def _style(tag: Tag, *more: str) -> None:
	tag["style"] = "; ".join(filter(None, [str(tag.get("style") or "").rstrip("; "), *more]))
