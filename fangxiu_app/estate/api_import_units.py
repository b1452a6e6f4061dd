"""Import of unit lists: check, import, and the report of a long one (R6, R41)."""

import frappe

from fangxiu_app.core.access import incoming, right
from fangxiu_app.core.access.scope import check_project
from fangxiu_app.core.wording import _
from fangxiu_app.estate import import_jobs
from fangxiu_app.estate.import_units import import_units
from fangxiu_app.importing import source


@frappe.whitelist(methods=["POST"])
def units(
	file_url: str,
	project: str,
	dry_run: bool = True,
	sheets: str | list | None = None,
	left_out: str | list | None = None,
) -> dict:
	"""Check the uploaded list and, unless ``dry_run``, import it. Returns the report, or ``{"job": key}`` for a long list.

	``sheets``: names of the chosen ones; ``left_out``: columns as sheet!letter.
	"""
	frappe.has_permission("Unit Archive", "create", throw=True)
	check_project(project, "Unit Archive")
	content, file_name = source.load(file_url)
	chosen, out = _names(sheets), _names(left_out)
	if import_jobs.is_short(content, file_name, chosen):
		return import_units(content, file_name, project, dry_run, sheets=chosen, left_out=out or [])
	return {"job": import_jobs.start(file_url, file_name, project, dry_run, chosen, out)}


@frappe.whitelist(methods=["GET"])
def state(job: str) -> dict:
	"""An import of the user's own: ``{"state": running | done | failed | unknown, "percent", "text", "report", "message"}``.

	A running one that nobody works on any more is ``interrupted``.
	"""
	frappe.has_permission("Unit Archive", "create", throw=True)
	return import_jobs.state(job)


@frappe.whitelist(methods=["POST"])
def resume(job: str) -> bool:
	"""Take up an interrupted import again; False when somebody works on it, or it is over."""
	right.check("Unit Import", "read", job)
	return import_jobs.resume(job)


def _names(given: str | list | None) -> list[str] | None:
	"""A list of names as a form sends it, None for none. Raises BadValueError for anything else."""
	return incoming.names(given, _("Sheets and columns")) or None
