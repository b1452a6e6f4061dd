"""A user's desk in the browser: clicks and keys by the Chinese texts on the screen."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from urllib.parse import urlencode

import frappe
from playwright.sync_api import BrowserContext, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError
from pypdf import PdfReader

from fangxiu_app.core.wording import OURS
from tests.walks.traffic import SCRIPT_ERROR, Traffic

#: Milliseconds a person waits for the screen; no test fails by being slower than another day.
PATIENCE = 60_000
#: What a person needs between two fields, in milliseconds: the form reacts to one before the next is typed.
A_MOMENT = 300
SIZE = {"width": 1440, "height": 900}
#: What a site leaves behind in a browser, beside its files.
KEPT = "local_storage,indexeddb,cache_storage,service_workers"


def zh(source: str) -> str:
	"""The Chinese text of a source string as users see it on our pages; a missing translation fails the test that needs it."""
	catalogue = frappe.translate.get_all_translations("zh")
	text = catalogue.get(f"{source}:{OURS}") or catalogue.get(source)
	assert text and text != source, f"no Chinese for {source!r}"
	return text


def plain(text: str) -> str:
	"""Text as it can be compared with what a PDF gives back: radicals and widths unified (NFKC), no blanks."""
	return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


class Desk:
	"""A window of one user's own. A test finds nothing in it that another one left, save what the browser keeps of the
	files it has loaded: a cold one reads and compiles megabytes of scripts."""

	def __init__(self, context: BrowserContext, base: str, user: str, password: str):
		self.base = base.rstrip("/")
		context.set_default_timeout(PATIENCE)
		self._login = {"usr": user, "pwd": password}
		self.page: Page = context.new_page()
		self.traffic = Traffic(self.page)
		self.log_in()

	def log_in(self) -> None:
		"""A session of its own for every test."""
		answer = self.page.context.request.post(f"{self.base}/api/method/login", form=self._login)
		assert answer.ok, f"{self._login['usr']} cannot log in: {answer.status}"

	def state(self) -> str:
		"""What the page shows and what it waits for, for the report of a test that failed."""
		try:
			shown = self.page.locator("body").inner_text(timeout=A_MOMENT)
		except PlaywrightError as error:
			shown = error.message
		return "\n".join([self.page.url, *self.traffic.faults, *self.traffic.waiting(), shown[:2000]])

	def broken_scripts(self) -> list[str]:
		"""Errors of scripts since the window was opened or last left."""
		return [fault for fault in self.traffic.faults if fault.startswith(SCRIPT_ERROR)]

	def leave(self) -> None:
		"""Leave the page, and forget all but the files: login, drafts, what was kept for the next visit."""
		if self.page.url.startswith(self.base):
			self.page.evaluate("sessionStorage.clear()")
		self.page.goto("about:blank")
		self.page.set_viewport_size(SIZE)
		self.page.context.clear_cookies()
		session = self.page.context.new_cdp_session(self.page)
		session.send("Storage.clearDataForOrigin", {"origin": self.base, "storageTypes": KEPT})
		session.detach()
		self.traffic.start(())

	def open(self, path: str) -> None:
		"""Open a page of the desk and wait until it stands."""
		self.page.goto(f"{self.base}/app/{path}")
		self.page.wait_for_selector("body[data-ajax-state='complete'] .page-head:visible")
		self.settle()

	def settle(self) -> None:
		"""Until the form has heard and answered what was done last, however slow the day is."""
		self.page.wait_for_timeout(A_MOMENT)
		self.traffic.wait_for_quiet(PATIENCE, A_MOMENT)

	def open_ticket(self, name: str) -> None:
		self.open(f"repair-ticket/{name}")
		self.page.wait_for_selector(".fx-head .fx-path")

	@property
	def dialog(self) -> Locator:
		return self.page.locator(".modal.show").last

	def escape(self, box: Locator) -> None:
		"""Close this with the Escape key; one that still slides in does not hear the first press."""
		for _each in range(5):
			self.page.keyboard.press("Escape")
			self.page.wait_for_timeout(A_MOMENT)
			if not box.is_visible():
				return
		expect(box).to_be_hidden()

	def press_next(self, label: str) -> None:
		"""The ticket's one primary button, which has to carry this label now."""
		button = self.page.locator(".fx-next:visible")
		expect(button).to_have_text(label)
		button.click()

	def choose_other(self, label: str) -> None:
		self.page.locator(".fx-menu .dropdown-toggle:visible").click()
		self.page.locator(".fx-menu .dropdown-menu.show").get_by_role("menuitem").filter(
			has_text=label
		).first.click()

	def fill(self, field: str, text: str, within: Locator | None = None) -> None:
		"""Type into a Data or Text field and leave it."""
		box = (
			(within or self.dialog)
			.locator(f'[data-fieldname="{field}"]')
			.locator("input:visible, textarea:visible")
			.first
		)
		box.fill(text)
		box.blur()
		self.settle()

	def select(self, field: str, value: str) -> None:
		self.dialog.locator(f'[data-fieldname="{field}"] select').select_option(value)
		self.settle()

	def pick(self, box: Locator, text: str) -> None:
		"""Type into a Link field and take the first suggestion."""
		field = box.locator("input")
		field.click()
		field.press_sequentially(text, delay=20)
		suggestion = box.locator("[role=option]").filter(has_text=text).first
		suggestion.wait_for()
		suggestion.click()
		expect(field).to_have_value(re.compile(re.escape(text)))

	def sign(self) -> None:
		"""Draw a signature on the dialog's canvas."""
		self.draw(self.dialog.locator("canvas.jSignature"))

	def draw(self, canvas: Locator) -> None:
		"""Draw a signature on this canvas."""
		canvas.scroll_into_view_if_needed()
		area = canvas.bounding_box()
		mouse = self.page.mouse
		mouse.move(area["x"] + 30, area["y"] + 60)
		mouse.down()
		for step in range(1, 12):
			mouse.move(area["x"] + 30 + 12 * step, area["y"] + 60 + (25 if step % 2 else -25))
		mouse.up()

	def confirm(self, status: str | None = None) -> None:
		"""Press the dialog's button; the dialog has to close, and the ticket then be in ``status``."""
		dialog = self.dialog.element_handle()
		self.dialog.locator(".modal-footer .btn-primary:visible").click()
		dialog.wait_for_element_state("hidden")
		if status:
			self.expect_status(status)

	def expect_status(self, status: str) -> None:
		"""The path bar stands at ``status``."""
		expect(self.page.locator(".fx-step.fx-now:visible span")).to_have_text(zh(status))

	def pdf_text(self, doctype: str, name: str, print_format: str) -> str:
		"""Text of a printed document, fetched as this user, as :func:`plain` gives it."""
		query = urlencode({"doctype": doctype, "name": name, "format": print_format, "no_letterhead": 1})
		answer = self.page.context.request.get(
			f"{self.base}/api/method/frappe.utils.print_format.download_pdf?{query}"
		)
		assert answer.ok, f"PDF of {name}: {answer.status}"
		assert answer.headers["content-type"].startswith("application/pdf")
		pages = PdfReader(BytesIO(answer.body())).pages
		return plain("".join(page.extract_text() for page in pages))


