"""Our roles, and their rights on ERPNext's documents, with their exact mirror for the uninstall.

A right on a foreign DocType is a Custom DocPerm; the first one makes Frappe copy the standard rights, which then no
longer come from the DocType. Removal therefore takes our rows away and, if only that copy is left, the copy too.
"""

from __future__ import annotations

import frappe
from frappe.permissions import setup_custom_perms

from fangxiu_app.access.roles import ERPNEXT_RIGHTS, ROLES

IGNORED = (
	"name",
	"owner",
	"creation",
	"modified",
	"modified_by",
	"idx",
	"parent",
	"parenttype",
	"parentfield",
	"docstatus",
)


def ensure() -> None:
	"""Create missing roles, and missing rights of them on ERPNext's documents. Changed rights are left as they are."""
	for role in ROLES:
		if not frappe.db.exists("Role", role):
			frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert(
				ignore_permissions=True
			)
	for doctype, rights in ERPNEXT_RIGHTS.items():
		have = set(frappe.get_all("Custom DocPerm", {"parent": doctype, "role": ("in", ROLES)}, pluck="role"))
		missing = [role for role in rights if role not in have]
		if missing:
			setup_custom_perms(doctype)
		for role in missing:
			_grant(doctype, role, rights[role])


def remove() -> None:
	"""Take away our rights, our roles and who had them; give a DocType its standard rights back."""
	for doctype in frappe.get_all("Custom DocPerm", {"role": ("in", ROLES)}, pluck="parent", distinct=True):
		frappe.db.delete("Custom DocPerm", {"parent": doctype, "role": ("in", ROLES)})
		if _rules("Custom DocPerm", doctype) == _rules("DocPerm", doctype):
			frappe.db.delete("Custom DocPerm", {"parent": doctype})
		frappe.clear_cache(doctype=doctype)
	frappe.db.delete("Has Role", {"role": ("in", ROLES)})
	for role in ROLES:
		frappe.delete_doc("Role", role, ignore_missing=True, force=True, ignore_permissions=True)


def _grant(doctype: str, role: str, rights: tuple[str, ...]) -> None:
	rule = {"doctype": "Custom DocPerm", "parent": doctype, "role": role, "permlevel": 0}
	flags = dict.fromkeys(("read", "select", "export", "print", "report", "email", "share"), 0)
	frappe.get_doc({**rule, **flags, **dict.fromkeys(rights, 1)}).insert(ignore_permissions=True)


def _rules(table: str, doctype: str) -> list:
	"""The rules as comparable values; what a copy carries anew (names, times) does not count."""
	fields = sorted(
		df.fieldname
		for df in frappe.get_meta("DocPerm").fields
		if df.fieldtype in ("Check", "Int", "Link", "Data")
	)
	rows = frappe.get_all(table, {"parent": doctype}, [field for field in fields if field not in IGNORED])
	return sorted(str(sorted((key, value or 0) for key, value in row.items())) for row in rows)
