"""Finds elements as a person would: by their visible text, in the topmost layer."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import ElementHandle, Locator, Page
from playwright.sync_api import Error as PlaywrightError

from tests.walks import eyes

#: Selectors below look in the document itself: nothing of the desk stands in a shadow tree, and looking for one
#: goes through every element of the page, for each selector.
LIGHT = "css:light="
#: Things that react to a click; where nothing of the kind has the words, any text with them is taken.
CLICKABLE = (
	"button, a, summary, [role=button], [role=menuitem], [role=option], [role=tab], .dropdown-item, "
	".shortcut-widget-box, .number-widget-box, .link-item, label.fx-check"
)
LAYERS = ".modal.show, .fx-sheet:has(> form)"
_SEEN_LAYERS = LIGHT + ", ".join(f"{each}:visible" for each in LAYERS.split(", "))
LABELS = f"{LIGHT}.control-label:visible, .label-area:visible, .fx-field > span:visible, label:visible, legend:visible"
FIELDS = f"{LIGHT}input:visible, textarea:visible, select:visible, [contenteditable=true]:visible"
#: What holds a label together with its field: a control of Frappe, a field of the phone's sheets, the unit of an intake.
_HOLDERS = " or ".join(
	f"contains(concat(' ', @class, ' '), ' {each} ')"
	for each in ("frappe-control", "fx-field", "fx-unit", "fx-row")
)
HOLDER = f"xpath=ancestor::*[{_HOLDERS}][1]"
BOXES = (
	"tr, li, article, fieldset, section, .list-row, .fx-card, .frappe-control, .grid-row, .form-section, .widget, "
	".fx-banner, .modal-content, .notification-item"
)
_SEEN_BOXES = LIGHT + ", ".join(f"{each}:visible" for each in BOXES.split(", "))
#: What the browser says of a look at a page that is just being left for another one.
LEFT = "context was destroyed"
DOUBT = 5  # seconds of two things with one name
PAUSE = 250  # milliseconds between two looks

Found = TypeVar("Found", Locator, ElementHandle)


class AmbiguousError(AssertionError):
	"""More than one thing on the screen has the words."""


class Finder:
	def __init__(self, page: Page) -> None:
		self.page = page

	def layers(self) -> int:
		"""How many dialogs lie over the page."""
		return self.page.locator(_SEEN_LAYERS).count()

	def top(self) -> Locator:
		"""The dialog that lies on top, else the page."""
		layers = self.page.locator(_SEEN_LAYERS)
		return layers.last if layers.count() else self.page.locator("body")

	def box(self, words: str, patience: int) -> Locator:
		"""The smallest row, card or section in which ``words`` can be read."""
		return self._wait(
			lambda: self._last(self.top().locator(_SEEN_BOXES).filter(has_text=words)), words, patience
		)

	def thing(self, words: str, within: str | None, nth: int, patience: int) -> ElementHandle:
		"""What a click on ``words`` is meant for. Raises AssertionError when nothing or more than one thing is meant."""

		def look() -> ElementHandle | None:
			count, thing = self._meant(words, within, nth, CLICKABLE, LAYERS)
			if count > 1 and not nth:
				raise AmbiguousError(f"{count} things are called {words}: say within= or nth=")
			return thing

		return self._wait(look, words, patience)

	def field(self, label: str, within: str | None, patience: int) -> Locator:
		"""The field to type into beside this label, or with this hint."""

		def look() -> Locator | None:
			place = self._last(self.top().locator(_SEEN_BOXES).filter(has_text=within)) if within else self.top()
			return place and self._field_in(place, label)

		return self._wait(look, label, patience)

	def _field_in(self, place: Locator, label: str) -> Locator | None:
		exact = re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*$")
		for sign in place.locator(LABELS).filter(has_text=exact).all():
			for holder in (sign, sign.locator(HOLDER)):
				fields = holder.locator(FIELDS)
				if fields.count():
					return fields.first
		quoted = label.replace('"', '\\"')
		hinted = place.locator(f'{LIGHT}[placeholder="{quoted}"]:visible, [aria-label="{quoted}"]:visible')
		return hinted.first if hinted.count() else None

	def entry(self, words: str, patience: int) -> Locator:
		"""The entry with ``words`` in the list that has opened below a field."""
		options = self.page.locator(f"{LIGHT}[role=option]:visible, .awesomplete li:visible")

		def look() -> Locator | None:
			found = options.filter(has_text=words)
			return found.first if found.count() else None

		return self._wait(look, words, patience)

	def wait_for_text(self, text: str, within: str | None, patience: int) -> None:
		"""Until ``text`` can be read; with ``within`` in the row or box where that can be read, looked for anew each time: the
		dialog of the last click may still lie over it."""

		def look() -> ElementHandle | None:
			return self._meant(text, within, 0, "", LAYERS)[1] or self._meant(text, within, 0, "", "")[1]

		self._wait(look, text, patience)

	def _meant(
		self, words: str, within: str | None, nth: int, clickable: str, layers: str
	) -> tuple[int, ElementHandle | None]:
		return eyes.meant(self.page, words, within, nth, clickable=clickable, boxes=BOXES, layers=layers)

	@staticmethod
	def _last(found: Locator) -> Locator | None:
		return found.last if found.count() else None

	def _wait(self, look: Callable[[], Found | None], words: str, patience: int) -> Found:
		end, doubt = time.monotonic() + patience / 1000, None
		while True:
			try:
				found = look()
			except AmbiguousError:
				# a dialog may be on its way that will lie over one of them
				doubt = doubt or time.monotonic()
				if time.monotonic() - doubt > DOUBT:
					raise
				found = None
			except PlaywrightError as error:
				if LEFT not in error.message:
					raise
				found = None
			if found:
				return found
			assert time.monotonic() < end, f"“{words}” is nowhere on the screen"
			self.page.wait_for_timeout(PAUSE)

