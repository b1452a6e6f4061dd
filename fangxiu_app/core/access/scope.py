"""Project scope: without permission for the project a document cannot be listed, opened, counted, printed or guessed.

Deny by default, unlike Frappe's User Permissions, which hide nothing from a user who has none. ``query_conditions`` and
``has_permission`` are the pair Frappe asks for lists and for single documents; both use :func:`allowed_projects`.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.permissions import get_user_permissions

from fangxiu_app.core.access import stored
from fangxiu_app.core.access.doctypes import CHILD_PARENTS, PROJECT_DOCTYPES
from fangxiu_app.core.access.roles import ALL_PROJECT_ROLES


def allowed_projects(user: str | None = None, doctype: str | None = None) -> list[str] | None:
	"""Names of the projects ``user`` may see, or None for all of them.

	Read from User Permissions on Project (those limited to another DocType do not count). Users with a role of
	``ALL_PROJECT_ROLES`` and no such permission see all; everybody else without one sees none.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	rows = get_user_permissions(user).get("Project") or []
	names = sorted({row["doc"] for row in rows if row.get("applicable_for") in (None, "", doctype)})
	if not names and not rows and set(ALL_PROJECT_ROLES) & set(frappe.get_roles(user)):
		return None
	return names


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""SQL for lists, counts, reports and link searches of ``doctype``, always in parentheses: Frappe joins it to other conditions with AND and adds none."""
	parent = CHILD_PARENTS.get(doctype)
	names = allowed_projects(user, parent or doctype)
	if names is None:
		return ""
	if not names:
		return "(1 = 0)"
	values = ", ".join(frappe.db.escape(name, percent=False) for name in names)
	if parent:
		return (
			f"(`tab{doctype}`.`parent` in (select `name` from `tab{parent}` where `project` in ({values})))"  # nosec B608 - names of our own tables, values escaped above
		)
	return f"(`tab{doctype}`.`project` in ({values}))"


def has_permission(doc, ptype: str = "read", user: str | None = None, **kwargs) -> bool:
	"""Refuse a document of another project; all else passes, so that the roles decide.

	A new document that has no project yet passes here: ``project`` is mandatory and is checked again by
	:func:`check_project` once it is known. Where a document of this name is stored, its project there has to be allowed too:
	a request may say another one, also that the document is new.
	"""
	if doc.doctype not in PROJECT_DOCTYPES:
		return True
	names = allowed_projects(user, doc.doctype)
	if names is None:
		return True
	said = doc.project in names or bool(doc.is_new() and not doc.project)
	return said and stored.within(doc, "project", names, ptype)


def check_project(project: str, doctype: str | None = None) -> None:
	"""Raise PermissionError unless the session's user may work in ``project``. System jobs run as Administrator."""
	names = allowed_projects(doctype=doctype)
	if names is not None and project not in names:
		frappe.throw(
			_(
				"You have no access to project {0}. Ask the administrator for a User Permission on this project."
			).format(frappe.bold(project)),
			frappe.PermissionError,
			title=_("Another Project"),
		)
