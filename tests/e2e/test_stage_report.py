"""The weekly report in a browser, in Chinese: drafted, edited, issued as PDF; a later change is refused."""

from __future__ import annotations

import hashlib
from io import BytesIO

import frappe
import pytest
from frappe.utils import add_days, today
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e.desk import plain, zh
from tests.e2e.test_chinese_only import english
from tests.site.helpers import factories

CONCLUSION = "总体可控，重点盯防水返修"


@pytest.fixture(scope="module")
def recipients(estate):
	"""Customer service gets the weekly report of the project."""
	row = {"recipient_kind": "Role", "role": "Repair Customer Service"}
	values = {"project": estate.a, "kind": "Repair Weekly Report"}
	# a delivery of the project, made by another module, has brought the schedule along
	there = frappe.db.exists("Report Schedule", values)
	schedule = frappe.get_doc("Report Schedule", there) if there else frappe.new_doc("Report Schedule")
	schedule.update({**values, "recipients": [row]})
	schedule.save()
	factories.make_ticket(estate.unit_a, "客厅", "墙面空鼓")
	frappe.db.commit()


def draft(manager, project: str):
	"""A new report of last week, saved by its button; returns (form, name)."""
	page = manager.page
	manager.open(f"stage-report/new?project={project}")
	form = page.locator("#page-Stage\\ Report")
	expect(form.locator('[data-fieldname="project"] input')).to_have_value(
		frappe.db.get_value("Project", project, "project_name")
	)
	last_week = page.evaluate("day => frappe.datetime.str_to_user(day)", add_days(today(), -7))
	manager.fill("period_from", last_week, form)
	manager.fill("problems", "<b>外墙</b>窗台渗漏复发", form)
	form.locator("button.primary-action:visible").first.click()
	page.wait_for_url("**/stage-report/SR-*")
	return form, page.url.rsplit("/", 1)[1]


def check_pdf(manager, name: str) -> None:
	"""The kept file is what was hashed, and says what stands in the report."""
	report = frappe.get_doc("Stage Report", name)
	answer = manager.page.context.request.get(f"{manager.base}{report.pdf}")
	assert hashlib.sha256(answer.body()).hexdigest() == report.pdf_sha256
	text = plain("".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages))
	words = (
		"房修周报",
		"主要指标",
		"按施工单位",
		"<b>外墙</b>窗台渗漏复发",
		CONCLUSION,
		zh("Repair Customer Service"),
	)
	assert [word for word in words if plain(word) not in text] == []


@pytest.mark.clause("R43")
def test_a_weekly_report_is_drafted_edited_issued_and_frozen(desk, estate, recipients):
	manager = desk("Repair Manager")
	form, name = draft(manager, estate.a)
	expect(form.locator(".fx-report h6").first).to_have_text(zh("Main Figures"))
	# the name of the test's project carries letters
	assert [text for text in english(manager) if factories.RUN not in text] == []
	manager.fill("conclusion", CONCLUSION, form)
	form.locator("button.primary-action:visible").first.click()
	issue = form.get_by_role("button", name=zh("Issue Report"))
	issue.click()
	manager.dialog.locator(".btn-primary:visible").click()
	expect(form.locator(".indicator-pill").first).to_have_text("已签发")
	expect(form.locator('[data-fieldname="sent_view"] td').first).to_have_text(zh("Repair Customer Service"))
	expect(issue).to_have_count(0)
	frappe.db.rollback()
	check_pdf(manager, name)
	answer = manager.page.evaluate(
		"""name => frappe.xcall("frappe.client.set_value", {doctype: "Stage Report", name, fieldname: "conclusion", value: "改写"})
			.then(() => "changed", () => "refused")""",
		name,
	)
	assert answer == "refused"
	expect(manager.dialog).to_contain_text("新版本")
	frappe.db.rollback()
	assert frappe.db.get_value("Stage Report", name, "conclusion") == CONCLUSION


@pytest.mark.clause("R1")
def test_a_number_of_the_kpi_sheet_opens_its_tickets(desk, estate, recipients):
	# a report that once took longer than 15 seconds, on a busy machine, is put into the background by Frappe for good
	frappe.db.set_value("Report", {"name": ("like", "KPI%")}, "prepared_report", 0)
	frappe.db.commit()
	manager = desk("Repair Manager")
	manager.open(f"query-report/KPI Sheet?period=Cumulative&project={estate.a}")
	row = manager.page.locator(".dt-row").filter(has_text=zh("Cumulative Completion"))
	link = row.locator('a[href*="part=denominator"]')
	number = int(link.inner_text())
	assert number >= 1
	link.click()
	expect(manager.page.locator(".report-wrapper:visible .dt-scrollable .dt-row")).to_have_count(number)
