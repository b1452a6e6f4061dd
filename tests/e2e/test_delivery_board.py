"""The project department sees on one page, in Chinese, what is still to be done for a delivery, and by whom."""

from __future__ import annotations

import re

import frappe
import pytest
from frappe.utils import add_months, getdate, today
from playwright.sync_api import expect

from tests.e2e.desk import zh
from tests.site.helpers import delivery, factories


@pytest.fixture(scope="module")
def batch(estate):
	"""A delivery in 20 days: a month before it has passed, half a month before it comes in five days."""
	made = delivery.make_batch(estate.a, days=20, batch_name="一批次")
	delivery.meeting(made)
	frappe.db.commit()
	return made


@pytest.mark.clause("R20", "R40")
def test_what_is_owed_for_a_delivery(desk, estate, batch):
	manager = desk("Fangxiu Project Department")
	page = manager.page
	manager.open(f"delivery-board?batch={batch.name}")
	section = page.locator(".fx-batch")
	expect(section).to_have_count(1)
	expect(section.locator("h4")).to_contain_text("一批次")
	expect(section).to_contain_text(zh("in {0} days").format(20))
	owed = section.locator(".fx-owed li")
	late = owed.filter(has_text="R37")
	days = (getdate(today()) - getdate(add_months(batch.delivery_date, -1))).days
	expect(late).to_contain_text(zh("Project Department"))
	expect(late).to_contain_text(zh("overdue {0} d").format(days))
	expect(owed.filter(has_text="R41")).to_have_class(re.compile("fx-soon"))
	expect(owed.filter(has_text="R29")).to_have_count(0)
	done = section.locator(".fx-mile").filter(has_text="R29")
	expect(done).to_contain_text(re.compile(r"\b(\d+)/\1\b"))
	department = section.locator(".fx-dept").filter(has_text=zh("Repair Centre"))
	expect(department).to_contain_text(re.compile(r"\d+%"))
	late.locator("a").first.click()
	page.wait_for_url("**/delivery-milestone/DM-*")
	expect(page.locator(".page-head:visible .title-text")).to_be_visible()


@pytest.mark.clause("R6")
def test_a_leaking_riser_stands_out_on_the_building_board(desk, estate):
	"""Bathrooms above each other leak: the part is chosen, and the riser is named, marked and one click away."""
	units = [
		factories.make_unit(estate.building_a, room, handover_date=None) for room in ("703", "803", "903")
	]
	for unit in units:
		factories.make_ticket(unit, "主卧卫生间", "卫生间渗漏")
	frappe.db.commit()
	engineer = desk("Repair Engineer")
	page = engineer.page
	engineer.open(f"building-board?project={estate.a}")
	flat = page.locator(f'[data-unit="{units[0]}"]')
	expect(flat).to_have_text(re.compile("703"))
	flat.hover()
	expect(flat).to_have_attribute("title", re.compile(zh("{0} open tickets").format(1)))
	engineer.pick(page.locator('.page-form [data-fieldname="location"]'), "主卧卫生间")
	riser = page.locator(".fx-banner.fx-red .fx-chip").filter(has_text="2-03")
	expect(riser).to_contain_text(zh("{0} floors").format(3))
	riser.click()
	expect(page.locator(".fx-leaking")).to_have_text(re.compile(r"2-03\s*3"))
	assert flat.evaluate("node => getComputedStyle(node).opacity") == "1"
	other = page.locator(f'[data-unit="{estate.unit_a2}"]')
	assert float(other.evaluate("node => getComputedStyle(node).opacity")) < 0.5
