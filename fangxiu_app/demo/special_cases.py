"""The demo's special report: an owner out of warranty sees an old construction defect; one department has answered, two are asked (R60)."""

from __future__ import annotations

from datetime import timedelta

import frappe

from fangxiu_app.core.access import roles
from fangxiu_app.demo.estate import Estate
from fangxiu_app.demo.story import REASON, acting, now
from fangxiu_app.special_reports import service_special_reports

#: Whom the property company asks: department, role of the person, turn.
ASKED = (
	("Engineering Department", roles.PROJECT_DEPARTMENT, 1),
	("Cost Department", roles.COST_DEPARTMENT, 2),
	("Customer Service", roles.CUSTOMER_SERVICE, 2),
)
REPORT = {
	"subject": "客厅电视墙竖向裂缝，业主认为是前期遗留施工缺陷",
	"reason": "Legacy Construction Defect",
	"customer_request": "要求地产公司免费修复裂缝并恢复墙纸，不接受有偿维修",
	"facts": "裂缝位于剪力墙与砌体交接处，长约一米；揭开墙纸后未见挂网，疑为施工遗留。业主交付后未改动该墙",
	"proposal": "建议由地产公司安排维修，墙纸按业主原有档次恢复",
}


def make(estate: Estate, tickets: dict[str, str]) -> None:
	"""Filed by the property desk two days ago; who is asked next finds it among what waits for him."""
	row = frappe.db.get_value("Repair Ticket", tickets["B02"], ["name", "project", "unit", "caller_name", "caller_phone"], as_dict=True)
	people = {department: estate.actor(role, row.project) for department, role, _turn in ASKED}
	with acting(estate.actor(roles.PROPERTY_DESK, row.project)):
		routing = [{"department": name, "person": people[name], "turn": turn} for name, _role, turn in ASKED]
		customer = {"customer_name": row.caller_name, "phone": row.caller_phone, "unit": row.unit, "project": row.project}
		doc = {"doctype": "Special Report", **REPORT, **customer, "routing": routing, "tickets": [{"ticket": row.name}]}
		report = frappe.get_doc(doc).insert()
		filed = now() - timedelta(days=2)
		service_special_reports.act(report.name, "file", {"note": REASON}, filed)
	with acting(people["Engineering Department"]):
		said = {"opinion": "Repair at Company's Cost", "note": "现场复核属实，交接处未按要求挂网，属施工遗留，同意公司承担维修"}
		service_special_reports.act(report.name, "opine", said, filed + timedelta(days=1))
