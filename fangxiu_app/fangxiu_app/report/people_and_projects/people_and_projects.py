from __future__ import annotations

import frappe

from fangxiu_app.core.wording import _
from fangxiu_app.figures.report_parts import column
from fangxiu_app.staff import reads_staff


def execute(filters: dict | None = None) -> tuple[list[dict], list[dict]]:
	"""Who works with the app, as what and where; the administrator changes it from here."""
	names = dict(frappe.get_all("Project", fields=["name", "project_name"], as_list=True, limit=0))
	return columns(), [
		{
			"user": row.name,
			"full_name": row.full_name,
			"roles": "、".join(map(_, row.roles)) or _("No role yet: click the name"),
			"projects": _("All Projects")
			if row.projects is None
			else "、".join(names.get(name) or name for name in row.projects),
			"mobile_no": row.mobile_no,
			"state": _("Enabled") if row.enabled else _("Disabled"),
			"last_active": row.last_active,
		}
		for row in reads_staff.rows()
	]


def columns() -> list[dict]:
	return [
		column("full_name", _("Full Name"), width=110),
		column("roles", _("Roles"), width=190),
		column("projects", _("Projects"), width=320),
		column("mobile_no", _("Mobile"), width=130),
		# for the click on the name, which shows it
		{**column("user", _("Login Name"), width=210), "hidden": 1},
		column("state", _("State"), width=80),
		column("last_active", _("Last Active"), "Datetime", 150),
	]
