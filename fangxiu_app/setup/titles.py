"""Links to ERPNext's documents show names instead of codes and addresses; removed again on uninstall."""

from __future__ import annotations

import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter

SHOWN = "show_title_field_in_link"
#: DocType → the field with its name, where the DocType does not say so itself.
TITLED = {
	"Project": "",
	"User": "",
	"Supplier": "",
	"Customer": "",
	"Item": "",
	"Warehouse": "warehouse_name",
}


def ensure() -> None:
	"""Idempotent; a property somebody has set is left as it is."""
	for doctype, title in TITLED.items():
		meta = frappe.get_meta(doctype)
		if title and not meta.title_field:
			set_once(doctype, "title_field", title, "Data")
		if not meta.get(SHOWN):
			set_once(doctype, SHOWN, "1", "Check")


def set_once(doctype: str, name: str, value: str, kind: str) -> None:
	"""Give a property of a DocType its value on this site, unless somebody has given it one."""
	if frappe.db.exists(
		"Property Setter", {"doc_type": doctype, "property": name, "field_name": ("is", "not set")}
	):
		return
	setter = make_property_setter(
		doctype, None, name, value, kind, for_doctype=True, validate_fields_for_doctype=False
	)
	setter.db_set("module", "Fangxiu App")


def remove() -> None:
	"""Delete what ``ensure`` made."""
	for doctype in TITLED:
		filters = {"doc_type": doctype, "property": ("in", (SHOWN, "title_field")), "module": "Fangxiu App"}
		for name in frappe.get_all("Property Setter", filters, pluck="name"):
			frappe.delete_doc("Property Setter", name, ignore_permissions=True, force=True)
		frappe.clear_cache(doctype=doctype)
