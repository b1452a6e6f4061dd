"""Letters about tickets, and the notices of a ticket in their order."""

from __future__ import annotations

import frappe
from frappe.utils import cstr, format_date, getdate


def tickets(names: list[str]) -> dict[str, dict]:
	"""Facts of the named tickets for a letter, in the order of the names. One query."""
	rows = frappe.get_all(
		"Repair Ticket",
		{"name": ("in", names or [""])},
		["name", "unit_code", "location", "defect_type", "description", "agreed_completion", "reported_at"],
	)
	found = {row.name: _facts(row) for row in rows}
	return {name: found[name] for name in names if name in found}


def _facts(row) -> dict:
	due = row.agreed_completion
	return {
		"ticket": row.name,
		"unit": row.unit_code,
		"problem": " ".join(filter(None, (row.location, row.defect_type))),
		"description": cstr(row.description),
		"reported": format_date(row.reported_at, "yyyy-MM-dd") if row.reported_at else "",
		"due": format_date(due, "yyyy-MM-dd") if due else "",
		"days_late": max((getdate() - getdate(due)).days, 0) if due else 0,
	}


def answerable(names: list[str]) -> dict[str, set[str]]:
	"""Ticket → the contractors that a notice about it can go to (R107): who answers for it by its agreement, and who is at work.

	Once a third party is at work that is the original contractor. Two queries, none without tickets.
	"""
	fields = ["name", "agreement", "contractor", "original_contractor"]
	rows = frappe.get_all("Repair Ticket", {"name": ("in", names)}, fields) if names else []
	agreements = sorted({row.agreement for row in rows if row.agreement})
	pairs = frappe.get_all("Warranty Agreement", {"name": ("in", agreements)}, ["name", "contractor"], as_list=True) if agreements else []
	of = dict(pairs)
	return {row.name: {of.get(row.agreement), row.original_contractor or row.contractor} - {None, ""} for row in rows}


def facts(project: str, contractor: str = "") -> dict:
	"""Names a letter is headed with."""
	row = frappe.db.get_value("Project", project, ["project_name", "fx_repair_phone"], as_dict=True) or {}
	name = frappe.db.get_value("Supplier", contractor, "supplier_name") if contractor else ""
	return {
		"project": row.get("project_name") or "",
		"phone": row.get("fx_repair_phone") or "",
		"contractor": name or "",
	}
