"""Three kinds of work (R4), and defects that come back from flat to flat, tracked with the project department (R5)."""

from __future__ import annotations

import frappe
import pytest
from frappe.desk.query_report import run
from frappe.utils import add_days, now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.delivery import service_handover
from fangxiu_app.quality import reads_systemic, service_risk_warnings
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries


def report(name: str, **filters) -> list[dict]:
	return [row for row in run(name, filters=filters)["result"] if isinstance(row, dict)]


@pytest.mark.clause("R4")
def test_reception_warranty_and_minor_works_are_told_apart(estate, as_user):
	as_user(estate.users[roles.ENGINEER])
	usual = make.make_ticket(estate.unit_a)
	minor = make.make_request(
		estate.unit_a, [{"location": "厨房", "defect_type": "墙面空鼓", "work_type": "Minor Works"}]
	)
	minor = minor.items[0].ticket
	first = make.make_inspection(estate.unit_a2, items=[])
	service_handover.sign(first.name, "赵敏", make.SIGNATURE, "Accept")
	again = make.make_inspection(estate.unit_a2, round="Re-inspection", readings=[])
	[received] = service_handover.make_tickets(again.name)
	found = {
		name: frappe.db.get_value("Repair Ticket", name, "work_type")
		for name in (usual.name, minor, received)
	}
	assert list(found.values()) == ["Warranty Management", "Minor Works", "Delivery Reception"]
	listed = frappe.get_list("Repair Ticket", {"work_type": "Minor Works", "project": estate.a}, pluck="name")
	assert minor in listed and usual.name not in listed
	frappe.set_user("Administrator")
	counted = {
		row["value"]: row["tickets"]
		for row in report("Defect Distribution", project=estate.a, by="Work Type", period="Cumulative")
	}
	assert counted["Minor Works"] >= 1 and counted["Delivery Reception"] >= 1


@pytest.mark.clause("R5")
def test_a_defect_of_three_flats_is_tracked_with_the_project_department(estate):
	block = frappe.get_doc(
		{"doctype": "Estate Building", "project": estate.a, "building_no": f"S{frappe.generate_hash(length=4)}"}
	).insert()
	units = [make.make_unit(block.name, f"{floor}01") for floor in (1, 2, 3)]
	for unit in units[:2]:
		make.make_ticket(unit, "厨房", "给水管渗漏")

	def rows() -> list[dict]:
		since = add_days(now_datetime(), -30)
		found = reads_systemic.defects({"project": estate.a}, since, 3)
		return [row for row in found if row["building"] == block.name]

	assert rows() == [], "two flats are chance"
	problem = {"location": "厨房", "defect_type": "给水管渗漏", "description": "渗水"}
	make.make_inspection(units[2], items=[problem], readings=[])
	[row] = rows()
	assert (row["units"], row["problems"], row["open"], row.get("warning")) == (3, 3, 3, None)
	place = {"building": block.name, "location": "厨房", "defect_type": "给水管渗漏", "units": []}
	warning = make.make_warning(estate.a, None, kind="Systemic Construction Defect", **place)
	service_risk_warnings.act(warning.name, "rectify", "立管接口统一更换")
	[row] = rows()
	assert (row["warning"], row["state"], row["department"]) == (
		warning.name,
		"Rectified",
		"Project Department",
	)
	assert count_queries(rows) <= 3
	shown = report("Systemic Defects", project=estate.a, days=30)
	assert warning.name in {row.get("warning") for row in shown}
