"""我的一天 on a phone, in Chinese: arrival, survey, plan, the owner's signature, and what happens without a connection."""

from __future__ import annotations

import os
from pathlib import Path

import frappe
import pytest
from frappe.utils.password import update_password
from playwright.sync_api import Locator, Page, expect

from fangxiu_app.tickets.life import service_transitions
from tests.e2e.conftest import PASSWORD
from tests.e2e.desk import PATIENCE, zh
from tests.e2e.test_chinese_only import CODES, WORDS
from tests.site.helpers import factories

SHOTS = os.environ.get("FX_SHOTS")


class Phone:
	"""The engineer's phone: one page, cards, sheets."""

	def __init__(self, browser, base: str, user: str):
		self.base = base.rstrip("/")
		self.context = browser.new_context(
			locale="zh-CN", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
		)
		self.context.set_default_timeout(PATIENCE)
		login = {"usr": user, "pwd": PASSWORD}
		assert self.context.request.post(f"{self.base}/api/method/login", form=login).ok
		self.page: Page = self.context.new_page()
		self.page.on("dialog", lambda dialog: dialog.accept())
		self.open()

	def open(self) -> None:
		self.page.goto(f"{self.base}/my-day")
		self.page.wait_for_selector(".fx-bar")

	def card(self, ticket: str) -> Locator:
		return self.page.locator(f'.fx-card[data-ticket="{ticket}"]')

	def press(self, ticket: str, label: str) -> None:
		"""The card's one large button, which has to carry this label now."""
		button = self.card(ticket).locator(".fx-primary")
		expect(button).to_have_text(label)
		button.tap()

	@property
	def sheet(self) -> Locator:
		return self.page.locator(".fx-sheet")

	def fill(self, field: str, text: str) -> None:
		self.sheet.locator(f'[name="{field}"]').fill(text)

	def hand_in(self) -> None:
		self.sheet.locator("footer .fx-primary").tap()
		expect(self.sheet).to_have_count(0)

	def draw(self) -> None:
		canvas = self.sheet.locator("canvas")
		canvas.scroll_into_view_if_needed()
		area = canvas.bounding_box()
		mouse = self.page.mouse
		mouse.move(area["x"] + 30, area["y"] + 120)
		mouse.down()
		for step in range(1, 12):
			mouse.move(area["x"] + 30 + 22 * step, area["y"] + 120 + (50 if step % 2 else -50))
		mouse.up()

	def everything_is_sent(self) -> None:
		expect(self.page.locator(".fx-net")).to_have_text(zh("Everything is sent."))

	def english(self) -> list[str]:
		lines = self.page.locator("body").inner_text().splitlines()
		return sorted({line for line in lines if WORDS.search(CODES.sub("", line))})

	def shot(self, name: str) -> None:
		"""A picture for looking at, when FX_SHOTS names a folder."""
		if SHOTS:
			self.page.screenshot(path=Path(SHOTS) / f"{name}.png")


@pytest.fixture(scope="module")
def engineer(estate):
	"""An engineer of these tests alone: what other tests wrote is not on this day."""
	made = factories.make_engineer(estate.a, "engineer.phone")
	update_password(made, PASSWORD)
	frappe.db.commit()
	return made


@pytest.fixture
def phone(browser, engineer):
	made = Phone(browser, os.environ["FX_WEB_URL"], engineer)
	yield made
	made.context.close()


def reported(estate, engineer: str, location: str, **values) -> str:
	made = factories.make_ticket(estate.unit_a2, location, "墙面空鼓", **values).name
	frappe.db.set_value("Repair Ticket", made, "engineer", engineer)
	return made


@pytest.fixture
def ticket(estate, engineer):
	"""An accepted ticket of the engineer."""
	made = reported(estate, engineer, "客厅", special_requests="进门请换鞋")
	frappe.set_user(engineer)
	service_transitions.perform(made, "accept")
	service_transitions.perform(made, "appoint", {"appointment_at": factories.ago(minutes=-30)})
	frappe.set_user("Administrator")
	frappe.db.commit()
	return made


def status(ticket: str, *fields: str):
	frappe.db.rollback()
	return frappe.db.get_value("Repair Ticket", ticket, list(fields) or "status")


