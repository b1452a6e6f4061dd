"""What the desk knows from its first moment: the names of the user's projects, so that no list or report shows bare codes."""

from __future__ import annotations

import frappe

from fangxiu_app.access.scope import allowed_projects

#: More names than this are fetched by the desk one by one.
AT_MOST = 500


def extend(bootinfo) -> None:
	"""Names of the projects the user may see, by code. One query more than the scope costs."""
	projects = allowed_projects()
	filters = {} if projects is None else {"name": ("in", projects or [""])}
	rows = frappe.get_all(
		"Project", filters, ["name", "project_name"], order_by="creation desc", limit=AT_MOST, as_list=True
	)
	bootinfo["fx_projects"] = dict(rows)
