"""The manager's long repairs, and a close without the owner's signature (R100-R104, R108)."""

from __future__ import annotations

from io import BytesIO

import frappe
import pytest
from PIL import Image
from playwright.sync_api import expect

from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS
from tests.e2e.desk import zh
from tests.site.helpers import factories
from tests.site.tickets.test_duties import contact, in_repair

MANAGER, ENGINEER, CLERK = "Repair Manager", "Repair Engineer", "Repair Clerk"


def picture() -> dict:
	buffer = BytesIO()
	Image.new("RGB", (40, 30), "white").save(buffer, "PNG")
	return {"name": "sheet.png", "mimeType": "image/png", "buffer": buffer.getvalue()}


def mark_sheet(desk, faults: dict[str, str]) -> None:
	"""Mark all six aspects of the open sheet."""
	for aspect in ASPECTS:
		row = desk.dialog.locator(f'tr[data-aspect="{aspect}"]')
		row.locator(".fx-mark").filter(has_text=zh("Fault" if aspect in faults else "Pass")).first.click()
		if aspect in faults:
			row.locator(".fx-remark").fill(faults[aspect])


@pytest.mark.clause("R12", "R100", "R102", "R103", "R104")
def test_the_manager_follows_a_long_repair(desk, estate):
	ticket = in_repair(estate, days=24)
	contact(ticket, estate.a, "Long Repair Notice", factories.ago(days=9))
	contact(ticket, estate.a, "Weekly Progress", factories.ago(days=3))
	frappe.db.commit()
	manager = desk(MANAGER)
	manager.open("query-report/Watch List")
	row = manager.page.locator(".dt-row").filter(has_text=ticket)
	expect(row).to_contain_text(zh("Over Half a Month"))
	manager.page.get_by_role("button", name=zh("Record Instruction")).click()
	manager.pick(manager.dialog.locator('[data-fieldname="ticket"]'), ticket)
	manager.fill("text", "加派一组工人，周五前完成")
	manager.confirm()
	expect(row).to_contain_text("加派一组工人")

	manager.open_ticket(ticket)
	weeks = manager.page.locator(".fx-weeks")
	expect(weeks.locator(".fx-day.fx-green")).to_have_count(1)
	expect(weeks.locator(".fx-day.fx-blue")).to_have_count(1)
	expect(manager.page.locator(".fx-work .fx-day.fx-red").first).to_be_visible()
	manager.choose_other(zh("Record Spot Check"))
	mark_sheet(manager, {"Quality": "收口粗糙"})
	for aspect in ASPECTS:
		manager.dialog.locator(f'tr[data-aspect="{aspect}"] .fx-score').fill(
			"60" if aspect == "Quality" else "90"
		)
	manager.dialog.locator(".modal-footer .btn-primary:visible").click()
	manager.dialog.get_by_role("button", name=zh("Yes")).click()
	manager.page.wait_for_url("**/correction-notice/new-**")
	expect(
		manager.page.locator('[data-fieldname="faults"] .grid-row').filter(has_text="收口粗糙")
	).to_be_visible()
	frappe.db.rollback()
	assert frappe.db.get_value("Site Visit", {"ticket": ticket, "kind": "Spot Check"}, "score") == 85.0


@pytest.mark.clause("R108")
def test_a_close_without_the_owners_signature(desk, estate):
	ticket = factories.make_ticket(estate.unit_a2, "餐厅", "墙面空鼓").name
	factories.walk(ticket, "clean")
	frappe.db.set_value(
		"Repair Ticket",
		ticket,
		{"pre_accepted_at": factories.ago(days=3), "reported_at": factories.ago(days=9)},
	)
	contact(ticket, estate.a, "Acceptance", factories.ago(days=1), outcome="Unreachable")
	frappe.db.commit()
	clerk = desk(CLERK)
	clerk.open_ticket(ticket)
	ask_without_owner(clerk)
	clerk.dialog.locator(".modal-footer .btn-primary:visible").click()
	refusal = clerk.page.locator(".msgprint-dialog.show, .modal.show:has(.msgprint)").last
	expect(refusal).to_contain_text("现有 1 次")
	contact(ticket, estate.a, "Acceptance", factories.ago(hours=1), outcome="Refused")
	frappe.db.commit()
	refusal.locator(".btn-modal-close").click()
	clerk.confirm("Owner Accepted")
	clerk.press_next(zh("Close"))
	clerk.confirm("Closed")
	frappe.db.rollback()
	sheet = frappe.get_doc("Evidence Item", {"ticket": ticket, "kind": "Signed Form"})
	assert frappe.db.get_value("File", {"file_url": sheet.file}, "is_private") == 1
	text = clerk.pdf_text("Repair Ticket", ticket, "Acceptance Sheet")
	assert [
		word for word in ("维修验收单", "替代业主签字", "何管家", "陈刚", "任国栋") if word not in text
	] == []


def ask_without_owner(clerk) -> None:
	"""Fill in the owner acceptance with its substitute, the photo of the sheet included."""
	clerk.press_next(zh("Owner Acceptance"))
	clerk.select("acceptance_result", "Unreachable")
	clerk.fill("substitute_property", "何管家")
	clerk.fill("substitute_project", "陈刚")
	clerk.select("substitute_side", "Contractor")
	clerk.fill("substitute_side_name", "任国栋")
	clerk.dialog.locator('[data-fieldname="substitute_sheet"] .btn-attach').click()
	clerk.dialog.locator("input[type=file]").first.set_input_files([picture()])
	upload = clerk.dialog.locator(".modal-footer .btn-modal-primary, .modal-footer .btn-primary")
	upload.locator("visible=true").first.click()
	expect(clerk.dialog.locator('[data-fieldname="substitute_sheet"] .attached-file-link')).to_be_visible()
