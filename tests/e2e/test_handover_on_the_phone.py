"""A flat is inspected on a phone, in Chinese: problems and meters with photos, then the owner signs (R45-R48)."""

from __future__ import annotations

import io
import re

import frappe
import pytest
from frappe.utils import add_days, today
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.desk import zh
from tests.site.helpers import factories

PHONE = {"width": 390, "height": 844}


def photo(name: str, colour: str) -> dict:
	buffer = io.BytesIO()
	Image.new("RGB", (40, 30), colour).save(buffer, "JPEG")
	return {"name": name, "mimeType": "image/jpeg", "buffer": buffer.getvalue()}


@pytest.fixture(scope="module")
def unit(estate):
	made = factories.make_unit(
		estate.building_a, "2601", "赵敏", "13900002601", delivery_state="Not Delivered", handover_date=None
	)
	frappe.db.commit()
	return made


def leave_at_once(box, text: str) -> None:
	"""Type into a link field and go on before its list can be there."""
	box.locator("input").click()
	box.locator("input").press_sequentially(text, delay=5)
	box.locator("input").press("Tab")


def choose_in_haste(engineer) -> None:
	"""Location and defect: what was typed and left stays, marked, until it names one entry."""
	location = engineer.dialog.locator('[data-fieldname="location"]')
	leave_at_once(location, "没有这个部位")
	expect(engineer.dialog.locator(".fx-unsettled")).to_have_count(1)
	expect(location.locator("input")).to_have_value("没有这个部位")
	location.locator("input").fill("")
	engineer.pick(location, "客厅")
	kind = engineer.dialog.locator('[data-fieldname="defect_type"]')
	leave_at_once(kind, "面空鼓")  # of wall and floor: nobody guesses
	expect(engineer.dialog.locator(".fx-unsettled")).to_have_count(1)
	expect(kind.locator("input")).to_have_value("面空鼓")
	kind.locator("input").fill("")
	leave_at_once(kind, "墙面空")
	expect(kind.locator("input")).to_have_value("墙面空鼓")


@pytest.mark.clause("R45", "R47", "R48")
def test_an_engineer_inspects_a_flat_and_the_owner_signs(desk, estate, unit):
	engineer = desk("Repair Engineer")
	page = engineer.page
	page.set_viewport_size(PHONE)
	engineer.open("unit-inspection")
	body = page.locator(".fx-inspect")
	engineer.pick(body.locator('[data-fieldname="unit"]'), "2601")
	expect(body.locator('[data-fieldname="owner_name"] input')).to_have_value("赵敏")
	page.locator(".fx-add-problem").click()
	choose_in_haste(engineer)
	engineer.fill("description", "电视墙空鼓约2平方米")
	engineer.dialog.locator("input[type=file]").set_input_files(photo("空鼓.jpg", "grey"))
	expect(engineer.dialog.locator(".fx-taken")).to_be_visible()
	engineer.confirm()
	expect(body.locator(".fx-problem")).to_contain_text("电视墙空鼓")
	engineer.fill("Water", "3.5", body)
	body.locator(".fx-meter", has_text=zh("Water")).locator("input[type=file]").set_input_files(
		photo("水表.jpg", "blue")
	)
	expect(body.locator(".fx-meter .fx-taken")).to_be_visible()
	page.get_by_role("button", name=zh("Save Inspection")).click()
	engineer.dialog.locator('[data-fieldname="signature"] canvas').wait_for()
	# with a problem open, the owner is not offered what would be refused after his signature
	expect(engineer.dialog.locator('[data-fieldname="opinion"] select')).not_to_contain_text(
		zh("Accept:Handover Inspection")
	)
	engineer.select("opinion", "Accept With List")
	expect(engineer.dialog.locator('[data-fieldname="signature"] .control-label')).to_have_class(re.compile("reqd"))
	engineer.fill("promised_on", add_days(today(), 7))
	engineer.sign()
	engineer.confirm()
	page.wait_for_url("**/handover-inspection/HI-*")
	check(unit)


def check(unit: str) -> None:
	frappe.db.rollback()
	doc = frappe.get_doc("Handover Inspection", {"unit": unit})
	assert (doc.state, doc.opinion, doc.signed_by) == ("Owner Signed", "Accept With List", "赵敏")
	assert [(row.location, row.responsible) for row in doc.items] == [("客厅", "Project Department")]
	assert [(row.kind, row.reading) for row in doc.readings] == [("Water", 3.5)]
	assert frappe.db.count("Evidence Item", {"inspection": doc.name, "sha256": ("is", "set")}) == 2
	assert frappe.db.get_value("Unit Archive", unit, "delivery_state") == "Delivered"


def test_the_building_board_shows_the_flats(desk, estate, unit):
	engineer = desk("Repair Engineer")
	engineer.page.set_viewport_size({"width": 1440, "height": 900})
	engineer.open("building-board")
	flat = engineer.page.locator(f'[data-unit="{unit}"]')
	expect(flat).to_have_text("2601")
	expect(engineer.page.locator(".fx-board-head")).to_contain_text(zh("Overdue"))
	flat.click()
	engineer.page.wait_for_url(f"**/unit-archive/{unit}")
