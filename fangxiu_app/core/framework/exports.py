"""Lists exported as Excel or CSV read as on screen: states, choices and ticks in words, linked documents by their names.

Frappe writes stored values (Contract Clause, 1, PROJ-0001), or, asked for words, every row as often as there are rows
before it (15.56, ``export_query``), and puts the owner's address behind the last column.
"""

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log
from frappe.desk import query_report, reportview
from frappe.desk.utils import get_csv_bytes, pop_csv_params, provide_binary_file
from frappe.model.db_query import DatabaseQuery
from frappe.utils import cint, format_duration
from frappe.utils.xlsxutils import handle_html, make_xlsx

from fangxiu_app.core.access import incoming, personal

STATES = ("Draft", "Submitted", "Cancelled")


@frappe.whitelist(methods=["POST"])
def export_query(doctype: str) -> None:
	"""Frappe's export of a list. Raises PermissionError without the right to export, as Frappe does."""
	frappe.has_permission(doctype, "read", throw=True)
	# a call that leaves these out ends in Frappe's KeyError
	frappe.form_dict.setdefault("file_format_type", "Excel")
	frappe.form_dict.setdefault("fields", '["name"]')
	if frappe.local.lang == "en" and personal.sees_telephones():
		return reportview.export_query()
	params = reportview.get_form_params()
	kind, title = params.pop("file_format_type"), params.pop("title", None) or doctype
	options, totals = pop_csv_params(params), params.pop("add_totals_row", None) == "1"
	for name in ("doctype", "translate_values"):
		params.pop(name, None)
	if chosen := params.pop("selected_items", None):
		params["filters"] = {"name": ("in", incoming.names(chosen))}
	params.update(limit_page_length=None, as_list=True, fields=[*params["fields"], "owner"])
	make_access_log(doctype=doctype, file_type=kind, report_name=params.report_name, filters=params.filters)
	query = DatabaseQuery(doctype)
	rows = query.execute(**params)
	_check(doctype, rows)
	rows = [list(row[:-1]) for row in rows]
	heads, columns = _columns(doctype, query.fields[:-1])
	if totals:
		rows = [*rows, *_sums(columns, rows)]
	_put_in_words(columns, rows)
	table = [[_("Sr"), *heads], *([number, *row] for number, row in enumerate(rows, start=1))]
	if kind == "CSV":
		text = [[handle_html(cell) if isinstance(cell, str) else cell for cell in row] for row in table]
		return provide_binary_file(title, "csv", get_csv_bytes(text, options))
	provide_binary_file(title, "xlsx", make_xlsx(table, _(doctype)).getvalue())


@frappe.whitelist(methods=["POST"])
def export_report(report_name: str) -> None:
	"""Frappe's export of a report; ours give names where the screen's links do. Raises PermissionError as Frappe does."""
	frappe.get_doc("Report", report_name).check_permission("read")
	frappe.flags.fx_saved = True  # read by core/framework/script_reports.py
	try:
		query_report.export_query()
	finally:
		frappe.flags.fx_saved = False


def _check(doctype: str, rows) -> None:
	if frappe.permissions.can_export(doctype):
		return
	own = frappe.permissions.can_export(doctype, is_owner=True)
	if not own or any(row[-1] != frappe.session.user for row in rows):
		raise frappe.PermissionError(_("Your roles may not export {0}. Ask the administrator for the right.").format(_(doctype)))


def _columns(doctype: str, fields: list[str]) -> tuple[list[str], list[tuple]]:
	"""The heads, and (DocType, field) of every column; None where it is no field of a form."""
	heads, columns = [], []
	for field in fields:
		try:
			parent, name = reportview.parse_field(field)
		except ValueError:
			heads.append(_(field.split("(", 1)[0].title()))
			columns.append((doctype, None, ""))
			continue
		meta = frappe.get_meta(parent or doctype)
		label = _("No.") if name == "name" else _(meta.get_label(name), context=meta.name)
		heads.append(label if meta.name == doctype else f"{label}（{_(meta.name)}）")
		columns.append((meta.name, meta.get_field(name), name))
	return heads, columns


def _sums(columns: list[tuple], rows: list[list]) -> list[list]:
	"""One row with the sum of every column of amounts or quantities."""
	if not rows:
		return []
	adds = [bool(df) and df.fieldtype in ("Currency", "Float", "Int", "Duration") for _doctype, df, _name in columns]
	line = [sum(row[at] or 0 for row in rows) if add else "" for at, add in enumerate(adds)]
	if not adds[0]:
		line[0] = _("Total")
	return [line]


def _put_in_words(columns: list[tuple], rows: list[list]) -> None:
	for at, (doctype, df, name) in enumerate(columns):
		if name == "docstatus":
			for row in rows:
				row[at] = _(STATES[cint(row[at])]) if row[at] != "" else ""
		elif df and df.fieldtype == "Link":
			titles = _titles(df.options, {row[at] for row in rows if row[at]})
			for row in rows:
				row[at] = titles.get(row[at]) or row[at]
		elif df:
			for row in rows:
				row[at] = _word(df, doctype, row[at])


def _word(df, doctype: str, value):
	if value in (None, ""):
		return value
	if df.fieldtype == "Select":
		return _(value, context=doctype)
	if df.fieldtype == "Check":
		return _("Yes") if cint(value) else _("No")
	if df.fieldtype == "Duration":
		return format_duration(value, df.hide_days)
	return personal.value_for_reader(df.fieldname, value) if personal.is_number_field(df.fieldname) else value


def _titles(doctype: str, names: set[str]) -> dict[str, str]:
	"""Name → what lists show for it. One query for a column of links."""
	meta = frappe.get_meta(doctype)
	if not names or meta.issingle:
		return {}
	if meta.translated_doctype:
		return {name: _(name) for name in names}
	if not meta.show_title_field_in_link or not meta.title_field:
		return {}
	return dict(frappe.get_all(doctype, {"name": ("in", sorted(names))}, ["name", meta.title_field], as_list=True))
