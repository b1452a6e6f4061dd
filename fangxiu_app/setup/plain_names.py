"""Fields, reports and documents that bore home-made words bear plain ones; a site that knows the old ones is renamed (adr/0130)."""

from __future__ import annotations

import frappe
from frappe.model.utils.rename_field import update_property_setters, update_users_report_view_settings
from frappe.query_builder.functions import Replace

from fangxiu_app.setup import own_names, preflight

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
#: Kind of standard document → old name → new name; DocTypes are in ``own_names.DOCTYPES``.
DEFINITIONS = {
	"Report": {"Ball Holder Times": "Waiting Times", "Incomplete Papers": "Incomplete Documents"},
	"Print Format": {"Agreement Talk Record": "Pre-signing Meeting Record"},
	"Number Card": {
		"Deductions to Be Told": "Deductions to Notify",
		"Deductions to Put Forward": "Deductions to Submit",
		"Contractors Owe Us": "Receivable from Contractors",
	},
}
#: (DocType, field, old option, new option)
OPTIONS = (
	("Delivery Milestone", "proof", "Agreement Talks", "Pre-signing Meetings"),
	("Milestone Template Row", "proof", "Agreement Talks", "Pre-signing Meetings"),
)
#: Endpoints that number cards count by, as they were called before rooms (docs/adr/0133) → now.
METHODS = {
	"fangxiu_app.api.approval.waiting": "fangxiu_app.overview.api_approval.waiting",
	"fangxiu_app.api.contractor.card": "fangxiu_app.money.deposits.api_contractor.card",
	"fangxiu_app.api.desk.card": "fangxiu_app.overview.api_desk.card",
	"fangxiu_app.api.spare_parts.overdue_card": "fangxiu_app.parts.api_spare_parts.overdue_card",
}
#: (DocType, its field that names a field, its field that names the DocType meant)
NAMED_FIELDS = (
	("Calendar View", "end_date_field", "reference_doctype"),
	("Calendar View", "start_date_field", "reference_doctype"),
	("Calendar View", "subject_field", "reference_doctype"),
	("Dashboard Chart", "aggregate_function_based_on", "document_type"),
	("Dashboard Chart", "based_on", "document_type"),
	("Dashboard Chart", "group_by_based_on", "document_type"),
	("Dashboard Chart", "value_based_on", "document_type"),
	("Kanban Board", "field_name", "reference_doctype"),
	("Notification", "date_changed", "document_type"),
	("Notification", "value_changed", "document_type"),
	("Property Setter", "value", "doc_type"),  # by which field a list is sorted, which one is the title
)
#: (table, its text that names fields between quotes, its column that names the DocType meant)
NAMING_TEXTS = (
	("Version", "data", "ref_doctype"),
	("Property Setter", "value", "doc_type"),
	("List View Settings", "fields", "name"),
	("Kanban Board", "fields", "reference_doctype"),
	("Report", "json", "ref_doctype"),
	("__UserSettings", "data", "doctype"),  # filled from the cache by ``change_filters``
)
#: Kind of standard document → (table, its field that names one, its word that a desk's page finds it by, if any)
POINTING = {
	"Report": (("Report", "reference_report", None), ("Workspace Shortcut", "link_to", "label")),
	"Print Format": (),
	"Number Card": (("Workspace Number Card", "number_card_name", "label"),),
}


def rename_methods() -> None:
	"""Let number cards count by the endpoints of :data:`METHODS`, a site's own cards and changed ones included. Idempotent."""
	for old, new in METHODS.items():
		frappe.db.set_value("Number Card", {"method": old}, "method", new, update_modified=False)
	frappe.clear_cache()


