"""Defect feedback: the library that every project reads, what is overdue, and tickets in words (R113). Reads only.

The library leaves out whom and which flat a defect concerned (docs/adr/0151): of another project only the columns of ``SHARED`` are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce
from pypika import Order

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.quality import rules_defect_feedback as rules

#: What other projects read of a feedback.
SHARED = (
	"location defect_type material contractor contractor_name classification department measure_later"
	" later_due state result lesson"
).split()
#: Filters of the library that are equal to a column.
EQUAL = ("location", "defect_type", "contractor", "classification", "department", "state")
#: Lessons shown beside the preparation of one project; the library has the others.
MOST = 10


def library(filters: Mapping[str, object]) -> list[frappe._dict]:
	"""Measures for later projects that are in force, of all projects, the newest first. One query.

	``project`` and ``name`` are empty for projects that the session's user may not see; nothing for who sees no project at all.
	Filters: those of ``EQUAL``; ``material`` and ``words`` are looked for inside their texts.
	"""
	projects = allowed_projects(doctype=rules.DOCTYPE)
	if projects == []:
		return []
	query, feedback = _lessons()
	for name in EQUAL:
		if filters.get(name):
			query = query.where(feedback[name] == filters[name])
	if filters.get("material"):
		query = query.where(feedback.material.like(_inside(filters["material"])))
	if filters.get("words"):
		words = _inside(filters["words"])
		query = query.where(
			feedback.measure_later.like(words) | feedback.lesson.like(words) | feedback.material.like(words)
		)
	rows = query.run(as_dict=True)
	for row in rows:
		if projects is not None and row.project not in projects:
			row.name = row.project = None
	return rows


def for_projects(projects: Iterable[str]) -> dict[str, list[dict]]:
	"""Project → what it may learn from the others: first of its own contractors, then the newest; at most ``MOST``. Two queries.

	Columns of ``SHARED`` only. For who may open the project: the caller asks.
	"""
	projects = sorted(set(projects))
	if not projects:
		return {}
	query, _feedback = _lessons()
	lessons = query.run(as_dict=True)
	agreement = DocType("Warranty Agreement")
	pairs = frappe.qb.from_(agreement).select(agreement.project, agreement.contractor).distinct()
	known = set(pairs.where(agreement.project.isin(projects)).run()) if lessons else set()
	found = {}
	for project in projects:
		others = [row for row in lessons if row.project != project]
		others.sort(key=lambda row: (project, row.contractor) not in known)
		found[project] = [{name: row[name] for name in SHARED} for row in others[:MOST]]
	return found


def overdue(today: date) -> list[frappe._dict]:
	"""Answers and measures of all projects past their day, which is ``due``: for the scheduler, which has no user. One query."""
	fields = ["name", "project", "subject", "department", "state", "answer_due", "here_due", "later_due"]
	filters = {"state": ("in", (rules.TO_ANSWER, rules.UNDER_WAY))}
	rows = frappe.get_all("Defect Feedback", filters, fields, order_by="name", limit=0)
	for row in rows:
		row.due = rules.due(row.state, row.answer_due, row.here_due, row.later_due)
	return [row for row in rows if rules.days_over(row.due, today)]


def tickets(names: Iterable[str]) -> dict[str, dict]:
	"""Ticket → its unit's code and its defect in words. One query, none without names."""
	names = sorted(set(filter(None, names)))
	if not names:
		return {}
	fields = ["name", "unit_code", "location", "defect_type"]
	rows = frappe.get_all("Repair Ticket", {"name": ("in", names)}, fields, limit=0)
	return {
		row.name: {
			"unit_code": row.unit_code,
			"defect": " ".join(filter(None, (row.location, row.defect_type)))[:140],
		}
		for row in rows
	}


def units_of(warning: str | None) -> str:
	"""Codes of the units a warning is about, in words; for the project itself, the library does not read them. One query."""
	if not warning:
		return ""
	row, unit = DocType("Warning Unit"), DocType("Unit Archive")
	query = frappe.qb.from_(row).join(unit).on(unit.name == row.unit).select(unit.unit_code).distinct()
	query = query.where((row.parent == warning) & (row.parenttype == "Risk Warning") & (row.parentfield == "units"))
	return "、".join(query.orderby(unit.unit_code).run(pluck=True))


def _lessons():
	"""Feedbacks whose measure for later projects is in force, the newest first: (query, feedback)."""
	feedback = DocType("Defect Feedback")
	query = frappe.qb.from_(feedback).select(feedback.name, feedback.project)
	query = query.select(*(feedback[name] for name in SHARED)).where(feedback.state.isin(rules.IN_FORCE))
	query = query.where(Coalesce(feedback.measure_later, "") != "")
	return query.orderby(feedback.answered_at, feedback.name, order=Order.desc), feedback


def _inside(text: object) -> str:
	escaped = str(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
	return f"%{escaped}%"
