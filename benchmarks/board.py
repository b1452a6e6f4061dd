"""The building board with 100 buildings of 200 flats: the endpoint, and the first flats on the screen of a real browser.

FX_SITE and FX_SITES_PATH name a site that may be filled with rubbish, FX_WEB_URL answers for it, FX_PASSWORD is the
Administrator's, FX_CHROMIUM the browser: ``python -m benchmarks.board``.
"""

from __future__ import annotations

import os
import random
from datetime import timedelta
from statistics import median
from time import perf_counter

import frappe
from frappe.utils import now_datetime
from playwright.sync_api import sync_playwright

from benchmarks.imports import project
from fangxiu_app.archive import api_building_board
from fangxiu_app.estate.import_units import import_units
from tests.site.helpers.workbook import HEADERS, flats, xlsx

BUILDINGS, ENTRANCES, FLOORS, POSITIONS = 100, 2, 25, 4
ROUNDS = 5
PARTS = ("客厅", "厨房", "主卧", "主卧卫生间", "北阳台")
TICKET = "name owner modified_by creation modified docstatus unit project building status location next_due_at".split()
#: From the click to the frame that shows flats, in milliseconds.
FIRST_PAINT = """async (project) => {
	const start = performance.now();
	frappe.route_options = { project };
	frappe.set_route("building-board");
	await new Promise((done) => {
		const look = () => requestAnimationFrame(() => (document.querySelector(".fx-board [data-unit]") ? setTimeout(done) : look()));
		look();
	});
	return performance.now() - start;
}"""


def fill() -> str:
	"""20,000 flats; a ticket in every twentieth, and one riser that leaks on thirteen floors. Returns the project."""
	made = project()
	import_units(
		xlsx(HEADERS, *flats(BUILDINGS, ENTRANCES, FLOORS, POSITIONS)), "units.xlsx", made, dry_run=False
	)
	draw, now = random.Random(1), now_datetime()
	units = frappe.get_all("Unit Archive", {"project": made}, ["name", "building", "riser", "floor"], limit=0)
	rows = []
	for unit in units:
		leaks = unit.riser == "7-2-03" and unit.floor < 14
		if leaks or draw.random() < 0.05:
			common = (f"{made}-{len(rows)}", "Administrator", "Administrator", now, now, 0)
			part = PARTS[3] if leaks else draw.choice(PARTS)
			due = now + timedelta(hours=draw.randint(-20, 80))
			rows.append((*common, unit.name, made, unit.building, "In Repair", part, due))
	frappe.db.bulk_insert("Repair Ticket", TICKET, rows)
	frappe.db.commit()  # the web server reads it
	return made


def server(made: str) -> list[float]:
	"""Seconds of the endpoint, without HTTP."""
	found = []
	for _round in range(ROUNDS):
		start = perf_counter()
		assert api_building_board.building_board(made)["count"] == BUILDINGS * ENTRANCES * FLOORS * POSITIONS
		found.append(perf_counter() - start)
	return found


def browser(made: str) -> list[float]:
	"""Seconds from the click to the first flats, each time in a desk that was just opened."""
	found = []
	base = os.environ["FX_WEB_URL"]
	with sync_playwright() as playwright:
		path = os.environ.get("FX_CHROMIUM", "/usr/bin/chromium")
		started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
		context = started.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
		login = {"usr": "Administrator", "pwd": os.environ["FX_PASSWORD"]}
		assert context.request.post(f"{base}/api/method/login", form=login).ok
		for _round in range(ROUNDS):
			page = context.new_page()
			page.goto(f"{base}/app/estate-building")
			page.wait_for_selector("body[data-ajax-state='complete'] .page-head:visible")
			found.append(page.evaluate(FIRST_PAINT, made) / 1000)
			page.close()
		started.close()
	return found


if __name__ == "__main__":
	os.chdir(os.environ["FX_SITES_PATH"])
	frappe.init(site=os.environ["FX_SITE"], sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	estate = fill()
	for name, measure in (("endpoint", server), ("first flats on the screen", browser)):
		seconds = measure(estate)
		print(
			f"{name}: median {median(seconds):.2f} s, {[round(one, 2) for one in seconds]}, load {os.getloadavg()[0]:.1f}"
		)
