"""The item that repair work is ordered and billed with: created where the settings name none, taken away if never used."""

from __future__ import annotations

import frappe

ITEM = "房修维修服务"
UNIT = "项"


def ensure() -> None:
	"""Unit, item and the setting. Idempotent; does nothing before ERPNext's set-up wizard has made its item groups."""
	settings = frappe.get_doc("Fangxiu Settings")
	group = frappe.db.get_value("Item Group", {"is_group": 0, "name": "Services"}) or frappe.db.get_value(
		"Item Group", {"is_group": 0}
	)
	if settings.repair_service_item or not group:
		return
	if not frappe.db.exists("UOM", UNIT):
		frappe.get_doc({"doctype": "UOM", "uom_name": UNIT}).insert(ignore_permissions=True)
	if not frappe.db.exists("Item", ITEM):
		item = {
			"doctype": "Item",
			"item_code": ITEM,
			"item_name": ITEM,
			"item_group": group,
			"stock_uom": UNIT,
		}
		frappe.get_doc({**item, "is_stock_item": 0}).insert(ignore_permissions=True)
	settings.repair_service_item = ITEM
	settings.save(ignore_permissions=True)


def remove() -> None:
	"""Delete the item and its unit unless a document uses them."""
	for doctype, name in (("Item", ITEM), ("UOM", UNIT)):
		try:
			frappe.delete_doc(doctype, name, ignore_missing=True, ignore_permissions=True)
		except frappe.LinkExistsError:
			frappe.clear_last_message()
