"""Child rows are written with their parent document only, so that its locks, freeze and approval are checked.

Frappe takes the right to write a document as the right to each of its rows, and saves a row without running the parent's
checks (15.56.1, ``api.v1.update_doc``, ``client.insert``): due times, approved amounts and posted accounts could change without a
trace. It also writes the row a form names when that row belongs to another document, which then loses it.
"""

from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.core import table_rows
from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES

#: Rows that ERPNext's and Frappe's own screens write by themselves; nothing of ours rests on them.
ALONE = frozenset(("Amended Document Naming Settings", "Asset Maintenance Task", "BOM Creator Item"))
#: What only server code can set on a document (``flags`` never come from a request): it has asked for the right itself.
ASKED = ("ignore_permissions", "ignore_validate_update_after_submit")
#: Events of a document's own save: whatever it does, the rows are written with it.
SAVING = ("before_validate", "before_cancel", "before_update_after_submit")
SETTING_UP = ("in_install", "in_migrate", "in_patch", "in_uninstall")


class RowAloneError(frappe.PermissionError):
	"""A child row would be written without its document, or taken from another one."""


def check(doc, method: str | None = None, *names) -> None:
	"""Hook before any document is inserted, changed, renamed or deleted by itself (``names``: of a rename). Raises RowAloneError."""
	if doc.meta.istable:
		_check_row(doc)
	elif method in SAVING:
		_check_rows(doc)


def _check_row(row) -> None:
	free = row.doctype in ALONE or any(row.flags.get(name) for name in ASKED)
	if free or any(frappe.flags.get(name) for name in SETTING_UP):
		return
	stored = frappe.db.get_value(row.doctype, row.name, ["parenttype", "parent"]) if row.name else None
	parenttype, parent = stored or (row.get("parenttype"), row.get("parent"))
	frappe.throw(
		_(
			"{0} is a part of {1} and is not changed alone: nothing was changed. Open {1} {2}, change the row there and save."
		).format(frappe.bold(_(row.doctype)), _(parenttype or ""), frappe.utils.escape_html(str(parent or ""))),
		RowAloneError,
		title=_("Not Allowed"),
	)


def _check_rows(doc) -> None:
	"""Check that rows which claim to be stored belong to this document. One query for each table with rows that did not."""
	before = doc.get_doc_before_save()
	for df in doc.meta.get_table_fields() if before else ():
		mine = {row.name for row in before.get(df.fieldname) or ()}
		rows = table_rows.claimed(doc.get(df.fieldname))
		unknown = {row.name: row.idx for row in rows if row.name not in mine}
		if doc.doctype in PROJECT_DOCTYPES:
			_check_stored(doc, df, rows, mine)
		if not unknown or frappe.get_meta(df.options).is_virtual:
			continue
		theirs = frappe.get_all(
			df.options, {"name": ("in", sorted(unknown))}, ["name", "parent", "parenttype", "parentfield"]
		)
		for row in theirs:
			if (row.parent, row.parenttype, row.parentfield) != (doc.name, doc.doctype, df.fieldname):
				frappe.throw(
					_(
						"{0}, row {1}: this row belongs to another document. Nothing was saved. Reload the page and enter the row anew."
					).format(frappe.bold(_(df.label or df.fieldname, context=df.parent)), unknown[row.name]),
					RowAloneError,
					title=_("Not Allowed"),
				)


def _check_stored(doc, df, rows, mine: set[str]) -> None:
	"""Each row that claims to be stored is, by its very name and once: Frappe deletes the row it stands for, and writes none."""
	if found := table_rows.not_stored(rows, mine, lambda: set(frappe.get_all(df.options, {"parent": doc.name}, pluck="name"))):
		frappe.throw(
			_("{0}, row {1}: this row is not one of {2} as it is stored. Nothing was saved. Reload the page and enter the row anew.").format(
				frappe.bold(_(df.label or df.fieldname, context=df.parent)), found.idx, frappe.utils.escape_html(str(doc.name))
			),
			RowAloneError,
			title=_("Not Allowed"),
		)
