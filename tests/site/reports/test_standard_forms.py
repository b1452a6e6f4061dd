"""标准表单: who finds which form, and a blank of each that is empty, ruled, Chinese, and for readers of its document only (R62, R114)."""

from __future__ import annotations

import io
import re
import unicodedata

import frappe
import pytest
from bs4 import BeautifulSoup
from frappe.desk.desktop import get_desktop_page
from frappe.utils.pdf import get_pdf
from frappe.www.printview import get_html_and_style
from pypdf import PdfReader

from fangxiu_app.core.access import roles
from fangxiu_app.core.wording import own_words
from fangxiu_app.reports import api_forms, reads_forms, rules_forms, service_blank_forms, service_flow_chart
from fangxiu_app.tickets.life.rules_ticket import STATUSES
from tests.site.helpers import delivery
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.overview.test_desks import OPENS

BLANKS = [form for form in rules_forms.FORMS if not form.why_no_blank()]
LONG = "翠湖天地一期东区第三标段总承包及精装修工程联合体有限责任公司"
EVERYBODY = (*roles.ROLES, roles.FINANCE, roles.FINANCE_CLERK)


def page(form: rules_forms.Form) -> BeautifulSoup:
	shown = BeautifulSoup(service_blank_forms.html(form), "html.parser")
	for style in shown.find_all("style"):
		style.decompose()
	return shown


def texts(form: rules_forms.Form) -> str:
	return page(form).get_text(" ", strip=True)


@pytest.mark.clause("R62", "R114")
@pytest.mark.parametrize("form", BLANKS, ids=lambda form: form.title)
def test_a_blank_says_nothing_of_any_record_and_leaves_room_to_write(estate, form):
	frappe.local.lang = "zh"
	text = texts(form)
	assert not re.findall(r"None|\{\{|0\.00|\d{4,}", text), text
	assert not re.findall(r"[A-Za-z]{4,}", text), "Chinese throughout"
	empty = [cell for cell in page(form).find_all("td") if not cell.get_text(strip=True)]
	assert len(empty) >= 4
	assert frappe.db.get_value("Project", estate.a, "project_name") not in text


@pytest.mark.clause("R114")
def test_a_blank_shows_no_record_that_names_nothing(estate):
	"""Evidence of no ticket, contacts of no ticket: a question by an empty name would find them."""
	photo = make.add_evidence(make.make_ticket(estate.unit_a).name)
	frappe.db.set_value("Evidence Item", photo, {"ticket": None, "kind": "Photo", "caption": "FREMDES FOTO"})
	for title in ("Quantity Verification Sheet", "Acceptance Sheet", "Unit Transfer Note"):
		shown = page(rules_forms.named(title))
		assert "FREMDES" not in shown.get_text() and not shown.find_all("img")


def test_empty_tables_get_rows_and_filled_ones_stay(estate):
	head = "<table><tr><th>a</th><th colspan='2'>b</th></tr>{}<tr><th>sum</th><td></td></tr></table>"
	for below, rows in (("", 4), ("<tr><td class='tall'></td><td></td><td></td></tr>", 4), ("<tr><td>1</td></tr>", 1)):
		made = BeautifulSoup(service_blank_forms.to_write_into(head.format(below)), "html.parser")
		assert len(made.find_all("tr")) == rows + 2
	signed = "<table><tr><th>a</th><th>b</th></tr><tr><td class='sign'></td><td class='sign'></td></tr></table>"
	assert service_blank_forms.to_write_into(signed).count("<tr>") == 2


def test_the_head_of_a_blank_is_the_company_if_there_is_one_only(estate, as_user):
	as_user(estate.users[roles.CLERK])
	name = frappe.db.get_value("Company", frappe.db.get_value("Project", estate.a, "company"), "company_name")
	assert reads_forms.company() == name
	assert name in texts(rules_forms.named("Repair Work Order"))
	as_user("Guest")
	assert reads_forms.company() == ""


@pytest.mark.clause("R114")
@pytest.mark.parametrize("role", EVERYBODY)
def test_each_role_finds_the_forms_of_what_it_may_read_and_their_blanks(estate, as_user, monkeypatch, role):
	monkeypatch.setattr(service_blank_forms, "pdf", lambda form: service_blank_forms.html(form).encode())
	as_user(estate.users[role])
	listed = api_forms.listed()
	assert listed, "everybody keeps some form"
	assert [row["subject"] for row in listed] == sorted((row["subject"] for row in listed), key=rules_forms.SUBJECTS.index)
	shown = {row["code"] for row in listed}
	for form in BLANKS:
		if frappe.has_permission(form.doctype, "read"):
			assert form.title in shown
			api_forms.blank(form.title)
			assert b"</table>" in frappe.local.response.pop("filecontent")
		else:
			assert form.title not in shown
			with pytest.raises(frappe.PermissionError):
				api_forms.blank(form.title)


