"""Links to ERPNext's projects and to users show names instead of codes and addresses; the exact mirror for the uninstall."""

from __future__ import annotations

import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter

SHOWN = "show_title_field_in_link"
TITLED = ("Project", "User")


def ensure() -> None:
	"""Idempotent; a property somebody has set is left as it is."""
	for doctype in TITLED:
		if frappe.db.exists("Property Setter", {"doc_type": doctype, "property": SHOWN}):
			continue
		if not frappe.get_meta(doctype).get(SHOWN):
			setter = make_property_setter(
				doctype, None, SHOWN, "1", "Check", for_doctype=True, validate_fields_for_doctype=False
			)
			setter.db_set("module", "Fangxiu App")


def remove() -> None:
	"""Delete what ``ensure`` made."""
	for doctype in TITLED:
		filters = {"doc_type": doctype, "property": SHOWN, "module": "Fangxiu App"}
		for name in frappe.get_all("Property Setter", filters, pluck="name"):
			frappe.delete_doc("Property Setter", name, ignore_permissions=True, force=True)
		frappe.clear_cache(doctype=doctype)
