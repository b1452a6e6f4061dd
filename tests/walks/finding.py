"""Finding on the screen what a person would find: by the words on it, in the layer that lies on top."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page

#: Things that react to a click; where nothing of the kind has the words, any text with them is taken.
CLICKABLE = ", ".join(
	f"{each}:visible"
	for each in (
		"button",
		"a",
		"summary",
		"[role=button]",
		"[role=menuitem]",
		"[role=option]",
		"[role=tab]",
		".dropdown-item",
		".shortcut-widget-box",
		".number-widget-box",
		".link-item",
		".list-row .level-item a",
		"label.fx-check",
	)
)
LAYERS = ".modal.show:visible, .fx-sheet:has(> form):visible"
LABELS = (
	".control-label:visible, .label-area:visible, .fx-field > span:visible, label:visible, legend:visible"
)
FIELDS = "input:visible, textarea:visible, select:visible, [contenteditable=true]:visible"
#: What holds a label together with its field: a control of Frappe, a field of the phone's sheets, the unit of an intake.
_HOLDERS = " or ".join(
	f"contains(concat(' ', @class, ' '), ' {each} ')"
	for each in ("frappe-control", "fx-field", "fx-unit", "fx-row")
)
HOLDER = f"xpath=ancestor::*[{_HOLDERS}][1]"
BOXES = ", ".join(
	f"{each}:visible"
	for each in (
		"tr",
		"li",
		"article",
		"fieldset",
		"section",
		".list-row",
		".fx-card",
		".frappe-control",
		".grid-row",
		".form-section",
		".widget",
		".fx-banner",
		".modal-content",
		".notification-item",
	)
)
DOUBT = 5  # seconds of two things with one name
PAUSE = 250  # milliseconds between two looks


class AmbiguousError(AssertionError):
	"""More than one thing on the screen has the words."""


class Finder:
	def __init__(self, page: Page) -> None:
		self.page = page

	def layers(self) -> int:
		"""How many dialogs lie over the page."""
		return self.page.locator(LAYERS).count()

	def top(self) -> Locator:
		"""The dialog that lies on top, else the page."""
		layers = self.page.locator(LAYERS)
		return layers.last if layers.count() else self.page.locator("body")

	def box(self, words: str, patience: int) -> Locator:
		"""The smallest row, card or section in which ``words`` can be read."""
		return self._wait(
			lambda: self._last(self.top().locator(BOXES).filter(has_text=words)), words, patience
		)

	def thing(self, words: str, within: str | None, nth: int, patience: int) -> Locator:
		"""What a click on ``words`` is meant for. Raises AssertionError when nothing or more than one thing is meant."""

		def look() -> Locator | None:
			place = self._last(self.top().locator(BOXES).filter(has_text=within)) if within else self.top()
			return place and self._thing_in(place, words, nth)

		return self._wait(look, words, patience)

	def _thing_in(self, place: Locator, words: str, nth: int) -> Locator | None:
		exact = re.compile(rf"^\s*{re.escape(words)}\s*$")
		quoted = words.replace('"', '\\"')
		for found in (
			place.locator(CLICKABLE).filter(has_text=exact),
			place.locator(
				f'[aria-label="{quoted}"]:visible, [title="{quoted}"]:visible, [data-original-title="{quoted}"]:visible'
			),
			place.locator(f'[placeholder="{quoted}"]:visible'),
			place.get_by_text(words, exact=True).filter(visible=True),
			place.locator(CLICKABLE).filter(has_text=words),
			place.get_by_text(words).filter(visible=True),
		):
			separate = _separate(found)
			if separate:
				if not nth and len(separate) > 1:
					raise AmbiguousError(f"{len(separate)} things are called {words}: say within= or nth=")
				return separate[max(nth - 1, 0)]
		return None

	def field(self, label: str, within: str | None, patience: int) -> Locator:
		"""The field to type into beside this label, or with this hint."""

		def look() -> Locator | None:
			place = self._last(self.top().locator(BOXES).filter(has_text=within)) if within else self.top()
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
		hinted = place.locator(f'[placeholder="{quoted}"]:visible, [aria-label="{quoted}"]:visible')
		return hinted.first if hinted.count() else None

	def entry(self, words: str, patience: int) -> Locator:
		"""The entry with ``words`` in the list that has opened below a field."""
		options = self.page.locator("[role=option]:visible, .awesomplete li:visible")

		def look() -> Locator | None:
			found = options.filter(has_text=words)
			return found.first if found.count() else None

		return self._wait(look, words, patience)

	def wait_for_text(self, text: str, within: str | None, patience: int) -> None:
		"""Until ``text`` can be read; with ``within`` in the row or box where that can be read, looked for anew each time: the
		dialog of the last click may still lie over it."""

		def look() -> Locator | None:
			for layer in (self.top(), self.page.locator("body")):
				place = self._last(layer.locator(BOXES).filter(has_text=within)) if within else layer
				found = place and place.get_by_text(text).filter(visible=True)
				if found and found.count():
					return found.first
			return None

		self._wait(look, text, patience)

	@staticmethod
	def _last(found: Locator) -> Locator | None:
		return found.last if found.count() else None

	def _wait(self, look: Callable[[], Locator | None], words: str, patience: int) -> Locator:
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
			if found:
				return found
			assert time.monotonic() < end, f"“{words}” is nowhere on the screen"
			self.page.wait_for_timeout(PAUSE)


def _separate(found: Locator) -> list[Locator]:
	"""Things in places of their own: a link and the words inside it are one."""
	kept: list[tuple[Locator, dict]] = []
	for each in found.all()[:20]:
		box = each.bounding_box()
		if box and not any(_overlap(box, other) for _thing, other in kept):
			kept.append((each, box))
	return [thing for thing, _box in kept]


def _overlap(one: dict, other: dict) -> bool:
	apart = one["x"] >= other["x"] + other["width"] or other["x"] >= one["x"] + one["width"]
	return not apart and one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]
