"""Every standard form of the repair department (R62, R114): it exists, prints on its document, and is Chinese throughout."""

from __future__ import annotations

import io
import re
import unicodedata

import frappe
import pytest
from bs4 import BeautifulSoup
from frappe.desk.query_report import run
from frappe.utils.pdf import get_pdf
from pypdf import PdfReader

from tests.site.helpers import factories as make
from tests.site.helpers import feedback, special_reports

#: Form of the regulation or of the trade → how it is made. Add a line for each new form.
#: (Chinese name, print format, function from the estate to the document that carries it)
FORMS = [
	("维修派工单", "Repair Work Order", lambda estate: ("Repair Ticket", _ticket(estate))),
	(
		"方案告知卡",
		"Repair Plan Card",
		lambda estate: ("Repair Plan", make.make_plan(_surveyed(estate)).name),
	),
	("维修上门通知", "Visit Notice", lambda estate: ("Repair Ticket", _ticket(estate))),
	("维修验收单", "Acceptance Sheet", lambda estate: ("Repair Ticket", _ticket(estate))),
	("回访记录表", "Follow-up Record", lambda estate: ("Owner Contact", _contact(estate))),
	("风险预警单", "Risk Warning Form", lambda estate: ("Risk Warning", _warning(estate))),
	("缺陷反馈单", "Defect Feedback Form", lambda estate: ("Defect Feedback", _feedback(estate))),
	("房修巡查记录", "Patrol Record", lambda estate: ("Site Visit", _patrol(estate))),
	("文电阅处单", "Special Report Slip", lambda estate: ("Special Report", special_reports.make_report(estate, routing=[]).name)),
	(
		"房修周报",
		"Repair Weekly Report",
		lambda estate: ("Stage Report", _report(estate, "Repair Weekly Report")),
	),
	(
		"房修品质检查报告",
		"Quality Inspection Report",
		lambda estate: ("Stage Report", _report(estate, "Quality Inspection Report")),
	),
]
#: Forms that are lists, printed from their report.
LISTS = [("接报流水账", "Intake Ledger")]
#: What stays as it is: numbers of documents, clauses, file kinds, names and places of the test estate.
CODES = re.compile(
	r"(RT|RP|RS|SV|OC|SR|PROJ|CN|RW)-[\w-]+|R\d+(-R\d+)?|SHA-256|PDF|A4|General Builder|Dry Roof|Lakeside|Hillside|Repair \w+|Administrator"
)


def _ticket(estate) -> str:
	return make.make_ticket(estate.unit_a).name


def _surveyed(estate) -> str:
	ticket = _ticket(estate)
	make.walk(ticket, "survey")
	return ticket


def _warning(estate) -> str:
	return make.make_warning(estate.a, estate.unit_a).name


def _feedback(estate) -> str:
	return feedback.make(estate.a, (_ticket(estate),), "close").name


def _contact(estate) -> str:
	values = {"ticket": _ticket(estate), "project": estate.a, "purpose": "Follow-up", "outcome": "Reached"}
	return (
		frappe.get_doc({"doctype": "Owner Contact", **values, "satisfaction": "Satisfied", "note": "满意"})
		.insert()
		.name
	)


def _patrol(estate) -> str:
	from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS

	ticket = _ticket(estate)
	make.walk(ticket, "start")
	visit = frappe.new_doc("Site Visit")
	visit.update(
		{"ticket": ticket, "project": estate.a, "kind": "Patrol", "work_done": "挂网", "next_work": "抹灰"}
	)
	visit.update({"progress_percent": 40})
	for aspect in ASPECTS:
		visit.append("checks", {"aspect": aspect, "result": "Pass"})
	return visit.insert().name


def _report(estate, kind: str) -> str:
	values = {"project": estate.a, "kind": kind, "conclusion": "总体可控"}
	return frappe.get_doc({"doctype": "Stage Report", **values}).insert().name


def text_of(html: str) -> str:
	soup = BeautifulSoup(html, "html.parser")
	for node in soup(["style", "script"]):
		node.decompose()
	return unicodedata.normalize("NFKC", soup.get_text(" "))


@pytest.mark.clause("R62", "R114")
@pytest.mark.parametrize(("title", "print_format", "document"), FORMS, ids=[row[0] for row in FORMS])
def test_a_form_prints_in_chinese(estate, title, print_format, document):
	frappe.local.lang = "zh"  # what is stored in words is stored in those of the user
	doctype, name = document(estate)
	assert frappe.db.get_value("Print Format", print_format, ["doc_type", "disabled"]) == (doctype, 0)
	template = frappe.www.printview.get_print_format(doctype, frappe.get_doc("Print Format", print_format))
	text = text_of(frappe.render_template(template, {"doc": frappe.get_doc(doctype, name)}))
	assert title in re.sub(r"\s", "", text)
	own = re.sub(rf"{make.RUN}|{re.escape(make.DOMAIN)}", "", CODES.sub("", text))
	assert re.findall(r"[A-Za-z]{3,}", own) == [], text


@pytest.mark.clause("R62", "R114")
@pytest.mark.parametrize(("title", "report"), LISTS, ids=[row[0] for row in LISTS])
def test_a_list_form_is_a_report_in_chinese(estate, title, report):
	_ticket(estate)
	frappe.local.lang = "zh"
	assert frappe._(report) == title
	answer = run(report, filters={"project": estate.a})
	assert answer["result"]
	labels = [column["label"] for column in answer["columns"]]
	assert [label for label in labels if re.search(r"[A-Za-z]{3,}", label)] == []


def test_a_rare_character_of_a_name_has_a_font_in_prints():
	"""𠬠 (U+20B20) and its like are in names, and not in the fonts most systems have: a print without one shows a box."""
	body = "<html><head><meta charset='utf-8'></head><body><p>业主：{}晓明</p></body></html>"
	plain, rare = (PdfReader(io.BytesIO(get_pdf(body.format(char)))).pages[0] for char in ("王", "𠬠"))
	fonts = [
		{str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
		for page in (plain, rare)
	]
	assert len(fonts[1] - fonts[0]) == 1
