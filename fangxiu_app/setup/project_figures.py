"""Sums of vouchers on ERPNext's Project are closed to roles that read no such vouchers (core/narrowing/figures.py).

Their fields get a level of their own. Roles of other apps keep reading and writing them: the levels are granted to each that has the
project itself; of ours to those that read the vouchers.
"""

from __future__ import annotations

import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.permissions import setup_custom_perms

from fangxiu_app.core.access.roles import ERPNEXT_RIGHTS, ROLES
from fangxiu_app.core.narrowing.figures import FIELDS, LEVELS

PROJECT = "Project"
LEVEL = "permlevel"


def ensure() -> None:
	"""Idempotent; the level of a field that somebody has set is left as it is."""
	setup_custom_perms(PROJECT)
	rules = frappe.get_all("Custom DocPerm", {"parent": PROJECT}, ["role", LEVEL, "read", "write"])
	have = {(rule.role, rule.permlevel) for rule in rules}
	for rule in rules:
		if rule.permlevel == 0 and rule.read and rule.role not in ROLES:
			for level in LEVELS:
				_grant(rule.role, level, rule.write, have)
	for level, voucher in LEVELS.items():
		for role in ERPNEXT_RIGHTS.get(voucher, {}):
			_grant(role, level, 0, have)
	meta = frappe.get_meta(PROJECT)
	for field, level in FIELDS.items():
		df = meta.get_field(field)
		if df and not df.permlevel and not frappe.db.exists("Property Setter", _setter(field)):
			setter = make_property_setter(PROJECT, field, LEVEL, str(level), "Int", validate_fields_for_doctype=False)
			setter.db_set("module", "Fangxiu App")


def remove() -> None:
	"""Take away the levels, and the rights to them."""
	for field in FIELDS:
		for name in frappe.get_all("Property Setter", {**_setter(field), "module": "Fangxiu App"}, pluck="name"):
			frappe.delete_doc("Property Setter", name, ignore_permissions=True, force=True)  # what the installation made, by whoever removes the app
	frappe.db.delete("Custom DocPerm", {"parent": PROJECT, LEVEL: ("in", list(LEVELS))})
	frappe.clear_cache(doctype=PROJECT)


def _setter(field: str) -> dict:
	return {"doc_type": PROJECT, "field_name": field, "property": LEVEL}


def _grant(role: str, level: int, write: int, have: set) -> None:
	if (role, level) in have:
		return
	have.add((role, level))
	rule = {"doctype": "Custom DocPerm", "parent": PROJECT, "role": role, LEVEL: level, "read": 1, "write": write, "export": 0}
	frappe.get_doc(rule).insert(ignore_permissions=True)  # part of setting up the site
