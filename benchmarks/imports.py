"""A unit list imported by us and by Frappe's Data Import, the same flats with owner and meter on the same site, in turns.

FX_SITE and FX_SITES_PATH name a site that may be filled with rubbish: ``python -m benchmarks.imports 10000 500``. Data Import
is given a slice (the second number) and twice the slice: seconds per row of both say whether it may be multiplied.
"""

from __future__ import annotations

import os
import platform
import sys
from statistics import median
from time import perf_counter

import frappe
from frappe.core.doctype.data_import.importer import Importer

from fangxiu_app.estate.import_units import import_units
from tests.site.helpers.workbook import HEADERS, flats, xlsx

ROUNDS = 3
#: The columns of Data Import for what our list says; buildings and the project have to be named as they are stored.
THEIRS = (
	"Project,Building,Entrance,Room No.,Floor,House Type,Area (m²),Delivery State,Completion Acceptance Date,Handover Date,"
	"Owner Name (Owners),Phone (Owners),Primary (Owners),Meter (Meters),Meter No. (Meters),Initial Reading (Meters)"
).split(",")


def project() -> str:
	company = frappe.get_all("Company", pluck="name")[0]
	name = f"Import {frappe.generate_hash(length=6)}"
	made = frappe.get_doc({"doctype": "Project", "project_name": name, "company": company}).insert()
	frappe.db.commit()  # both importers find it
	return made.name


def ours(rows: list[tuple]) -> float:
	"""Seconds from the file's bytes to the commit."""
	content, into = xlsx(HEADERS, *rows), project()
	start = perf_counter()
	report = import_units(content, "units.xlsx", into, dry_run=False)
	frappe.db.commit()  # an import is over once it is stored: part of the time
	seconds = perf_counter() - start
	assert report["created"] == len(rows), report["errors"][:3]
	return seconds


def theirs(rows: list[tuple]) -> float:
	"""Seconds of Data Import for the same rows; the buildings are made before the clock starts."""
	into = project()
	for number in {row[0] for row in rows}:
		values = {"doctype": "Estate Building", "project": into, "building_no": number.removesuffix("栋")}
		frappe.get_doc(values).insert()
	content = xlsx(THEIRS, *(_their_row(into, row) for row in rows))
	file = {"doctype": "File", "file_name": "units.xlsx", "content": content, "is_private": 1}
	url = frappe.get_doc(file).insert().file_url
	values = {"reference_doctype": "Unit Archive", "import_type": "Insert New Records", "import_file": url}
	job = frappe.get_doc({"doctype": "Data Import", "mute_emails": 1, **values}).insert()
	frappe.db.commit()  # before the clock starts
	start = perf_counter()
	Importer("Unit Archive", data_import=job).import_data()
	frappe.db.commit()  # as the background job does: part of the time
	seconds = perf_counter() - start
	assert frappe.db.count("Unit Archive", {"project": into}) == len(rows)
	return seconds


def _their_row(into: str, row: tuple) -> list:
	(
		building,
		entrance,
		room,
		floor,
		kind,
		area,
		_lot,
		_state,
		_accepted,
		_handed,
		owner,
		phone,
		meter,
		read,
	) = row
	place = [
		into,
		f"{into}-{building.removesuffix('栋')}",
		entrance.removesuffix("单元"),
		room,
		floor,
		kind,
		area,
	]
	return [*place, "Delivered", "2025-03-20", "2025-06-30", owner, phone, 1, "Water", meter, read]


def run(number: int, slice_of: int) -> None:
	"""Measure in turns; print what stands in docs/benchmarks.md."""
	rows = list(flats(-(-number // 200), 2, 25, 4))[:number]
	found: dict[str, list[float]] = {"ours": [], "slice": [], "double": []}
	for _round in range(ROUNDS):
		found["slice"].append(theirs(rows[:slice_of]))
		found["ours"].append(ours(rows))
		found["double"].append(theirs(rows[: 2 * slice_of]))
	mine, per_row = median(found["ours"]), median(found["slice"]) / slice_of
	doubled = median(found["double"]) / (2 * slice_of)
	version, load = frappe.db.sql("select version()")[0][0], os.getloadavg()[0]
	print(
		f"{platform.machine()}, {os.cpu_count()} cores, MariaDB {version}, load {load:.1f}, {ROUNDS} rounds"
	)
	print(f"ours: {number} units {mine:.2f} s, {1000 * mine / number:.2f} ms a unit")
	print(
		f"Data Import: {slice_of} units {1000 * per_row:.1f} ms a unit, {2 * slice_of} units {1000 * doubled:.1f} ms"
	)
	print(f"{number} units by Data Import, by the smaller of both: {number * min(per_row, doubled):.0f} s")
	print(f"ratio: {number * min(per_row, doubled) / mine:.1f}; all rounds: {found}")


if __name__ == "__main__":
	os.chdir(os.environ["FX_SITES_PATH"])
	frappe.init(site=os.environ["FX_SITE"], sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
	run(*(numbers or (10_000, 500)))
