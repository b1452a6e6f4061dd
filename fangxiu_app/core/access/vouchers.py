"""Limits ERPNext's vouchers and warehouses to the projects of users who have one of the app's roles.

People without a role of ours keep ERPNext's rights unchanged: this app does not decide about the rest of the company.
"""

from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.core.access import stored
from fangxiu_app.core.access.doctypes import VOUCHER_ROWS, VOUCHERS
from fangxiu_app.core.access.roles import ROLES
from fangxiu_app.core.access.scope import allowed_projects, check_project

#: A hook's answer that leaves the decision to the roles: version 15 of the framework asks the hooks of other apps only after
#: None, version 16 takes None for a refusal.
PASSES = None if int(frappe.__version__.split(".")[0]) < 16 else True


def projects_of(user: str | None = None) -> list[str] | None:
	"""Projects whose vouchers ``user`` may see; None for no limit: an administrator, or a user without a role of ours."""
	user = user or frappe.session.user
	if not set(ROLES) & set(frappe.get_roles(user)):
		return None
	return allowed_projects(user)


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""SQL for lists, counts, reports and link searches, in parentheses; goes with :func:`has_permission`."""
	names = projects_of(user)
	if names is None:
		return ""
	if not names:
		return "(1 = 0)"
	values = ", ".join(frappe.db.escape(name, percent=False) for name in names)
	parent = VOUCHER_ROWS.get(doctype)
	if parent:
		inside = f"select `name` from `tab{parent}` where `{VOUCHERS[parent]}` in ({values})"  # nosec B608 - names of our own table, values escaped above
		return f"(`tab{doctype}`.`parent` in ({inside}))"
	return f"(`tab{doctype}`.`{VOUCHERS[doctype]}` in ({values}))"


def has_permission(doc, ptype: str = "read", user: str | None = None, **kwargs) -> bool | None:
	"""Refuse a voucher of another project or of none, by what is sent and by what is stored.

	A new one has its project checked by :func:`check_voucher`.
	"""
	names = projects_of(user)
	if names is None:
		return PASSES
	field = VOUCHERS[doc.doctype]
	said = doc.is_new() or doc.get(field) in names
	return PASSES if said and stored.within(doc, field, names, ptype) else False


def check_voucher(doc) -> None:
	"""Raise for a voucher that people with our roles may not write: without project, or reaching into another one."""
	if projects_of() is None or doc.flags.ignore_permissions:
		return
	field = VOUCHERS[doc.doctype]
	project = doc.get(field)
	if not project:
		label = _(doc.meta.get_label(field), context=doc.doctype)
		frappe.throw(_("{0}: choose the project this is bought or moved for.").format(frappe.bold(label)))
	check_project(project, doc.doctype)
	for row in doc.get("items", ()):
		row.project = row.get("project") or project
		_check_row(doc, row, project)


def _called(doctype: str, name: str) -> str:
	"""A store or project by its name instead of its key."""
	field = {"Warehouse": "warehouse_name", "Project": "project_name"}[doctype]
	return frappe.get_cached_value(doctype, name, field) or name


def _check_row(doc, row, project: str) -> None:
	stores = {row.get(name) for name in ("warehouse", "s_warehouse", "t_warehouse", "from_warehouse")}
	for store in filter(None, stores):
		owner = frappe.get_cached_value("Warehouse", store, "fx_project")
		if owner != project:
			frappe.throw(
				_(
					"Row {0}: store {1} does not belong to project {2}. Choose a store of this project."
				).format(row.idx, frappe.bold(_called("Warehouse", store)), frappe.bold(_called("Project", project))),
				frappe.PermissionError,
				title=_("Another Project"),
			)
	if row.project != project:
		frappe.throw(
			_(
				"Row {0}: project {1} is not the project of this document, {2}. Use one document per project."
			).format(row.idx, frappe.bold(_called("Project", row.project)), frappe.bold(_called("Project", project))),
			frappe.PermissionError,
			title=_("Another Project"),
		)
