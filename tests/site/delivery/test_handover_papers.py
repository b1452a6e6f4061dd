"""The papers of a handover, as they are printed."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO

import frappe
import pytest
from frappe.utils.pdf import get_pdf
from frappe.www.printview import get_html_and_style
from pypdf import PdfReader

from fangxiu_app.core.access import roles
from tests.site.delivery.test_handover import rectified, sign, unit
from tests.site.helpers import factories as make
from tests.site.helpers import signing

__all__ = ["unit"]


@pytest.mark.clause("R47", "R114")
def test_the_forms_print_in_chinese_also_with_long_names(unit):
	frappe.local.lang = "zh"
	long = "主卧室东侧飘窗上口与顶棚交接处抹灰层" * 3
	inspection = make.make_inspection(
		unit,
		escort=long,
		items=[{"location": "客厅", "defect_type": "墙面空鼓", "description": long} for _row in range(12)],
	)
	# what is open of a project is 进行中, of a problem 未整改
	assert "未整改" in get_html_and_style("Handover Inspection", inspection.name, "Inspection Sheet")["html"]
	inspection = sign(rectified(inspection))
	text = pdf_text("Handover Inspection", inspection.name, "Inspection Sheet")
	for words in ("业主验房情况记录单", "王晓明", "墙面空鼓", "项目部", "冷水", inspection.name):
		assert words in text, words
	draft = make.make_transfer(unit, "Signed", documents=long)
	assert "双方尚未签字" in pdf_text("Unit Transfer", draft.name, "Unit Transfer Note")
	signing.sign_side(draft, roles.PROJECT_DEPARTMENT, "陈刚")
	signing.sign_side(draft, roles.ENGINEER, "李文博")
	text = pdf_text("Unit Transfer", draft.name, "Unit Transfer Note")
	assert "陈刚" in text and "李文博" in text and "双方尚未签字" not in text
	for words in ("业主已签收", "王晓明", "冷水"):  # whose flat it is and what its meters read stands at the inspection
		assert words in text, words


def pdf_text(doctype: str, name: str, print_format: str) -> str:
	"""Text of a printed document, widths and radicals unified; at most three pages."""
	content = get_pdf(get_html_and_style(doctype, name, print_format, no_letterhead=True)["html"])
	pages = PdfReader(BytesIO(content)).pages
	assert len(pages) <= 3
	return re.sub(r"\s+", "", unicodedata.normalize("NFKC", "".join(page.extract_text() for page in pages)))
