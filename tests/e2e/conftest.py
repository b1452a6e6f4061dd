"""Tests through a real browser, in Chinese, as the roles that work with the desk.

FX_WEB_URL answers for the first of the sites FX_SITES (folder FX_SITES_PATH); FX_CHROMIUM is the browser; screenshots
of failed tests go to FX_ARTIFACTS.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import frappe
import pytest
from frappe.utils.password import update_password
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect, sync_playwright

from tests.e2e.desk import PATIENCE, SIZE, Desk
from tests.site.helpers import factories

PASSWORD = frappe.generate_hash(length=20)
PHONE = "400-820-1501"
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session", autouse=True)
def site():
	"""The site in this process too: for what the tests stand on, and to look at what the browser has done."""
	if not getattr(frappe.local, "site", None):
		os.chdir(os.environ["FX_SITES_PATH"])
		frappe.init(site=os.environ["FX_SITES"].split()[0], sites_path=".")
		frappe.connect()
	frappe.set_user("Administrator")
	frappe.local.lang = "zh"
	return frappe.local.site


@pytest.fixture(scope="session")
def estate(site):
	"""The estate of the site tests, with Chinese names and passwords: committed, the test site is thrown away."""
	made = factories.make_estate()
	frappe.db.set_value(
		"Project", made.a, {"project_name": f"翠湖天地一期 {factories.RUN}", "fx_repair_phone": PHONE}
	)
	for contractor, name in ((made.general, "恒固建工集团"), (made.waterproofer, "滴水不漏防水公司")):
		frappe.db.set_value("Supplier", contractor, "supplier_name", name)
		frappe.db.set_value("Warranty Agreement", {"contractor": contractor}, "contractor_name", name)
	for role, user in made.users.items():
		update_password(user, PASSWORD)
		frappe.db.set_value(
			"User", user, {"first_name": frappe._(role), "full_name": frappe._(role), "language": "zh"}
		)
	frappe.db.set_single_value("Fangxiu Settings", "method_gate", "Enforced")  # the site tests had it open
	frappe.db.commit()
	frappe.clear_cache()
	return made


@pytest.fixture(autouse=True)
def fresh_read(site):
	"""Every test reads what is committed now, not what an old transaction saw."""
	frappe.set_user("Administrator")
	frappe.local.lang = "zh"
	frappe.db.rollback()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")


@pytest.fixture(scope="session")
def browser():
	with sync_playwright() as playwright:
		path = os.environ.get("FX_CHROMIUM", "/usr/bin/chromium")
		started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
		yield started
		started.close()


@pytest.fixture(scope="session")
def windows():
	"""Role → the window its desk had in the tests before; those of a failed test are gone."""
	kept: dict[str, Desk] = {}
	yield kept
	for one in kept.values():
		one.page.context.close()


@pytest.fixture
def desk(browser, estate, windows, request):
	"""`desk("Repair Clerk")`: the desk of the user with that role, logged in, in a window of its own."""
	opened: dict[str, Desk] = {}
	request.node.fx_desks = opened

	def open_desk(role: str) -> Desk:
		if role in opened:
			return opened[role]
		if role in windows:
			opened[role] = windows.pop(role)
			opened[role].log_in()
			return opened[role]
		# a click lets a page write to the clipboard; a headless browser has nobody's click
		permissions = ["clipboard-write"]
		context = browser.new_context(
			locale="zh-CN", reduced_motion="reduce", viewport=SIZE, permissions=permissions
		)
		opened[role] = Desk(context, os.environ["FX_WEB_URL"], estate.users[role], PASSWORD)
		return opened[role]

	yield open_desk
	if getattr(request.node, "fx_failed", False):
		_keep_screenshots(request.node.name, opened)
		for one in opened.values():
			one.page.context.close()
		return
	broken = {role: faults for role, one in opened.items() if (faults := one.broken_scripts())}
	for role, one in opened.items():
		try:
			one.leave()
			windows[role] = one
		except PlaywrightError:  # it was just going somewhere else: the next test opens another
			one.page.context.close()
	assert not broken, broken


def _keep_screenshots(test: str, opened: dict[str, Desk]) -> None:
	folder = Path(os.environ.get("FX_ARTIFACTS", "artifacts"))
	folder.mkdir(parents=True, exist_ok=True)
	for role, one in opened.items():
		name = re.sub(r"\W+", "-", f"{test} {role}")
		one.page.screenshot(path=folder / f"{name}.png", full_page=True)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
	outcome = yield
	report = outcome.get_result()
	if report.failed:
		item.fx_failed = True
		for role, one in getattr(item, "fx_desks", {}).items():
			report.sections.append((f"desk of the {role}", one.state()))
