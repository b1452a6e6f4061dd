"""Rows of the reports: set-based, one query each, always inside the user's projects."""

from __future__ import annotations

from datetime import datetime

import frappe
from pypika import Case
from pypika.functions import Count, Sum

from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.figures import reads_kpi_facts
from fangxiu_app.tickets.life.rules_ticket import FINAL

#: Filters a report may be given: filter → ticket field.
TICKET_FILTERS = ("project", "building", "engineer", "contractor", "channel", "trade")


def open_tickets(filters: dict, now: datetime) -> list[frappe._dict]:
	"""Open tickets with the clock that runs out first and who has to act; the most overdue first."""
	ticket, user, limit, supplier = map(
		frappe.qb.DocType, ("Repair Ticket", "User", "Time Limit", "Supplier")
	)
	query = (
		frappe.qb.from_(ticket)
		.left_join(user)
		.on(user.name == ticket.engineer)
		.left_join(limit)
		.on(limit.name == ticket.next_clock)
		.left_join(supplier)
		.on(supplier.name == ticket.contractor)
		.select(
			ticket.name.as_("ticket"),
			ticket.project,
			ticket.unit_code,
			ticket.location,
			ticket.defect_type,
			ticket.status,
			ticket.waiting_on,
			user.full_name.as_("engineer_name"),
			supplier.supplier_name.as_("contractor_name"),
			limit.title.as_("clock"),
			limit.clause,
			ticket.next_due_at,
			ticket.reported_at,
			ticket.repeat_state,
		)
		.where(ticket.status.notin(FINAL))
		.orderby(ticket.next_due_at.isnull())
		.orderby(ticket.next_due_at)
		.orderby(ticket.name)
	)
	if filters.get("overdue_only"):
		query = query.where(ticket.next_due_at < now)
	if filters.get("waiting_on"):
		query = query.where(ticket.waiting_on == filters["waiting_on"])
	return filtered(query, ticket, filters).run(as_dict=True)


def clock_performance(filters: dict, now: datetime) -> list[frappe._dict]:
	"""Per clock: how many were met, late, are overdue now or still run in time.

	Voided clocks do not count, nor those of tickets that no key figure counts: cancelled, merged, not under warranty.
	"""
	ticket, clock, limit = map(frappe.qb.DocType, ("Repair Ticket", "Ticket Clock", "Time Limit"))
	running = clock.state == "Running"

	def count(condition):
		return Sum(Case().when(condition, 1).else_(0))

	query = (
		frappe.qb.from_(clock)
		.join(ticket)
		.on(ticket.name == clock.parent)
		.join(limit)
		.on(limit.name == clock.code)
		.select(
			clock.code,
			limit.title,
			limit.clause,
			Count(clock.name).as_("total"),
			count(clock.state == "Met").as_("met"),
			count(clock.state == "Late").as_("late"),
			count(running & (clock.due_at < now)).as_("overdue"),
			count(running & (clock.due_at.isnull() | (clock.due_at >= now))).as_("running"),
		)
		.where((clock.state != "Void") & reads_kpi_facts.valid(ticket))
		.groupby(clock.code, limit.title, limit.clause)
		.orderby(clock.code)
	)
	return filtered(query, ticket, filters).run(as_dict=True)


def filtered(query, ticket, filters: dict):
	"""``query`` inside the user's projects, with the filters a report was given."""
	projects = allowed_projects(doctype="Repair Ticket")
	if projects is not None:
		query = query.where(ticket.project.isin(projects or [""]))
	for name in TICKET_FILTERS:
		if filters.get(name):
			query = query.where(ticket[name] == filters[name])
	if filters.get("from_date"):
		query = query.where(ticket.reported_at >= frappe.utils.getdate(filters["from_date"]))
	if filters.get("to_date"):
		query = query.where(
			ticket.reported_at < frappe.utils.add_days(frappe.utils.getdate(filters["to_date"]), 1)
		)
	return query
