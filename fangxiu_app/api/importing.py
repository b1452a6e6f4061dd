"""Import of unit lists: template, check and import, and the report of a long one."""

import frappe
from frappe import _

from fangxiu_app.access.scope import check_project
from fangxiu_app.importing import jobs, source
from fangxiu_app.importing.deposits import import_deposits
from fangxiu_app.importing.template import KINDS, build
from fangxiu_app.importing.units import import_units

#: Kind of list → what its rows become.
LISTED = {"units": "Unit Archive", "deposits": "Warranty Deposit Entry"}


@frappe.whitelist(methods=["POST"])
def units(file_url: str, project: str, dry_run: bool = True) -> dict:
	"""Check the uploaded list and, unless ``dry_run``, import it. Returns the report, or ``{"job": key}`` for a long list."""
	frappe.has_permission("Unit Archive", "create", throw=True)
	check_project(project, "Unit Archive")
	content, file_name = source.load(file_url)
	if jobs.is_short(content, file_name):
		return import_units(content, file_name, project, dry_run)
	return {"job": jobs.start(file_url, file_name, project, dry_run)}


@frappe.whitelist(methods=["POST"])
def deposits(file_url: str, dry_run: bool = True) -> dict:
	"""Check the uploaded list of deposits held already and, unless ``dry_run``, bring them forward. Returns the report."""
	frappe.has_permission("Warranty Deposit Entry", "submit", throw=True)
	return import_deposits(*source.load(file_url), dry_run)


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
	frappe.has_permission("Unit Import", "read", job, throw=True)
	return jobs.resume(job)


@frappe.whitelist(methods=["POST"])
def template(kind: str) -> None:
	"""Download the empty list of this kind."""
	frappe.has_permission(LISTED.get(kind, "Unit Archive"), "read", throw=True)
	if kind not in KINDS:
		frappe.throw(_("There is no template {0}. Possible are: {1}.").format(kind, ", ".join(KINDS)))
	file_name, content = build(kind)
	frappe.response.filename = file_name
	frappe.response.filecontent = content
	frappe.response.type = "binary"
