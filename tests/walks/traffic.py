"""The requests of a page, and its errors."""

from __future__ import annotations

import time
from urllib.parse import urlparse

from playwright.sync_api import Page, Request

#: Of the browser and the realtime connection, not of the person's work.
APART = ("/assets/", "/socket.io", "/files/", "/favicon")
#: Milliseconds without a request after which the screen has come to rest.
QUIET = 400
PAUSE = 50
SCRIPT_ERROR = "error in a script"


class Traffic:
	"""Counts the requests of one page and keeps what failed."""

	def __init__(self, page: Page) -> None:
		self.page = page
		self._open: set[Request] = set()
		self._last = 0.0
		self._accepted: tuple[int, ...] = ()
		self.start(())
		page.on("request", self._asked)
		page.on("requestfinished", self._finished)
		page.on("requestfailed", self._ended)
		page.on("response", self._answered)
		page.on("console", self._said)
		page.on("pageerror", lambda error: self.faults.append(f"{SCRIPT_ERROR}: {error}"))
		page.on("dialog", self._native)

	def start(self, accepted: tuple[int, ...]) -> None:
		"""A new step begins; ``accepted``: status codes it is expected to bring about."""
		self._accepted = accepted
		self._sizes: list[Request] = []
		self.count = 0
		self.asked: list[str] = []
		self.faults: list[str] = []

	def _asked(self, request: Request) -> None:
		if not request.url.startswith("http") or any(each in request.url for each in APART):
			return
		self._open.add(request)
		self._last = time.monotonic()
		self.count += 1
		self.asked.append(urlparse(request.url).path.removeprefix("/api/method/"))

	def _finished(self, request: Request) -> None:
		self._sizes.append(request)
		self._ended(request)

	def _ended(self, request: Request) -> None:
		self._open.discard(request)
		self._last = time.monotonic()

	def _answered(self, response) -> None:
		if response.status >= 400 and response.status not in self._accepted:
			self.faults.append(f"{response.status} from {urlparse(response.url).path}")

	def _said(self, message) -> None:
		expected = self._accepted and "status of" in message.text
		if message.type == "error" and not expected:
			self.faults.append(f"console: {message.text[:300]}")

	def _native(self, dialog) -> None:
		self.faults.append(f"a native dialog: {dialog.message}")
		dialog.accept()

	def bytes(self) -> int:
		"""What came from the server since the step began, headers included."""
		total = 0
		for request in self._sizes:
			sizes = request.sizes()
			total += sizes["responseBodySize"] + sizes["responseHeadersSize"]
		return total

	def waiting(self) -> list[str]:
		"""The requests that have not been answered yet."""
		return [f"unanswered: {request.url}" for request in self._open]

	def wait_for_quiet(self, patience: int, quiet: int = QUIET) -> None:
		"""Until no request is open and none has been made for ``quiet`` milliseconds."""
		end = time.monotonic() + patience / 1000
		self._last = max(self._last, time.monotonic() - quiet / 2000)
		while self._open or time.monotonic() - self._last < quiet / 1000:
			assert time.monotonic() < end, "\n".join(self.waiting())
			self.page.wait_for_timeout(PAUSE)
