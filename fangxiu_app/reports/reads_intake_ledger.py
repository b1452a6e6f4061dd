"""Lines of the intake ledger (接报流水账, R78), read from the reports, so that no call is missing."""

from __future__ import annotations

import frappe
from pypika import Case
from pypika.functions import Coalesce

from fangxiu_app.core.access.scope import allowed_projects

#: Filters: filter → what it looks at.
REQUEST_FILTERS = ("project", "building", "channel")
TICKET_FILTERS = ("engineer", "contractor", "trade")


def lines(filters: dict) -> list[frappe._dict]:
	"""One line per reported item, and one for a visit without any, oldest first. One query, inside the user's projects."""
	request, item, ticket, user = map(
		frappe.qb.DocType, ("Repair Request", "Request Item", "Repair Ticket", "User")
	)
	query = (
		frappe.qb.from_(request)
		.left_join(item)
		.on((item.parent == request.name) & (item.parenttype == "Repair Request"))
		.left_join(ticket)
		.on(ticket.name == item.ticket)
		.left_join(user)
		.on(user.name == ticket.engineer)
		.select(
			request.received_at.as_("reported_at"),
			request.channel,
			request.project,
			request.unit_code,
			request.caller_name,
			request.caller_phone,
			request.notified_at,
			request.is_complaint,
			request.name.as_("request"),
			item.location,
			item.defect_type,
			Coalesce(item.description, request.visit_reason).as_("description"),
			item.same_as,
			item.first_ticket,
			user.full_name.as_("engineer_name"),
			ticket.status,
			ticket.name.as_("ticket"),
			*_times(request, ticket),
		)
		.orderby(request.received_at)
		.orderby(request.name)
		.orderby(item.idx)
	)
	return _filtered(query, request, ticket, filters).run(as_dict=True)


def _times(request, ticket) -> tuple:
	"""A report that joined an open ticket has times of its own: entered, and the engineer told, when it was saved."""
	own = ticket.request == request.name
	called = Coalesce(ticket.engineer_called_at, ticket.engineer_notified_at)
	told = Case().when(own, called).when(ticket.name.isnotnull(), request.creation)
	entered = Coalesce(Case().when(own, ticket.entered_at), request.creation)
	return told.as_("engineer_notified_at"), entered.as_("entered_at")


def _filtered(query, request, ticket, filters: dict):
	projects = allowed_projects(doctype="Repair Request")
	if projects is not None:
		query = query.where(request.project.isin(projects or [""]))
	for table, names in ((request, REQUEST_FILTERS), (ticket, TICKET_FILTERS)):
		for name in names:
			if filters.get(name):
				query = query.where(table[name] == filters[name])
	if filters.get("from_date"):
		query = query.where(request.received_at >= frappe.utils.getdate(filters["from_date"]))
	if filters.get("to_date"):
		end = frappe.utils.add_days(frappe.utils.getdate(filters["to_date"]), 1)
		query = query.where(request.received_at < end)
	return query
