"""The project department sees on one page, in Chinese, what is owed for a delivery, and by whom (screens 7)."""

from __future__ import annotations

import re

import frappe
import pytest
from frappe.utils import add_months, getdate, today
from playwright.sync_api import expect

from tests.e2e.desk import zh
from tests.site import delivery


@pytest.fixture(scope="module")
def batch(estate):
	"""A delivery in 20 days: a month before it has passed, half a month before it comes in five days."""
	made = delivery.make_batch(estate.a, days=20, batch_name="一批次")
	delivery.meeting(made)
	frappe.db.commit()
	return made


@pytest.mark.clause("R20", "R40")
def test_what_is_owed_for_a_delivery(desk, estate, batch):
	manager = desk("Project Department")
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
	expect(done).to_contain_text("1/1")
	department = section.locator(".fx-dept").filter(has_text=zh("Repair Centre"))
	expect(department).to_contain_text(re.compile(r"\d+%"))
	late.locator("a").click()
	page.wait_for_url("**/delivery-milestone/DM-*")
	expect(page.locator(".page-head:visible .title-text")).to_be_visible()
