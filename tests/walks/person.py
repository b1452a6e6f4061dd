"""A person in front of a screen: only clicks, keys and reading; nothing here sets a value by script."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import BrowserContext, ElementHandle, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.walks import eyes
from tests.walks.finding import Finder
from tests.walks.guides import Chapter, Guides
from tests.walks.ledger import Cost, Ledger
from tests.walks.pages import Page as Guide
from tests.walks.traffic import Traffic

Thing = TypeVar("Thing", Locator, ElementHandle)

#: Where a browser stands whose desk was closed.
CLOSED = "about:blank"
#: What the browser says of a thing that was drawn anew before it was clicked.
GONE = "not attached"
#: Milliseconds a person waits for the screen; no test fails by being slower than another day.
PATIENCE = 60_000
#: Milliseconds after which a thing that does not let itself be clicked is looked for again.
GRASP = 3_000
#: Milliseconds without a request after which what is on the screen is taken for what was asked for.
GLANCE = 150
#: Milliseconds a hand needs from the last field to the one for the signature.
REACH = 600


class Person:
	"""One demo user with a device of his own, logged in for the whole run."""

	def __init__(self, context: BrowserContext, name: str, home: str, ledger: Ledger, guides: Guides) -> None:
		context.set_default_timeout(PATIENCE)
		self.name = name
		self.home = home
		self.page: Page = context.new_page()
		self.finder = Finder(self.page)
		self.traffic = Traffic(self.page)
		self.ledger, self.guides = ledger, guides
		self.typed: list[str] = []
		self._chapter: Chapter | None = None
		self._cost = Cost(name, "", "", 0, 0)
		self._faults: list[str] = []
		self._picture: str | None = None
		self._moment = ""
		self._awake = True

	# where a walk begins

	def arrive(self, address: str, login: str, password: str) -> None:
		"""Log in through the login page, by typing."""
		self.address = address
		self.page.goto(f"{address}/login")
		self._key_in(lambda: self.page.locator("#login_email"), login)
		self._key_in(lambda: self.page.locator("#login_password"), password)
		self.page.keyboard.press("Enter")
		self.sees(self.home)
		self.settle()

	def rest(self) -> None:
		"""Leave the device: its page stands still, as a tab in the background does, and costs the others no time."""
		self._lifecycle("frozen")

	def wake(self) -> None:
		"""Take the device in hand again; where the desk was closed it is opened again, the login still holds."""
		self._lifecycle("active")
		if self.page.url == CLOSED:
			self.page.goto(f"{self.address}/login")
			self.sees(self.home)
			self.settle()

	def close(self) -> None:
		"""Close the desk; the browser keeps the login."""
		self._lifecycle("active")
		self.page.goto(CLOSED)

	def _lifecycle(self, state: str) -> None:
		if self._awake == (state == "active"):
			return
		session = self.page.context.new_cdp_session(self.page)
		session.send("Page.setWebLifecycleState", {"state": state})
		session.detach()
		self._awake = state == "active"

	def follow(self, link: str) -> None:
		"""Open the link of a message this person was sent: what an owner or a contractor does, who has no login."""
		self.page.goto(link)
		self.settle()

	def go_home(self) -> None:
		"""Close what lies on top, and click the mark at the upper left; open the address anew where a dialog will not go."""
		for _each in range(3):
			if not self.finder.layers():
				break
			self.page.keyboard.press("Escape")
			self.page.wait_for_timeout(400)
		if self.finder.layers():
			self.page.goto(f"{self.address}/login")
		mark = self.page.locator(".navbar-home:visible, .fx-bar h1:visible").first
		mark.click()
		self.sees(self.home)
		self.traffic.wait_for_quiet(PATIENCE, 1500)

	# chapters and steps

	@contextmanager
	def chapter(self, page: Guide, title: str, *, stays: bool = False) -> Iterator[None]:
		"""A piece of work from the start page on (``stays``: from where the last one ended); its steps become the chapter
		``title`` of the role's guide."""
		self._chapter, self._faults = Chapter(page, title), []
		if not stays:
			self.go_home()
		try:
			yield
			told = self.guides.finish(self._chapter)
		finally:
			self._chapter = None
		faults = [*self._faults, *([told] if told else [])]
		assert not faults, f"{self.name}, {title}:\n" + "\n".join(faults)

	@contextmanager
	def step(
		self, sentence: str, clicks: int, requests: int, *, picture: str = "", refused: tuple[int, ...] = ()
	) -> Iterator[None]:
		"""One step as the guide tells it. Budgets: ``clicks`` and ``requests`` at most.

		``picture``: ``click`` shows the screen before the first click with a red frame around what is clicked, ``end`` as it
		is at the end. ``refused``: status codes the step is expected to bring about. Any other error of the server
		or the console, a foreign word on the screen, and what goes beyond the budget fail the chapter at its end.
		"""
		self._cost = Cost(self.name, self._chapter.title if self._chapter else "", sentence, clicks, requests)
		if self._chapter:
			self._chapter.tell(sentence)
		self._picture = self._chapter.picture() if picture and self._chapter else None
		self._moment = picture
		self.traffic.start(refused)
		began = time.monotonic()
		yield
		self.settle()
		self._cost.seconds = round(time.monotonic() - began, 1)
		if self._moment == "end":
			self._shoot(None)
		self._close_step()

	def _close_step(self) -> None:
		cost, traffic = self._cost, self.traffic
		cost.requests, cost.bytes, cost.asked = traffic.count, traffic.bytes(), traffic.asked
		self.ledger.costs.append(cost)
		foreign = eyes.foreign(eyes.visible_texts(self.page), self.typed)
		faults = [*traffic.faults, *(f"not Chinese: {text}" for text in foreign), *cost.excess()]
		self._faults += [f"“{cost.sentence[:30]}” {fault}" for fault in faults]

	def settle(self) -> None:
		"""Until nothing is on its way any more, as a person waits for the screen to come to rest."""
		self.traffic.wait_for_quiet(PATIENCE)

	# eyes

	def sees(self, text: str, within: str | None = None) -> None:
		"""Wait until ``text`` can be read; with ``within`` in the row or box where that can be read."""
		self.finder.wait_for_text(text, within, PATIENCE)

	def holds(self, label: str, text: str) -> None:
		"""Wait until the field with this label holds ``text``, also where the page filled it in."""
		field = self.finder.field(label, None, PATIENCE)
		expect(field).to_have_value(re.compile(re.escape(text)), timeout=PATIENCE)

	def sees_not(self, text: str) -> None:
		"""``text`` cannot be read anywhere once the screen has come to rest."""
		self.settle()
		assert not [each for each in eyes.visible_texts(self.page) if text in each], f"{text} is still there"

	def reads(self, pattern: str) -> str:
		"""The first match of a regular expression in the layer that lies on top: a ticket's number, a sum."""
		self.settle()
		found = re.search(pattern, self.finder.top().inner_text())
		assert found, f"nothing like {pattern} can be read"
		return found[0]

	# hands

	def click(self, words: str, within: str | None = None, nth: int = 0) -> None:
		"""Click the visible thing with these words, or whose sign, hint or tooltip they are."""
		self._press(lambda: self.finder.thing(words, within, nth, PATIENCE))

	def type(self, label: str, text: str, within: str | None = None) -> None:
		"""Click into the field with this label (or hint) and type; what stood there is overwritten."""
		self._key_in(lambda: self.finder.field(label, within, PATIENCE), text)

	def choose(self, label: str, text: str, option: str | None = None, within: str | None = None) -> None:
		"""In a field that searches: type ``text`` and click the entry with ``option`` (as a rule the same) in it."""
		self._key_in(lambda: self.finder.field(label, within, PATIENCE), text)
		self._press(lambda: self.finder.entry(option or text, PATIENCE))

	def select(self, label: str, option: str, within: str | None = None) -> None:
		"""Open the list with this label and take ``option``, or the one that begins so: two clicks."""
		field = self.finder.field(label, within, PATIENCE)
		self._before_click(field)
		self._cost.clicks += 2
		offered = [each.strip() for each in field.locator("option").all_inner_texts()]
		field.select_option(
			label=option
			if option in offered
			else next((each for each in offered if each.startswith(option)), option)
		)

	def tick(self, label: str, within: str | None = None) -> None:
		"""Click the box with this label; it is ticked afterwards."""
		field = self._press(lambda: self.finder.field(label, within, PATIENCE))
		assert field.is_checked(), f"{label} is not ticked"

	def write(self, text: str) -> None:
		"""Type on where the cursor stands, once it stands in a field."""
		self.page.locator(":is(input, textarea, [contenteditable=true]):focus").first.wait_for()
		self._cost.keys += len(text)
		self.typed.append(text)
		self.page.keyboard.type(text, delay=5)

	def press(self, key: str) -> None:
		"""A key or a combination of keys."""
		self._cost.keys += 1
		self.page.keyboard.press(key)

	def sign(self, within: str | None = None) -> None:
		"""Draw a signature into the visible field for it."""
		canvas = (
			(self.finder.box(within, PATIENCE) if within else self.finder.top())
			.locator("canvas:visible")
			.last
		)
		canvas.scroll_into_view_if_needed()
		# a dialog that still slides in, and a field that is drawn anew after the last choice, lose the strokes
		self.page.wait_for_timeout(REACH)
		canvas.click(trial=True)
		area = canvas.bounding_box()
		self._cost.clicks += 1
		mouse, middle = self.page.mouse, area["y"] + area["height"] / 2
		mouse.move(area["x"] + 20, middle)
		mouse.down()
		for each in range(1, 12):
			mouse.move(area["x"] + 20 + (area["width"] - 60) * each / 12, middle + (20 if each % 2 else -20))
		mouse.up()

	def choose_file(self, words: str, file: Path, within: str | None = None) -> None:
		"""Click the thing with these words and take ``file`` in the window of the system that opens."""
		with self.page.expect_file_chooser() as chooser:
			self._press(lambda: self.finder.thing(words, within, 0, PATIENCE))
		chooser.value.set_files(file)
		self.typed.append(file.name)  # the screen says what was chosen
		self.settle()

	def opens(self, words: str) -> bytes:
		"""Click the thing with these words: the file that opens in a window of its own, or is saved."""
		context = self.page.context
		with context.expect_event("response", lambda answer: "content-disposition" in answer.headers) as file:
			self._press(lambda: self.finder.thing(words, None, 0, PATIENCE))
		# what a viewer shows cannot be read from its window: the same address once more
		content = context.request.get(file.value.url).body()
		for window in context.pages:
			if window != self.page:
				window.close()
		return content

	def saves(self, words: str) -> bytes:
		"""Click the thing with these words: the file that the browser saves."""
		with self.page.expect_download(timeout=2 * PATIENCE) as file:
			self._press(lambda: self.finder.thing(words, None, 0, PATIENCE))
		return Path(file.value.path()).read_bytes()

	def _key_in(self, find: Callable[[], Locator | ElementHandle], text: str) -> None:
		self._press(find)
		self.page.keyboard.press("Control+A")
		self._cost.keys += len(text)
		self.typed.append(text)
		self.page.keyboard.type(text, delay=5)

	def _press(self, find: Callable[[], Thing]) -> Thing:
		"""Click what ``find`` finds; while something still covers it (a dialog that fades), or it is
		drawn anew that moment, it is looked for again."""
		end = time.monotonic() + PATIENCE / 1000
		self._cost.clicks += 1
		# what the last click fetches comes to stand first: nobody clicks on a page that is just being left
		self.traffic.wait_for_quiet(PATIENCE, GLANCE)
		while True:
			try:
				thing = find()
				self._before_click(thing)
				thing.click(trial=True, timeout=GRASP)
			except PlaywrightError:
				if time.monotonic() > end:
					raise
				continue
			# looked for again above, clicked once: a click that is slow is no reason for a second one
			try:
				thing.click()
			except PlaywrightError as error:
				if GONE not in error.message or time.monotonic() > end:
					raise
				continue  # taken from the page before the click reached it
			return thing

	def _before_click(self, thing: Locator | ElementHandle) -> None:
		thing.scroll_into_view_if_needed(timeout=GRASP)
		if self._moment == "click":
			self.settle()
			self._shoot(thing.bounding_box())

	def _taller(self, box: dict) -> bool:
		"""What has to be scrolled through is shown as it stands on the screen: a picture of all of it is half empty."""
		return box["height"] > self.page.viewport_size["height"]

	def _shoot(self, frame: dict | None) -> None:
		"""The picture this step was to get: the dialog alone where one lies on top, fits in and nothing is framed."""
		if self._picture and self.guides.folder:
			dialog = self.page.locator(".modal.show:visible .modal-content")
			whole = frame or not dialog.count() or self._taller(dialog.last.bounding_box())
			self.guides.keep(self._picture, (self.page if whole else dialog.last).screenshot(), frame)
		self._picture, self._moment = None, ""
