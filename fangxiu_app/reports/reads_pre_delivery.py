"""Contents of the pre-delivery weekly report (R22-R26): quality, open rectification, hidden dangers, milestones not done.

Problems are those of all inspections, the stationed engineer's own and the owners'. Counts look back: a problem was open
at a moment when it had been found and not yet closed then.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count, Max, Sum
from frappe.utils import getdate, today
from pypika.terms import Case

from fangxiu_app.delivery import reads_milestones
from fangxiu_app.delivery import rules_milestones as rules
from fangxiu_app.estate.reads_units import is_private
from fangxiu_app.estate.rules_place import building
from fangxiu_app.figures.rules_kpi import Period
from fangxiu_app.quality.rules_risk_warning import days_over

COUNTS = ("open_before", "new", "closed", "open", "late")


def totals(project: str, span: Period) -> dict[str, int]:
	"""Problems open before, new, closed, open and late at the end, and open risk warnings. Two queries."""
	query, item, inspection = _items(project)
	row = query.select(*_counts(item, inspection, span)).run(as_dict=True)[0]
	warning = DocType("Risk Warning")
	dangers = (
		frappe.qb.from_(warning)
		.select(Count("*"))
		.where((warning.project == project) & (warning.raised_at < span.end))
		.where(warning.closed_at.isnull() | (warning.closed_at >= span.end))
	)
	return {**{name: int(row[name] or 0) for name in COUNTS}, "dangers": dangers.run()[0][0]}


def by_building(project: str, span: Period) -> list[dict]:
	"""Each building of the houses to be delivered: units, inspected ones, problems (R22). Three queries."""
	block = DocType("Estate Building")
	query, item, inspection = _items(project)
	query = query.select(inspection.building, *_counts(item, inspection, span)).groupby(inspection.building)
	found = {row.building: row for row in query.run(as_dict=True)}
	unit, seen = DocType("Unit Archive"), DocType("Handover Inspection")
	inspected = frappe.qb.from_(seen).select(seen.unit).distinct().where(seen.project == project)
	inspected = inspected.where(seen.inspected_at < span.end)
	units = (
		frappe.qb.from_(unit)
		.join(block)
		.on(block.name == unit.building)
		.left_join(inspected)
		.on(inspected.unit == unit.name)
		.select(
			block.name, block.building_no, Count("*").as_("units"), Count(inspected.unit).as_("inspected")
		)
		.where((unit.project == project) & is_private(unit))
		.groupby(block.name, block.building_no)
		.orderby(block.building_no)
	)
	chosen = _delivered_blocks(project, span.start.date())
	return [
		{**row, "building_no": building(row.building_no), **_rated(found.get(row.name))}
		for row in units.run(as_dict=True)
		if not chosen or row.name in chosen
	]


def by_class(project: str, span: Period) -> list[dict]:
	"""Problems by their defect type, or their location where none was chosen; the most open first. One query."""
	query, item, inspection = _items(project)
	label = Coalesce(item.defect_type, item.location)
	query = query.select(label.as_("label"), Count(inspection.unit).distinct().as_("units"))
	rows = query.select(*_counts(item, inspection, span)).groupby(label).run(as_dict=True)
	rows = [{**row, **_rated(row)} for row in rows]
	rows = [row for row in rows if row["open"] or row["new"] or row["closed"]]
	return sorted(rows, key=lambda row: (-row["open"], -row["new"], row["label"] or ""))


def open_problems(project: str, span: Period) -> list[dict]:
	"""Problems not closed at the end of the period, with the state they had then, the latest first. One query.

	They are what :func:`totals` counts as open: one that was re-checked or rectified afterwards stands here as it was.
	"""
	query, item, inspection = _items(project)
	supplier, last = DocType("Supplier"), _last_day(span)
	rows = (
		query.left_join(supplier)
		.on(supplier.name == item.contractor)
		.select(
			inspection.unit_code, item.location, item.description, item.due_on, item.responsible
		)
		.select(supplier.supplier_name.as_("contractor_name"))
		.select(Case().when(_waits_at(item, span.end), "Open").else_("Rectified").as_("state"))
		.where(_open_at(item, inspection, span.end))
		.orderby(Coalesce(item.due_on, date.max), inspection.unit_code)
		.run(as_dict=True)
	)
	for row in rows:
		asked = row["due_on"] and row["state"] == "Open"
		row["late"] = max((last - row["due_on"]).days, 0) if asked else 0
	return sorted(rows, key=lambda row: -row["late"])


def dangers(project: str, span: Period) -> list[dict]:
	"""Risk warnings that were open in the period, with the newest line of their follow-up (R25). Two queries."""
	warning = DocType("Risk Warning")
	rows = (
		frappe.qb.from_(warning)
		.select(warning.name, warning.subject, warning.place, warning.level, warning.state)
		.select(warning.department, warning.due_on, warning.closed_at)
		.where((warning.project == project) & (warning.raised_at < span.end))
		.where(warning.closed_at.isnull() | (warning.closed_at >= span.start))
		.orderby(warning.due_on)
		.run(as_dict=True)
	)
	notes = _last_notes([row.name for row in rows], span.end)
	for row in rows:
		row["last"] = notes.get(row["name"], "")
		row["late"] = days_over(row["state"], row["due_on"], _last_day(span))
	return rows


def owed(project: str, now: datetime) -> list[dict]:
	"""Milestones of the project's deliveries that are due soon or overdue, with the responsible department. Constant queries."""
	batches = frappe.get_all(
		"Delivery Batch", {"project": project}, ["name", "project", "delivery_date", "completion_date"]
	)
	if not batches:
		return []
	known, rows = reads_milestones.facts(batches, now.date()), []
	for row in reads_milestones.rows([batch["name"] for batch in batches]):
		if row.proof == rules.MARKER:
			continue
		fact = rules.required(reads_milestones.fact_of(row, known), row.wanted, row.proof)
		state = rules.standing(fact, row.due_date, now.date())
		if state in (rules.SOON, rules.OVERDUE):
			late = rules.overdue_days(fact, row.due_date, now.date())
			rows.append({**row, "state": state, "late": late, "have": f"{fact.have}/{fact.wanted}"})
	return rows


