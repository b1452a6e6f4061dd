"""Long lists are imported in the background: started here, watched by progress, the report fetched when it is ready."""

from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.importing import sheet, source
from fangxiu_app.importing.units import import_units

#: Lists up to this length are answered at once.
IMMEDIATE_ROWS = 500
#: Seconds a job may take, and a finished report is kept.
TIMEOUT, KEPT = 1500, 3600


def is_short(content: bytes, file_name: str) -> bool:
	"""Whether a list can be imported while the user waits. An unreadable file is: the answer comes at once."""
	try:
		sheet.read(content, file_name, at_most=IMMEDIATE_ROWS)
	except sheet.FileError as error:
		return error.code != "too_many_rows"
	return True


def start(file_url: str, project: str, dry_run: bool) -> str:
	"""Import in the background as the session's user; returns the key to ask for the report with."""
	key = frappe.generate_hash(length=16)
	_keep(key, {"state": "running"})
	frappe.enqueue(
		run,
		queue="long",
		timeout=TIMEOUT,
		key=key,
		file_url=file_url,
		project=project,
		dry_run=dry_run,
		language=frappe.local.lang,
	)
	return key


def state(key: str) -> dict:
	"""State of one of the session user's imports: running, done with its report, failed with its message, or unknown."""
	return frappe.cache.get_value(_cache_key(key), expires=True) or {"state": "unknown"}


def run(key: str, file_url: str, project: str, dry_run: bool, language: str) -> None:
	"""The job. The user's rights are checked again, as they are now. What went wrong is kept for the user."""
	frappe.local.lang = language
	title = _("Import Units")
	try:
		report = import_units(
			*source.load(file_url),
			project,
			dry_run,
			lambda percent, text: frappe.publish_progress(percent, title=title, description=text),
		)
	except (frappe.ValidationError, frappe.PermissionError) as error:
		frappe.db.rollback()
		_keep(key, {"state": "failed", "message": str(error)})
		return
	except Exception:
		message = _("The import failed. The administrator finds the reason in the Error Log.")
		_keep(key, {"state": "failed", "message": message})
		raise
	_keep(key, {"state": "done", "report": report})


def _keep(key: str, value: dict) -> None:
	frappe.cache.set_value(_cache_key(key), value, expires_in_sec=KEPT)


def _cache_key(key: str) -> str:
	return f"fangxiu_import|{frappe.session.user}|{key}"