@pytest.mark.clause("R89", "R91", "R94", "R97", "R99")
def test_arrival_survey_plan_and_signature_on_a_phone(phone, engineer, ticket):
	phone.open()
	assert phone.english() == []
	phone.shot("1-day")
	phone.press(ticket, zh("Record Arrival"))
	expect(phone.card(ticket).locator(".fx-primary")).to_have_text(zh("Record Survey"))
	add_photo(phone, ticket)
	free_check(phone, ticket)
	phone.press(ticket, zh("Record Survey"))
	phone.fill("root_cause", "抹灰层与基层粘结不牢")
	phone.fill("expected_days", "5")
	assert phone.english() == []
	phone.shot("2-survey")
	phone.hand_in()
	phone.press(ticket, zh("Make Plan"))
	phone.fill("method", "铲除空鼓抹灰，重新挂网抹灰并养护")
	assert phone.english() == []
	phone.shot("3-plan")
	phone.hand_in()
	phone.press(ticket, zh("Owner Signs Plan"))
	expect(phone.sheet.locator(".fx-plan")).to_contain_text("重新挂网抹灰")
	phone.sheet.locator("footer .fx-primary").tap()
	expect(phone.sheet.locator(".fx-error")).to_contain_text(zh("Signature"))
	phone.draw()
	phone.shot("4-sign")
	phone.hand_in()
	phone.press(ticket, zh("Dispatch and Start Repair"))
	phone.everything_is_sent()
	patrol(phone, ticket)
	assert status(ticket) == "In Repair"
	_recorded(ticket, engineer)


@pytest.mark.clause("R108")
def test_acceptance_on_the_phone_asks_what_the_owner_can_answer(phone, estate, engineer):
	"""Who signs in the owner's place needs a photo of the sheet: that is recorded on the ticket, and said so."""
	made = reported(estate, engineer, "客厅")
	factories.walk(made, "clean")
	frappe.db.commit()
	phone.open()
	phone.press(made, zh("Owner Acceptance"))
	remark = phone.sheet.locator('[name="acceptance_remark"]')
	choices = phone.sheet.locator('[name="acceptance_result"]')
	expect(choices.locator("option")).to_have_text([zh("Pass"), zh("Pass With Remark")])
	expect(phone.sheet.locator('[name^="substitute_"]')).to_have_count(0)
	expect(remark).to_be_hidden()
	choices.select_option("Pass With Remark")
	expect(remark).to_be_visible()
	phone.draw()
	phone.fill("acceptance_remark", "墙面颜色略有差异")
	phone.hand_in()
	phone.everything_is_sent()
	assert status(made, "status", "acceptance_remark") == ("Owner Accepted", "墙面颜色略有差异")


@pytest.mark.clause("R94", "R97")
def test_a_plan_follows_on_the_phone_while_the_work_goes_on(phone, estate, engineer):
	made = reported(estate, engineer, "次卧")
	factories.walk(made, "start")
	frappe.db.commit()  # the browser reads it in a transaction of its own
	phone.open()
	phone.card(made).get_by_role("button", name=zh("Other Actions")).tap()
	phone.sheet.get_by_role("button", name=zh("Make Plan")).tap()
	phone.fill("method", "裂缝开槽灌浆后挂网")
	phone.hand_in()
	phone.press(made, zh("Owner Signs Plan"))
	phone.draw()
	phone.hand_in()
	phone.everything_is_sent()
	assert status(made) == "In Repair"
	assert frappe.db.get_value("Repair Plan", {"ticket": made}, "state") == "Signed"


def _recorded(ticket: str, engineer: str) -> None:
	"""What the phone has left behind: the sealed plan, the photo, the free check."""
	plan = frappe.get_all(
		"Repair Plan", {"ticket": ticket}, ["state", "signed_by", "signature", "signature_hash"]
	)[0]
	assert (plan.state, plan.signed_by, len(plan.signature_hash)) == ("Signed", "王晓明", 64)
	assert plan.signature.startswith("data:image/png;base64,")
	photo = frappe.get_all("Evidence Item", {"ticket": ticket}, ["stage", "moment", "recorded_by"])
	assert [tuple(row.values()) for row in photo] == [("Survey", "Before Work", engineer)]
	visit = frappe.get_doc("Site Visit", status(ticket, "survey_visit"))
	assert [row.result for row in visit.free_checks].count("Problem") == 1


