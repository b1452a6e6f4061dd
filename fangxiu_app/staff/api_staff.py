"""The administrator's list of users: new accounts, the app's roles, projects."""

import frappe

from fangxiu_app.core.access import incoming
from fangxiu_app.core.access.roles import ADMINISTRATOR, ROLES
from fangxiu_app.core.wording import _
from fangxiu_app.staff import reads_staff as reads
from fangxiu_app.staff import service_staff

KEEPERS = (ADMINISTRATOR, "System Manager")


@frappe.whitelist(methods=["GET"])
def choices() -> dict:
	"""Roles with their Chinese names, and projects, for the dialog. Raises PermissionError for anybody else."""
	frappe.only_for(KEEPERS)
	projects = [{"value": row.name, "label": row.project_name or row.name} for row in reads.project_names()]
	return {"roles": [{"value": role, "label": _(role)} for role in ROLES], "projects": projects}


@frappe.whitelist(methods=["GET"])
def person(user: str) -> dict:
	"""What the dialog starts from. Raises PermissionError for anybody else, DoesNotExistError for a stranger."""
	frappe.only_for(KEEPERS)
	found = next((row for row in reads.rows() if row.name == user), None)
	if not found:
		frappe.throw(_("{0} is nobody of this app.").format(user), frappe.DoesNotExistError)
	return {**found, "foreign": reads.foreign_roles(user)}


@frappe.whitelist(methods=["POST"])
def save(
	email: str,
	full_name: str,
	roles: list | str,
	projects: list | str,
	mobile: str | None = None,
	enabled: bool = True,
	password: str | None = None,
) -> str:
	"""Make or change an account. Raises PermissionError for anybody else, ValidationError with the way out."""
	frappe.only_for(KEEPERS)
	given = service_staff.Person(
		email.strip().lower(),
		full_name,
		(mobile or "").strip(),
		tuple(incoming.names(roles, _("Roles"))),
		tuple(incoming.names(projects, _("Projects"))),
		bool(enabled),
		password or "",
	)
	return service_staff.save(given)
