"""Who has a role, and in which projects."""

from __future__ import annotations

import frappe

from fangxiu_app.core.access.roles import ALL_PROJECT_ROLES


def users_by_role(roles: set[str]) -> dict[str, dict[str, set[str] | None]]:
	"""Enabled users of each role with the projects they may see; None stands for all projects. Two queries."""
	if not roles:
		return {}
	holder, user = frappe.qb.DocType("Has Role"), frappe.qb.DocType("User")
	rows = (
		frappe.qb.from_(holder)
		.join(user)
		.on(user.name == holder.parent)
		.select(holder.role, user.name)
		.where(
			(holder.parenttype == "User")
			& (user.enabled == 1)
			& holder.role.isin([*roles, *ALL_PROJECT_ROLES])
		)
	).run(as_dict=True)
	everywhere = {row.name for row in rows if row.role in ALL_PROJECT_ROLES}
	allowed = _projects({row.name for row in rows})
	found: dict[str, dict[str, set[str] | None]] = {role: {} for role in roles}
	for row in rows:
		if row.role in found:
			found[row.role][row.name] = allowed.get(row.name, None if row.name in everywhere else set())
	return found


def in_project(project: str, roles: set[str]) -> dict[str, set[str]]:
	"""Enabled users of each role who may see ``project``; the Administrator counts for nobody. Two queries."""
	return {
		role: {
			user
			for user, projects in users.items()
			if user != "Administrator" and (projects is None or project in projects)
		}
		for role, users in users_by_role(roles).items()
	}


def _projects(users: set[str]) -> dict[str, set[str]]:
	"""Projects of the users that have a permission on one; one limited to a DocType gives none, as in ``scope.allowed_projects``."""
	permission = frappe.qb.DocType("User Permission")
	rows = (
		frappe.qb.from_(permission)
		.select(permission.user, permission.for_value, permission.applicable_for)
		.where((permission.allow == "Project") & permission.user.isin(list(users) or [""]))
	).run(as_dict=True)
	found: dict[str, set[str]] = {}
	for row in rows:
		projects = found.setdefault(row.user, set())
		if not row.applicable_for:
			projects.add(row.for_value)
	return found


def projects_by_user(users: set[str]) -> dict[str, set[str] | None]:
	"""The enabled ones of ``users`` with the projects they may see; None stands for all projects. Two queries."""
	if not users:
		return {}
	user, holder = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	rows = (
		frappe.qb.from_(user)
		.left_join(holder)
		.on(
			(holder.parent == user.name)
			& (holder.parenttype == "User")
			& holder.role.isin(list(ALL_PROJECT_ROLES))
		)
		.select(user.name, holder.role)
		.where((user.enabled == 1) & user.name.isin(sorted(users)))
	).run(as_dict=True)
	everywhere = {row.name for row in rows if row.role or row.name == "Administrator"}
	allowed = _projects({row.name for row in rows})
	return {row.name: allowed.get(row.name, None if row.name in everywhere else set()) for row in rows}


def emails_of(users: set[str]) -> dict[str, str]:
	"""E-mail addresses of users."""
	if not users:
		return {}
	return dict(frappe.get_all("User", {"name": ("in", sorted(users))}, ["name", "email"], as_list=True))
