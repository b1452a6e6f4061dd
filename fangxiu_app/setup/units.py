"""Units of measure in Chinese, for items, lists and orders: created where missing, taken away if never used."""

from __future__ import annotations

import frappe

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
	for name, whole in UNITS.items():
		if name not in known:
			unit = {"doctype": "UOM", "uom_name": name, "must_be_whole_number": whole}
			frappe.get_doc(unit).insert(ignore_permissions=True)


def remove() -> None:
	"""Delete each unless a document uses it."""
	for name in UNITS:
		try:
			frappe.delete_doc("UOM", name, ignore_missing=True, ignore_permissions=True)
		except frappe.LinkExistsError:
			frappe.clear_last_message()