def test_a_form_kept_in_a_report_is_listed_to_those_who_may_open_the_report(estate, as_user):
	def found(role: str) -> set[str]:
		as_user(estate.users[role])
		return {row["code"] for row in api_forms.listed()}

	assert "Intake Ledger" in found(roles.CLERK)
	assert "Repair Cost Statistics" in found(roles.COST_DEPARTMENT)
	assert frappe.has_permission("Repair Ticket", "read", user=estate.users[roles.CLERK])
	assert "Repair Cost Statistics" not in found(roles.CLERK)


def test_a_blank_is_a_pdf_shown_under_its_chinese_name(estate, as_user):
	as_user(estate.users[roles.CLERK])
	frappe.local.lang = "zh"
	api_forms.blank("Repair Work Order")
	response = frappe.local.response
	assert (response.filename, response.display_content_as) == ("维修派工单.pdf", "inline")
	pages = PdfReader(io.BytesIO(response.pop("filecontent"))).pages
	text = unicodedata.normalize("NFKC", "".join(one.extract_text() for one in pages))
	assert "维修派工单" in text and "房修中心" in text


@pytest.mark.clause("R61")
def test_the_flow_of_a_repair_is_one_page_in_chinese_for_everybody_of_the_app(estate, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	frappe.local.lang = "zh"
	api_forms.flow_chart()
	response = frappe.local.response
	assert (response.filename, response.display_content_as) == ("维修流程脉络图.pdf", "inline")
	pages = PdfReader(io.BytesIO(response.pop("filecontent"))).pages
	text = unicodedata.normalize("NFKC", "".join(one.extract_text() for one in pages))
	assert len(pages) <= 3 and "维修流程脉络图" in text
	shown = BeautifulSoup(service_flow_chart.html(), "html.parser")
	for style in shown.find_all("style"):
		style.decompose()
	words = shown.get_text(" ", strip=True)
	for state in STATUSES:
		assert own_words(state) in words, state
	assert not re.findall(r"[A-Za-z]{3,}", words), "Chinese throughout"
	as_user("Guest")
	with pytest.raises(frappe.PermissionError):
		api_forms.flow_chart()


def test_what_is_no_form_or_has_no_blank_is_refused_with_the_reason(estate, as_user):
	with pytest.raises(frappe.DoesNotExistError, match="Standard Forms"):
		api_forms.blank("Nothing of the Kind")
	with pytest.raises(frappe.ValidationError, match="posted vouchers"):
		api_forms.blank("Stores Ledger")
	as_user(estate.users[roles.CLERK])
	with pytest.raises(frappe.PermissionError):
		api_forms.blank("Nothing of the Kind")
	as_user("Guest")
	with pytest.raises(frappe.PermissionError):
		api_forms.listed()


@pytest.mark.parametrize("role", EVERYBODY)
def test_everybody_reaches_the_forms_from_their_desk(estate, as_user, role):
	as_user(estate.users[role])
	desk = {"name": OPENS[role], "title": OPENS[role], "public": 1}
	cards = get_desktop_page(frappe.as_json(desk))["cards"]["items"]
	assert "standard-forms" in {link["link_to"] for card in cards for link in card["links"]}
	assert frappe.get_doc("Page", "standard-forms").is_permitted()


@pytest.mark.clause("R29", "R30", "R32")
def test_minutes_and_responsibilities_are_printed_with_long_names_and_lines_to_sign(estate):
	batch = delivery.make_batch(estate.a, duties=[{"matter": LONG * 2, "responsible": LONG, "helps": "项目部", "informed": "客服部"}])
	firms = [{"company": f"第{number}建筑公司", "person": "赵工"} for number in range(1, 5)]
	record = delivery.meeting(batch, minutes_file=None, content="一、交底\n二、分工", decisions=LONG, attendees=firms)
	record.append("attendees", {"company": LONG, "person": "欧阳建国明", "position": "项目经理", "phone": "13800000001"})
	record.save()
	frappe.local.lang = "zh"
	for doc, form, rows in ((record, "Minutes and Attendance", len(record.attendees)), (batch, "Table of Responsibilities", 1)):
		shown = BeautifulSoup(frappe.get_print(doc.doctype, doc.name, form, no_letterhead=1), "html.parser")
		assert LONG in shown.get_text() and shown.h1.get_text() == frappe._(form)
		assert len(shown.select("td.sign")) >= 3
		numbers = [row.td.get_text(strip=True) for row in shown.find_all("tr") if row.td and row.td.get_text(strip=True).isdigit()]
		assert numbers == [str(number) for number in range(1, rows + 1)]
		assert frappe.get_meta(doc.doctype).default_print_format == form
		content = get_pdf(get_html_and_style(doc.doctype, doc.name, form, no_letterhead=True)["html"])
		assert len(PdfReader(io.BytesIO(content)).pages) == 1


def test_the_list_and_a_blank_cost_few_queries(estate, as_user):
	as_user(estate.users[roles.MANAGER])
	form = rules_forms.named("Acceptance Sheet")
	reads_forms.listed(), service_blank_forms.html(form)
	assert count_queries(reads_forms.listed) <= 10
	assert count_queries(lambda: service_blank_forms.html(form)) <= 8
