"""What rules of risk warnings look at: only what changed since their last run, and its surroundings (R113). Reads only.

Changes are found by the index on ``modified``, their surroundings by project and time: the number of statements and of rows read does
not grow with the years of history. For the scheduler, which has no user: all projects.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from fangxiu_app.figures import reads_figures, reads_kpi_facts

GONE = ("Merged", "Cancelled")
COLUMNS = (
	"name project building riser unit location defect_type reported_at modified repeat_state contractor"
	" contractor_until owner_until"
).split()


def changed(since: datetime) -> list[frappe._dict]:
	"""Project, location, defect type and building of tickets that changed after ``since``, each once. One query."""
	ticket = DocType("Repair Ticket")
	query = frappe.qb.from_(ticket).select(ticket.project, ticket.location, ticket.defect_type).distinct()
	query = query.where((ticket.modified > since) & ticket.status.notin(GONE))
	return query.where(ticket.location.isnotnull() & ticket.defect_type.isnotnull()).run(as_dict=True)


def hits(changes: Iterable[frappe._dict], since: datetime) -> list[frappe._dict]:
	"""Tickets of flats with the problems of ``changes`` in their projects, reported from ``since`` on. One query, none without."""
	changes = list(changes)
	if not changes:
		return []
	query, ticket = _tickets()
	for name in ("project", "location", "defect_type"):
		query = query.where(ticket[name].isin(sorted({row[name] for row in changes})))
	return query.where(ticket.reported_at >= since).run(as_dict=True)


def rains(since: datetime) -> list[frappe._dict]:
	"""Rains recorded after ``since``. One query."""
	rain = DocType("Rain Event")
	query = frappe.qb.from_(rain).select(rain.name, rain.project, rain.ended_at, rain.modified)
	return query.where(rain.modified > since).orderby(rain.name).run(as_dict=True)


def leaks(projects: Iterable[str], since: datetime) -> list[frappe._dict]:
	"""Tickets of flats with a defect that rain shows, reported from ``since`` on. One query, none without projects."""
	projects = sorted(set(projects))
	if not projects:
		return []
	query, ticket = _tickets()
	defect = DocType("Defect Type")
	query = query.join(defect).on((defect.name == ticket.defect_type) & (defect.follow_up_after_rain == 1))
	return query.where(ticket.project.isin(projects) & (ticket.reported_at >= since)).run(as_dict=True)


def _tickets():
	ticket, unit = DocType("Repair Ticket"), DocType("Unit Archive")
	query = (
		frappe.qb.from_(ticket)
		.join(unit)
		.on((unit.name == ticket.unit) & (unit.kind == "Private"))
		.select(*(ticket[name] for name in COLUMNS))
		.where(reads_kpi_facts.valid(ticket))
	)
	return query, ticket


def running(now: datetime, long_since: datetime, first: date, last: date) -> list[frappe._dict]:
	"""Open tickets reported before ``long_since``, or whose warranty ends from ``first`` to ``last``. One query."""
	ticket = DocType("Repair Ticket")
	near = ticket.contractor_until.between(first, last) | ticket.owner_until.between(first, last)
	query = frappe.qb.from_(ticket).select(*(ticket[name] for name in COLUMNS))
	query = query.where(reads_figures.condition("open", ticket, now) & reads_kpi_facts.valid(ticket))
	return query.where((ticket.reported_at <= long_since) | near).run(as_dict=True)


def units_by_riser(projects: Iterable[str]) -> tuple[tuple[str, str, str, int], ...]:
	"""Flats counted by (project, building, riser). One query."""
	unit = DocType("Unit Archive")
	keys = (unit.project, unit.building, unit.riser)
	query = frappe.qb.from_(unit).select(*keys, Count("*")).groupby(*keys)
	return query.where((unit.kind == "Private") & unit.project.isin(sorted(set(projects)) or ["-"])).run()


def batches(projects: Iterable[str]) -> dict[str, str]:
	"""Building → the delivery batch it belongs to, the newest if there are several. One query."""
	row, batch = DocType("Delivery Batch Building"), DocType("Delivery Batch")
	query = (
		frappe.qb.from_(row)
		.join(batch)
		.on(batch.name == row.parent)
		.select(row.building, batch.name)
		.where(batch.project.isin(sorted(set(projects)) or ["-"]))
		.orderby(batch.delivery_date)
		.orderby(batch.name)
	)
	return dict(query.run())


def agreements(since: datetime) -> list[frappe._dict]:
	"""Agreements with a deposit, of which a ticket, a deduction or the balance changed after ``since``. Two queries."""
	ticket, deduction, ledger = map(
		DocType, ("Repair Ticket", "Contractor Deduction", "Payment Ledger Entry")
	)
	touched = (
		frappe.qb.from_(ticket).select(ticket.agreement.as_("agreement")).where(ticket.modified > since)
		* frappe.qb.from_(deduction).select(deduction.agreement).where(deduction.modified > since)
		* frappe.qb.from_(ledger).select(ledger.warranty_agreement).where(ledger.modified > since)
	)
	touched = touched.as_("touched")
	query = frappe.qb.from_(touched).select(touched.agreement).distinct().where(touched.agreement.isnotnull())
	names = query.run(pluck=True)
	fields = "name project contractor contractor_name currency liability_start liability_end".split()
	filters = {"name": ("in", names or ["-"]), "security": "Deposit", "status": ("!=", "Draft")}
	return frappe.get_all("Warranty Agreement", filters, fields, order_by="name", limit=0)


def earlier(clusters: Iterable[str]) -> list[frappe._dict]:
	"""Warnings of these clusters, the newest last. One query, none without clusters."""
	clusters = sorted(set(clusters))
	if not clusters:
		return []
	fields = ["name", "cluster", "state", "closed_at"]
	return frappe.get_all("Risk Warning", {"cluster": ("in", clusters)}, fields, order_by="creation", limit=0)


def homes(buildings: Iterable[str]) -> list[frappe._dict]:
	"""Flats of these buildings with what makes them neighbours. One query."""
	fields = ["name", "unit_code", "building", "riser", "house_type", "floor"]
	filters = {"building": ("in", sorted(set(buildings)) or ["-"]), "kind": "Private"}
	return frappe.get_all("Unit Archive", filters, fields, order_by="name", limit=0)


def titles(doctype: str, field: str, names: Iterable[str]) -> dict[str, str]:
	"""Name → what people call it. One query, none without names."""
	names = sorted(set(names))
	if not names:
		return {}
	rows = frappe.get_all(doctype, {"name": ("in", names)}, ["name", f"{field} as title"], limit=0)
	return {row.name: row.title or row.name for row in rows}
