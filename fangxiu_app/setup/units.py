"""Units of measure in Chinese, for items, lists and orders: created where missing, taken away if never used."""

from __future__ import annotations

import json

import frappe
from frappe.model.rename_doc import get_link_fields

#: Unit → whether only whole numbers of it are counted.
UNITS = {
	**dict.fromkeys(("个", "套", "盒", "箱", "桶", "支", "根", "块", "袋", "台", "樘", "把"), 1),
	**dict.fromkeys(("米", "平方米", "卷"), 0),
}
#: ERPNext's set-up names its units by Frappe's translation: of "Set" as a verb, of "Meter" as a water meter.
MISNAMED = {"设置": "套", "计量表": "米"}


def ensure() -> None:
	"""Idempotent; a unit of that name is left as it is. Misnamed units get their name, with everything that uses them."""
	for wrong, right in MISNAMED.items():
		if frappe.db.exists("UOM", wrong):
			there = bool(frappe.db.exists("UOM", right))
			frappe.rename_doc("UOM", wrong, right, merge=there, force=True, show_alert=False)
	known = set(frappe.get_all("UOM", pluck="name"))
	missing = [name for name in UNITS if name not in known]
	for name in missing:
		unit = {"doctype": "UOM", "uom_name": name, "must_be_whole_number": UNITS[name]}
		frappe.get_doc(unit).insert(ignore_permissions=True)
	if missing or frappe.flags.in_install:
		memory = _memory()
		before = [] if frappe.flags.in_install else list(UNITS)  # of a site from before this was remembered
		memory["units"] = sorted({*memory.get("units", before), *missing})
		text = json.dumps(memory, ensure_ascii=False, sort_keys=True)
		frappe.db.set_single_value("Fangxiu Settings", "setup_memory", text)


def remove() -> None:
	"""Delete those that ``ensure`` has made, unless a document of others uses them; of sites from before this was remembered, all."""
	delete_unused(_memory().get("units", list(UNITS)))


def delete_unused(names: list[str]) -> None:
	"""Units of ours that no document of others uses."""
	for name in sorted(set(names) - _used_by_others(names)):
		frappe.delete_doc("UOM", name, ignore_missing=True, ignore_permissions=True, force=True)


def _used_by_others(names: list[str]) -> set[str]:
	"""Our own masters, which name units too, go with the app."""
	used: set[str] = set()
	for field in get_link_fields("UOM"):
		ours = frappe.db.get_value("DocType", field["parent"], "module") == "Fangxiu App"
		if not (ours or field["issingle"]) and frappe.db.table_exists(field["parent"]):
			used |= set(frappe.get_all(field["parent"], {field["fieldname"]: ("in", names)}, pluck=field["fieldname"]))
	return used


def _memory() -> dict:
	return json.loads(frappe.db.get_single_value("Fangxiu Settings", "setup_memory") or "{}")
