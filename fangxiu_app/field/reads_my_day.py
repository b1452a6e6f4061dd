"""Reads for the engineer's day: a fixed number of statements, however many tickets there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

import frappe
from frappe.query_builder.functions import Count

from fangxiu_app.core.access.reads_people import users_by_role
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.core.wording import _
from fangxiu_app.tickets.life import reads_urgency
from fangxiu_app.tickets.life.rules_ticket import FINAL
from fangxiu_app.tickets.site_work import reads_work
from fangxiu_app.tickets.site_work.rules_plan import LIVE

#: The most cards of a day; of more tickets the most urgent are shown, with a note.
MOST = 60
PLAN_FIELDS = (
	"name ticket version state important reviewed_by plan_class days start_at completion_at problem cause method steps material"
	" working_hours protection effect_on_living temporary_measures"
).split()


def tickets(engineer: str) -> list:
	"""Open tickets of an engineer inside the session user's projects, the most urgent first, with names to show."""
	ticket = frappe.qb.DocType("Repair Ticket")
	supplier, project = frappe.qb.DocType("Supplier"), frappe.qb.DocType("Project")
	visit = frappe.qb.DocType("Site Visit")
	query = (
		frappe.qb.from_(ticket)
		.left_join(supplier)
		.on(supplier.name == ticket.contractor)
		.left_join(project)
		.on(project.name == ticket.project)
		.left_join(visit)
		.on(visit.name == ticket.pre_acceptance_visit)
		.select(ticket.star, supplier.supplier_name.as_("contractor_name"), project.project_name)
		.select(visit.result.as_("pre_acceptance_result"))
		.where((ticket.engineer == engineer) & ticket.status.notin(FINAL))
	)
	projects = allowed_projects(doctype="Repair Ticket")
	if projects is not None:
		query = query.where(ticket.project.isin(projects or [""]))
	return reads_urgency.ordered(query, ticket).limit(MOST + 1).run(as_dict=True)


def plans(names: list[str]) -> dict[str, frappe._dict]:
	"""The newest live plan of each ticket."""
	filters = {"ticket": ("in", names or [""]), "state": ("in", LIVE)}
	rows = frappe.get_all("Repair Plan", filters, PLAN_FIELDS, order_by="version asc")
	return {row.ticket: row for row in rows}


def evidence(names: list[str]) -> dict[str, Counter]:
	"""Evidence Items of each ticket, counted by stage."""
	item = frappe.qb.DocType("Evidence Item")
	query = frappe.qb.from_(item).select(item.ticket, item.stage, Count(item.name))
	rows = query.where(item.ticket.isin(names or [""])).groupby(item.ticket, item.stage).run()
	found: dict[str, Counter] = defaultdict(Counter)
	for ticket, stage, number in rows:
		found[ticket][stage] = number
	return found


def failed_attempts(names: list[str]) -> dict[str, list[datetime]]:
	"""When the owner was not reached for the acceptance, by ticket."""
	filters = {"ticket": ("in", names or [""]), "purpose": "Acceptance"}
	filters["outcome"] = ("in", ("Unreachable", "Refused"))
	return _by_ticket("Owner Contact", filters, "contacted_at")


def open_corrections(names: list[str]) -> dict[str, list[dict]]:
	"""Correction notices that no re-check has closed, by ticket: name, state, due_at, demand; of a served one ``pictures`` since then."""
	filters = {"ticket": ("in", names or [""]), "state": ("in", ("Issued", "Served"))}
	found: dict[str, list[dict]] = defaultdict(list)
	rows = frappe.get_all("Correction Notice", filters, ["ticket", "name", "state", "due_at", "demand"], order_by="name")
	served = [row.name for row in rows if row.state == "Served"]
	taken = reads_work.pictures(served) if served else {}
	for row in rows:
		found[row.pop("ticket")].append({**row, "pictures": taken.get(row.name, 0)})
	return found


def _by_ticket(doctype: str, filters: dict, field: str) -> dict[str, list]:
	found: dict[str, list] = defaultdict(list)
	for row in frappe.get_all(doctype, filters, ["ticket", field], order_by="name"):
		found[row.ticket].append(row[field])
	return found


def patrolled(names: list[str], since: datetime) -> set[str]:
	"""Tickets with a patrol since ``since``."""
	filters = {"ticket": ("in", names or [""]), "kind": "Patrol", "arrived_at": (">=", since)}
	return set(frappe.get_all("Site Visit", filters, pluck="ticket"))


def limit_titles() -> dict[str, str]:
	"""Titles of the limits, by code."""
	return dict(frappe.get_all("Time Limit", fields=["name", "title"], as_list=True))


def choices(doctype: str) -> list[list[str]]:
	"""Names of a master, as pairs for a list of choices."""
	return [
		[name, _(name)] for name in frappe.get_all(doctype, pluck="name", order_by="creation asc, name asc")
	]


def colleagues(role: str) -> list:
	"""Users with ``role`` who share a project with the session's user, by name."""
	mine = allowed_projects()
	people = users_by_role({role}).get(role, {})
	names = [
		user
		for user, projects in people.items()
		if mine is None or projects is None or set(projects) & set(mine)
	]
	return frappe.get_all(
		"User", {"name": ("in", names or [""])}, ["name", "full_name"], order_by="full_name"
	)
