"""Risk warnings of projects and units, whom they reached, and defects that look systemic (R5, R25). Reads only."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from fangxiu_app.quality.rules_risk_warning import OPEN, PROPOSED, RAISED, days_over

SHOWN = "name project subject kind category level state department place building due_on raised_at closed_at".split()


def open_of(projects: list[str], today: date) -> list[dict]:
	"""Open warnings of the projects, the nearest deadline first, with the days they are late."""
	rows = frappe.get_all(
		"Risk Warning",
		{"project": ("in", projects or ["-"]), "state": ("in", OPEN)},
		SHOWN,
		order_by="due_on, name",
		limit=0,
	)
	return [{**row, "late": days_over(row.state, row.due_on, today)} for row in rows]


def overdue(today: date) -> list:
	"""Dangers of all projects past their deadline: for the scheduler, which has no user."""
	return frappe.get_all(
		"Risk Warning",
		{"state": RAISED, "due_on": ("<", today)},
		["name", "project", "subject", "department", "place", "demand", "due_on"],
		order_by="due_on",
		limit=0,
	)


def of_unit(unit: str, building: str) -> list:
	"""Warnings about a unit, or about its building as a whole, newest first. One query."""
	warning, row = DocType("Risk Warning"), DocType("Warning Unit")
	inside = frappe.qb.from_(row).select(row.parent).where(row.unit == unit)
	named = frappe.qb.from_(row).select(row.parent)
	whole = (warning.building == building) & warning.name.notin(named)
	query = frappe.qb.from_(warning).select(*(warning[name] for name in SHOWN))
	query = query.where(warning.name.isin(inside) | whole).orderby(warning.raised_at, order=frappe.qb.desc)
	return query.run(as_dict=True)


def told(name: str, key: str | None = None) -> list:
	"""Messages of a warning, or those of one occasion ``key``: to whom, by which channel, when, and why not."""
	fields = [
		"subject",
		"recipient_kind",
		"recipient",
		"recipient_name",
		"channel",
		"state",
		"sent_at",
		"error",
	]
	filters = {"reference_doctype": "Risk Warning", "reference_name": name}
	if key:
		filters["dedupe_key"] = key
	return frappe.get_all("Outbox Message", filters, fields, order_by="creation, name", limit=0)


def to_confirm(most: int = 10) -> list[dict]:
	"""Proposals in the session user's projects, the newest first, with how many sister units nobody has looked at. Two queries."""
	fields = ["name", "subject", "level", "reason"]
	rows = frappe.get_list(
		"Risk Warning", {"state": PROPOSED}, fields, order_by="creation desc, name desc", limit=most
	)
	sister = DocType("Warning Sister Unit")
	query = frappe.qb.from_(sister).select(sister.parent, Count("*")).groupby(sister.parent)
	query = query.where(sister.parent.isin([row.name for row in rows] or ["-"]))
	unseen = dict(query.where(sister.result.isnull() | (sister.result == "")).run())
	return [{**row, "unseen": unseen.get(row.name, 0)} for row in rows]


def evidence_files(name: str) -> set[str]:
	"""Files kept as evidence of a warning."""
	return set(frappe.get_all("Evidence Item", {"warning": name}, pluck="file"))
