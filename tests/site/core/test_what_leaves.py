"""Exported files: text stays text, and a PDF loads only this site's own files."""

from __future__ import annotations

import io
import json
import threading

import frappe
import openpyxl
import pytest
from frappe.app import application
from frappe.utils import print_format
from pypdf import PdfReader, PdfWriter
from werkzeug.test import Client

from fangxiu_app.core.access import roles
from fangxiu_app.core.framework import rendering
from fangxiu_app.core.framework.rendering import own_only
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api

METHOD = "/api/method/"
FORMULA = '=HYPERLINK("http://fangxiu.example/","点我")'


class Raw(Api):
	"""Keeps the bytes of an answer."""

	def bytes_of(self, path: str, **data) -> bytes:
		box: list = []

		def run():
			box.append(Client(application).open(path, method="POST", headers=self.headers, json=data).get_data())

		thread = threading.Thread(target=run)
		thread.start()
		thread.join()
		return box[0]


@pytest.fixture(scope="module")
def manager(estate):
	make.make_ticket(estate.unit_a, caller_name=FORMULA)
	frappe.db.commit()
	return Raw(estate.users[roles.MANAGER])


def formulas(content: bytes) -> list[str]:
	book = openpyxl.load_workbook(io.BytesIO(content))
	cells = [cell for sheet in book for row in sheet for cell in row]
	assert any(str(cell.value or "").startswith("=HYPERLINK") for cell in cells), "what was typed is there"
	return [cell.value for cell in cells if cell.data_type == "f"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_list_leaves_as_text(manager, language):
	given = {
		"doctype": "Repair Request",
		"fields": json.dumps(["`tabRepair Request`.`name`", "`tabRepair Request`.`caller_name`"]),
		"filters": json.dumps([["Repair Request", "caller_name", "like", "=HYPER%"]]),
		"title": "x",
		"csv_quoting": 2,
		"csv_delimiter": ",",
	}
	speaker = manager.speaking(language)
	path = f"{METHOD}frappe.desk.reportview.export_query"
	book = speaker.bytes_of(path, **given, file_format_type="Excel")
	assert formulas(book) == []
	text = speaker.bytes_of(path, **given, file_format_type="CSV").decode("utf-8-sig")
	assert "'=HYPERLINK" in text and '"=HYPERLINK' not in text


HOSTILE = """<html><head><meta http-equiv="refresh" content="0;url=http://localhost:91/"><base href="http://localhost:91/">
<link rel="stylesheet" href="//localhost:92/x.css"><style>@import "http://localhost:93/y.css"; b{background:url(http://localhost:94/z)}</style></head>
<body onload="x()" background="http://localhost:95/"><img src="http://127.0.0.1:6379/latest/meta-data"><img src="file:///etc/passwd">
<img src="/api/method/ping"><img src="/files/../../site_config.json"><img src="/files/%2e%2e/x"><iframe src="http://localhost:96/"></iframe>
<object data="http://localhost:97/"></object><img srcset="http://localhost:98/ 2x"><svg><image xlink:href="http://localhost:99/"/></svg>
<p style="background:u\\rl('http://localhost:910/')">词</p><script src="/assets/x.js"></script><img src="/files/own.png"></body></html>"""


def test_a_page_to_print_loads_only_our_own_files(estate):
	made = own_only(HOSTILE)
	for word in ("localhost:9", "127.0.0.1:6379", "etc/passwd", "/api/method", "..", "%2e", "<script", "<iframe", "onload", "refresh"):
		assert word not in made, word
	assert "/files/own.png" in made and "词" in made


def pages(number: int) -> bytes:
	"""A PDF of so many empty pages."""
	writer, made = PdfWriter(), io.BytesIO()
	for _page in range(number):
		writer.add_blank_page(width=842, height=595)
	writer.write(made)
	return made.getvalue()


def test_the_pdf_of_a_report_goes_that_way(manager, monkeypatch):
	seen: list[str] = []
	monkeypatch.setattr(print_format, "get_pdf", lambda html, options: seen.append(html) or pages(2))
	code, _body = manager.post(f"{METHOD}frappe.utils.print_format.report_to_pdf", html=HOSTILE)
	assert code == 200
	assert seen and "localhost:9" not in seen[0] and "词" in seen[0]



def test_a_report_on_paper_breaks_no_amount(manager, monkeypatch):
	"""The grid of Frappe is laid out, and its pages are numbered."""
	seen: list[str] = []
	monkeypatch.setattr(print_format, "get_pdf", lambda html, options: seen.append(html) or pages(2))
	row = "<tr><td>1</td><td>¥ 983,600.00</td></tr>"
	grid = f'<div class="print-format"><table class="table-bordered"><tr><th>#</th><th>余额</th></tr>{row}</table></div>'
	frappe.local.response = frappe._dict()
	rendering.report_to_pdf(grid, "Landscape")
	assert seen[0].count("white-space: nowrap") == 2
	text = PdfReader(io.BytesIO(frappe.local.response.filecontent)).pages[1].extract_text()
	assert "2 / 2" in text
