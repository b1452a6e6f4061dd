"""The main job in a browser, in Chinese: from the phone call to the closed ticket, as the people who do it."""

from __future__ import annotations

import re

import frappe
import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk, Intake, plain, zh

CLERK = "Repair Clerk"
ENGINEER = "Repair Engineer"
#: Hostile on purpose: what owners say is text, never markup.
DESCRIPTION = "<b>电视墙</b>敲击有空响，约2平方米"


def take_call(desk: Desk) -> list[str]:
	desk.open("repair-desk")
	intake = Intake(desk)
	intake.choose_unit("1501 王", "3-2-1501")
	intake.problem(1, "主卧卫生间", "卫生间渗漏", "天花板滴水")
	intake.problem(2, "客厅", "墙面空鼓", DESCRIPTION)
	expect(intake.preview(1)).to_contain_text("滴水不漏防水公司")
	expect(intake.preview(2)).to_contain_text("恒固建工集团")
	intake.save()
	return intake.tickets()


def type_while_the_dialog_reacts(desk: Desk, field: str, text: str) -> None:
	"""A required field is typed into while the dialog still works out what the last choice shows: nothing is lost."""
	box = desk.dialog.locator(f'[data-fieldname="{field}"] textarea')
	desk.dialog.locator('[data-fieldname="responsibility"] select').select_option("Warranty")
	box.fill(text)
	desk.settle()
	expect(box).to_have_value(text)


def refused_and_closed(desk: Desk, message: str) -> None:
	"""Escape closes the message that lies on top, not the dialog under it."""
	desk.dialog.locator(".btn-primary:visible").click()
	told = desk.page.locator(".modal.show .msgprint:visible")
	expect(told).to_contain_text(message)
	desk.page.wait_for_timeout(400)
	desk.page.keyboard.press("Escape")
	expect(told).to_be_hidden()
	expect(desk.dialog.locator('[data-fieldname="root_cause"] textarea')).to_be_visible()


def survey_and_plan(desk: Desk) -> None:
	desk.press_next(zh("Record Survey"))
	refused_and_closed(desk, zh("Root Cause"))
	type_while_the_dialog_reacts(desk, "root_cause", "抹灰层与基层粘结不牢")
	desk.fill("expected_days", "5")
	desk.confirm("Surveyed")
	desk.press_next(zh("Make Plan"))
	form = desk.page.locator("#page-Repair\\ Plan")
	desk.fill("method", "铲除空鼓抹灰，重新挂网抹灰并养护", form)
	form.locator("button.primary-action:visible").first.click()
	desk.page.wait_for_url("**/repair-plan/RP-*")
	desk.page.get_by_role("button", name=zh("Issue Plan")).click()
	desk.confirm()
	expect(form.get_by_role("button", name=zh("Owner Signs Plan"))).to_be_visible()


def visit_and_plan(desk: Desk, ticket: str) -> None:
	desk.open_ticket(ticket)
	desk.press_next(zh("Accept"))
	desk.confirm("Accepted")
	desk.press_next(zh("Make Appointment"))
	desk.confirm("Appointed")
	desk.press_next(zh("Record Arrival"))
	desk.confirm()
	expect(desk.page.locator("#alert-container")).to_contain_text(zh("Record Arrival"))
	survey_and_plan(desk)


def sign_and_repair(desk: Desk, ticket: str) -> None:
	desk.open_ticket(ticket)
	desk.press_next(zh("Owner Signs Plan"))
	desk.sign()
	desk.confirm("Planned")
	desk.press_next(zh("Dispatch and Start Repair"))
	desk.confirm("In Repair")
	desk.press_next(zh("Pre-acceptance Passed"))
	desk.confirm("Pre-accepted")


