"""Which projects somebody is narrowed to, the projects themselves, and methods that answer for all of them together.

People with a role of ours have the rights of core/access/scope.py; others are narrowed where somebody gave them a User Permission.
"""

from __future__ import annotations

import frappe
from frappe.permissions import get_user_permissions

from fangxiu_app.core.access.vouchers import PASSES, projects_of
from fangxiu_app.core.wording import _

#: Who works in a project, a table of it that REST lists by itself.
PROJECT_ROWS = "Project User"
#: What answers for all projects together: closed to who is narrowed to some.
OF_COMPANY = frozenset(
	(
		"erpnext.controllers.queries.get_purchase_invoices",
		"erpnext.controllers.queries.get_purchase_receipts",
		"erpnext.stock.doctype.quick_stock_balance.quick_stock_balance.get_stock_item_details",
	)
)


def narrowed_to(user: str | None = None) -> list[str] | None:
	"""Projects that ``user`` is narrowed to: one of ours by his rights, one of ERPNext's by User Permissions; None for nobody's limit."""
	user = user or frappe.session.user
	names = projects_of(user)
	if names is not None or user == "Administrator":
		return names
	return sorted({row["doc"] for row in get_user_permissions(user).get("Project") or ()}) or None


def sees_company(doctype: str | None = None, user: str | None = None) -> bool:
	"""Whether ``user`` may see figures of all projects together, with ``doctype`` also by a right to read such vouchers."""
	return narrowed_to(user) is None and (not doctype or bool(frappe.has_permission(doctype, "read", user=user)))


def project_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""SQL for lists of projects, and of the people in them: without a right to any project our people see none.

	Frappe's own User Permissions show all projects to whoever has lost the last one.
	"""
	names = _known_projects(user)
	if names is None:
		return ""
	values = ", ".join(frappe.db.escape(name, percent=False) for name in names or [""])
	return f"(`tab{doctype}`.`{'parent' if doctype == PROJECT_ROWS else 'name'}` in ({values}))"


def project_permission(doc, ptype: str = "read", user: str | None = None, **kwargs) -> bool | None:
	"""The check for one project that goes with :func:`project_conditions`."""
	names = _known_projects(user)
	return PASSES if names is None or doc.is_new() or doc.name in names else False


def _known_projects(user: str | None) -> list[str] | None:
	"""The projects of a user with a role of ours; also those of which he may see documents of one kind only. None for all."""
	user = user or frappe.session.user
	if projects_of(user) is None:
		return None
	return sorted({row["doc"] for row in get_user_permissions(user).get("Project") or ()})


def check_company(user: str) -> None:
	"""For a method of :data:`OF_COMPANY`. Raises PermissionError for who is narrowed to projects."""
	if narrowed_to(user) is not None:
		frappe.throw(
			_("This answers for all projects together, and you see some of them. Open the list of these documents instead: it shows yours."),
			frappe.PermissionError,
			title=_("Not Allowed"),
		)
