from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.reports import reads_documents, rules_documents


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Tickets whose papers are incomplete, for the periodic sorting through of the forms (R13)."""
	chosen = frappe._dict(filters or {})
	labels = lack_labels()
	rows = reads_documents.incomplete(chosen, now_datetime())
	if chosen.lacking:
		rows = [row for row in rows if chosen.lacking in row.lacking]
	for row in rows:
		row.what = "、".join(labels[code] for code in row.lacking)
		row.status = _(row.status)
	return columns(), rows


def lack_labels() -> dict[str, str]:
	return {code: _(label) for code, label in rules_documents.LABELS.items()}


def columns() -> list[dict]:
	return [
		_column("ticket", _("Repair Ticket"), "Link", 150, "Repair Ticket"),
		_column("unit_code", _("Unit Code"), "Data", 90),
		_column("what", _("Missing Items"), "Data", 420),
		_column("patrols_missed", _("Patrol Days Missed"), "Int", 110),
		_column("status", _("Status"), "Data", 90),
		_column("engineer_name", _("Engineer"), "Data", 110),
		_column("contractor_name", _("Contractor"), "Data", 150),
		_column("location", _("Location"), "Data", 100),
		_column("defect_type", _("Defect Type"), "Data", 110),
		_column("reported_at", _("Reported At"), "Datetime", 150),
		_column("closed_at", _("Closed At"), "Datetime", 150),
		_column("project", _("Project"), "Link", 110, "Project"),
	]


def _column(fieldname: str, label: str, fieldtype: str, width: int, options: str | None = None) -> dict:
	return {
		"fieldname": fieldname,
		"label": label,
		"fieldtype": fieldtype,
		"width": width,
		"options": options,
	}
