from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
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
		link("ticket", _("Repair Ticket"), "Repair Ticket", 150),
		column("unit_code", _("Unit Code"), width=90),
		column("reasons", _("Reason for Watching"), width=220),
		column("status", _("Status"), width=80),
		column("age_days", _("Open For (Days)"), "Int", 90),
		column("last_contact", _("Last Contact"), "Datetime", 150),
		column("next_due_at", _("Next Due"), "Datetime", 150),
		column("clock", _("Next Clock"), width=110),
		column("action_at", _("Last Follow-up Action"), "Datetime", 150),
		column("note", _("What Was Done"), width=240),
		column("waiting_on", _("Waiting On"), width=90),
		column("engineer_name", _("Engineer"), width=100),
		column("contractor_name", _("Contractor"), width=150),
		column("location", _("Location"), width=100),
		column("defect_type", _("Defect Type"), width=110),
		link("project", _("Project"), "Project", 110),
	]
