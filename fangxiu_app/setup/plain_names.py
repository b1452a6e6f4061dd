"""Fields, reports and documents that bore home-made words bear plain ones; a site that knows the old ones is renamed (adr/0130)."""

from __future__ import annotations

import frappe
from frappe.model.utils.rename_field import (
	update_property_setters,
	update_reports,
	update_users_report_view_settings,
)
from frappe.query_builder.functions import Replace

from fangxiu_app.setup import own_names

#: (DocType, old field, new field)
FIELDS = (
	("Repair Ticket", "ball_holder", "waiting_on"),
	("Repair Ticket", "told_at", "notified_at"),
	("Repair Ticket", "engineer_told_at", "engineer_notified_at"),
	("Repair Request", "told_at", "notified_at"),
	("Repair Request", "head_told", "head_notified"),
	("Repair Request", "head_told_at", "head_notified_at"),
	("Repair Request", "media_contact_told", "media_contact_notified"),
	("Repair Request", "media_contact_told_at", "media_contact_notified_at"),
)


def rename_fields() -> None:
	"""Give the columns of :data:`FIELDS` their new names, and what people keep under the old ones: filters, columns, the history.

	Runs before the DocTypes are read anew, so that no value is copied and none is lost. Idempotent, also after a kill: a change
	of a table ends the transaction, so the column comes first and the rest finds its own old words.
	"""
	for doctype, old, new in FIELDS:
		columns = _columns(doctype)
		if old in columns and new not in columns:
			frappe.db.rename_column(doctype, old, new)
		update_property_setters(doctype, old, new)
		update_reports(doctype, old, new)
		update_users_report_view_settings(doctype, old, new)
		own_names.change_filters(old, lambda row, names=(doctype, old, new): _ask_new_field(row, *names))
		_rename_as_text(doctype, old, new)
	frappe.clear_cache()


def _columns(doctype: str) -> list[str]:
	if not frappe.db.table_exists(doctype, cached=False):
		return []
	frappe.cache.hdel("table_columns", f"tab{doctype}")
	return frappe.db.get_table_columns(doctype)


def _ask_new_field(row: list, doctype: str, old: str, new: str) -> None:
	if row[:2] == [doctype, old]:
		row[1] = new


def _rename_as_text(doctype: str, old: str, new: str) -> None:
	"""The form's history, the order of lists and the order of a customised form name fields in texts."""
	version, setter, lists = map(frappe.qb.DocType, ("Version", "Property Setter", "List View Settings"))
	kept = frappe.qb.Table("__UserSettings")  # filled from the cache by ``change_filters``
	for table, field, of_doctype in (
		(version, version.data, version.ref_doctype == doctype),
		(setter, setter.value, setter.doc_type == doctype),
		(lists, lists.fields, lists.name == doctype),
		(kept, kept.data, kept.doctype == doctype),
	):
		for quote in ('"', "`"):
			before, after = f"{quote}{old}{quote}", f"{quote}{new}{quote}"
			frappe.qb.update(table).set(field, Replace(field, before, after)).where(of_doctype & field.like(f"%{before}%")).run()
