"""ERPNext's vouchers, warehouses and items of the demo: found by project, removed together with their ledger entries."""

from __future__ import annotations

import frappe
from frappe.model.dynamic_links import get_dynamic_link_map

from fangxiu_app.core.access.doctypes import VOUCHERS

#: Vouchers of the demo's money, and the field that names their project.
MONEY = dict.fromkeys(("Payment Entry", "Purchase Invoice", "Sales Invoice"), "project")
#: All that moves stock or money.
MOVING = tuple(dict.fromkeys((*VOUCHERS, *MONEY, "Journal Entry")))
#: The field by which ERPNext's ledgers name the voucher that moved something.
VOUCHER = "voucher_no"
#: Tables that name an item and are made beside it.
OF_ITEM = ("Item Price", "Bin")


def of_projects(projects: list[str]) -> dict[str, list[str]]:
	"""DocType → names of the vouchers and stores of these projects."""
	return {
		doctype: frappe.get_all(doctype, {field: ("in", projects)}, pluck="name")
		for doctype, field in {**VOUCHERS, **MONEY}.items()
	}


def hanging(doomed: dict[str, set[str]]) -> dict[str, set[str]]:
	"""Rows that ERPNext made beside the demo's vouchers, stores and items: they go with them."""
	frappe.local.dynamic_link_map = None  # kept per process, it may be older than the vouchers
	found: dict[str, set[str]] = {}
	for doctype in MOVING:
		names = list(doomed.get(doctype, ())) or ["-"]
		for link in get_dynamic_link_map().get(doctype, ()):
			if link.fieldname == VOUCHER:
				filters = {link.options: doctype, VOUCHER: ("in", names)}
				found.setdefault(link.parent, set()).update(
					frappe.get_all(link.parent, filters, pluck="name")
				)
	items, stores = (list(doomed.get(doctype, ())) or ["-"] for doctype in ("Item", "Warehouse"))
	for table in OF_ITEM:
		found[table] = set(frappe.get_all(table, {"item_code": ("in", items)}, pluck="name"))
	found["Bin"].update(frappe.get_all("Bin", {"warehouse": ("in", stores)}, pluck="name"))
	return found


def delete(doomed: dict[str, set[str]]) -> None:
	"""Delete them all. Nothing is cancelled first: the ledger entries of the demo are deleted as well."""
	moved = (
		link.parent
		for name in MOVING
		for link in get_dynamic_link_map().get(name, ())
		if link.fieldname == VOUCHER
	)
	for doctype in dict.fromkeys((*moved, *OF_ITEM, *(name for name in MOVING if name != "Warehouse"))):
		names = list(doomed.get(doctype, ()))
		if not names:
			continue
		for field in frappe.get_meta(doctype).get_table_fields():
			frappe.db.delete(field.options, {"parent": ("in", names), "parenttype": doctype})
		frappe.db.delete(doctype, {"name": ("in", names)})
	for doctype in ("Item", "Warehouse"):
		for name in sorted(doomed.get(doctype, ())):
			options = {"ignore_permissions": True, "ignore_missing": True, "delete_permanently": True}
			frappe.delete_doc(doctype, name, force=True, **options)
