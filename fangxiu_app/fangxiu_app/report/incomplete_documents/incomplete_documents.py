from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
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
		link("ticket", _("Repair Ticket"), "Repair Ticket", 150),
		column("unit_code", _("Unit Code"), width=90),
		column("what", _("Missing Items"), width=420),
		column("patrols_missed", _("Patrol Days Missed"), "Int", 110),
		column("status", _("Status"), width=90),
		column("engineer_name", _("Engineer"), width=110),
		column("contractor_name", _("Contractor"), width=150),
		column("location", _("Location"), width=100),
		column("defect_type", _("Defect Type"), width=110),
		column("reported_at", _("Reported At"), "Datetime", 150),
		column("closed_at", _("Closed At"), "Datetime", 150),
		link("project", _("Project"), "Project", 110),
	]
