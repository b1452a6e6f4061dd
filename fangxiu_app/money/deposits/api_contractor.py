"""The page 施工单位对账: one contractor's deposit, vouchers, work and open claims."""

import frappe

from fangxiu_app.core.access import incoming
from fangxiu_app.core.wording import _
from fangxiu_app.money.deductions import reads_waiting
from fangxiu_app.money.deposits import reads_contractor_account, service_statements


@frappe.whitelist(methods=["GET"])
def account(contractor: str, project: str | None = None) -> dict:
	"""Everything the page shows, inside the user's projects. Raises PermissionError without read rights on agreements."""
	frappe.has_permission("Warranty Agreement", "read", throw=True)
	frappe.has_permission("Contractor Deduction", "read", throw=True)
	return reads_contractor_account.account(contractor, project)


@frappe.whitelist(methods=["GET"])
def overview(project: str | None = None) -> dict:
	"""The page before a contractor is chosen: deposits by contractor, and what waits to be deducted."""
	frappe.has_permission("Warranty Agreement", "read", throw=True)
	frappe.has_permission("Contractor Deduction", "read", throw=True)
	return reads_contractor_account.overview(project)


@frappe.whitelist(methods=["GET", "POST"])
def card(filters: dict | str) -> dict:
	"""The number card of what waits to be deducted in the user's projects; a click opens the page that lists it."""
	frappe.has_permission("Contractor Deduction", "read", throw=True)
	return {
		"value": len(reads_waiting.rows()),
		"fieldtype": "Int",
		"route": ["contractor-account"],
		"route_options": {},
	}


@frappe.whitelist(methods=["GET"])
def statement(contractor: str, project: str | None = None, until: str | None = None, kind: str = "pdf") -> None:
	"""Download of the statement over all deposits of the contractor in the user's projects, ``kind`` pdf or xlsx."""
	frappe.has_permission("Warranty Agreement", "print" if kind == "pdf" else "export", throw=True)
	frappe.has_permission("Contractor Deduction", "read", throw=True)
	found = service_statements.read(contractor, project, _day(until))
	response = frappe.local.response
	response.type = "download"
	response.display_content_as = "inline" if kind == "pdf" else "attachment"
	response.filename = f"{service_statements.file_name(found)}.{'pdf' if kind == 'pdf' else 'xlsx'}"
	response.filecontent = service_statements.pdf(found) if kind == "pdf" else service_statements.workbook(found)


@frappe.whitelist(methods=["POST"])
def send_statement(contractor: str, project: str | None = None, until: str | None = None) -> dict:
	"""Statement with reply slip to one contractor: its letters and the addresses it went to."""
	frappe.has_permission("Correspondence", "create", throw=True)
	frappe.has_permission("Warranty Agreement", "read", throw=True)
	frappe.has_permission("Contractor Deduction", "read", throw=True)
	return service_statements.send(contractor, project, _day(until))


def _day(value: str | None):
	return incoming.day(value, _("Statement Of")) if value else None
