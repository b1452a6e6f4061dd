"""The intake dialog at the desks, in Chinese: a report handed over within a minute, a media visit, a second call."""

from __future__ import annotations

import io
import time

import frappe
import pytest
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from fangxiu_app.core.access import files
from fangxiu_app.tickets.life import service_transitions
from tests.e2e.desk import Intake, plain, zh
from tests.site.helpers import factories

#: What a person may take for the whole hand-over; the test's own clicks and keys are inside.
SECONDS = 60


def photo(kind: str = "JPEG") -> bytes:
	buffer = io.BytesIO()
	Image.new("RGB", (640, 480), "steelblue").save(buffer, kind)
	return buffer.getvalue()


def check_record(desk, doc) -> None:
	"""工程质量服务记录表 of the report, as the desk prints it."""
	text = desk.pdf_text("Repair Request", doc.request, "Repair Service Record")
	words = (
		"工程质量服务记录表",
		doc.name,
		"3-2-1501",
		"王晓明",
		"13800001501",
		"厨房",
		"给水管渗漏",
		"水槽下方漏水",
	)
	assert [
		each for each in (*words, "恒固建工集团", "物业前台", "翠湖天地一期") if plain(each) not in text
	] == []


@pytest.mark.clause("R64", "R65", "R69", "R77")
def test_the_property_desk_hands_a_report_over_within_a_minute(desk, estate):
	property_desk = desk("Fangxiu Property Desk")
	property_desk.open("repair-desk")
	began = time.monotonic()
	intake = Intake(property_desk)
	intake.choose_unit("1501 3", "3-2-1501")
	expect(intake.box.locator('[data-fieldname="caller_name"] input')).to_have_value("王晓明")
	intake.problem(1, "厨房", "给水管渗漏", "水槽下方漏水")
	expect(intake.preview(1)).to_contain_text("恒固建工集团")
	intake.item(1).locator('input[type="file"][multiple]').set_input_files(
		{"name": "水槽.jpg", "mimeType": "image/jpeg", "buffer": photo()}
	)
	expect(intake.item(1).locator(".fx-thumb img")).to_be_visible()
	intake.save()
	(ticket,) = intake.tickets()
	seconds = time.monotonic() - began
	assert seconds < SECONDS, f"the hand-over took {seconds:.0f} seconds"
	expect(intake.box.locator(".fx-result blockquote")).to_contain_text("前到")
	frappe.db.rollback()
	doc = frappe.get_doc("Repair Ticket", ticket)
	assert (doc.channel, doc.emergency, {row.code: row.state for row in doc.clocks}["Handover"]) == (
		"Property Desk",
		1,
		"Met",
	)
	evidence = frappe.get_doc("Evidence Item", {"ticket": ticket})
	assert (evidence.stage, evidence.kind) == ("Intake", "Photo")
	kept = files.content(frappe.get_doc("File", {"file_url": evidence.file}))
	assert (kept, evidence.recorded_by) == (photo(), estate.users["Fangxiu Property Desk"])
	check_record(property_desk, doc)


def test_a_call_is_kept_once_something_was_typed_and_not_before(desk):
	clerk = desk("Repair Clerk")
	clerk.open("repair-desk")
	for typed, kept in (("", 0), ("家中漏水", 1)):
		intake = Intake(clerk)
		intake.box.locator(".fx-notes").click(position={"x": 2, "y": 2})
		if typed:
			clerk.fill("description", typed, intake.item(1))
		clerk.settle()
		intake.box.locator(".btn-modal-close").click()
		expect(intake.box).to_be_hidden()
		assert clerk.page.evaluate("Object.keys(localStorage).filter((key) => key.includes('|intake|')).length") == kept


@pytest.mark.clause("R52", "R58")
def test_a_common_part_whose_building_is_chosen_needs_no_second_confirmation(desk, estate):
	clerk = desk("Repair Clerk")
	clerk.open("repair-desk")
	intake = Intake(clerk)
	intake.box.locator(".fx-common-part").click()
	place = intake.box.locator(".fx-place")
	projects = place.locator("[data-place=project]")
	place.locator("select").first.wait_for()
	if projects.count():
		projects.select_option(estate.a)
	place.locator("[data-place=building]").wait_for()
	intake.save()
	missing = clerk.page.locator(".modal.show .msgprint:visible")
	expect(missing).to_contain_text(zh("Use This Place"))
	clerk.escape(missing)
	place.locator("[data-place=building]").select_option(estate.building_a)
	clerk.pick(intake.item(1).locator(".fx-where"), "屋面")
	clerk.pick(intake.item(1).locator(".fx-what"), "屋面渗漏")
	intake.box.locator('[data-fieldname="caller_name"] input').fill("物业")
	intake.box.locator('[data-fieldname="caller_phone"] input').fill("13800001501")
	intake.save()
	assert len(intake.tickets()) == 1


