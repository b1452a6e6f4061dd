"""The walks: roles of the demo estate play their day by visible clicks and keys. One browser, one login per person."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.walks.guides import Guides
from tests.walks.ledger import Ledger
from tests.walks.pages import ROLES
from tests.walks.person import Person

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {
	"viewport": {"width": 390, "height": 844},
	"has_touch": True,
	"is_mobile": True,
	"user_agent": "Mozilla/5.0 (Linux; Android 13; Phone) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36",
}
ARTIFACTS = Path(os.environ.get("FX_ARTIFACTS", "artifacts"))


@pytest.fixture(scope="session")
def browser():
	with sync_playwright() as playwright:
		path = os.environ.get("FX_CHROMIUM", "/usr/bin/chromium")
		started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
		yield started
		started.close()


@pytest.fixture(scope="session")
def ledger():
	kept = Ledger()
	yield kept
	print(f"\n{kept.write(ARTIFACTS)}")


@pytest.fixture(scope="session")
def told():
	"""The guides of this run: compared, or written when FX_GUIDES says so."""
	return Guides(ARTIFACTS / "guides" if os.environ.get("FX_GUIDES") == "write" else None)


class Staff:
	"""Opens the door for each person once."""

	def __init__(self, browser: Browser, ledger: Ledger, guides: Guides) -> None:
		self.browser, self.ledger, self.guides = browser, ledger, guides
		self.here: dict[str, Person] = {}

	def __call__(self, name: str, *, phone: bool = False) -> Person:
		"""The person of this role (see ``ROLES``), logged in, at the desk or with the phone in hand."""
		key = f"{name}·手机" if phone else name
		if key not in self.here:
			role = ROLES[key]
			context = self.browser.new_context(
				locale="zh-CN", reduced_motion="reduce", **(PHONE if phone else DESK)
			)
			person = Person(context, key, role.home, self.ledger, self.guides)
			person.arrive(os.environ["FX_WEB_URL"], role.login, os.environ["FX_DEMO_PASSWORD"])
			self.here[key] = person  # only who is inside is here: the next walk of this role tries the door again
		self.here[key].wake()
		return self.here[key]

	def rest(self) -> None:
		"""Nobody is in front of the screen until called again."""
		for person in self.here.values():
			person.rest()

	def go_home(self) -> None:
		"""Everybody closes the desk: an open one takes a share of a core even while nobody looks at it."""
		for person in self.here.values():
			person.close()


@pytest.fixture(scope="session")
def everybody(browser, ledger, told):
	return Staff(browser, ledger, told)


@pytest.fixture(scope="module", autouse=True)
def home_after_work(everybody):
	"""The walks of one file are one day's work."""
	yield
	everybody.go_home()


@pytest.fixture
def people(everybody, request):
	"""``people("信息员")``: that person, in a window of his own."""
	yield everybody
	if getattr(request.node, "fx_failed", False):
		ARTIFACTS.mkdir(parents=True, exist_ok=True)
		for name, person in everybody.here.items():
			path = ARTIFACTS / (re.sub(r"\W+", "-", f"{request.node.name} {name}") + ".png")
			person.wake()
			person.page.screenshot(path=path)
	everybody.rest()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
	outcome = yield
	if outcome.get_result().failed:
		item.fx_failed = True