def add_photo(phone: Phone, ticket: str) -> None:
	with phone.page.expect_file_chooser() as chooser:
		phone.card(ticket).locator(".fx-camera").tap()
	chooser.value.set_files(Path(factories.__file__).parents[3] / "fixtures" / "demo_photo.png")
	expect(phone.card(ticket).locator(".fx-camera")).to_contain_text("1")
	phone.everything_is_sent()


def free_check(phone: Phone, ticket: str) -> None:
	phone.card(ticket).get_by_role("button", name=zh("Other Actions")).tap()
	phone.shot("6-more")
	phone.sheet.get_by_role("button", name=zh("Free Check")).tap()
	phone.sheet.locator("footer .fx-primary").tap()
	expect(phone.sheet.locator(".fx-error")).to_be_visible()  # nothing counts as in order before somebody has looked
	phone.sheet.get_by_role("button", name=zh("All In Order")).tap()
	row = phone.sheet.locator('[data-item="地漏与排水"]')
	row.locator('[name="result"]').select_option("Problem")
	row.locator('[name="remark"]').fill("返水")
	phone.sheet.locator('[name="asked"]').check()
	phone.shot("7-free")
	assert phone.english() == []
	phone.hand_in()
	phone.everything_is_sent()


def patrol(phone: Phone, ticket: str) -> None:
	phone.press(ticket, zh("Patrol Done"))
	for field, text in (("progress_percent", "40"), ("work_done", "铲除空鼓"), ("next_work", "抹灰")):
		phone.fill(field, text)
	marks = phone.sheet.locator('[data-aspect] [name="result"]')
	assert [mark.input_value() for mark in marks.all()] == [""] * 6
	phone.fill("progress_percent", "140")
	phone.sheet.locator("footer .fx-primary").tap()
	expect(phone.sheet.locator(".fx-error")).to_contain_text("140%")
	phone.fill("progress_percent", "40")
	phone.sheet.locator("footer .fx-primary").tap()
	expect(phone.sheet.locator(".fx-error")).to_contain_text("6")
	phone.sheet.get_by_role("button", name=zh("All Pass")).tap()
	phone.shot("5-patrol")
	assert phone.english() == []
	phone.hand_in()
	phone.everything_is_sent()
	visit = {"ticket": ticket, "kind": "Patrol"}
	frappe.db.rollback()
	assert frappe.db.get_value("Site Visit", visit, "progress_percent") == 40


SEND = "**/api/method/fangxiu_app.field.api_my_day.send"


def online(phone: Phone) -> None:
	phone.page.evaluate("window.dispatchEvent(new Event('online'))")


def no_dialogs(phone: Phone) -> list[str]:
	"""Native boxes that came up, which there must be none of."""
	seen: list[str] = []
	phone.page.on("dialog", lambda dialog: seen.append(dialog.message))
	return seen


@pytest.mark.clause("R91")
def test_a_foreign_page_that_answers_takes_nothing_away(phone, ticket):
	"""A Wi-Fi's login page says 200 to everything: the entry stays and is sent once the server itself answers."""
	phone.page.route(SEND, lambda route: route.fulfill(status=200, body="<html>登录 Wi-Fi</html>", content_type="text/html"))
	phone.open()
	phone.press(ticket, zh("Record Arrival"))
	expect(phone.page.locator(".fx-net")).to_contain_text("Wi-Fi")
	expect(phone.card(ticket)).to_contain_text(zh("Waiting to be sent"))
	phone.page.unroute(SEND)
	phone.page.route(SEND, lambda route: route.fulfill(status=200, body='{"message": {}}', content_type="application/json"))
	online(phone)
	expect(phone.page.locator(".fx-net")).to_contain_text("Wi-Fi")
	phone.shot("10-foreign")
	assert status(ticket, "arrived_at") is None
	phone.page.unroute(SEND)
	online(phone)
	phone.page.wait_for_timeout(7000)  # an entry can be taken back for six seconds before it leaves
	phone.everything_is_sent()
	assert status(ticket, "arrived_at")


