"""Money of a project, and of a company over all projects, is told to whoever reads the vouchers it is the sum of.

ERPNext (15.53.1) keeps sums of vouchers in fields of the Project, which everybody reads who may open it, and shows on every supplier and
customer what was billed and what is owed in all projects. Fields are closed by Frappe's levels (setup/project_figures.py); those are not
asked for filters, sorting and grouping, which :func:`check_request` refuses.
"""

from __future__ import annotations

import re

import frappe

from fangxiu_app.core.access import asking
from fangxiu_app.core.narrowing import projects_seen
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
#: A field of a project in a list of something else.
_BESIDE = re.compile(r"(?:\bproject|tabProject`)\.`?(\w+)", re.IGNORECASE)


def leave_out(doc, method: str | None = None) -> None:
	"""Hook when the form of a supplier or customer is opened: its figures are for who reads such vouchers of all projects."""
	if not projects_seen.sees_company(PARTIES[doc.doctype]):
		doc.get("__onload", frappe._dict()).pop("dashboard_info", None)


def leave_out_hours(doc, method: str | None = None) -> None:
	"""Hook when the form of a project is opened: the hours of its timesheets are for who reads those."""
	if not frappe.has_permission("Timesheet", "read"):
		doc.get("__onload", frappe._dict()).pop("activity_summary", None)


def check_request() -> None:
	"""Hook before a method is called: who may not see a figure of projects does not ask by it either. Raises PermissionError."""
	form = frappe.local.form_dict
	words = _WORDS if asking.listed(form) == "Project" else _BESIDE
	asked = {word for name, value in form.items() if value and asking.ASKING.search(str(name)) for word in words.findall(str(value))}
	levels = {FIELDS[word] for word in asked & set(FIELDS)}
	if levels and not levels <= set(frappe.get_meta("Project").get_permlevel_access("read")):
		frappe.throw(
			_("Projects are not searched, sorted or grouped by sums of vouchers that your roles do not read. Look for the name of the project."),
			frappe.PermissionError,
			title=_("Not Allowed"),
		)
