from __future__ import annotations

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.wording import _
from fangxiu_app.figures import report_parts as parts
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.reports import reads_repair_lists
from fangxiu_app.tickets.clocks import reads_clocks

#: Bars of the chart: open for so many days and longer.
AGES = (15, 30, 60, 90)


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict], str, dict | None]:
	"""Repairs open for more than half a month (超长维修, R102, R104) and whether the owner was kept informed."""
	filters, now, days = frappe._dict(filters or {}), now_datetime(), reads_clocks.long_repair_days()
	rows = reads_repair_lists.long_repairs(filters, now, days)
	for row in rows:
		row.late = _("Contact overdue") if row.next_contact and row.next_contact < now else ""
		row.status, row.waiting_on = _(row.status), _(row.waiting_on) if row.waiting_on else ""
	note = _("Open for more than {0} days, counted from the report.").format(days)
	return columns(), rows, note, _chart(rows)


def _chart(rows: list[frappe._dict]) -> dict | None:
	ends = (*AGES[1:], 10**6)
	counts = [
		sum(start <= row.open_days < end for row in rows) for start, end in zip(AGES, ends, strict=True)
	]
	labels = [_("{0} days and more").format(age) for age in AGES]
	return parts.bars(labels, _("Tickets"), counts)


def columns() -> list[dict]:
	return [
		*parts.ticket_columns(),
		column("open_days", _("Open For (Days)"), "Int", 90),
		column("waiting_on", _("Waiting On"), width=90),
		column("kept", _("Contacts Kept"), "Int", 90),
		column("missed", _("Contacts Missed"), "Int", 90),
		column("last_contact", _("Last Contact"), "Datetime", 150),
		column("next_contact", _("Next Contact Due"), "Datetime", 150),
		column("late", _("Contact State"), width=100),
		column("agreed_completion", _("Agreed Completion"), "Datetime", 150),
		column("reported_at", _("Reported At"), "Datetime", 150),
		link("project", _("Project"), "Project", 110),
	]
