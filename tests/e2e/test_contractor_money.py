"""The cost clerk reconciles a contractor, deducts and applies for the release; finance pays from the draft."""

from __future__ import annotations

import re

import frappe
import pytest
from frappe.utils import add_months, add_to_date, now_datetime, nowdate
from playwright.sync_api import expect

from fangxiu_app.core.access import files, roles
from tests.e2e.desk import zh
from tests.site.helpers import factories, money
from tests.site.helpers.orders import sign

NAME = "恒固建工集团有限责任公司华东第三工程分公司"


@pytest.fixture
def agreement(estate):
	"""10,000 held from an invoice and 20,000 received; a third party's verified work of 8,000 waits to be charged."""
	# of a lot without buildings: it stays, and answers for no defect of another test
	scope = [{"lot": "9标段", "trade": "防水"}]
	doc = money.agreement(estate, accepted_on=add_months(nowdate(), -30), scope=scope)
	doc.db_set("contractor_name", NAME)
	money.invoice(estate.general, 333_333.33, doc.name)
	money.entry(doc, "Cash In", 20_000)
	_order, ticket = money.order(estate, doc, 8000)
	frappe.db.set_value("Repair Ticket", ticket, "status", "Closed")
	signers(estate)  # a round begins only where everybody it needs is there
	frappe.db.commit()
	return doc


@pytest.mark.clause("R48")
def test_a_confirmed_meter_charge_waits_for_the_cost_clerk_and_is_deducted_with_one_click(desk, estate):
	agreement = money.agreement(estate, estate.waterproofer, scope=[{"lot": "8标段", "trade": "防水"}])
	unit = factories.make_unit(estate.building_a, f"9{frappe.generate_hash(length=4)}")
	charge = factories.make_charge(unit, agreement.name, price=5)
	frappe.db.commit()
	builder = desk(roles.PROJECT_DEPARTMENT)
	builder.open(f"meter-charge/{charge.name}")
	builder.page.locator(".btn:visible", has_text=zh("Confirm Charge")).click()
	expect(builder.page.locator(".form-message:visible")).to_contain_text("等成本部扣款")

	clerk = desk(roles.COST_DEPARTMENT)
	clerk.open("contractor-account")
	row = clerk.page.locator(".fx-account tr", has_text=charge.name)
	expect(row).to_contain_text("50.00")
	row.locator("[data-deduct]").click()
	form = clerk.page.locator(".form-layout:visible")
	expect(form.locator('[data-fieldname="items"] .grid-row .row-index', has_text="1")).to_be_visible()
	clerk.settle()
	half_a_date_outlives_its_calendar(clerk.page, form.locator('[data-fieldname="posting_date"] input'))
	saved(clerk.page)
	made = frappe.get_doc("Contractor Deduction", newest("Contractor Deduction", agreement))
	assert [(line.source_name, line.amount) for line in made.items] == [(charge.name, 50)]
	clerk.open("contractor-account")
	expect(clerk.page.locator(".fx-account h6").first).to_be_visible()
	expect(row).to_have_count(0)


def half_a_date_outlives_its_calendar(page, field) -> None:
	"""The calendar was placed once more when it had slid in, and wiped what was typed by then."""
	whole = field.input_value()
	field.click()
	field.press("Control+a")
	page.keyboard.type("2026-1")
	page.locator(".datepicker.active").dispatch_event("transitionend")
	assert field.input_value() == "2026-1"
	field.fill(whole)


def typed_time(page, moment) -> str:
	"""A time as the user's date picker writes it."""
	text = moment.strftime("%Y-%m-%d %H:%M:%S")
	return page.evaluate("text => frappe.datetime.str_to_user(text)", text)


def figure(page, label: str):
	return page.locator(".fx-figure", has=page.get_by_text(zh(label), exact=True)).locator("b")


def newest(doctype: str, agreement) -> str:
	frappe.db.rollback()
	return frappe.get_last_doc(doctype, {"agreement": agreement.name}).name


def saved(page) -> None:
	page.keyboard.press("Control+s")
	page.wait_for_selector("body[data-ajax-state='complete']")
	expect(page.locator(".title-area .indicator-pill:visible")).not_to_have_text(zh("Not Saved"))
	# the address follows the name a moment later, and a page loaded anew before that would be an empty form
	page.wait_for_url(lambda url: "/new-" not in url)


@pytest.mark.clause("R18", "R111")
def test_reconcile_deduct_release_and_pay(desk, estate, agreement):
	clerk = desk(roles.COST_DEPARTMENT)
	account = f"contractor-account?contractor={estate.general}&project={estate.a}"
	clerk.open(account)
	expect(figure(clerk.page, "Deposit Balance")).to_contain_text("30,000.00")
	expect(clerk.page.locator(".fx-account")).to_contain_text("扣留")
	clerk.open("warranty-deposit-entry")
	# in the filter as in the rows: of a deposit "Held" is not a ticket that waits
	expect(clerk.page.locator('.standard-filter-section option[value="Held"]')).to_have_text("扣留")
	clerk.open(account)
	deduct(clerk, agreement)
	sign_with_two_quick_clicks(desk(roles.MANAGER), newest("Contractor Deduction", agreement))
	deduction = signed("Contractor Deduction", estate, agreement, first=1)
	assert (deduction.state, deduction.from_deposit) == ("Posted", 9600)

	clerk.open(account)
	expect(figure(clerk.page, "Deposit Balance")).to_contain_text("20,400.00")
	apply_for_release(clerk, agreement)
	release = signed("Deposit Release", estate, agreement)
	pay(desk(roles.FINANCE), release)
	clerk.open(account)
	expect(figure(clerk.page, "Deposit Balance")).to_have_text(re.compile(r"\b0\.00"))
	expect(figure(clerk.page, "Released")).to_contain_text("20,400.00")
	assert "20,400.00" in clerk.pdf_text("Deposit Release", release.name, "Deposit Release Approval")


