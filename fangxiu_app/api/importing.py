"""Import of unit lists: template, check and import, and the report of a long one."""

import frappe
from frappe import _

from fangxiu_app.access import incoming, right
from fangxiu_app.access.scope import check_project
from fangxiu_app.importing import jobs, lists, source
from fangxiu_app.importing.deposits import import_deposits
from fangxiu_app.importing.template import KINDS, build
from fangxiu_app.importing.units import import_units

#: Kind of list → what its rows become.
LISTED = {"units": "Unit Archive", "deposits": "Warranty Deposit Entry"}


@frappe.whitelist(methods=["POST"])
def look(file_url: str, kind: str = "units") -> list[dict]:
	"""What stands in the sheets of an uploaded list, before anything is checked (:func:`lists.look`). Writes nothing."""
	frappe.has_permission(LISTED.get(kind, "Unit Archive"), "create", throw=True)
	_check_kind(kind)
	content, file_name = source.load(file_url)
	return lists.look(content, file_name, KINDS[kind][2])


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
	if jobs.is_short(content, file_name, chosen):
		return import_units(content, file_name, project, dry_run, sheets=chosen, left_out=out or [])
	return {"job": jobs.start(file_url, file_name, project, dry_run, chosen, out)}


@frappe.whitelist(methods=["POST"])
def deposits(
	file_url: str,
	dry_run: bool = True,
	sheets: str | list | None = None,
	left_out: str | list | None = None,
) -> dict:
	"""Check the uploaded list of deposits held already and, unless ``dry_run``, bring them forward. Returns the report."""
	frappe.has_permission("Warranty Deposit Entry", "submit", throw=True)
	return import_deposits(*source.load(file_url), dry_run, _names(sheets), _names(left_out) or [])


def _names(given: str | list | None) -> list[str] | None:
	"""A list of names as a form sends it, None for none. Raises BadValueError for anything else."""
	return incoming.names(given, _("Sheets and columns")) or None


def _check_kind(kind: str) -> None:
	if kind not in KINDS:
		frappe.throw(_("There is no template {0}. Possible are: {1}.").format(kind, ", ".join(KINDS)))


@frappe.whitelist(methods=["GET"])
def state(job: str) -> dict:
	"""An import of the user's own: ``{"state": running | done | failed | unknown, "percent", "text", "report", "message"}``.

	A running one that nobody works on any more is ``interrupted``.
	"""
	frappe.has_permission("Unit Archive", "create", throw=True)
	return jobs.state(job)


@frappe.whitelist(methods=["POST"])
def resume(job: str) -> bool:
	"""Take up an interrupted import again; False when somebody works on it, or it is over."""
	right.check("Unit Import", "read", job)
	return jobs.resume(job)


@frappe.whitelist(methods=["POST"])
def template(kind: str) -> None:
	"""Download the empty list of this kind."""
	frappe.has_permission(LISTED.get(kind, "Unit Archive"), "read", throw=True)
	_check_kind(kind)
	file_name, content = build(kind)
	frappe.response.filename = file_name
	frappe.response.filecontent = content
	frappe.response.type = "binary"
