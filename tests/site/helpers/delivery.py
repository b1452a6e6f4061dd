"""Deliveries for the site tests: a batch with all its milestones, and the records that prove them."""

from __future__ import annotations

import frappe
from frappe.utils import add_days, today

from fangxiu_app.delivery import service_deliveries
from fangxiu_app.quality import service_risk_warnings
from tests.site.helpers import factories as make
from tests.site.helpers import signing, stock, workbook


def make_batch(project: str, days: int = 120, **values):
	"""A batch whose D is ``days`` away and whose C is 20 days later."""
	dates = {"delivery_date": add_days(today(), days), "completion_date": add_days(today(), days + 20)}
	name = f"批次 {frappe.generate_hash(length=4)}"
	doc = {"doctype": "Delivery Batch", "project": project, "batch_name": name, **dates, **values}
	return frappe.get_doc(doc).insert()


def shown(batch) -> dict[str, dict]:
	"""Milestones of a batch as the board shows them, by clause."""
	found = service_deliveries.board([batch.as_dict()])[0]["milestones"]
	return {row["clause"]: row for row in found if row["state"] != "Marker"}


def meeting(batch, kind: str = "Repair Meeting", **values):
	"""A meeting that everybody who works for the project attended, with its minutes."""
	firms = frappe.get_all("Warranty Agreement", {"project": batch.project}, pluck="contractor_name")
	rows = [{"company": firm, "person": "赵工"} for firm in firms]
	doc = {
		"doctype": "Meeting Record",
		"project": batch.project,
		"batch": batch.name,
		"kind": kind,
		"topic": kind,
	}
	return frappe.get_doc(
		{**doc, "leader": "项目经理", "attendees": rows, "minutes_file": stock.photo(), **values}
	).insert()


def briefing(batch, signed: bool = True, **values):
	"""A briefing with all it needs, unless ``values`` say otherwise, signed by both sides."""
	contractor = frappe.get_all("Supplier", pluck="name", limit=1)[0]
	doc = {
		"doctype": "Briefing Record",
		"project": batch.project,
		"batch": batch.name,
		"briefed_on": today(),
		"contracts": [{"contractor": contractor, "scope": "土建"}],
		"risks": [{"location": "地下室", "risk": "渗漏"}],
	}
	doc = frappe.get_doc({**doc, **values}).insert()
	return signing.sign_both(doc) if signed else doc


def move(batch, days: int, reason: str = "政府验收延后"):
	"""Move D and C by ``days``."""
	batch.reload()
	batch.delivery_date = add_days(batch.delivery_date, days)
	batch.completion_date = add_days(batch.completion_date, days)
	batch.move_reason = reason
	batch.save()
	return batch


def samples(estate) -> dict[str, str]:
	"""One of every document around a delivery, in project B, with a row in every table: for the isolation tests."""
	block = frappe.get_doc({"doctype": "Estate Building", "project": estate.b, "building_no": "79"}).insert().name
	# so that this building may join as well
	make.make_unit(estate.building_b, "7901", delivery_state="Not Delivered", handover_date=None)
	batch = make_batch(
		estate.b,
		buildings=[{"building": block}],
		agreements=[{"agreement": estate.agreement_b}],
		staff=[{"engineer": estate.engineer_b, "from_date": today()}],
		needs=[{"need": "电脑"}],
		duties=[{"matter": "钥匙", "responsible": "项目部"}],
	)
	move(batch, 7)
	milestone = frappe.db.get_value(
		"Milestone Due Change",
		{
			"parenttype": "Delivery Milestone",
			"parent": ("in", frappe.get_all("Delivery Milestone", {"batch": batch.name}, pluck="name")),
		},
		"parent",
	)
	return {
		"Delivery Batch": batch.name,
		"Delivery Milestone": milestone,
		"Meeting Record": meeting(batch).name,
		"Briefing Record": briefing(batch).name,
		"Unit Import": workbook.import_record(estate.b).name,
		"Risk Warning": _warning(estate),
		"Meter Charge": make.make_charge(estate.unit_b, estate.agreement_b, kind="Gas").name,
	}


def _warning(estate) -> str:
	"""A warning with a unit, a photo, a sister unit and a follow-up."""
	warning = make.make_warning(estate.b, estate.unit_b)
	warning.append("sisters", {"unit": estate.unit_b, "relation": "Same Riser"})
	warning.write_by_action()
	service_risk_warnings.act(warning.name, "follow_up", "已围挡")
	return warning.name