def _last_day(span: Period) -> date:
	"""The day lateness is told of: the period's last one, or today in a period that still runs."""
	return min(span.end.date() - timedelta(days=1), getdate(today()))


def _delivered_blocks(project: str, since: date) -> set[str]:
	"""Buildings of the deliveries still ahead; none named means all."""
	filters = {"project": project, "delivery_date": (">=", since)}
	names = frappe.get_all("Delivery Batch", filters, pluck="name")
	return set(
		frappe.get_all("Delivery Batch Building", {"parent": ("in", names or ["-"])}, pluck="building")
	)


def _items(project: str):
	"""Problems of all inspections of a project: (query, item, inspection)."""
	item, inspection = DocType("Inspection Item"), DocType("Handover Inspection")
	query = (
		frappe.qb.from_(item)
		.join(inspection)
		.on((inspection.name == item.parent) & (item.parenttype == "Handover Inspection"))
		.where(inspection.project == project)
	)
	return query, item, inspection


def _open_at(item, inspection, moment: datetime):
	still = (item.state != "Closed") | (item.rechecked_at >= moment)
	return (inspection.inspected_at < moment) & still


def _waits_at(item, moment: datetime):
	"""Whether nobody had rectified a problem by then; one that failed its re-check waits again."""
	return (item.state == "Open") | item.rectified_on.isnull() | (item.rectified_on >= moment.date())


def _counts(item, inspection, span: Period) -> list:
	closed = (item.state == "Closed") & (item.rechecked_at >= span.start) & (item.rechecked_at < span.end)
	found = (inspection.inspected_at >= span.start) & (inspection.inspected_at < span.end)
	late = _open_at(item, inspection, span.end) & _waits_at(item, span.end) & (item.due_on < _last_day(span))
	conditions = {
		"open_before": _open_at(item, inspection, span.start),
		"new": found,
		"closed": closed,
		"open": _open_at(item, inspection, span.end),
		"late": late,
	}
	return [Sum(Case().when(test, 1).else_(0)).as_(name) for name, test in conditions.items()]


def _rated(row) -> dict:
	"""Counts as numbers, and the share closed of what there was to close."""
	counts = {name: int((row or {}).get(name) or 0) for name in COUNTS}
	asked = counts["open_before"] + counts["new"]
	return {**counts, "rate": 100 * counts["closed"] / asked if asked else None}


def _last_notes(names: list[str], end: datetime) -> dict[str, str]:
	row = DocType("Warning Follow-up")
	newest = (
		frappe.qb.from_(row)
		.select(row.parent, Max(row.idx).as_("idx"))
		.where(row.parent.isin(names or ["-"]) & (row.at < end))
		.groupby(row.parent)
	)
	query = frappe.qb.from_(row).join(newest).on((newest.parent == row.parent) & (newest.idx == row.idx))
	return dict(query.select(row.parent, row.note).run())
