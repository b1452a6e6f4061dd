from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import now_datetime

from fangxiu_app.reports import reads_watch_list


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Tickets that need the manager's eyes: why each is on the list, last contact, next due, what was done (R101, R104)."""
	chosen = frappe._dict(filters or {})
	labels = reason_labels()
	rows = reads_watch_list.rows(chosen, now_datetime(), reads_watch_list.limits())
	if chosen.reason:
		rows = [row for row in rows if chosen.reason in row.why]
	for row in rows:
		row.reasons = "、".join(labels[reason] for reason in row.why)
		row.status, row.waiting_on = _(row.status), _(row.waiting_on or "")
		row.note = row.action_text or row.by_hand_reason
	return columns(), rows


def reason_labels() -> dict[str, str]:
	return {
		"Emergency": _("Emergency Open Too Long"),
		"Repeat": _("Repeat Repair"),
		"Complex": _("Complex"),
		"Important": _("Important Plan"),
		"Long": _("Over Half a Month"),
		"Correction": _("Correction Overdue"),
		"By Hand": _("By Hand"),
	}


def columns() -> list[dict]:
	return [
		_column("ticket", _("Repair Ticket"), "Link", 150, "Repair Ticket"),
		_column("unit_code", _("Unit Code"), "Data", 90),
		_column("reasons", _("Reason for Watching"), "Data", 220),
		_column("status", _("Status"), "Data", 80),
		_column("age_days", _("Open For (Days)"), "Int", 90),
		_column("last_contact", _("Last Contact"), "Datetime", 150),
		_column("next_due_at", _("Next Due"), "Datetime", 150),
		_column("clock", _("Next Clock"), "Data", 110),
		_column("action_at", _("Last Follow-up Action"), "Datetime", 150),
		_column("note", _("What Was Done"), "Data", 240),
		_column("waiting_on", _("Waiting On"), "Data", 90),
		_column("engineer_name", _("Engineer"), "Data", 100),
		_column("contractor_name", _("Contractor"), "Data", 150),
		_column("location", _("Location"), "Data", 100),
		_column("defect_type", _("Defect Type"), "Data", 110),
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
