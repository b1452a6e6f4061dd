"""What is printed and shown of a repeat repair, and of hostile words."""

from __future__ import annotations

import re

import frappe
import pytest
from playwright.sync_api import expect

from fangxiu_app.tickets.life import service_transitions
from tests.e2e.desk import Intake, zh
from tests.site.helpers import factories

HOSTILE = '<img src=x onerror="window.fxHurt=1"><script>window.fxHurt=1</script>'


@pytest.mark.clause("R86", "R87")
def test_a_confirmed_repeat_is_marked_on_form_and_order(desk, estate):
	ticket = factories.make_ticket(estate.unit_a2, "客厅", "墙面空鼓").name
	frappe.set_user(estate.users["Repair Engineer"])
	service_transitions.perform(ticket, "accept")
	service_transitions.perform(ticket, "confirm_repeat", {"reason": "记得修过"})
	frappe.db.commit()
	manager = desk("Repair Manager")
	manager.open_ticket(ticket)
	expect(manager.page.locator(".fx-banner.fx-red")).to_contain_text("返修")
	assert "二次返修" in manager.pdf_text("Repair Ticket", ticket, "Repair Work Order")

	manager.choose_other(zh("Record Manager's Visit"))
	manager.fill("reason", "空鼓面积扩大，须整面铲除")
	manager.confirm()
	expect(manager.page.locator(".fx-menu:visible")).to_be_visible()
	frappe.db.rollback()
	visit = frappe.db.get_value("Repair Ticket", ticket, "manager_visit")
	assert frappe.db.get_value("Site Visit", visit, ["kind", "visitor"]) == (
		"Manager",
		estate.users["Repair Manager"],
	)


def test_a_refused_action_stands_in_the_menu_with_its_reason(desk, estate):
	ticket = factories.make_ticket(estate.unit_a2, "厨房", "墙面空鼓").name
	frappe.set_user(estate.users["Repair Engineer"])
	service_transitions.perform(ticket, "accept")
	frappe.db.commit()
	engineer = desk("Repair Engineer")
	engineer.open_ticket(ticket)
	reason = zh("Record the arrival on site first (R89, R91).")
	expect(engineer.page.locator(".fx-why")).to_have_count(0)  # the appointment is possible: nothing stands in the way
	engineer.page.locator(".fx-menu .dropdown-toggle").click()
	refused = engineer.page.get_by_role("menuitem").filter(has_text=re.compile(f"^\\s*{zh('Record Survey')}"))
	expect(refused).to_have_attribute("aria-disabled", "true")
	expect(refused).to_contain_text(reason)
	refused.dispatch_event("click")
	expect(engineer.page.locator(".modal.show")).to_have_count(0)


def test_a_day_typed_without_its_hour_is_midnight(desk, estate):
	"""Frappe's field and its calendar corrected each other for ever: the page stood still."""
	ticket = factories.make_ticket(estate.unit_a2, "次卧", "墙面空鼓").name
	frappe.set_user(estate.users["Repair Engineer"])
	service_transitions.perform(ticket, "accept")
	frappe.db.commit()
	engineer = desk("Repair Engineer")
	engineer.open_ticket(ticket)
	engineer.page.get_by_role("button", name=zh("Make Appointment")).first.click()
	field = engineer.page.locator('.modal.show input[data-fieldname="appointment_at"]')
	field.click()
	field.press("Control+a")
	field.press_sequentially("2027-12-05", delay=30)
	field.press("Tab")
	expect(field).to_have_value("2027-12-05 00:00")


def test_a_number_card_opens_the_list_behind_it(desk, estate):
	ticket = factories.make_ticket(estate.unit_a2, "客厅", "墙面空鼓").name
	frappe.db.set_value("Repair Ticket", ticket, "waiting_on", "Contractor")
	frappe.db.commit()
	engineer = desk("Repair Engineer")
	engineer.open("repair-desk")
	card = engineer.page.locator(".number-widget-box").filter(has_text=zh("Waiting For Contractor"))
	count = int(card.locator(".number").inner_text())
	assert count >= 1
	card.locator(".widget-body").click()
	rows = engineer.page.locator(".result .list-row-container .list-row")
	expect(rows).to_have_count(count)


