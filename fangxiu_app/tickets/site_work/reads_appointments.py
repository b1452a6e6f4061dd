"""Appointments of engineers: the calendar, and overlapping appointments (R89, R90)."""

from __future__ import annotations

from datetime import datetime, timedelta

import frappe

from fangxiu_app.core.access.scope import allowed_projects

#: States before the arrival, in which an appointment is still open.
PENDING = "Appointed"


def between(start: datetime, end: datetime, engineer: str | None = None) -> list[frappe._dict]:
	"""Standing appointments of the user's projects from ``start`` up to ``end``, with unit, defect and engineer. One query."""
	ticket, user = frappe.qb.DocType("Repair Ticket"), frappe.qb.DocType("User")
	query = (
		frappe.qb.from_(ticket)
		.left_join(user)
		.on(user.name == ticket.engineer)
		.select(
			ticket.name,
			ticket.project,
			ticket.appointment_at,
			ticket.arrived_at,
			ticket.unit_code,
			ticket.location,
			ticket.defect_type,
			ticket.emergency,
			ticket.engineer,
			user.full_name.as_("engineer_name"),
		)
		.where((ticket.status == PENDING) & (ticket.appointment_at >= start) & (ticket.appointment_at < end))
		.orderby(ticket.appointment_at)
		.orderby(ticket.name)
	)
	projects = allowed_projects(doctype="Repair Ticket")
	if projects is not None:
		query = query.where(ticket.project.isin(projects or [""]))
	if engineer:
		query = query.where(ticket.engineer == engineer)
	return query.run(as_dict=True)


def conflicts(engineer: str | None, at: datetime | None, minutes: int, ticket: str) -> list[frappe._dict]:
	"""Other appointments of the engineer less than ``minutes`` away from ``at``; those kept already are none."""
	if not engineer or not at or not minutes:
		return []
	length = timedelta(minutes=minutes)
	rows = between(at - length + timedelta(seconds=1), at + length, engineer)
	return [row for row in rows if row.name != ticket and not row.arrived_at]