def rename_definitions() -> None:
	"""Give reports, print formats and number cards of :data:`DEFINITIONS` their new names, with what points at them. Idempotent."""
	for kind, names in DEFINITIONS.items():
		for old, new in names.items():
			if frappe.db.get_value(kind, old, "module") == preflight.MODULE and not frappe.db.exists(kind, new):
				frappe.rename_doc(kind, old, new, force=True, show_alert=False, rebuild_search=False)
			_point_at(kind, old, new)
			if kind == "Print Format":
				chosen = {"property": "default_print_format", "value": old}
				frappe.db.set_value("Property Setter", chosen, "value", new, update_modified=False)
	frappe.clear_cache()


def _point_at(kind: str, old: str, new: str) -> None:
	"""Own reports made from a standard one, and desks, whose page finds a card by the word beside it."""
	_replace("Workspace", "content", old, new)
	for table, field, word in POINTING[kind]:
		frappe.db.set_value(table, {field: old}, field, new, update_modified=False)
		if word:
			frappe.db.set_value(table, {field: new, word: old}, word, new, update_modified=False)


def rename_options() -> None:
	"""Give the options of :data:`OPTIONS` their new words in every record and filter. Idempotent."""
	for doctype, field, old, new in OPTIONS:
		if frappe.db.table_exists(doctype, cached=False):
			frappe.db.set_value(doctype, {field: old}, field, new, update_modified=False)
		own_names.change_filters(old, lambda row, names=(doctype, field, old, new): _ask_new_option(row, *names))


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
		update_users_report_view_settings(doctype, old, new)
		own_names.change_filters(old, lambda row, names=(doctype, old, new): _ask_new_field(row, *names))
		_rename_as_text(doctype, old, new)
		_rename_fetched(doctype, old, new)
	frappe.clear_cache()


def _columns(doctype: str) -> list[str]:
	if not frappe.db.table_exists(doctype, cached=False):
		return []
	frappe.cache.hdel("table_columns", f"tab{doctype}")
	return frappe.db.get_table_columns(doctype)


def _ask_new_field(row: list, doctype: str, old: str, new: str) -> None:
	if row[:2] == [doctype, old]:
		row[1] = new


def _ask_new_option(row: list, doctype: str, field: str, old: str, new: str) -> None:
	if row[:2] == [doctype, field]:
		row[3] = own_names.named(row[3], old, new)


def _rename_fetched(doctype: str, old: str, new: str) -> None:
	"""Fields of a site's own that fetch the value through a link: without it the document they stand on cannot be saved."""
	for row in frappe.get_all("Custom Field", {"fetch_from": ("like", f"%.{old}")}, ["name", "dt", "fetch_from"]):
		link, _dot, field = row.fetch_from.partition(".")
		asked = {"fieldname": link, "options": doctype}
		linked = frappe.db.exists("DocField", {"parent": row.dt, **asked}) or frappe.db.exists("Custom Field", {"dt": row.dt, **asked})
		if linked and field == old:
			frappe.db.set_value("Custom Field", row.name, "fetch_from", f"{link}.{new}", update_modified=False)


def _rename_as_text(doctype: str, old: str, new: str) -> None:
	"""Charts, boards, calendars and notifications name fields; the form's history, reports and the order of lists, in texts."""
	for table, field, of_doctype in NAMED_FIELDS:
		frappe.db.set_value(table, {of_doctype: doctype, field: old}, field, new, update_modified=False)
	for table, field, of_doctype in NAMING_TEXTS:
		_replace(table, field, old, new, {of_doctype: doctype})
	_replace("Report", "json", f"{doctype}.{old}", f"{doctype}.{new}")


def _replace(doctype: str, field: str, old: str, new: str, among: dict[str, str] | None = None) -> None:
	"""``new`` for ``old`` where a text names it between quotes."""
	table = frappe.qb.Table(doctype) if doctype.startswith("__") else frappe.qb.DocType(doctype)
	for quote in ('"', "`"):
		before, after = f"{quote}{old}{quote}", f"{quote}{new}{quote}"
		query = frappe.qb.update(table).set(table[field], Replace(table[field], before, after)).where(table[field].like(f"%{before}%"))
		for key, value in (among or {}).items():
			query = query.where(table[key] == value)
		query.run()
