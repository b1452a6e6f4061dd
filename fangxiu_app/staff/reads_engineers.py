"""Engineers and their open tickets, for reassigning. A fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import frappe
from frappe.utils import now_datetime

from fangxiu_app.core.access.reads_people import projects_by_user, users_by_role
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.figures import reads_figures
from fangxiu_app.staff.rules_reassignment import ENGINEERS, Given, Person

SHOWN = (
	"name project unit_code location defect_type status emergency waiting_on next_due_at next_clock appointment_at"
).split()


def person(user: str) -> Person:
	"""One person with roles and projects; who does not exist, is disabled or is the system's own account gets no tickets."""
	projects = projects_by_user({user})
	name = frappe.db.get_value("User", user, "full_name") or user
	if user not in projects or user == "Administrator":
		return Person(user, name, enabled=False)
	seen = projects[user]
	return Person(
		user, name, True, frozenset(frappe.get_roles(user)), None if seen is None else frozenset(seen)
	)


def candidates(projects: Iterable[str], now: datetime) -> list[dict]:
	"""Engineers who may open all of ``projects``, the least busy first: user, name, open tickets, overdue ones."""
	wanted = set(projects)
	if not wanted:  # or everybody of every project would fit
		return []
	found: dict[str, set | None] = {}
	for people in users_by_role(set(ENGINEERS)).values():
		found.update(people)
	fit = [user for user, seen in found.items() if seen is None or wanted <= set(seen)]
	names = dict(frappe.get_all("User", {"name": ("in", fit or [""])}, ["name", "full_name"], as_list=True))
	work = {row.engineer: row for row in in_hand(fit, now)}
	rows = [
		{
			"user": user,
			"name": names.get(user) or user,
			"open": int(work[user].open) if user in work else 0,
			"overdue": int(work[user].overdue or 0) if user in work else 0,
		}
		for user in fit
		if user != "Administrator"
	]
	return sorted(rows, key=lambda row: (row["open"], row["name"]))


def in_hand(engineers: list[str], now: datetime, projects: list[str] | None = None) -> list[frappe._dict]:
	"""Tickets in hand of each engineer, and how many of them are late; ``projects`` narrows them. One query."""
	ticket = frappe.qb.DocType("Repair Ticket")
	owed, late = (reads_figures.total(code, ticket, now) for code in ("in_hand", "in_hand_late"))
	query = frappe.qb.from_(ticket).select(ticket.engineer, owed.as_("open"), late.as_("overdue"))
	mine = ticket.engineer.isin(engineers or [""]) & reads_figures.condition("in_hand", ticket, now)
	query = query.where(mine).groupby(ticket.engineer)
	if projects is not None:
		query = query.where(ticket.project.isin(projects or [""]))
	return query.run(as_dict=True)


def work_of(engineer: str) -> list[frappe._dict]:
	"""What somebody has in hand inside the session user's projects, the most urgent first, with names to show."""
	ticket, project = frappe.qb.DocType("Repair Ticket"), frappe.qb.DocType("Project")
	query = (
		frappe.qb.from_(ticket)
		.left_join(project)
		.on(project.name == ticket.project)
		.select(*(ticket[name] for name in SHOWN), project.project_name)
		.where((ticket.engineer == engineer) & reads_figures.condition("in_hand", ticket, now_datetime()))
		.orderby(ticket.due_order)
		.orderby(ticket.name)
	)
	return _scoped(query, ticket).run(as_dict=True)


def holders() -> list[dict]:
	"""Everybody who has tickets in hand inside the session user's projects: user, name, how many."""
	ticket, user, now = frappe.qb.DocType("Repair Ticket"), frappe.qb.DocType("User"), now_datetime()
	query = (
		frappe.qb.from_(ticket)
		.join(user)
		.on(user.name == ticket.engineer)
		.select(user.name.as_("user"), user.full_name.as_("name"), user.enabled, reads_figures.total("in_hand", ticket, now).as_("open"))
		.where(reads_figures.condition("in_hand", ticket, now))
		.groupby(user.name, user.full_name, user.enabled)
		.orderby(user.full_name)
	)
	return _scoped(query, ticket).run(as_dict=True)


def buildings_of(engineer: str) -> list[frappe._dict]:
	"""Buildings whose new tickets come to this engineer, inside the session user's projects."""
	filters = {"lot_engineer": engineer}
	projects = allowed_projects(doctype="Estate Building")
	if projects is not None:
		filters["project"] = ("in", projects or [""])
	return frappe.get_all("Estate Building", filters, ["name", "project", "building_no", "lot"], order_by="name")


def given(names: list[str]) -> list[Given]:
	"""Tickets as the rule sees them."""
	rows = frappe.get_all(
		"Repair Ticket", {"name": ("in", names or [""])}, ["name", "project", "status", "engineer"]
	)
	return [Given(row.name, row.project, row.status, row.engineer or "") for row in rows]


def _scoped(query, ticket):
	projects = allowed_projects(doctype="Repair Ticket")
	return query if projects is None else query.where(ticket.project.isin(projects or [""]))