@pytest.mark.parametrize("most", [1, 2, 5, 10])
def test_an_axis_of_counts_names_each_whole_number_once(desk, most):
	engineer = desk("Repair Engineer")
	engineer.open("repair-desk")
	marks = engineer.page.evaluate(
		"""async (most) => {
			const place = document.body.appendChild(Object.assign(document.createElement("div"), { style: "width: 400px" }));
			const data = { labels: ["甲", "乙"], datasets: [{ values: [most, 0] }] };
			new frappe.Chart(place, { data, type: "bar", axisOptions: { shortenYAxisNumbers: 1 } });
			await new Promise((done) => setTimeout(done, 500));
			return [...place.querySelectorAll(".y.axis text")].map((one) => one.textContent);
		}""",
		most,
	)
	assert marks
	assert len({int(mark) for mark in marks}) == len(marks)


def test_on_a_phone_the_next_steps_are_lines_not_columns_of_letters(desk, estate):
	factories.make_ticket(estate.unit_a2, "客厅", "墙面空鼓")
	frappe.db.commit()
	engineer = desk("Repair Engineer")
	engineer.page.set_viewport_size({"width": 390, "height": 844})
	engineer.open("repair-desk")
	row = engineer.page.locator(".fx-next-table tbody tr").first
	expect(row).to_be_visible()
	broken = row.locator("td").evaluate_all("all => all.filter((one) => one.offsetHeight > 60).map((one) => one.innerText)")
	assert not broken
	title = engineer.page.locator(".page-head:visible .title-text")
	assert title.evaluate("one => one.scrollWidth <= one.clientWidth"), "the title is not cut"


def test_a_hold_stops_the_clocks_and_ends_on_the_form(desk, estate):
	ticket = factories.make_ticket(estate.unit_a2, "客厅", "墙面空鼓").name
	frappe.set_user(estate.users["Repair Engineer"])
	service_transitions.perform(ticket, "accept")
	frappe.db.commit()
	engineer = desk("Repair Engineer")
	engineer.open_ticket(ticket)
	engineer.choose_other(zh("Put On Hold"))
	engineer.select("holder", "Owner")
	engineer.fill("agreed_by", "赵敏")
	until = frappe.utils.add_to_date(frappe.utils.now_datetime(), days=1)
	shown = engineer.page.evaluate(
		"when => frappe.datetime.str_to_user(when)", until.strftime("%Y-%m-%d %H:%M:%S")
	)
	engineer.fill("until", shown)
	engineer.fill("reason", "业主出差，次日在家")
	engineer.confirm()
	banner = engineer.page.locator(".fx-banner.fx-grey")
	expect(banner).to_contain_text("赵敏")
	expect(engineer.page.locator(".fx-ball")).to_contain_text(zh("Owner"))
	banner.get_by_role("button", name=zh("End Hold")).click()
	engineer.dialog.locator(".btn-primary:visible").click()
	expect(banner).to_have_count(0)
	frappe.db.rollback()
	assert frappe.db.get_value("Ticket Hold", {"ticket": ticket}, "ended_at")


def test_words_of_a_caller_never_run(desk, estate):
	frappe.set_user(estate.users["Repair Clerk"])
	values = {"caller_name": HOSTILE[:120], "special_requests": HOSTILE}
	request = factories.make_request(
		estate.unit_a2, [{"location": "厨房", "defect_type": "给水管渗漏", "description": HOSTILE}], **values
	)
	frappe.db.commit()
	ticket = request.items[0].ticket
	engineer = desk("Repair Engineer")
	engineer.open_ticket(ticket)
	engineer.press_next(zh("Accept"))
	engineer.dialog.wait_for()
	engineer.open("repair-desk")
	engineer.page.locator(".fx-next-table").wait_for()
	intake = Intake(engineer)
	intake.choose_unit("1601", "3-2-1601")
	engineer.open("repair-ticket")
	engineer.page.locator(".list-row").first.wait_for()
	assert engineer.page.evaluate("window.fxHurt") is None
	assert "<imgsrc=" in engineer.pdf_text("Repair Ticket", ticket, "Repair Work Order")
	# other tests look for English on the pages of this engineer
	plain = {"caller_name": "王晓明", "description": "漏水", "special_requests": ""}
	frappe.db.rollback()
	frappe.db.set_value("Repair Ticket", ticket, plain)
	frappe.db.commit()
