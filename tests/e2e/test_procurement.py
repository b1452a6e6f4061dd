"""The buyer's way in the browser, in Chinese: list, request, order, receipt, handover, and the part fitted on a ticket."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, today
from playwright.sync_api import Locator, expect

from fangxiu_app.stock import vouchers
from tests.e2e.desk import Desk, zh
from tests.site import factories, stock


@pytest.fixture(scope="module")
def parts(estate):
	"""Two parts to buy for project A: one with its supplier, one without; no items yet."""
	names = [stock.part_name("不锈钢防臭地漏"), stock.part_name("角阀")]
	doc = frappe.get_doc(
		{
			"doctype": "Spare Parts",
			"project": estate.a,
			"delivery_date": add_days(today(), 90),
			"items": [
				{"part_name": names[0], "qty_planned": 6, "supplier": estate.general, "lead_days": 10},
				{"part_name": names[1], "qty_planned": 4, "lead_days": 10},
			],
		}
	).insert()
	frappe.db.commit()
	return doc


def form(desk: Desk, doctype: str) -> Locator:
	"""The form of a DocType with its table of items, once it stands."""
	found = desk.page.locator(f'[id="page-{doctype}"]:visible')
	found.locator('[data-fieldname="items"] .grid-body .grid-row').first.wait_for()
	return found


def submit(desk: Desk) -> None:
	"""The form's own button, and yes to its question; nothing may lie over the page afterwards."""
	page = desk.page
	page.locator(".page-head:visible .primary-action").filter(has_text=zh("Submit")).click()
	desk.dialog.locator(".btn-primary:visible").click()
	expect(page.locator(".page-head:visible .indicator-pill").first).not_to_have_text(zh("Draft"))
	expect(page.locator(".modal-backdrop")).to_have_count(0)


def price(desk: Desk, rate: str) -> None:
	"""Type the price into every row of the order's table."""
	rows = form(desk, "Purchase Order").locator('[data-fieldname="items"] .grid-body .grid-row')
	for at in range(rows.count()):
		cell = rows.nth(at).locator('[data-fieldname="rate"]')
		cell.click()
		box = cell.locator("input")
		box.fill(rate)
		box.blur()
	desk.page.wait_for_timeout(300)


def save(desk: Desk) -> None:
	desk.page.locator(".page-head:visible .primary-action").filter(has_text=zh("Save")).click()
	expect(
		desk.page.locator(".page-head:visible .primary-action").filter(has_text=zh("Submit"))
	).to_be_visible()


@pytest.mark.clause("R36", "R37")
def test_from_the_list_to_the_ticket(desk, estate, parts):
	buyer = desk("Spare Parts Buyer")
	page = buyer.page
	buyer.open(f"spare-parts/{parts.name}")
	step = page.locator(".fx-actions .fx-next:visible")
	for label in ("Create Missing Items", "Request the Gap"):
		expect(step).to_have_text(zh(label))
		step.click()
	expect(step).to_have_text(zh("Make Orders"))
	step.click()
	buyer.pick(buyer.dialog.locator('[data-fieldname="supplier"]'), "恒固建工集团")
	buyer.confirm()
	form(buyer, "Purchase Order")
	price(buyer, "50")
	save(buyer)
	submit(buyer)
	page.locator(".page-head:visible .inner-group-button").filter(has_text=zh("Create")).click()
	page.locator(".page-head:visible .dropdown-item:visible").filter(has_text=zh("Purchase Receipt")).click()
	form(buyer, "Purchase Receipt")
	buyer.fill("supplier_delivery_note", "DN-1", form(buyer, "Purchase Receipt"))
	save(buyer)
	submit(buyer)
	engineer = desk("Repair Engineer")
	hand_over(desk("Project Department"), engineer, parts.name)
	fit(engineer, estate, parts)


def hand_over(project: Desk, engineer: Desk, parts: str) -> None:
	"""Project department and repair centre sign, each from its own login; the second signature moves the parts (R37)."""
	project.open(f"spare-parts/{parts}")
	project.page.locator(".fx-actions .fx-next:visible").click()
	form(project, "Parts Handover")
	sign(project, "Project Department", "周强")
	expect(project.page.locator(".page-head:visible .indicator-pill").first).to_have_text(
		zh("Awaiting Other Side")
	)
	frappe.db.rollback()
	engineer.open(f"parts-handover/{frappe.db.get_value('Parts Handover', {'spare_parts': parts})}")
	sign(engineer, "Repair Centre", "李工")
	expect(engineer.page.locator(".page-head:visible .indicator-pill").first).to_have_text(zh("Signed"))


def sign(desk: Desk, side: str, name: str) -> None:
	"""Sign the open paper for one side."""
	words = zh("Sign for {0}").format(zh(side))
	desk.page.locator(".page-head:visible button").filter(has_text=words).click()
	desk.fill("signed_by", name)
	desk.sign()
	desk.confirm()


def fit(engineer: Desk, estate, parts) -> None:
	"""The engineer takes a part of the store for his ticket; its cost stands on the ticket."""
	item = frappe.db.get_value("Spare Parts Item", {"parent": parts.name, "idx": 1}, "part_name")
	ticket = factories.make_ticket(estate.unit_a2, "厨房", "给水管渗漏").name
	frappe.db.commit()
	engineer.open_ticket(ticket)
	engineer.page.locator(".form-tabs:visible .nav-link").filter(has_text=zh("Costs and Parts")).click()
	engineer.page.locator("[data-take]:visible").click()
	choice = engineer.dialog.locator('[data-fieldname="item"]')
	choice.locator("input").fill(item)
	expect(choice.locator(".awesomplete li")).to_contain_text(item)
	choice.locator("input").press("Enter")
	expect(choice.locator("input")).to_have_value(item)
	engineer.confirm()
	row = engineer.page.locator(".fx-parts tbody tr").filter(has_text=item)
	expect(row).to_have_count(1)
	expect(row).to_contain_text(zh("Issued:Ticket Part"))
	expect(row).to_contain_text("50.00")
	frappe.db.rollback()
	store, code = frappe.db.get_value("Ticket Part", {"ticket": ticket}, ["store", "item"])
	assert stock.in_store(store, code) == 5
	entries = frappe.get_all("Stock Entry", {"fx_repair_ticket": ticket}, pluck="name")
	assert stock.booked(vouchers.expense_account(parts.company), entries) == 50
