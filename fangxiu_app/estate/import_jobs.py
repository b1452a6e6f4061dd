"""Long lists are imported in the background; a record of each import survives if its worker is killed (adr/0073).

The rows, the report and the end of an import are written in one transaction. A killed worker leaves only the record, still
marked running; the next status request notices that no worker has it and starts it again.
"""

from __future__ import annotations

import json

import frappe
from frappe.utils import add_to_date, now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.estate.import_units import import_units
from fangxiu_app.importing import sheet, source, texts

#: Lists up to this length are answered at once.
IMMEDIATE_ROWS = 500
#: Seconds a job may take, and the last words on its progress are kept.
TIMEOUT, KEPT = 1500, 3600
#: An import that was killed so often is killed by something in it: more memory or a shorter list is needed.
ATTEMPTS = 3
#: Minutes after which a job that no worker has begun is asked for again: its queue was emptied.
FORGOTTEN = 60
RUNNING, DONE, ERRORS, FAILED = "Running", "Done", "With Errors", "Failed"
COUNTS = ("rows", "created", "updated", "unchanged", "buildings", "owners", "error_count")


def is_short(content: bytes, file_name: str, sheets: list[str] | None = None) -> bool:
	"""Whether a list can be imported while the user waits. True for an unreadable file, which is answered at once."""
	try:
		sheet.read_sheets(content, file_name, sheets, IMMEDIATE_ROWS)
	except sheet.FileError as error:
		return error.code != "too_many_rows"
	return True


def start(
	file_url: str,
	file_name: str,
	project: str,
	dry_run: bool,
	sheets: list[str] | None = None,
	left_out: list[str] | None = None,
) -> str:
	"""Import in the background as the session's user; returns the name of the record."""
	record = frappe.get_doc(
		{
			"doctype": "Unit Import",
			"project": project,
			"file": file_url,
			"file_name": file_name,
			"dry_run": int(dry_run),
			"language": frappe.local.lang,
			"choices": json.dumps({"sheets": sheets, "left_out": left_out or []}, ensure_ascii=False),
		}
	)
	record.write_by_action(ignore_permissions=True)
	_ask(record.name, 0)
	return record.name


def state(name: str) -> dict:
	"""State of one of the session user's imports: running with percent, done with its report, failed with its message.

	``interrupted``: no worker has it any more, :func:`resume` starts it again. "unknown" for other users' imports.
	"""
	row = frappe.db.get_value(
		"Unit Import",
		{"name": name, "owner": frappe.session.user},
		["state", "report", "message", "asked", "starts"],
		as_dict=True,
	)
	if not row:
		return {"state": "unknown"}
	if row.state == RUNNING:
		said = frappe.cache.get_value(_progress_key(name), expires=True) or {}
		return {"state": "running", "interrupted": _is_left(name, row), **said}
	if row.state == FAILED:
		return {"state": "failed", "message": row.message}
	return {"state": "done", "report": json.loads(row.report)}


def resume(name: str) -> bool:
	"""Start an interrupted import again; False while a worker has it, or when it is over.

	After ``ATTEMPTS`` interruptions it is given up with a message that says what to do.
	"""
	row = frappe.db.get_value(
		"Unit Import", name, ["state", "asked", "starts", "language"], as_dict=True, for_update=True
	)
	if not row or row.state != RUNNING or not _is_left(name, row):
		return False
	if row.starts >= ATTEMPTS:
		frappe.local.lang = row.language
		message = _(
			"The import was interrupted {0} times; nothing was written. Split the list, or have the administrator look at the memory of the workers."
		)
		_finish(name, FAILED, message=message.format(row.starts))
		return False
	_ask(name, row.asked)
	return True


def resume_all() -> None:
	"""Every minute: starts interrupted imports again that no open dialog watches, or that were lost from the queue."""
	rows = frappe.get_all("Unit Import", {"state": RUNNING}, ["name", "asked", "starts", "modified"])
	forgotten = add_to_date(now_datetime(), minutes=-FORGOTTEN)
	for row in rows:
		if row.starts < row.asked and row.modified < forgotten:
			frappe.db.set_value("Unit Import", row.name, "asked", row.starts)
		resume(row.name)


def run(name: str) -> None:
	"""The job. Whoever gave the list in imports it; his rights are checked again, as they are now."""
	if not frappe.db.sql("select get_lock(%s, 0)", _lock(name))[0][0]:
		return
	row = frappe.db.get_value(
		"Unit Import",
		name,
		["state", "owner", "file", "project", "dry_run", "language", "starts", "choices"],
		as_dict=True,
	)
	if row and row.state == RUNNING:
		# stands whatever becomes of this worker: the next one sees that there was one
		frappe.db.set_value("Unit Import", name, "starts", row.starts + 1)
		frappe.db.commit()
		frappe.set_user(row.owner)
		frappe.local.lang = row.language
		_carry_out(name, row)
	frappe.db.sql("select release_lock(%s)", _lock(name))


def _carry_out(name: str, row: frappe._dict) -> None:
	try:
		content, file_name = source.load(row.file)
		choices = json.loads(row.choices or "{}")
		report = import_units(content, file_name, row.project, bool(row.dry_run), _say(name), **choices)
	except (frappe.ValidationError, frappe.PermissionError) as error:
		frappe.db.rollback()
		_finish(name, FAILED, message=str(error))
	except Exception:
		frappe.db.rollback()
		message = _("The import failed. The administrator finds the reason in the Error Log.")
		_finish(name, FAILED, message=message)
		frappe.db.commit()  # Frappe takes back what a failed job has written
		raise
	else:
		_finish(name, DONE if report["ok"] else ERRORS, report)


def _finish(name: str, state: str, report: dict | None = None, message: str = "") -> None:
	"""The end of an import, in the same transaction as its rows."""
	counts = {key: report[key] for key in COUNTS} if report else {}
	lines = [texts.line(found) for found in (report or {}).get("errors", ())]
	values = {"state": state, "finished_at": now_datetime(), "message": message or "\n".join(lines), **counts}
	frappe.db.set_value("Unit Import", name, {**values, "report": report and json.dumps(report)})


def _ask(name: str, asked: int) -> None:
	frappe.db.set_value("Unit Import", name, "asked", asked + 1)
	frappe.enqueue(run, queue="long", timeout=TIMEOUT, enqueue_after_commit=True, name=name)


def _is_left(name: str, row: frappe._dict) -> bool:
	"""Whether all queued workers have begun and none of them is running it any more."""
	return row.starts >= row.asked and not frappe.db.sql("select is_used_lock(%s)", _lock(name))[0][0]


def _lock(name: str) -> str:
	"""A lock of the worker's connection: it outlasts commits, and the database gives it back when the worker dies."""
	return f"{frappe.conf.db_name[:40]}:{name}"


def _say(name: str):
	"""Keeps percent and words for whoever asks."""
	return lambda percent, text: frappe.cache.set_value(
		_progress_key(name), {"percent": percent, "text": text}, expires_in_sec=KEPT
	)


def _progress_key(name: str) -> str:
	return f"fangxiu_import|{name}"
