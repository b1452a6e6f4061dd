"""Who reads which special reports: all of the project, or only those one is asked about (R60). Reads only.

``query_conditions`` and ``has_permission`` are the pair Frappe asks for lists and for single documents, on top of the project's scope.
"""

from __future__ import annotations

import frappe

from fangxiu_app.core.access import roles, scope
from fangxiu_app.special_reports.rules_special_report import DOCTYPE

#: Who follows all special reports of the project; everybody else with the right to read sees those they are or were asked about.
FOLLOWS = frozenset(
	(
		roles.PROPERTY_DESK,
		roles.CUSTOMER_SERVICE,
		roles.SUPERVISOR,
		roles.MANAGER,
		roles.CS_HEAD,
		roles.GENERAL_MANAGER,
		roles.ADMINISTRATOR,
		"System Manager",
	)
)


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""SQL for lists, counts, reports and searches of special reports and their rows, always in parentheses."""
	user, doctype = user or frappe.session.user, doctype or DOCTYPE
	in_scope = scope.query_conditions(user, doctype)
	if _follows(user):
		return in_scope
	column = "name" if doctype == DOCTYPE else "parent"
	mine = (
		f"(`tab{doctype}`.`{column}` in (select asked.`parent` from `tabSpecial Report Opinion` asked"
		f" where asked.`person` = {frappe.db.escape(user, percent=False)}))"  # nosec B608 - names of our own tables, the value escaped
	)
	return f"({in_scope} and {mine})" if in_scope else mine


def has_permission(doc, ptype: str = "read", user: str | None = None, **kwargs) -> bool:
	"""Refuse a report of another project, and one the user is not asked about; all else passes, so that the roles decide."""
	user = user or frappe.session.user
	if not scope.has_permission(doc, ptype, user):
		return False
	if doc.is_new() or _follows(user):
		return True
	return bool(frappe.db.exists("Special Report Opinion", {"parent": doc.name, "person": user}))


def _follows(user: str) -> bool:
	return user == "Administrator" or bool(FOLLOWS & set(frappe.get_roles(user)))
