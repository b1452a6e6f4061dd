"""Money of a project, and of a company over all projects, is told to whoever reads the vouchers it is the sum of.

ERPNext (15.53.1) keeps sums of vouchers in fields of the Project, which everybody reads who may open it, and shows on every supplier and
customer what was billed and what is owed in all projects. Fields are closed by Frappe's levels (setup/project_figures.py), as all others by the
right to read; neither is asked for filters, sorting and grouping, which :func:`check_request` refuses.
"""

from __future__ import annotations

import re

import frappe
from frappe.model import get_permitted_fields

from fangxiu_app.core.access import asking
from fangxiu_app.core.narrowing import listed_columns, projects_seen
from fangxiu_app.core.wording import _

#: Level of the fields → DocType whose readers may see them. Frappe gives level 1 of a project to everybody.
LEVELS = {2: "Purchase Invoice", 3: "Sales Invoice"}
#: Field of a Project → its level: what was bought, and what was sold, planned and gained.
FIELDS = {
	"total_purchase_cost": 2,
	"total_consumed_material_cost": 2,
	"estimated_costing": 3,
	"total_costing_amount": 3,
	"total_sales_amount": 3,
	"total_billable_amount": 3,
	"total_billed_amount": 3,
	"gross_margin": 3,
	"per_gross_margin": 3,
}
#: Who has figures of all projects on its form → vouchers they are made of.
PARTIES = {"Supplier": "Purchase Invoice", "Customer": "Sales Invoice"}
_WORDS = re.compile(r"\w+")
#: The link, or the table, a field of something else is reached by.
_FOLLOWED = re.compile(r"(?:\btab)?([\w ]{1,60})`?\.`?\w")
#: Kinds of field that tell an amount.
AMOUNTS = ("Currency", "Float", "Percent")


def leave_out(doc, method: str | None = None) -> None:
	"""Hook when the form of a supplier or customer is opened: its figures are for who reads such vouchers of all projects."""
	if not projects_seen.sees_company(PARTIES[doc.doctype]):
		doc.get("__onload", frappe._dict()).pop("dashboard_info", None)


def leave_out_hours(doc, method: str | None = None) -> None:
	"""Hook when the form of a project is opened: the hours of its timesheets are for who reads those."""
	if not frappe.has_permission("Timesheet", "read"):
		doc.get("__onload", frappe._dict()).pop("activity_summary", None)


def check_request() -> None:
	"""Hook before a method is called: who may not see an amount in a list does not ask by it either, or forty questions tell it.

	Also of what is beside the rows: a linked document, or their tables. Raises PermissionError.
	"""
	listed_columns.keep()
	form = frappe.local.form_dict
	listed = asking.listed(form)
	asked = [str(value) for name, value in form.items() if value and asking.ASKING.search(str(name))]
	words = {word for text in asked for word in _WORDS.findall(text)}
	if not words or not frappe.db.exists("DocType", listed, cache=True):
		return
	for doctype in sorted(_named(listed, asked)):
		closed = [label for name, label in _closed(doctype, listed) if name in words]
		if not closed:
			continue
		frappe.throw(
			_("{0}: your roles do not read {1}; lists are not searched, sorted or grouped by it. Look for the name.").format(
				frappe.bold(_(doctype)), frappe.bold("、".join(sorted(closed)))
			),
			frappe.PermissionError,
			title=_("Not Allowed"),
		)


def _named(listed: str, asked: list[str]) -> set[str]:
	"""The DocTypes whose fields are asked by: the listed one, its tables, and those its links lead to where an argument follows one."""
	meta = frappe.get_meta(listed)
	followed = {name for text in asked for name in _FOLLOWED.findall(text)}
	linked = {df.options for df in meta.get_link_fields() if df.fieldname in followed or df.options in followed}
	tables = {df.options for df in meta.get_table_fields() if any(df.options in text for text in asked)}
	return {listed} | linked | tables


def _closed(doctype: str, listed: str) -> list[tuple[str, str]]:
	"""Name and label of each amount of ``doctype`` that the user does not read."""
	meta = frappe.get_meta(doctype)
	amounts = [df for df in meta.fields if df.fieldtype in AMOUNTS and not df.get("is_virtual")]
	if not amounts or (meta.istable and doctype == listed):
		return []
	read = get_permitted_fields(doctype, parenttype=listed if meta.istable else None)
	return [(df.fieldname, _(meta.get_label(df.fieldname), context=doctype)) for df in amounts if df.fieldname not in read]