class Intake:
	"""The intake dialog on somebody's desk."""

	def __init__(self, desk: Desk):
		self.desk = desk
		desk.page.locator('[data-fx="main"]').click()
		self.box = desk.page.locator(".fx-intake.show")
		self.box.wait_for()

	def choose_unit(self, words: str, code: str) -> None:
		self.box.locator("#fx-unit-input").fill(words)
		option = self.box.locator("#fx-unit-list [role=option]").filter(has_text=code)
		expect(option).to_be_visible()
		self.box.locator("#fx-unit-input").press("Enter")
		expect(self.box.locator(".fx-unit-card h5")).to_contain_text(code)

	def item(self, number: int) -> Locator:
		return self.box.locator(".fx-item").nth(number - 1)

	def problem(self, number: int, location: str, defect: str, description: str = "") -> None:
		"""Fill in problem ``number``, adding it when it is not there yet."""
		if self.box.locator(".fx-item").count() < number:
			self.box.locator(".fx-add-item").click()
		item = self.item(number)
		self.desk.pick(item.locator(".fx-where"), location)
		self.desk.pick(item.locator(".fx-what"), defect)
		self.desk.fill("description", description, item)
		expect(self.preview(number)).to_be_visible()

	def preview(self, number: int) -> Locator:
		return self.box.locator(".fx-preview").nth(number - 1)

	def save(self) -> None:
		self.desk.page.keyboard.press("Control+Enter")

	def tickets(self) -> list[str]:
		"""Numbers of the tickets the dialog shows after saving."""
		self.box.locator(".fx-result").wait_for()
		return self.box.locator(".fx-result tbody tr td:first-child").all_inner_texts()
