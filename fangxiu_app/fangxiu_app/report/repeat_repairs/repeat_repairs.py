from __future__ import annotations

from collections import Counter

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.figures import report_parts as parts
from fangxiu_app.figures.report_parts import column, link
from fangxiu_app.reports import reads_repair_lists

STATES = {"Confirmed": ("Confirmed",), "Suspected": ("Suspected",), "Rejected": ("Rejected",)}
OPEN = ("Suspected", "Confirmed")


def execute(filters: frappe._dict | None = None) -> tuple[list[dict], list[dict], str, dict | None]:
	"""Repeat repairs (返修, R82-R87): where they come from, who said so, whether the manager was there, who repaired."""
	filters = frappe._dict(filters or {})
	rows = reads_repair_lists.repeats(filters, parts.spans(filters)[0], STATES.get(filters.repeat_state, OPEN))
	for row in rows:
		row.held_days = (row.reported_at - row.first_closed_at).days if row.first_closed_at else None
		waits = row.repeat_state == "Confirmed" and not row.manager_visit
		row.visit = _("Visit missing") if waits else ""
		for name in ("status", "repeat_source"):
			row[name] = _(row[name]) if row[name] else ""
	states = Counter(row.repeat_state for row in rows)
	for row in rows:
		row.repeat_state = _(row.repeat_state)
	note = _("Confirmed {0}, suspected {1}").format(states["Confirmed"], states["Suspected"])
	top = reads_repair_lists.count(rows, "contractor_name")
	chart = parts.bars(
		[name for name, _number in top], _("Repeat Repairs"), [number for _name, number in top]
	)
	return columns(), rows, note, chart


def columns() -> list[dict]:
	return [
		*parts.ticket_columns(),
		column("reported_at", _("Reported At"), "Datetime", 150),
		column("repeat_state", _("Repeat Repair"), width=80),
		column("repeat_source", _("Repeat Source"), width=80),
		link("repeat_of", _("Repeat Of"), "Repair Ticket", 150),
		column("first_closed_at", _("Earlier Repair Closed"), "Datetime", 150),
		column("held_days", _("Days Until Recurrence"), "Int", 100),
		column("first_contractor", _("Earlier Contractor"), width=140),
		link("manager_visit", _("Manager's Visit"), "Site Visit", 140),
		column("manager_visited_at", _("Manager Visited At"), "Datetime", 150),
		column("visit", _("Manager's Duty"), width=100),
		column("root_cause", _("Root Cause"), width=180),
		link("project", _("Project"), "Project", 110),
	]
