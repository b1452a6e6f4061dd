"""Import of a unit list (房屋清单, R6, R41): checks everything first, then writes all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import frappe

from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.wording import _
from fangxiu_app.estate import import_units_check, import_units_file, import_units_people, import_units_write
from fangxiu_app.importing import lists, texts
from fangxiu_app.importing.reading import Reading

#: Errors named in a report; the rest is counted.
SHOWN = 2000
Progress = Callable[[int, str], None]


def import_units(
	content: bytes,
	file_name: str,
	project: str | None = None,
	dry_run: bool = True,
	progress: Progress = lambda percent, text: None,
	sheets: Sequence[str] | None = None,
	left_out: Collection[str] = (),
) -> dict:
	"""Read the list and, unless ``dry_run`` or anything is wrong in it, write it. Returns the report.

	``sheets`` and ``left_out`` are chosen as in :func:`fangxiu_app.importing.lists.read`. ``project`` is the one all rows belong to; without it every row names its own. Rights and project scope are those of
	the session's user; raises PermissionError without them, ValidationError for an unreadable file. All or nothing: with
	one wrong row nothing is written. A list imported again changes only what differs; blank cells leave what is stored.
	"""
	for right in ("create", "write"):
		frappe.has_permission("Unit Archive", right, throw=True)
	if project:
		check_project(project, "Unit Archive")
	progress(5, _("Reading the file"))
	found = lists.read(content, file_name, import_units_file.COLUMNS, sheets, left_out)
	progress(40, _("Checking the rows"))
	units = _check(found, project)
	buildings, problems = import_units_check.buildings(units)
	found.problems += problems
	if found.problems:
		return _report(found, dry_run)
	plan = import_units_write.make_plan(units, buildings)
	found.problems += plan.problems
	if found.problems:
		return _report(found, dry_run)
	if not dry_run:
		progress(70, _("Writing the units"))
		import_units_write.write(plan, progress)
	progress(100, _("Done"))
	return _report(found, dry_run, plan.counts())


def _check(found: Reading, project: str | None) -> list[import_units_file.UnitRow]:
	"""The units of the list; what is wrong with them is added to ``found``."""
	units, problems = import_units_file.parse(found.rows)
	found.problems += problems
	found.problems += import_units_check.place(found.rows, units, project)
	units, problems = import_units_people.join(units)
	found.problems += problems
	found.problems += import_units_check.identify(units)
	found.notes += [note for unit in units for note in unit.notes]
	return units


def _report(found: Reading, dry_run: bool, counts: dict | None = None) -> dict:
	nothing = {"created": 0, "updated": 0, "unchanged": 0, "buildings": 0, "owners": 0}
	ok = not found.problems
	return {
		"ok": ok,
		"dry_run": dry_run,
		"written": ok and not dry_run,
		"rows": len(found.rows),
		**(counts or nothing),
		"error_count": len(found.problems),
		"errors": texts.as_rows(found.problems)[:SHOWN],
		"notes": texts.as_rows(found.notes)[:SHOWN],
	}