def accept_and_close(desk: Desk, ticket: str) -> None:
	desk.open_ticket(ticket)
	desk.press_next(zh("Order Cleaning"))
	desk.fill("cleaning_by", "洁家保洁 刘芳")
	desk.confirm("Pre-accepted")
	desk.press_next(zh("Cleaning Checked"))
	desk.confirm("Cleaned")
	desk.press_next(zh("Owner Acceptance"))
	desk.select("acceptance_result", "Pass")
	desk.sign()
	desk.confirm("Owner Accepted")
	desk.press_next(zh("Close"))
	desk.confirm("Closed")


@pytest.mark.clause("R65", "R69", "R77", "R80", "R88", "R89", "R97", "R106", "R108")
def test_two_problems_of_two_contractors_become_two_tickets_and_one_is_walked_to_closed(desk, estate):
	clerk, engineer = desk(CLERK), desk(ENGINEER)
	made = {"name": ("in", take_call(clerk))}
	rows = {
		row.location: row for row in frappe.get_all("Repair Ticket", made, ["name", "location", "contractor"])
	}
	assert {place: row.contractor for place, row in rows.items()} == {
		"主卧卫生间": estate.waterproofer,
		"客厅": estate.general,
	}
	ticket = rows["客厅"].name
	visit_and_plan(engineer, ticket)
	sign_and_repair(engineer, ticket)
	accept_and_close(clerk, ticket)
	clerk.open("repair-request")
	# the whole time fits its column: the year goes first
	expect(clerk.page.locator(".list-row").first).to_contain_text(re.compile(r"(?<!\d-)\d\d-\d\d \d\d:\d\d"))

	frappe.db.rollback()
	doc = frappe.get_doc("Repair Ticket", ticket)
	assert doc.status == "Closed"
	assert frappe.db.get_value("Repair Plan", doc.plan, "state") == "Signed"
	assert {clock.code: clock.state for clock in doc.clocks}["First Response"] == "Met"
	check_work_order(engineer, doc)


def check_work_order(desk: Desk, doc) -> None:
	text = desk.pdf_text("Repair Ticket", doc.name, "Repair Work Order")
	expected = [
		"维修派工单",
		doc.name,
		"3-2-1501",
		"王晓明",
		"13800001501",
		"客厅",
		"墙面空鼓",
		"恒固建工集团",
		"1标段",
		"400-820-1501",
	]
	expected += [
		"抹灰层与基层粘结不牢",
		"铲除空鼓抹灰",
		"洁家保洁刘芳",
		DESCRIPTION,
		zh("Dispatched By") + zh(ENGINEER),
	]
	assert [words for words in expected if plain(words) not in text] == [], text[:300]
	assert "二次返修" not in text


def test_a_refused_report_loses_nothing_that_was_typed(desk, estate):
	clerk = desk(CLERK)
	clerk.open("repair-desk")
	intake = Intake(clerk)
	intake.choose_unit("1601", "3-2-1601")
	intake.problem(1, "厨房", "给水管渗漏", "水槽下方漏水")
	received = frappe.utils.add_to_date(frappe.utils.now_datetime(), hours=-3)
	shown = clerk.page.evaluate(
		"when => frappe.datetime.str_to_user(when)", received.strftime("%Y-%m-%d %H:%M:%S")
	)
	clerk.fill("received_at", shown, intake.box.locator(".fx-caller"))
	intake.save()
	refusal = clerk.page.locator(".msgprint-dialog.show, .modal.show:has(.msgprint)").last
	expect(refusal).to_contain_text(
		zh("The time {0} is more than {1} minutes ago. Give the reason for the back-entry.").split("，")[-1]
	)
	refusal.locator(".btn-modal-close").click()
	expect(intake.item(1).locator('[data-fieldname="description"] input')).to_have_value("水槽下方漏水")
	clerk.fill("back_entry_reason", "先记在纸上", intake.box.locator(".fx-caller"))
	intake.save()
	(ticket,) = intake.tickets()
	frappe.db.rollback()
	assert (
		frappe.db.get_value("Ticket Event", {"ticket": ticket, "action": "report"}, "back_entry_reason")
		== "先记在纸上"
	)
