"""What the desk knows from its first moment: the names of the user's projects, and which of our desks is theirs, what lists may change."""

from __future__ import annotations

import frappe
from frappe.desk.desktop import get_workspace_sidebar_items

from fangxiu_app.access import bulk
from fangxiu_app.access.doctypes import MASTERS, PROJECT_DOCTYPES
from fangxiu_app.access.scope import allowed_projects

#: More names than this are fetched by the desk one by one.
AT_MOST = 500


#: Module of our desks.
MODULE = "Fangxiu App"


def extend(bootinfo) -> None:
	"""Called by Frappe with what it sends to a browser that opens the desk."""
	bootinfo["fx_projects"] = _projects()
	bootinfo["fx_bulk_fields"] = {
		doctype: bulk.FIELDS.get(doctype, ()) for doctype in (*PROJECT_DOCTYPES, *MASTERS)
	}
	desks = [page.name for page in get_workspace_sidebar_items()["pages"] if page.module == MODULE]
	# the way back above a page leads to the module's first desk: Frappe names the oldest, which may be closed to the user
	bootinfo["module_wise_workspaces"] = {**bootinfo.get("module_wise_workspaces", {}), MODULE: desks}


def _projects() -> dict[str, str]:
	"""Names of the projects the user may see, by code. One query more than the scope costs."""
	projects = allowed_projects()
	filters = {} if projects is None else {"name": ("in", projects or [""])}
	rows = frappe.get_all(
		"Project", filters, ["name", "project_name"], order_by="creation desc", limit=AT_MOST, as_list=True
	)
	return dict(rows)