@pytest.mark.clause("R91")
def test_an_entry_the_server_breaks_on_holds_up_its_own_ticket_only(phone, estate, engineer, ticket):
	other = reported(estate, engineer, "厨房")
	frappe.db.commit()

	def broken(route):
		if ticket in (route.request.post_data_buffer or b"").decode("utf-8", "replace"):
			route.fulfill(status=500, body='{"exc_type": "TypeError"}', content_type="application/json")
		else:
			route.continue_()

	phone.page.route(SEND, broken)
	phone.open()
	phone.press(ticket, zh("Record Arrival"))
	phone.press(other, zh("Accept"))
	expect(phone.card(other).locator(".fx-primary")).to_have_text(zh("Make Appointment"))
	refused = phone.card(ticket).locator(".fx-refused")
	for _time in range(3):
		phone.page.wait_for_timeout(6500)
		online(phone)
	expect(refused).to_contain_text("3")
	phone.shot("11-broken")
	assert phone.english() == []
	assert status(other) == "Accepted"
	expect(refused.get_by_role("button", name=zh("Send again"))).to_be_visible()
	phone.page.unroute(SEND)
	refused.get_by_role("button", name=zh("Send again")).tap()
	phone.page.wait_for_timeout(7000)  # an entry can be taken back for six seconds before it leaves
	phone.everything_is_sent()
	assert status(ticket, "arrived_at")
	assert frappe.db.count("Outbox Message", {"reference_name": ticket, "dedupe_key": ("like", "phone refused %")}) == 1


def test_a_press_too_many_is_taken_back_without_a_box(phone, ticket):
	phone.open()
	boxes = no_dialogs(phone)
	phone.press(ticket, zh("Record Arrival"))
	phone.card(ticket).get_by_role("button", name=zh("Take back")).tap()
	expect(phone.card(ticket).locator(".fx-primary")).to_have_text(zh("Record Arrival"))
	line = phone.page.locator(".fx-say")
	phone.shot("12-taken-back")
	line.get_by_role("button", name=zh("Take back")).tap()
	phone.page.wait_for_timeout(7000)  # an entry can be taken back for six seconds before it leaves
	phone.everything_is_sent()
	assert status(ticket, "arrived_at")
	assert boxes == []


@pytest.mark.clause("R91")
def test_without_a_connection_entries_wait_keep_their_order_and_are_sent_once(phone, ticket):
	phone.open()
	phone.page.wait_for_function("navigator.serviceWorker.controller")
	phone.open()
	phone.context.set_offline(True)
	phone.press(ticket, zh("Record Arrival"))
	expect(phone.card(ticket)).to_contain_text(zh("Waiting to be sent"))
	phone.press(ticket, zh("Record Survey"))
	phone.fill("root_cause", "断网时写下的原因")
	phone.fill("expected_days", "2")
	phone.hand_in()
	expect(phone.page.locator(".fx-net")).to_contain_text("2")
	phone.shot("8-offline")
	assert phone.english() == []
	assert status(ticket, "status", "arrived_at") == ("Appointed", None)
	phone.open()  # the phone was switched off in the meantime: the page comes back without a connection
	expect(phone.card(ticket)).to_contain_text(zh("Waiting to be sent"))
	phone.context.set_offline(False)
	phone.page.evaluate("window.dispatchEvent(new Event('online'))")
	phone.everything_is_sent()
	assert status(ticket, "status", "root_cause", "diagnostic_visits") == ("Surveyed", "断网时写下的原因", 1)


@pytest.mark.clause("R91")
def test_what_no_longer_holds_is_refused_and_stays_readable(phone, ticket):
	phone.open()
	phone.context.set_offline(True)
	phone.press(ticket, zh("Record Arrival"))
	phone.press(ticket, zh("Record Survey"))
	phone.fill("root_cause", "写了很久的原因")
	phone.hand_in()
	service_transitions.perform(ticket, "cancel", {"reason": "业主撤销"})
	frappe.db.commit()
	phone.context.set_offline(False)
	phone.page.evaluate("window.dispatchEvent(new Event('online'))")
	refused = phone.page.locator(".fx-refused")
	expect(refused).to_have_count(2)
	expect(refused.last).to_contain_text(zh("Cancelled"))
	expect(refused.last).to_contain_text("写了很久的原因")
	phone.shot("9-refused")
	refused.last.get_by_role("button", name=zh("Discard")).tap()
	expect(refused).to_have_count(1)
	assert status(ticket, "status", "root_cause") == ("Cancelled", None)
