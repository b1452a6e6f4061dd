from __future__ import annotations

import frappe

from fangxiu_app.core.time.spans import between
from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.reports import reads_intake_ledger


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""The running intake ledger (接报流水账, R78): one numbered line per reported item, or per visit without any."""
	rows = reads_intake_ledger.lines(frappe._dict(filters or {}))
	for number, row in enumerate(rows, 1):
		row.number = number
		row.channel, row.status = _(row.channel or ""), _(row.status or "")
		row.notified_after = between(row.reported_at, row.notified_at)
		row.entered_after = between(row.notified_at, row.entered_at)
	return columns(), rows


def columns() -> list[dict]:
	return [
		column("number", _("Sr"), "Int", 60),
		column("reported_at", _("Reported At"), "Datetime", 150),
		column("channel", _("Channel"), width=90),
		link("project", _("Project"), "Project", 110),
		column("unit_code", _("Unit Code"), width=100),
		column("caller_name", _("Caller"), width=90),
		column("caller_phone", _("Caller Phone"), width=120),
		column("location", _("Location"), width=110),
		column("defect_type", _("Defect Type"), width=110),
		column("description", _("Description"), width=200),
		column("engineer_name", _("Engineer"), width=100),
		column("engineer_notified_at", _("Engineer Notified At"), "Datetime", 150),
		column("notified_at", _("Repair Centre Notified At"), "Datetime", 150),
		column("notified_after", _("Notified After"), width=110),
		column("entered_at", _("Entered At"), "Datetime", 150),
		column("entered_after", _("Entered After"), width=110),
		column("status", _("Status"), width=90),
		link("ticket", _("Repair Ticket"), "Repair Ticket", 130),
	]
