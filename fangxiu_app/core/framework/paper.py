"""How a form comes onto paper: rows, headings and signatures stay in one piece, pages are numbered, and letters are as large as meant.

The distributions' wkhtmltopdf (0.12.6 without the patched Qt) cuts through the rows of a table at the end of a page, leaves headings
behind, knows no footers, and prints everything at 77 %. It keeps blocks whole, and it knows ``zoom``: that is made use of here.
"""

from __future__ import annotations

import io
import re
from copy import copy

from bs4 import BeautifulSoup, Tag
from frappe.utils.pdf import get_pdf, is_wkhtmltopdf_valid
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

PAGE = '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body style="margin: 0">{}</body></html>'
#: The frames of the app's forms: nothing else on a page is touched.
FRAMES = ".fxo, .fxs, .fxh, .fxp, .fxu"
#: Letters of 12 px, 6.9 points high without this, are 8 points high with it, and the usual form still is one page.
ENLARGED = 1.15
WHOLE = "page-break-inside: avoid"
#: Characters that fill about a third of a page: a row with more is divided where the page ends.
LONG = 700
_WIDTH = re.compile(r"width:\s*[\d.]+(?:%|px)")


def pdf(html: str, margin: str = "12mm") -> bytes:
	"""``html`` of a form as a PDF on A4, ``margin`` on each side. Only its own styles: others would come over the network."""
	sides = {f"margin-{side}": margin for side in ("top", "bottom", "left", "right")}
	return numbered(get_pdf(PAGE.format(in_one_piece(html)), sides))


def in_one_piece(html: str) -> str:
	"""``html`` with the tables of the app's forms divided where a page may end; other HTML as it is."""
	page = BeautifulSoup(html, "html.parser")
	frames = page.select(FRAMES)
	if not frames:
		return html
	for frame in frames:
		for table in frame.find_all("table"):
			_divide(page, table)
		for heading in frame.find_all(class_="part"):
			_with_what_follows(page, heading)
		for closing in [*frame.select("table.seal"), *frame.select("div.small")]:
			_with_what_precedes(page, closing)
	return _size() + str(page)


def _size() -> str:
	"""Styles that enlarge a PDF where it would be printed too small; the preview on the screen stays as it is."""
	if is_wkhtmltopdf_valid():
		return ""
	return f'<style>{FRAMES} {{ zoom: {ENLARGED} }}</style><style class="hidden-pdf">{FRAMES} {{ zoom: 1 }}</style>'


def _divide(page: BeautifulSoup, table: Tag) -> None:
	"""One table for each group of rows that stays together, all with the columns of ``table``."""
	rows = _rows(table)
	groups = _groups(rows)
	if len(groups) == 1:
		_style(table, *_whole(rows))
	if len(groups) < 2 or any(cell.get("rowspan") for row in rows for cell in _cells(row)):
		return
	columns = table.find("colgroup", recursive=False) or _columns(page, rows[0])
	parts = []
	for number, group in enumerate(groups):
		part = page.new_tag("table", attrs=dict(table.attrs))
		part.append(copy(columns))
		for row in group:
			part.append(row.extract())
		_style(part, *_whole(group), "margin-top: -1px" if number else "", "margin-bottom: 0" if number < len(groups) - 1 else "")
		parts.append(part)
	for part in parts:
		table.insert_before(part)
	table.decompose()


def _whole(rows: list[Tag]) -> list[str]:
	"""The style that keeps ``rows`` together; none for a text so long that it would leave half a page empty before it."""
	return [] if sum(len(row.get_text(strip=True)) for row in rows) > LONG else [WHOLE]


def _rows(table: Tag) -> list[Tag]:
	return [row for row in table.find_all("tr") if row.find_parent("table") is table]


def _cells(row: Tag) -> list[Tag]:
	return row.find_all(["th", "td"], recursive=False)


def _groups(rows: list[Tag]) -> list[list[Tag]]:
	"""A head stays with the row below it; sums and signatures with the row above them."""
	groups: list[list[Tag]] = []
	listed = bool(rows) and _is_head(rows[0])
	for number, row in enumerate(rows):
		below_head = number > 0 and _is_head(rows[number - 1])
		signed = row.find("td", class_="sign") is not None
		summed = listed and not _is_head(row) and bool(_cells(row)) and _cells(row)[0].name == "th"
		if groups and (below_head or signed or summed):
			groups[-1].append(row)
		else:
			groups.append([row])
	return groups


def _is_head(row: Tag) -> bool:
	cells = _cells(row)
	return bool(cells) and all(cell.name == "th" for cell in cells)


def _columns(page: BeautifulSoup, row: Tag) -> Tag:
	"""The widths that a table without columns of its own takes from its first row."""
	columns = page.new_tag("colgroup")
	for cell in _cells(row):
		for _number in range(int(str(cell.get("colspan") or 1))):
			column = page.new_tag("col")
			if width := _WIDTH.search(str(cell.get("style") or "")):
				column["style"] = width.group()
			columns.append(column)
	return columns


def _style(tag: Tag, *more: str) -> None:
	tag["style"] = "; ".join(filter(None, [str(tag.get("style") or "").rstrip("; "), *more]))


def _with_what_follows(page: BeautifulSoup, heading: Tag) -> None:
	"""A heading goes to the next page with the head and the first row below it."""
	block = _block(page, heading)
	while following := block.find_next_sibling(True):
		rows = _rows(following) if following.name == "table" else []
		block.append(following.extract())
		if not rows or not all(_is_head(row) for row in rows):
			return


def _with_what_precedes(page: BeautifulSoup, closing: Tag) -> None:
	"""The place for the seal, and the small print below a signature, are not alone on a page."""
	before = closing.find_previous_sibling(True)
	if before is None or before.name not in ("div", "p", "table") or "text" in before.get("class", ()):
		return
	block = before if WHOLE in str(before.get("style") or "") and before.name == "div" else _block(page, before)
	block.append(closing.extract())


def _block(page: BeautifulSoup, first: Tag) -> Tag:
	"""A block around ``first`` that is not divided."""
	return first.wrap(page.new_tag("div", attrs={"style": WHOLE}))


def numbered(content: bytes) -> bytes:
	"""``content`` with “1 / 3” at the foot of each page; a single page has no number."""
	pages = PdfReader(io.BytesIO(content)).pages
	if len(pages) < 2:
		return content
	writer = PdfWriter()
	for number, page in enumerate(pages, 1):
		page.merge_page(_foot(f"{number} / {len(pages)}", page))
		writer.add_page(page)
	written = io.BytesIO()
	writer.write(written)
	return written.getvalue()


def _foot(text: str, page: PageObject) -> PageObject:
	"""A page with ``text`` at its foot, in a font that every reader of PDFs has."""
	width, height = float(page.mediabox.width), float(page.mediabox.height)
	foot = PageObject.create_blank_page(width=width, height=height)
	names = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}
	font = DictionaryObject({NameObject(f"/{name}"): NameObject(f"/{value}") for name, value in names.items()})
	foot[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/Foot"): font})})
	words = DecodedStreamObject()
	words.set_data(f"BT /Foot 8 Tf {width / 2 - 2 * len(text):.1f} 16 Td ({text}) Tj ET".encode("ascii"))
	foot[NameObject("/Contents")] = words
	return foot
