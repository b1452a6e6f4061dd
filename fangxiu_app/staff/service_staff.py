"""User accounts managed by the app's administrator: the app's roles and projects, nothing else of a User."""

from __future__ import annotations

from dataclasses import dataclass

import frappe
from frappe.sessions import clear_sessions
from frappe.utils import validate_email_address

from fangxiu_app.core.access import profiles
from fangxiu_app.core.access.roles import ALL_PROJECT_ROLES, ROLES
from fangxiu_app.core.access.scope import allowed_projects
from fangxiu_app.core.wording import _
from fangxiu_app.staff import reads_staff


@dataclass(frozen=True)
class Person:
	"""What the administrator enters of somebody; ``password`` only for a new account, empty leaves it to the e-mail."""

	email: str
	full_name: str
	mobile: str
	roles: tuple[str, ...]
	projects: tuple[str, ...]
	enabled: bool = True
	password: str = ""


def save(person: Person) -> str:
	"""Make or change the account; returns the user's name.

	Refused in words: roles that are not ours, accounts with roles of others (those belong to the System Manager, only
	their projects are given here), one's own account, projects that do not exist, and whoever reaches beyond the projects of
	an administrator who has some of his own.
	"""
	_check(person)
	exists = frappe.db.exists("User", person.email)
	_check_reach(person, bool(exists))
	if exists and reads_staff.foreign_roles(person.email):
		_keep_roles(person)
	else:
		_save_account(person, bool(exists))
	give_projects(person.email, set(person.projects))
	return person.email


def _check(person: Person) -> None:
	if not validate_email_address(person.email):
		frappe.throw(_("E-mail: {0} is no address. It is the name to log in with.").format(person.email))
	if person.email in ("Administrator", "Guest", frappe.session.user):
		frappe.throw(
			_("This account is not changed here: another administrator changes yours."),
			frappe.PermissionError,
		)
	if not person.roles and not reads_staff.foreign_roles(person.email):
		frappe.throw(_("{0} has no role. Tick at least one: it says what the person may see and do.").format(person.full_name or person.email))
	foreign = sorted(set(person.roles) - set(ROLES))
	if foreign:
		frappe.throw(
			_("{0}: this role is not given here. Ask the System Manager.").format(", ".join(map(_, foreign))),
			frappe.PermissionError,
		)
	unknown = set(person.projects) - {row.name for row in reads_staff.project_names()}
	if unknown:
		frappe.throw(
			_("There is no open project {0}. Choose from the list.").format(", ".join(sorted(unknown)))
		)


def _check_reach(person: Person, exists: bool) -> None:
	"""An administrator of some projects may neither create nor change users who see more projects."""
	mine = allowed_projects()
	if mine is None:
		return
	held = frappe.get_roles(person.email) if exists else []
	sees = allowed_projects(person.email) if exists else []
	everywhere = set(ALL_PROJECT_ROLES) & {*person.roles, *held} and not person.projects
	if everywhere or sees is None or set(sees) - set(mine):
		frappe.throw(
			_(
				"{0} works, or would work, in projects that are not yours. An administrator of all projects changes this account."
			).format(frappe.bold(person.email)),
			frappe.PermissionError,
			title=_("Another Project"),
		)


def _keep_roles(person: Person) -> None:
	"""Somebody with roles of others: the roles must be sent as they are, the projects may change."""
	held = set(frappe.get_all("Has Role", {"parent": person.email, "parenttype": "User"}, pluck="role"))
	foreign = reads_staff.foreign_roles(person.email)
	if "System Manager" in foreign or held & set(ROLES) != set(person.roles):
		frappe.throw(
			_(
				"{0} also has roles of other departments ({1}). Only the System Manager changes the roles."
			).format(frappe.bold(person.email), ", ".join(map(_, foreign))),
			frappe.PermissionError,
		)


def _save_account(person: Person, exists: bool) -> None:
	if not person.full_name.strip():
		frappe.throw(_("Enter the name: it stands on tickets and prints."))
	if not person.roles:
		frappe.throw(_("Choose at least one role: without one nothing of the app opens."))
	user = frappe.get_doc("User", person.email) if exists else frappe.new_doc("User", email=person.email)
	user.update({"first_name": person.full_name.strip(), "last_name": "", "mobile_no": person.mobile or None})
	if not exists:
		user.update({"language": frappe.db.get_default("lang") or "zh", "user_type": "System User"})
		user.update({"send_welcome_email": int(not person.password), "new_password": person.password})
	if not exists or user.module_profile in profiles.PROFILES:
		user.module_profile = profiles.of_roles(person.roles)
	kept = [row.role for row in user.roles if row.role not in ROLES]
	user.set("roles", [{"role": role} for role in (*kept, *person.roles)])
	# Accounts are the System Manager's in Frappe; the endpoint checked the administrator, the checks above what he may give.
	user.save(ignore_permissions=True)
	if bool(user.enabled) != person.enabled:
		_let_in(user, person.enabled)


def _let_in(user, enabled: bool) -> None:
	"""Enable or disable the account, and end its open sessions. Frappe's own way also saves settings only the user may save."""
	user.db_set("enabled", int(enabled))
	frappe.clear_cache(user=user.name)
	if not enabled:
		clear_sessions(user.name, force=True)


def give_projects(user: str, projects: set[str]) -> None:
	"""Let the User Permissions on the projects that are offered be exactly these.

	Those limited to one DocType, and those on closed projects, which nobody is asked about, are not touched.
	"""
	mine = {"user": user, "allow": "Project", "apply_to_all_doctypes": 1}
	rows = frappe.get_all("User Permission", mine, ["name", "for_value"])
	offered = {row.name for row in reads_staff.project_names()}
	for row in rows:
		if row.for_value in offered - projects:
			frappe.delete_doc("User Permission", row.name, ignore_permissions=True)
	for project in sorted(projects - {row.for_value for row in rows}):
		doc = frappe.get_doc({"doctype": "User Permission", **mine, "for_value": project})
		# the right to projects is what this administrator is there to give
		doc.insert(ignore_permissions=True)
