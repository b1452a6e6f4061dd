"""The item that repair work is ordered and billed with: created where the settings name none, taken away if never used."""

from __future__ import annotations

import json

import frappe

from fangxiu_app.setup import units

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
	memory = json.loads(settings.setup_memory or "{}")
	memory |= {"service_unit": "", "service_item": ""}
	if not frappe.db.exists("UOM", UNIT):
		# set-up: whoever installs, the app's own unit and item
		memory["service_unit"] = frappe.get_doc({"doctype": "UOM", "uom_name": UNIT}).insert(ignore_permissions=True).name
	found = frappe.db.get_value("Item", {"item_name": ITEM})
	if not found:
		found = memory["service_item"] = _make(group)
	settings.update({"repair_service_item": found, "setup_memory": json.dumps(memory, ensure_ascii=False, sort_keys=True)})
	settings.save(ignore_permissions=True)


def _make(group: str) -> str:
	"""Its number is the name, or the next of the series where the site numbers its items."""
	item = {"doctype": "Item", "item_code": ITEM, "item_name": ITEM, "item_group": group, "stock_uom": UNIT}
	# set-up, as above
	return frappe.get_doc({**item, "is_stock_item": 0}).insert(ignore_permissions=True).name


def remove() -> None:
	"""Delete what ``ensure`` has made, unless a document uses it; what was there before stays."""
	memory = json.loads(frappe.db.get_single_value("Fangxiu Settings", "setup_memory") or "{}")
	# sites of before this was remembered had both made
	item, unit = memory.get("service_item", ITEM), memory.get("service_unit", UNIT)
	frappe.db.set_single_value("Fangxiu Settings", "repair_service_item", "")  # our own link holds nothing back
	try:
		if item:
			frappe.delete_doc("Item", item, ignore_missing=True, ignore_permissions=True)
	except frappe.LinkExistsError:
		frappe.clear_last_message()
	if unit:
		units.delete_unused([unit])
