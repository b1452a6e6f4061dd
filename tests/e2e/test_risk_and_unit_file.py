"""风险预警 from the finding to the passed re-check, and the full file of the unit it is about (R11, R25, R41)."""

from __future__ import annotations

import re
from io import BytesIO

import frappe
import pytest
from frappe.utils import add_days, today
from playwright.sync_api import expect
from pypdf import PdfReader

from fangxiu_app.core.access import roles
from fangxiu_app.quality import service_risk_warnings
from tests.e2e.desk import Desk, plain, zh
from tests.site.helpers import factories
from tests.site.helpers.orders import acting

SUBJECT = "地下室顶板渗漏浸泡配电箱"


def raise_warning(engineer: Desk, estate) -> str:
	"""The engineer writes it from a ticket, which names the unit; returns its name."""
	ticket = factories.make_ticket(estate.unit_a2, "客厅").name
	frappe.db.commit()
	engineer.open_ticket(ticket)
	engineer.page.locator(".menu-btn-group:visible .btn").click()
	engineer.page.locator(".dropdown-menu.show").get_by_text(zh("Raise Risk Warning")).click()
	engineer.page.wait_for_url(re.compile("risk-warning/new"))
	form = engineer.page.locator(".form-layout:visible").last
	engineer.fill("subject", SUBJECT, form)
	form.locator('[data-fieldname="category"] select').select_option("Electrical")
	form.locator('[data-fieldname="level"] select').select_option("Orange")
	engineer.fill("due_on", add_days(today(), 3), form)
	for field, text in (
		("danger", "配电箱进水"),
		("consequence", "漏电伤人"),
		("demand", "断电排水，重做防水"),
	):
		engineer.fill(field, text, form)
	engineer.page.keyboard.press("Control+s")
	engineer.page.wait_for_url(re.compile(r"risk-warning/(?!new)"))
	return engineer.page.url.rsplit("/", 1)[-1]


def step(engineer: Desk, label: str, note: str) -> None:
	engineer.page.get_by_role("button", name=zh(label), exact=True).click()
	engineer.fill("note", note)
	engineer.confirm()
	expect(engineer.page.locator('[data-fieldname="follow_ups"] .grid-body')).to_contain_text(note)


@pytest.mark.clause("R25", "R11", "R41")
def test_a_danger_is_raised_followed_up_and_closed_and_stands_in_the_units_file(desk, estate):
	engineer = desk(roles.ENGINEER)
	name = raise_warning(engineer, estate)
	expect(engineer.page.locator('[data-fieldname="notified_html"]')).to_contain_text(
		zh(roles.PROJECT_DEPARTMENT)
	)
	step(engineer, "Add Follow-up", "现场已断电，拉警戒线")
	frappe.db.rollback()
	with acting(estate.users[roles.PROJECT_DEPARTMENT]):
		service_risk_warnings.act(name, "rectify", "防水已重做", photo=factories.photo("after.png"))
	frappe.db.commit()
	engineer.page.reload()
	step(engineer, "Re-check Passed", "闭水 48 小时无渗漏")
	expect(engineer.page.locator(".indicator-pill:visible").first).to_have_text(zh("Closed"))
	engineer.open(f"unit-archive/{estate.unit_a2}")
	page = engineer.page.locator('[data-fieldname="file_page"]:visible')
	expect(page).to_contain_text(SUBJECT)
	with engineer.page.expect_response(lambda answer: "archive.api_units.full_file" in answer.url) as asked:
		engineer.page.get_by_role("button", name=zh("Full File (PDF)")).click()
	file = asked.value.json()["message"]["file"]
	answer = engineer.page.context.request.get(f"{engineer.base}{file}")
	assert answer.ok and answer.headers["content-type"].startswith("application/pdf")
	text = plain("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.body())).pages))
	for words in ("卷内目录", SUBJECT, "赵敏"):
		assert plain(words) in text
	stranger = desk(roles.BUYER)
	assert not stranger.page.context.request.get(f"{engineer.base}{file}").ok
