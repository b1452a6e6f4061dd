"""The end of a warranty for an estate at once: 2,000 flats, every part that ends two years after the handover (R51, R52).

FX_SITE and FX_SITES_PATH name a site that may be filled with rubbish: ``python -m benchmarks.expiry 2000``. Each round has an
estate of its own; measured is what the scheduler does that morning, the same once more, and telling every owner by message.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter

import frappe
from frappe.utils import add_years, getdate

from benchmarks.imports import project
from fangxiu_app.estate.import_units import import_units
from fangxiu_app.expiry import service_campaigns, service_expiry
from tests.site.helpers.workbook import HEADERS, flats, xlsx

BUILDINGS, ENTRANCES, FLOORS, AHEAD, ROUNDS = 10, 2, 25, timedelta(days=20), 3
#: Most seconds the morning's work may take for 2,000 flats.
GOAL = 5.0


def fill(number: int) -> str:
	"""Flats with owners, handed over so that their two years end in twenty days; returns the project."""
	made = project()
	positions = number // (BUILDINGS * ENTRANCES * FLOORS)
	import_units(xlsx(HEADERS, *flats(BUILDINGS, ENTRANCES, FLOORS, positions)), "units.xlsx", made, dry_run=False)
	day = add_years(getdate() + AHEAD, -2)
	unit = frappe.qb.DocType("Unit Archive")
	dates = frappe.qb.update(unit).set(unit.completion_acceptance_date, day).set(unit.handover_date, day)
	dates.where(unit.project == made).run()
	frappe.db.set_value("Project", made, "fx_repair_phone", "400-820-1501")
	frappe.db.commit()  # what follows is measured
	return made


def timed(call: Callable[[], object]) -> float:
	start = perf_counter()
	call()
	frappe.db.commit()  # as the scheduler does: part of the time
	return perf_counter() - start


def tell(made: str) -> None:
	"""Every owner by message, campaign by campaign."""
	for name in frappe.get_all("Expiry Campaign", {"project": made}, pluck="name"):
		campaign = frappe.get_doc("Expiry Campaign", name)
		campaign.after_route = "物业服务中心 0571-88880000"
		campaign.save()
		service_campaigns.issue(name, by_message=True)


def run(number: int) -> None:
	seconds: dict[str, list[float]] = {"begun": [], "the same again": [], "told by message": []}
	for _round in range(ROUNDS):
		made = fill(number)
		seconds["begun"].append(timed(lambda made=made: service_expiry.run(getdate(), [made])))
		units = frappe.get_all("Expiry Unit", {"project": made}, ["parts"], limit=0)
		seconds["the same again"].append(timed(lambda made=made: service_expiry.run(getdate(), [made])))
		assert frappe.db.count("Expiry Unit", {"project": made}) == len(units)
		seconds["told by message"].append(timed(lambda made=made: tell(made)))
	parts = sum(len(row.parts.split("；")) for row in units)
	print(f"{platform.machine()}, {os.cpu_count()} cores; {len(units)} units, {parts} parts of units ({parts / len(units):.1f} each)")
	for name, found in seconds.items():
		print(f"{name}: {median(found):.2f} s ({', '.join(f'{one:.2f}' for one in found)})")
	assert median(seconds["begun"]) <= GOAL or number > 2_000


if __name__ == "__main__":
	os.chdir(os.environ["FX_SITES_PATH"])
	frappe.init(site=os.environ["FX_SITE"], sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	run(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