def deduct(clerk, agreement) -> None:
	"""From the contractor's page: what is open is taken, the notice recorded, approval asked for."""
	page = clerk.page
	page.get_by_role("button", name=zh("New Deduction")).click()
	clerk.select("agreement", agreement.name)  # of several agreements one is named
	clerk.confirm()
	page.locator(".btn:visible", has_text=zh("Take From")).first.click()
	expect(clerk.dialog).to_contain_text("9,600.00")
	clerk.dialog.locator(".btn-primary:visible").click()
	saved(page)
	expect(page.locator(".fx-chain .fx-open").first).to_be_visible()
	# nothing beside the form that would only be refused
	expect(page.locator(".form-assignments:visible")).to_have_count(1)
	expect(page.locator(".form-tags:visible, .form-shared:visible")).to_have_count(0)
	page.locator(".custom-actions .btn:visible", has_text=zh("Record Notice")).first.click()
	clerk.fill("received_at", typed_time(page, add_to_date(now_datetime(), days=-6)))
	clerk.select("way", "Registered Mail")
	clerk.fill("receiver", "王建国")
	clerk.fill("proof", "EMS 1180000000000")
	attach(clerk, "file")
	clerk.confirm()
	expect(page.locator(".fx-chain .fx-open:visible")).to_have_count(0)
	ask_for_approval(clerk)


def attach(clerk, field: str) -> None:
	"""A photo of the receipt, chosen from the computer."""
	clerk.dialog.locator(f'[data-fieldname="{field}"] .btn-attach').click()
	picture = {"name": "签收.png", "mimeType": "image/png", "buffer": files.content(factories.make_photo())}
	clerk.dialog.locator("input[type=file]").first.set_input_files([picture])
	upload = clerk.dialog.locator(".modal-footer .btn-modal-primary, .modal-footer .btn-primary")
	upload.locator("visible=true").first.click()
	expect(clerk.dialog.locator(f'[data-fieldname="{field}"] .attached-file-link')).to_be_visible()


def apply_for_release(clerk, agreement) -> None:
	"""From the contractor's page; the joint check was held on paper."""
	page = clerk.page
	page.get_by_role("button", name=zh("Request Release")).click()
	form = page.locator(".form-layout:visible")
	clerk.fill("amount", "20400", form)
	clerk.fill("contractor_signed_by", "王建国", form)
	saved(page)
	check_sheet(agreement)
	page.reload()
	ask_for_approval(clerk)


def ask_for_approval(clerk) -> None:
	clerk.page.locator(".btn-primary:visible", has_text=zh("Request Approval")).click()
	clerk.confirm()
	expect(clerk.page.locator(".fx-approval .fx-step:visible").first).to_be_visible()


def pay(finance, release) -> None:
	"""From the release to the drafted payment, and its submission."""
	page = finance.page
	finance.open(f"deposit-release/{release.name}")
	page.get_by_role("button", name=zh("Open Payment")).click()
	expect(page.locator('[data-fieldname="paid_amount"]:visible').first).to_be_visible()
	page.locator(".primary-action:visible", has_text=frappe._("Submit")).click()
	finance.dialog.locator(".btn-primary:visible").click()
	expect(page.locator(".title-area .indicator-pill:visible")).to_have_text(frappe._("Submitted"))


def check_sheet(agreement) -> None:
	"""The joint check, as it was held on paper: every aspect in order."""
	doc = frappe.get_doc("Deposit Release", newest("Deposit Release", agreement))
	doc.checked_on, doc.check_file = nowdate(), money.proof()
	for row in doc.checks:
		row.result = "In Order"
	doc.save()
	frappe.db.commit()


def sign_with_two_quick_clicks(manager, name: str) -> None:
	"""From the list of what waits: the decision is sent once, and the card says so."""
	page, sent = manager.page, []
	page.on("request", lambda request: sent.append(request.url) if "overview.api_approval.approve" in request.url else None)
	manager.open("query-report/Waiting for My Approval")
	expect(page.locator(".dt-row", has_text=name)).to_be_visible()
	page.get_by_role("button", name=zh("Review and Sign")).click()
	card = manager.dialog.locator(".fx-sign-card", has_text=name)
	card.locator('input[value="approve"]').check()
	manager.dialog.locator(".modal-footer .btn-primary:visible").dblclick()
	expect(page.locator(".dt-row:visible", has_text=name)).to_have_count(0)  # with its last card signed the dialog closes
	assert len(sent) == 1


def signed(doctype: str, estate, agreement, first: int = 0):
	"""The three signatures, by their people; ``first`` of them are given already."""
	doc = sign(frappe.get_doc(doctype, newest(doctype, agreement)), *signers(estate)[first:])
	frappe.db.commit()
	return doc


def signers(estate) -> list[str]:
	"""Manager, a second person of the cost department, finance: who asked does not sign."""
	email = f"cost.head@{factories.DOMAIN}"
	if not frappe.db.exists("User", email):
		factories._user(roles.COST_DEPARTMENT, (estate.a,), "cost.head")
	return [estate.users[roles.MANAGER], email, estate.users[roles.FINANCE]]
