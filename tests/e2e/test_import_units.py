"""A long list of units is imported through the dialog: checked and written in the background, with its report."""

from __future__ import annotations

import frappe
import pytest
from playwright.sync_api import expect

from tests.e2e.desk import A_MOMENT, zh
from tests.site.helpers.workbook import HEADERS, flats, xlsx

ROWS = 600


@pytest.mark.clause("R41")
def test_a_long_list_is_checked_and_imported_in_the_desk(desk, estate, tmp_path):
	rows = list(flats(2, 2, 25, 6))
	assert len(rows) == ROWS
	book = tmp_path / "房屋清单.xlsx"
	book.write_bytes(xlsx(HEADERS, *rows))
	administrator = desk("Fangxiu Administrator")
	page = administrator.page
	administrator.open("unit-archive")
	page.get_by_role("button", name=zh("Import Units")).click()
	dialog = administrator.dialog
	title = frappe.db.get_value("Project", estate.b, "project_name")
	administrator.pick(dialog.locator('[data-fieldname="project"]'), title)
	dialog.locator('[data-fieldname="file"] button').first.click()
	uploader = page.locator(".modal.show").last
	uploader.locator('input[type="file"]').first.set_input_files(str(book))
	page.wait_for_timeout(A_MOMENT)  # a dialog that is still opening does not hear that it should close
	uploader.locator(".modal-footer .btn-modal-primary").click()
	expect(page.locator(".modal.show")).to_have_count(1)
	dialog = page.locator(".modal.show").last
	dialog.get_by_role("button", name=zh("Check File")).click()
	expect(dialog).to_contain_text(
		zh("The list is in order. It would be imported like this:"), timeout=180_000
	)
	dialog.get_by_role("button", name=zh("Import"), exact=True).click()
	expect(dialog).to_contain_text(zh("The list was imported."), timeout=180_000)
	frappe.db.rollback()
	assert frappe.db.count("Unit Archive", {"project": estate.b}) >= ROWS
	records = {"project": estate.b, "owner": estate.users["Fangxiu Administrator"], "state": "Done"}
	found = frappe.get_all("Unit Import", records, ["dry_run", "rows", "starts"], order_by="creation")
	assert [tuple(row.values()) for row in found] == [(1, ROWS, 1), (0, ROWS, 1)]


@pytest.mark.clause("R41")
def test_units_of_a_building_are_looked_at_before_they_are_made(desk, estate):
	"""What is changed after the look was not looked at: the button looks again."""
	values = {"doctype": "Estate Building", "project": estate.b, "building_no": "77", "floors": 2, "entrances": 2}
	building = frappe.get_doc(values).insert().name
	frappe.db.commit()
	administrator = desk("Fangxiu Administrator")
	administrator.open(f"estate-building/{building}")
	administrator.page.get_by_role("button", name=zh("Generate Units")).click()
	dialog = administrator.dialog
	expect(dialog.locator('[data-fieldname="entrances"] input')).to_have_value("1, 2")
	administrator.fill("positions", "01 三居 118.5")
	button = dialog.locator(".modal-footer .btn-primary:visible")
	button.click()
	expect(dialog).to_contain_text("新增 4")
	expect(button).to_have_text(zh("Generate Units"))
	administrator.fill("last_floor", "3")
	expect(button).to_have_text(zh("Check"))
	button.click()
	expect(dialog).to_contain_text("新增 6")
	button.click()
	expect(administrator.page.locator(".modal.show")).to_have_count(0)
	frappe.db.rollback()
	assert frappe.db.count("Unit Archive", {"building": building}) == 6
