"""Search of units in link fields: words in any order, phone tails, owners' names."""

import frappe
from frappe.utils import cint

from fangxiu_app.archive import service_unit_file, service_unit_file_pdf
from fangxiu_app.core.access import incoming, right
from fangxiu_app.estate import import_generated_units as generator
from fangxiu_app.estate.reads_units import search_units


@frappe.whitelist(methods=["GET", "POST"])
def link_query(
	doctype: str,
	txt: str,
	searchfield: str | None = None,
	start: int = 0,
	page_len: int = 10,
	filters: dict | list | None = None,
) -> list:
	"""Rows for a Link field to Unit Archive: name, title, project. Scoped to the user's projects."""
	frappe.has_permission("Unit Archive", "select", throw=True)
	asked = filters if isinstance(filters, dict) else {}
	project, kind = ((value if isinstance(value, str) else "") for value in map(asked.get, ("project", "kind")))
	rows = search_units(txt or "", max(cint(start), 0), incoming.page(page_len, 10, 100), project, kind)
	return [(row.name, row.title, row.delivery_state) for row in rows]


@frappe.whitelist(methods=["GET"])
def file(unit: str) -> dict:
	"""The one page of a unit: completeness, its sections as far as the user may read them, evidence."""
	right.check("Unit Archive", "read", unit)
	return service_unit_file.page(unit)


@frappe.whitelist(methods=["POST"])
def full_file(unit: str) -> dict:
	"""The full file as a PDF: ``{"file": address}``, or ``{"job": key}`` when it is long."""
	right.check("Unit Archive", "read", unit)
	return service_unit_file_pdf.start(unit)


@frappe.whitelist(methods=["GET"])
def full_file_state(job: str) -> dict:
	"""State of a full file the user asked for: ``{"state": running | done | failed | unknown, "percent", "file"}``."""
	frappe.has_permission("Unit Archive", "read", throw=True)
	return service_unit_file_pdf.state(job)


@frappe.whitelist(methods=["POST"])
def generate(
	building: str, entrances: str, first_floor: int, last_floor: int, positions: str, dry_run: bool = True
) -> dict:
	"""Make the units of a building from its floors and positions; returns the report of the import."""
	right.check("Estate Building", "write", building)
	return generator.generate(building, entrances, first_floor, last_floor, positions, dry_run)
