"""The KPI sheet and the weekly report beside ERPNext's Issue Summary and Issue Analytics, on as many records, in one run.

``./fx benchmark`` makes a site, runs this and removes the site. By hand: FX_SITE and FX_SITES_PATH name a site that may be
filled with rubbish, ``python -m benchmarks.kpi 200000``; ``--filled`` measures once more what is there.
"""

from __future__ import annotations

import os
import platform
import random
import sys
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter

import frappe
from frappe.utils import now_datetime, today

from benchmarks import mass
from fangxiu_app.fangxiu_app.report.kpi_sheet import kpi_sheet
from fangxiu_app.reports import reads_stage_report_data

PROJECTS, UNITS, DAYS, SEED, ROUNDS = 8, 250, 1095, 20261124, 3
#: Tickets held in memory before they are written.
PORTION = 10_000
COMMON = ("name", "owner", "modified_by", "creation", "modified", "docstatus")
DEFECTS = (
	("客厅", "墙面空鼓"),
	("主卧卫生间", "卫生间渗漏"),
	("厨房", "给水管渗漏"),
	("主卧", "地面空鼓"),
	("北阳台", "门窗渗漏"),
)
ISSUE = ("subject", "status", "priority", "opening_date", "raised_by", "project", "company", "naming_series")


def prepare(number: int) -> list[str]:
	"""``number`` tickets with all that hangs on them, and as many Issues over the same days; returns the projects."""
	now = now_datetime().replace(microsecond=0)
	projects = [_project(index) for index in range(PROJECTS)]
	units = [row for project in projects for row in _units(project, now)]
	contractors = [f"Contractor {index}" for index in range(12)]
	engineers = [f"engineer{index}@example.com" for index in range(20)]
	stage = mass.Stage(units, engineers, contractors, list(DEFECTS), now, DAYS)
	maker = mass.Maker(stage, SEED, "B")
	for count in range(1, number + 1):
		maker.ticket()
		if count % PORTION == 0 or count == number:
			mass.write(stage)
			frappe.db.commit()
			print(f"  {count} tickets", flush=True)
	_issues(number, projects, now)
	frappe.db.commit()
	tables = [*mass.FIELDS, "Unit Archive", "Issue"]
	frappe.db.sql("analyze table " + ", ".join(f"`tab{name}`" for name in tables))
	return projects


def _project(index: int) -> str:
	company = frappe.get_all("Company", pluck="name")[0]
	return (
		frappe.get_doc({"doctype": "Project", "project_name": f"Benchmark {index}", "company": company})
		.insert()
		.name
	)


def _units(project: str, now) -> list[tuple[str, str, str, str]]:
	rows = [(project, f"{project}-{1 + n % 5}", f"{project}-{n}", f"{1 + n % 5}-1-{n}") for n in range(UNITS)]
	common = ("Administrator", "Administrator", now, now, 0)
	values = [(unit, *common, project, building, code, "Delivered") for project, building, unit, code in rows]
	fields = [*COMMON, "project", "building", "unit_code", "delivery_state"]
	frappe.db.bulk_insert("Unit Archive", fields, values)
	return rows


def _issues(number: int, projects: list[str], now) -> None:
	draw, company = random.Random(SEED), frappe.get_all("Company", pluck="name")[0]
	priorities = ("Low", "Medium", "High")
	rows = []
	for count in range(number):
		at = now - timedelta(minutes=draw.randint(1, DAYS * 1440))
		status = draw.choices(("Closed", "Resolved", "Open", "Replied"), (80, 8, 8, 4))[0]
		values = ("墙面空鼓", status, draw.choice(priorities), at.date(), "x@example.com")
		common = (f"ISS-B{count:08d}", "Administrator", "Administrator", at, at, 0)
		rows.append((*common, *values, draw.choice(projects), company, "ISS-.YYYY.-"))
	frappe.db.bulk_insert("Issue", [*COMMON, *ISSUE], rows, chunk_size=5000)


def measures(projects: list[str]) -> dict[str, Callable[[], object]]:
	"""What is timed: ERPNext's two reports over all Issues first, then ours."""
	from erpnext.support.report.issue_analytics import issue_analytics
	from erpnext.support.report.issue_summary import issue_summary

	now = now_datetime()
	first, last = now.date() - timedelta(days=6), now.date()
	span = {"from_date": str(now.date() - timedelta(days=DAYS)), "to_date": today()}
	company = {"company": frappe.get_all("Company", pluck="name")[0]}
	by = {"based_on": "Issue Priority", **span, **company}
	return {
		"ERPNext Issue Summary": lambda: issue_summary.execute(frappe._dict(by)),
		"ERPNext Issue Analytics, monthly": lambda: issue_analytics.execute(
			frappe._dict(by, range="Monthly")
		),
		"KPI sheet, week, all projects": lambda: kpi_sheet.execute({"period": "Week"}),
		"KPI sheet, month, all projects": lambda: kpi_sheet.execute({"period": "Month"}),
		"KPI sheet, month, one project": lambda: kpi_sheet.execute(
			{"period": "Month", "project": projects[0]}
		),
		"KPI sheet, cumulative, all projects": lambda: kpi_sheet.execute({"period": "Cumulative"}),
		"KPI sheet, cumulative, one project": lambda: kpi_sheet.execute(
			{"period": "Cumulative", "project": projects[0]}
		),
		"Weekly report, one project": lambda: reads_stage_report_data.snapshot(
			"Repair Weekly Report", projects[0], first, last, now
		),
	}


def run(number: int, filled: bool = False) -> None:
	"""Fill, unless it is done already; measure in turns; print a table."""
	if filled:
		projects = frappe.get_all("Project", {"project_name": ("like", "Benchmark %")}, pluck="name")
	else:
		print(f"making {number} tickets and {number} Issues", flush=True)
		projects = prepare(number)
	calls = measures(projects)
	seconds: dict[str, list[float]] = {name: [] for name in calls}
	for _round in range(ROUNDS):
		for name, call in calls.items():
			start = perf_counter()
			call()
			seconds[name].append(perf_counter() - start)
			frappe.db.rollback()
	summary, analytics = (median(seconds[name]) for name in list(calls)[:2])
	version = frappe.db.sql("select version()")[0][0]
	print(
		f"\n{platform.machine()}, {os.cpu_count()} cores, MariaDB {version}, {number} tickets, {number} Issues"
	)
	print("| What | Median (s) | Summary ÷ it | Analytics ÷ it |\n|---|---|---|---|")
	for name, found in seconds.items():
		middle = median(found)
		print(f"| {name} | {middle:.3f} | {summary / middle:.1f} | {analytics / middle:.1f} |")


if __name__ == "__main__":
	os.chdir(os.environ["FX_SITES_PATH"])
	frappe.init(site=os.environ["FX_SITE"], sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
	run(numbers[0] if numbers else 200_000, "--filled" in sys.argv)
