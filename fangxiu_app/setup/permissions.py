"""Our roles and their rights on ERPNext's documents, created on install and removed on uninstall.

A right on a foreign DocType is a Custom DocPerm; the first one makes Frappe copy the standard rights, which then no
longer come from the DocType. Removal therefore takes our rows away and, if only that copy is left, the copy too.
"""

from __future__ import annotations

import frappe
from frappe.permissions import setup_custom_perms

from fangxiu_app.core.access.roles import ERPNEXT_RIGHTS, FOREIGN_RIGHTS, ROLES

RIGHTS = "select read write create delete submit cancel amend report export import share print email".split()
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
		_grant_missing(doctype, rights, have)
	for doctype, rights in FOREIGN_RIGHTS.items():
		_grant_missing(doctype, rights, {rule.role for rule in frappe.get_meta(doctype).permissions})


def _grant_missing(doctype: str, rights: dict[str, tuple[str, ...]], have: set[str]) -> None:
	missing = [role for role in rights if role not in have]
	if missing:
		setup_custom_perms(doctype)
	for role in missing:
		_grant(doctype, role, rights[role])


def remove() -> None:
	"""Take away our rights, our roles and who had them; give a DocType its standard rights back."""
	for doctype in frappe.get_all("Custom DocPerm", {"role": ("in", ROLES)}, pluck="parent", distinct=True):
		frappe.db.delete("Custom DocPerm", {"parent": doctype, "role": ("in", ROLES)})
		_take_back_foreign(doctype)
		if _rules("Custom DocPerm", doctype) == _rules("DocPerm", doctype):
			frappe.db.delete("Custom DocPerm", {"parent": doctype})
		frappe.clear_cache(doctype=doctype)
	frappe.db.delete("Has Role", {"role": ("in", ROLES)})
	for role in ROLES:
		frappe.delete_doc("Role", role, ignore_missing=True, force=True, ignore_permissions=True)


def _take_back_foreign(doctype: str) -> None:
	"""Removes rights granted to ERPNext's own roles, if they are unchanged."""
	for role, rights in FOREIGN_RIGHTS.get(doctype, {}).items():
		frappe.db.delete("Custom DocPerm", {"parent": doctype, **_rule(role, rights)})


def _grant(doctype: str, role: str, rights: tuple[str, ...]) -> None:
	frappe.get_doc({"doctype": "Custom DocPerm", "parent": doctype, **_rule(role, rights)}).insert(
		ignore_permissions=True
	)


def _rule(role: str, rights: tuple[str, ...]) -> dict:
	flags = dict.fromkeys(RIGHTS, 0)
	return {"role": role, "permlevel": 0, **flags, **dict.fromkeys(rights, 1)}


def _rules(table: str, doctype: str) -> list:
	"""The rules as comparable values; what a copy carries anew (names, times) does not count."""
	fields = sorted(
		df.fieldname
		for df in frappe.get_meta("DocPerm").fields
		if df.fieldtype in ("Check", "Int", "Link", "Data")
	)
	rows = frappe.get_all(table, {"parent": doctype}, [field for field in fields if field not in IGNORED])
	return sorted(str(sorted((key, value or 0) for key, value in row.items())) for row in rows)
