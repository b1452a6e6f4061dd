"""The two stores of a project: the project department's for deliveries, the repair centre's for repairs (R37, R38)."""

from __future__ import annotations

from dataclasses import dataclass

import frappe

from fangxiu_app.parts import reads_spare_parts

PROJECT_DEPARTMENT, REPAIR_CENTRE = "Project Department", "Repair Centre"
#: Names of new stores: they are read by people and printed, so they are Chinese like the company's accounts.
NAMES = {PROJECT_DEPARTMENT: "{0} 项目部待移交", REPAIR_CENTRE: "{0} 备品备件仓"}


@dataclass(frozen=True, slots=True)
class Stores:
	"""Names of a project's warehouses."""

	company: str
	project_department: str
	repair_centre: str


def ensure(project: str) -> Stores:
	"""The project's stores; missing ones are made, existing ones (by project and kind, see Warehouse) are used."""
	row = frappe.db.get_value("Project", project, ["project_name", "company"], as_dict=True, for_update=True)
	company = row.company or frappe.db.get_single_value("Fangxiu Settings", "company")
	known = reads_spare_parts.stores(project)
	for kind, title in NAMES.items():
		if kind not in known:
			known[kind] = _make(title.format(row.project_name), company, project, kind)
	return Stores(company, known[PROJECT_DEPARTMENT], known[REPAIR_CENTRE])


def _make(title: str, company: str, project: str, kind: str) -> str:
	root = frappe.db.get_value("Warehouse", {"company": company, "is_group": 1}, "name", order_by="lft asc")
	store = frappe.get_doc(
		{
			"doctype": "Warehouse",
			"warehouse_name": _free_title(title, company, project),
			"parent_warehouse": root,
			"company": company,
			"fx_project": project,
			"fx_store_kind": kind,
		}
	)
	# the right to write the list was checked; its stores are part of it
	store.insert(ignore_permissions=True)
	frappe.flags.pop(
		"warehouse_account_map", None
	)  # ERPNext keeps it per process: the new store is not in it
	return store.name


def _free_title(title: str, company: str, project: str) -> str:
	"""Two projects may have one name; warehouses may not."""
	taken = frappe.db.exists("Warehouse", {"company": company, "warehouse_name": title})
	return f"{title} {project}" if taken else title
