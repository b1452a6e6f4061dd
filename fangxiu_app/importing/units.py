"""Import a unit list (房屋清单, R6, R41): look at everything first, then write all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable

import frappe
from frappe import _

from fangxiu_app.access.scope import check_project
from fangxiu_app.importing import sheet, texts, units_check, units_file, units_write
from fangxiu_app.importing.columns import HeaderError, Problem, read_rows

#: Errors shown in a report; the rest is counted.
SHOWN = 500
Progress = Callable[[int, str], None]


def import_units(
	content: bytes,
	file_name: str,
	project: str | None = None,
	dry_run: bool = True,
	progress: Progress = lambda percent, text: None,
) -> dict:
	"""Read the list and, unless ``dry_run`` or anything is wrong in it, write it. Returns the report.

	``project`` is the one all rows belong to; without it every row names its own. Rights and project scope are those of
	the session's user; raises PermissionError without them, ValidationError for an unreadable file. All or nothing: with
	one wrong row nothing is written. A list imported again changes only what differs; blank cells leave what is stored.
	"""
	for right in ("create", "write"):
		frappe.has_permission("Unit Archive", right, throw=True)
	if project:
		check_project(project, "Unit Archive")
	progress(5, _("Reading the file"))
	try:
		table = sheet.read(content, file_name)
		rows, problems = read_rows(table, units_file.COLUMNS)
	except sheet.FileError as error:
		texts.refuse_file(error.code, error.params)
	except HeaderError:
		texts.refuse_file("no_headers", (tuple(c.header for c in units_file.COLUMNS if c.required),))
	progress(40, _("Checking the rows"))
	units, found = units_file.parse(rows)
	problems += found
	problems += units_check.place(rows, units, project)
	problems += units_check.doubles(units)
	buildings, found = units_check.buildings(units)
	problems += found
	if problems:
		return _report(rows, dry_run, problems)
	plan = units_write.make_plan(units, buildings)
	if plan.problems:
		return _report(rows, dry_run, plan.problems)
	if not dry_run:
		progress(70, _("Writing the units"))
		units_write.write(plan, progress)
	progress(100, _("Done"))
	return _report(rows, dry_run, problems, plan.counts())


def _report(rows: list, dry_run: bool, problems: list[Problem], counts: dict | None = None) -> dict:
	nothing = {"created": 0, "updated": 0, "unchanged": 0, "buildings": 0, "owners": 0}
	return {
		"ok": not problems,
		"dry_run": dry_run,
		"written": not problems and not dry_run,
		"rows": len(rows),
		**(counts or nothing),
		"error_count": len(problems),
		"errors": texts.as_rows(problems)[:SHOWN],
	}
