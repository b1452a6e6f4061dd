"""Titles of buildings as people say them: 示例花园 3栋."""

import frappe

from fangxiu_app.estate import rules_place


def renew() -> None:
	"""Bring titles of an earlier version up to what a building is called today; changes nothing twice."""
	building, project = map(frappe.qb.DocType, ("Estate Building", "Project"))
	rows = (
		frappe.qb.from_(building)
		.join(project)
		.on(project.name == building.project)
		.select(building.name, building.title, building.building_no, project.project_name)
	).run(as_dict=True)
	for row in rows:
		title = f"{row.project_name} {rules_place.building(row.building_no)}"
		if row.title != title:
			frappe.db.set_value("Estate Building", row.name, "title", title, update_modified=False)
