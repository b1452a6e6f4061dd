"""Frappe's test runner makes test records along the links of a DocType, the linked ones first.

ERPNext's documents link to some of ours, and ours lead back to ERPNext's: walked through, its customers would be wanted before they
are made, and ERPNext's tests would not start. None of ours are needed for the tests of other apps, so the walk ends at each.
"""

from __future__ import annotations

import frappe


def linked_from(doctype: str) -> list[str]:
	"""The DocTypes that a DocType and its tables link to, for ``test_ignore`` of its test module."""
	meta = frappe.get_meta(doctype)
	fields = meta.get_link_fields()
	for table in meta.get_table_fields():
		fields.extend(frappe.get_meta(table.options).get_link_fields())
	return sorted({field.options for field in fields})
