"""The app's users: their roles, their projects, their last login."""

from __future__ import annotations

import frappe

from fangxiu_app.core.access.reads_people import projects_by_user
from fangxiu_app.core.access.roles import ALL_PROJECT_ROLES, FINANCE, FINANCE_CLERK, ROLES
from fangxiu_app.core.access.scope import allowed_projects

#: Roles whose holders are people of this app; finance's are ERPNext's own.
OURS = (*ROLES, FINANCE, FINANCE_CLERK)
#: Roles that Frappe gives by itself.
AUTOMATIC = ("All", "Guest", "Desk User")


def rows() -> list[frappe._dict]:
	"""Everybody with a role of ours, by name, then those of the desk who have no role at all: a removal of the app leaves
	its people like that. ``projects`` is None for all of them. Five queries, however many people."""
	user, holder = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	found = (
		frappe.qb.from_(user)
		.join(holder)
		.on((holder.parent == user.name) & (holder.parenttype == "User"))
		.select(user.name, user.full_name, user.mobile_no, user.enabled, user.last_active, holder.role)
		.where(holder.role.isin(list(OURS)) & (user.name != "Administrator"))
		.orderby(user.full_name)
	).run(as_dict=True)
	people: dict[str, frappe._dict] = {}
	for row in found:
		person = people.setdefault(row.name, frappe._dict(row, roles=[]))
		person.roles.append(row.role)
	people |= {row.name: frappe._dict(row, roles=[]) for row in _without_a_role()}
	allowed = projects_by_user(set(people))
	for name, person in people.items():
		person.projects = _projects(person, allowed.get(name, set()))
	return list(people.values())


def _without_a_role() -> list[dict]:
	"""Users of the desk who may log in and do nothing."""
	user, holder = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	held = (holder.parent == user.name) & (holder.parenttype == "User") & holder.role.notin(AUTOMATIC)
	return (
		frappe.qb.from_(user)
		.left_join(holder)
		.on(held)
		.select(user.name, user.full_name, user.mobile_no, user.enabled, user.last_active)
		.where((user.user_type == "System User") & (user.enabled == 1) & user.name.notin(["Administrator", "Guest"]))
		.where(holder.name.isnull())
		.orderby(user.full_name)
	).run(as_dict=True)


def _projects(person, allowed: set[str] | None) -> list[str] | None:
	if allowed is None and set(person.roles) & set(ALL_PROJECT_ROLES):
		return None
	return sorted(allowed or ())


def foreign_roles(user: str) -> list[str]:
	"""Roles of a user that are not managed here: if there are any, neither is his account."""
	held = frappe.get_all("Has Role", {"parent": user, "parenttype": "User"}, pluck="role")
	return sorted(set(held) - set(ROLES) - set(AUTOMATIC))


def project_names() -> list[frappe._dict]:
	"""Every open project the session's user may give rights to, to be chosen."""
	filters: dict = {"status": "Open"}
	mine = allowed_projects()
	if mine is not None:
		filters["name"] = ("in", mine or [""])
	return frappe.get_all("Project", filters, ["name", "project_name"], order_by="project_name", limit=0)
