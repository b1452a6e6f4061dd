"""What a form looks like on paper: no row is cut, no heading, sum or signature stands alone, and pages are numbered (R114)."""

from __future__ import annotations

import io
import re
import unicodedata

import frappe
from bs4 import BeautifulSoup
from frappe.utils.pdf import get_pdf
from frappe.www.printview import get_html_and_style
from pypdf import PdfReader, PdfWriter

from fangxiu_app.core.access import roles
from fangxiu_app.core.framework import paper, printing
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api

ROW = "<tr><td>{0}a</td><td>{1}</td><td>{0}z</td></tr>"
FORM = '<style>.fxo table {{ width: 100%; border-collapse: collapse }}</style><div class="fxo">{}</div>'


def texts(html: str) -> list[str]:
	"""What each page of the PDF says, without spaces."""
	pages = PdfReader(io.BytesIO(paper.pdf(html))).pages
	return [re.sub(r"\s+", "", unicodedata.normalize("NFKC", page.extract_text())) for page in pages]


def tables(html: str) -> list[list[str]]:
	"""The rows of each table of a form, divided."""
	shown = BeautifulSoup(paper.in_one_piece(FORM.format(html)), "html.parser")
	return [[row.get_text("|", strip=True) for row in table.find_all("tr")] for table in shown.find_all("table")]


def test_no_row_is_cut_by_the_end_of_a_page():
	rows = "".join(ROW.format(number, "防水层开裂 " * (20 + number % 7)) for number in range(100, 160))
	found = texts(FORM.format(f"<table>{rows}</table>"))
	assert len(found) >= 3
	for number in range(100, 160):
		assert [f"{number}a" in page for page in found] == [f"{number}z" in page for page in found], number


def test_a_head_stays_with_its_first_row_a_sum_and_a_signature_with_the_row_above():
	head, total = "<tr><th>事项</th><th>金额</th></tr>", "<tr><th>合计</th><td>3</td></tr>"
	sign = '<tr><th>业主签名</th><td class="sign"></td></tr>'
	listed = head + "<tr><td>一</td><td>1</td></tr><tr><td>二</td><td>2</td></tr>" + total
	assert tables(f"<table>{listed}</table>") == [["事项|金额", "一|1"], ["二|2", "合计|3"]]
	pairs = "<tr><th>甲</th><td>1</td></tr><tr><th>乙</th><td>2</td></tr>"
	assert tables(f"<table>{pairs}{sign}</table>") == [["甲|1"], ["乙|2", "业主签名"]]


def test_a_heading_goes_with_what_it_heads_and_a_seal_with_the_last_words():
	html = '<div class="part">问题</div><table><tr><th>甲</th></tr></table><table class="line"><tr><td>1</td></tr></table><p>特此函告。</p><table class="seal"><tr><td>盖章</td></tr></table>'
	shown = BeautifulSoup(paper.in_one_piece(FORM.format(html)), "html.parser").select_one(".fxo")
	blocks = [(block.get_text(strip=True), block["style"]) for block in shown.find_all("div", recursive=False) if block.get("style")]
	assert blocks == [("问题甲1", paper.WHOLE), ("特此函告。盖章", paper.WHOLE)]


def test_columns_stay_as_wide_as_the_first_row_says():
	html = '<table><tr><th style="width: 12%">序号</th><th colspan="2">事项</th></tr><tr><td>1</td><td>a</td><td>b</td></tr><tr><td>2</td><td>c</td><td>d</td></tr></table>'
	shown = BeautifulSoup(paper.in_one_piece(FORM.format(html)), "html.parser")
	widths = [[column.get("style", "") for column in table.find_all("col")] for table in shown.find_all("table")]
	assert widths == [["width: 12%", "", ""]] * 2


def test_a_row_longer_than_a_third_of_a_page_is_not_held_back():
	shown = paper.in_one_piece(FORM.format(f"<table><tr><td>{'漏' * 701}</td></tr></table><table><tr><td>{'漏' * 700}</td></tr></table>"))
	assert [table.get("style", "") for table in BeautifulSoup(shown, "html.parser").find_all("table")] == ["", paper.WHOLE]


def test_html_of_others_is_left_alone():
	html = "<table><tr><td>1</td></tr><tr><td>2</td></tr></table>"
	assert paper.in_one_piece(html) == html


def test_pages_are_numbered_where_there_is_more_than_one():
	one, three = "<p>独一张</p>", '<p>一</p><p style="page-break-before: always">二</p><p style="page-break-before: always">三</p>'
	assert texts(one) == ["独一张"]
	assert texts(three) == ["一1/3", "二2/3", "三3/3"]


def test_a_print_of_the_desk_is_divided_and_large_enough_to_read(estate):
	ticket = make.make_ticket(estate.unit_a).name
	html = get_html_and_style("Repair Ticket", ticket, "Repair Work Order", no_letterhead=True)["html"]
	shown = BeautifulSoup(html, "html.parser").select_one(".fxo")
	assert len(shown.find_all("table")) > 15
	sizes = [round(size, 1) for size in _sizes(get_pdf(paper.PAGE.format(html)))]
	assert 7.8 <= max(set(sizes), key=sizes.count) <= 9.2, "12 px are 8 points, or 9 with the patched Qt"


def test_a_form_of_several_pages_that_is_downloaded_from_the_desk_bears_their_numbers(estate, monkeypatch):
	ticket, three = make.make_ticket(estate.unit_a).name, _pages(3)
	frappe.db.commit()  # the request has a connection of its own
	monkeypatch.setattr(frappe, "get_print", lambda *args, **options: three)
	engineer = Api(estate.users[roles.ENGINEER])
	found = _pages_of(engineer.fetch(f"/api/method/{printing.DOWNLOAD}", doctype="Repair Ticket", name=ticket))
	assert found == ["1/3", "2/3", "3/3"]
	# a document of no project is Frappe's own
	user = estate.users[roles.ENGINEER]
	assert _pages_of(engineer.fetch(f"/api/method/{printing.DOWNLOAD}", doctype="User", name=user)) == ["", "", ""]


def _pages(number: int) -> bytes:
	writer, written = PdfWriter(), io.BytesIO()
	for _page in range(number):
		writer.add_blank_page(595, 842)
	writer.write(written)
	return written.getvalue()


def _pages_of(content: bytes) -> list[str]:
	return [re.sub(r"\s+", "", page.extract_text()) for page in PdfReader(io.BytesIO(content)).pages]


def _sizes(content: bytes) -> list[float]:
	"""Height of each piece of text in points."""
	found: list[float] = []
	for page in PdfReader(io.BytesIO(content)).pages:
		page.extract_text(visitor_text=lambda text, cm, tm, font, size: found.append(abs(size * tm[3] * cm[3])) if text.strip() else None)
	return found
