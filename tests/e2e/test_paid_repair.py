"""有偿维修 in the browser: quoted at the desk, signed by the owner on a telephone without an account, done, billed (R58)."""

from __future__ import annotations

import os
import re

import frappe
import pytest
from playwright.sync_api import Page, expect

from fangxiu_app.core.access import roles
from fangxiu_app.paid_repairs import reads_paid_repairs
from tests.e2e.desk import A_MOMENT, PATIENCE, Desk, zh
from tests.site.helpers import factories, paid

QUESTION = "含材料费吗？"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def telephone(browser):
	"""A telephone's browser without a login."""
	context = browser.new_context(locale="zh-CN", viewport=PHONE, has_touch=True, is_mobile=True)
	context.set_default_timeout(PATIENCE)
	yield context.new_page()
	context.close()


def fill_row(desk: Desk, values: dict[str, str]) -> None:
	"""Type into the first row of the lines."""
	row = desk.page.locator('[data-fieldname="items"] .grid-body .grid-row').first
	for field, value in values.items():
		row.locator(f'[data-fieldname="{field}"]').first.click()
		box = row.locator(f'[data-fieldname="{field}"] input').first
		box.fill(value)
		box.blur()
		desk.page.wait_for_timeout(A_MOMENT)


def make_quote(engineer: Desk, ticket: str) -> tuple[str, str]:
	"""Written, issued and its link copied at the desk; returns name and path of the link."""
	engineer.open_ticket(ticket)
	engineer.press_next(zh("Quotation"))
	engineer.page.wait_for_url(re.compile("paid-repair-quote/new"))
	form = engineer.page.locator(".form-page:visible, .form-layout:visible").last
	engineer.fill("payer_name", "王晓明", form)
	engineer.fill("property_contact", "物业 张管家", form)
	engineer.fill("scope_text", "客厅墙面空鼓铲除，重做抹灰、腻子与乳胶漆", form)
	fill_row(engineer, {"description": "墙面铲除重做", "uom": "平方米", "qty": "4", "rate": "85"})
	engineer.page.keyboard.press("Control+s")
	engineer.page.wait_for_url(re.compile("paid-repair-quote/PQ-"))
	engineer.page.get_by_role("button", name=zh("Issue Quotation")).click()
	expect(engineer.page.locator(".indicator-pill:visible").first).to_have_text(zh("Issued"))
	one_line_with_one_main_button(engineer.page)
	menu = engineer.page.locator(".inner-group-button:visible").filter(has_text=zh("Signed Link"))
	menu.locator("button").click()
	menu.get_by_text(zh("Copy Link")).click()
	url = engineer.dialog.locator("code").inner_text()
	return engineer.page.url.rsplit("/", 1)[-1], url[url.index("/quotation?k=") :]


def one_line_with_one_main_button(page: Page) -> None:
	"""The quotation's actions: beside its title, and the next step alone in the colour of the main one."""
	title, actions = page.locator(".page-head:visible .page-title"), page.locator(".page-head:visible .page-actions")
	expect(actions.get_by_role("button", name=zh("Payer Accepts Quotation"))).to_be_visible()
	assert actions.bounding_box()["y"] < title.bounding_box()["y"] + title.bounding_box()["height"] / 2
	colours = actions.locator(".btn:visible").evaluate_all("all => all.map((one) => [getComputedStyle(one).backgroundColor, one.innerText.trim()])")
	main = next(colour for colour, text in colours if text == zh("Payer Accepts Quotation"))
	assert [text for colour, text in colours if colour == main] == [zh("Payer Accepts Quotation")]


def sign(telephone: Page, path: str) -> None:
	"""The owner reads, asks, forgets to sign, signs, and looks again."""
	telephone.goto(os.environ["FX_WEB_URL"].rstrip("/") + path)
	expect(telephone.locator("h1")).to_have_text(zh("Paid Repair Quotation"))
	expect(telephone.locator(".fq-sum")).to_contain_text("340.00")
	telephone.get_by_text(zh("I have a question")).click()
	telephone.locator('textarea[name="question"]').fill(QUESTION)
	with telephone.expect_navigation():
		telephone.get_by_role("button", name=zh("Send the question")).click()
	expect(telephone.locator(".fq-asked")).to_contain_text(QUESTION)
	accept = telephone.locator("button.fq-primary")
	accept.click()
	error = telephone.locator('[data-call="accept"] .fq-error')
	expect(error).to_have_text(zh("Please sign in the field above."))
	canvas = telephone.locator("canvas")
	canvas.scroll_into_view_if_needed()
	draw(telephone, canvas.bounding_box())
	expect(error).to_be_hidden()
	accept.click()
	expect(telephone.locator(".fq-good")).to_contain_text(zh("You have accepted this quotation."))
	telephone.reload()
	expect(telephone.locator(".fq-good img")).to_be_visible()
	assert telephone.locator("form").count() == 0


@pytest.mark.clause("R58")
def test_the_owner_signs_on_the_phone_and_finance_bills(desk, estate, telephone):
	ticket = paid.make_paid(estate.unit_a)
	frappe.db.set_value("Repair Ticket", ticket, "engineer", estate.users[roles.ENGINEER])
	frappe.db.commit()
	engineer = desk(roles.ENGINEER)
	name, path = make_quote(engineer, ticket)
	sign(telephone, path)
	engineer.open_ticket(ticket)
	expect(engineer.page.locator('[data-fieldname="quotes_html"]')).to_contain_text(QUESTION)
	engineer.press_next(zh("Dispatch and Start Repair"))
	engineer.confirm("In Repair")
	frappe.db.rollback()
	factories.walk_from(ticket, "pre_accept", "owner_accept")
	frappe.db.commit()
	engineer.open(f"paid-repair-quote/{name}")
	expect(engineer.page.locator(".form-message:visible")).to_contain_text(QUESTION)
	engineer.page.get_by_role("button", name=zh("Draft Sales Invoice")).click()
	expect(engineer.page.locator(".form-message:visible")).to_contain_text(zh("draft, with finance"))
	frappe.db.rollback()
	engineer.open("paid-repair-quote")
	# the state stands in its pill and takes no place from the sum
	expect(engineer.page.locator(".list-row:visible").first).to_contain_text("340")
	finance = desk(roles.FINANCE)
	finance.open(f"sales-invoice/{reads_paid_repairs.invoices([name])[name].name}")
	quoted = finance.page.locator('.frappe-control[data-fieldname="fx_paid_repair_quote"]:visible')
	expect(quoted).to_contain_text(name)
	expect(finance.page.locator('[data-fieldname="items"] .grid-body')).to_contain_text("340")


def draw(page, area: dict) -> None:
	"""A few strokes within ``area``."""
	page.mouse.move(area["x"] + 40, area["y"] + 80)
	page.mouse.down()
	for step in range(1, 10):
		page.mouse.move(area["x"] + 40 + 20 * step, area["y"] + 80 + (30 if step % 2 else -30))
	page.mouse.up()