def printed(desk, html: str) -> str:
	"""The text of a report's PDF, made of this HTML as its reader's screen sends it."""
	answer = desk.page.context.request.post(
		f"{desk.base}/api/method/frappe.utils.print_format.report_to_pdf",
		form={"html": f'<meta charset="utf-8">{html}', "orientation": "Landscape"},
		headers={"X-Frappe-CSRF-Token": desk.page.evaluate("frappe.csrf_token")},
	)
	assert answer.ok
	return plain("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages))


LEDGER = """() => {
	const report = frappe.query_report;
	const values = { filters: report.get_filter_values(), data: report.get_data_for_print(), title: report.report_name };
	return frappe.render_template(report.report_settings.html_format, values);
}"""


@pytest.mark.clause("R78", "R62")
def test_the_intake_ledger_prints_with_all_its_columns(desk, estate):
	long = "北京市朝阳区某某房地产开发有限公司代管业主委员会联系人欧阳娜娜" * 2
	row = {
		"location": "客厅",
		"defect_type": "墙面开裂",
		"description": "<b>裂缝</b>" + "从窗角延伸到顶棚，" * 12,
	}
	request = factories.make_request(estate.unit_a2, [row], caller_name=long)
	ticket = frappe.get_doc("Repair Ticket", request.items[0].ticket)
	frappe.db.commit()
	clerk = desk("Repair Clerk")
	clerk.open("query-report/Intake%20Ledger")
	clerk.page.locator(".dt-scrollable .dt-row").first.wait_for()
	html = clerk.page.evaluate(LEDGER)
	assert "<b>裂缝" not in html
	text = printed(clerk, html)
	heads = ("Sr", "Reported At", "Channel", "Unit Code", "Location", "Engineer Notified At", "Entered At")
	words = ["接报流水账", *map(zh, heads), "3-2-1601", "墙面开裂", long, zh("Repair Engineer")]
	words += [ticket.engineer_notified_at.strftime("%m-%d %H:%M")]
	assert [each for each in words if plain(each) not in text] == []


CHART = "() => frappe.query_report.get_filters_html_for_print()"


def test_a_report_prints_its_chart(desk, estate):
	factories.make_ticket(estate.unit_a2, "客厅", "墙面开裂")
	frappe.db.commit()  # the browser reads by a connection of its own
	manager = desk("Repair Manager")
	manager.open("query-report/Defect%20Distribution")
	manager.page.locator("svg.frappe-chart:visible").first.wait_for()
	manager.settle()
	assert "客厅" in printed(manager, manager.page.evaluate(CHART))


@pytest.mark.clause("R10", "R68")
def test_a_disguised_file_is_refused_a_second_call_joins_and_the_media_are_announced(desk, estate):
	open_one = factories.make_ticket(estate.unit_a2, "客厅", "墙面开裂").name
	frappe.db.set_single_value("Fangxiu Settings", "repair_head", estate.users["Repair Manager"])
	frappe.db.set_single_value("Fangxiu Settings", "media_contact", None)
	frappe.db.commit()
	# a request of the browser beside this one may have put the former values into the cache before the commit
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")
	clerk = desk("Repair Clerk")
	clerk.open("repair-desk")
	intake = Intake(clerk)
	intake.choose_unit("1601", "3-2-1601")
	intake.problem(1, "客厅", "墙面开裂", "裂缝变大")
	choose = intake.item(1).locator('input[type="file"][multiple]')
	choose.set_input_files(
		{"name": "photo.png", "mimeType": "image/png", "buffer": b"<html><script>alert(1)</script></html>"}
	)
	refusal = clerk.page.locator(".msgprint-dialog.show, .modal.show:has(.msgprint)").last
	expect(refusal).to_contain_text("与文件名无关")
	refusal.locator(".btn-modal-close").click()
	expect(intake.item(1).locator('[data-fieldname="description"] input')).to_have_value("裂缝变大")
	intake.preview(1).locator(f'[data-ticket="{open_one}"]').click()
	expect(intake.item(1).locator(".fx-joined")).to_contain_text(open_one)
	clerk.select("channel", "Media")
	clerk.select("caller_is", "Media")
	intake.save()
	missing = clerk.page.locator(".msgprint-dialog.show, .modal.show:has(.msgprint)").last
	expect(missing).to_contain_text(zh("Media Outlet"))
	missing.locator(".btn-modal-close").click()
	clerk.fill("media_outlet", "都市晚报", intake.box)
	clerk.fill("visit_reason", "采访墙面开裂", intake.box)
	clerk.fill("visit_detail", "询问原因，未作承诺", intake.box)
	intake.save()
	assert intake.tickets() == [open_one]
	result = intake.box.locator(".fx-result")
	expect(result.locator(".fx-banner.fx-green")).to_contain_text(zh("Repair Manager"))
	expect(result.locator(".fx-banner.fx-red")).to_contain_text("媒体对接人")
	frappe.db.rollback()
	assert frappe.db.exists("Ticket Event", {"ticket": open_one, "action": "report_again"})


@pytest.mark.clause("R86", "R87")
def test_a_repeat_repair_waits_on_the_form_until_the_manager_was_there(desk, estate):
	frappe.set_user(estate.users["Repair Engineer"])
	ticket = factories.make_ticket(estate.unit_a2, "主卧", "墙面空鼓").name
	service_transitions.perform(ticket, "confirm_repeat", {"reason": "业主出示上次维修单"})
	factories.walk(ticket, "survey")
	frappe.db.commit()
	engineer = desk("Repair Engineer")
	engineer.open_ticket(ticket)
	expect(engineer.page.locator(".fx-why")).to_contain_text("经理")
	engineer.page.locator(".fx-menu .dropdown-toggle").click()
	start = engineer.page.get_by_role("menuitem").filter(has_text=zh("Dispatch and Start Repair"))
	expect(start).to_have_attribute("aria-disabled", "true")
	manager = desk("Repair Manager")
	manager.open_ticket(ticket)
	manager.press_next(zh("Record Manager's Visit"))
	manager.fill("reason", "现场确认基层未处理，须整面铲除")
	manager.confirm()
	engineer.open_ticket(ticket)
	engineer.choose_other(zh("Dispatch and Start Repair"))
	engineer.confirm("In Repair")
	assert "二次返修" in engineer.pdf_text("Repair Ticket", ticket, "Repair Work Order")
