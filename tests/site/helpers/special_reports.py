"""Special reports in the site tests: one as the property desk writes it, its steps, its way through departments."""

from __future__ import annotations

import frappe
from frappe.utils import add_years, today

from fangxiu_app.core.access import roles
from fangxiu_app.special_reports import service_special_reports
from tests.site.helpers import factories as make
from tests.site.helpers import signing

DEPARTMENTS = {
	roles.PROJECT_DEPARTMENT: "Engineering Department",
	roles.COST_DEPARTMENT: "Cost Department",
	roles.CUSTOMER_SERVICE: "Customer Service",
}


def old_ticket(unit: str, **values):
	"""A ticket whose owner's warranty has ended."""
	ticket = make.make_ticket(unit, **values)
	ended = {"owner_until": add_years(today(), -1), "warranty_answer": "业主保修期已于去年届满", "responsibility": "Expired"}
	frappe.db.set_value("Repair Ticket", ticket.name, ended)
	return ticket.reload()


def make_report(estate, project: str = "", **values):
	"""A draft about a ticket out of warranty: first the engineering department, then cost department and customer service side by side."""
	project = project or estate.a
	unit = values.pop("unit", estate.unit_a if project == estate.a else estate.unit_b)
	ticket = values.pop("ticket", None) or old_ticket(unit).name
	row = {
		"doctype": "Special Report",
		"project": project,
		"unit": unit,
		"subject": "主卧外墙渗漏，交付前防水遗留问题",
		"reason": "Legacy Construction Defect",
		"customer_name": "王晓明",
		"phone": "13800001501",
		"customer_request": "要求开发商免费维修",
		"facts": "窗框与结构间未打胶，为施工遗留",
		"proposal": "建议由开发商承担",
		"tickets": [{"ticket": ticket}],
	}
	if project == estate.a:
		row["routing"] = [
			{"department": DEPARTMENTS[role], "person": estate.users[role], "turn": turn}
			for role, turn in ((roles.PROJECT_DEPARTMENT, 1), (roles.COST_DEPARTMENT, 2), (roles.CUSTOMER_SERVICE, 2))
		]
	return frappe.get_doc({**row, **values}).insert()


def act(report, step: str, user: str | None = None, **values) -> str:
	"""One step, as ``user`` or the session's; the document is read anew."""
	values = {"note": "已核实", "way": "Phone", "at": None, **values}
	if step in ("answer", "object") and not values["at"]:
		values["at"] = str(service_special_reports.now())
	with signing.acting(user or frappe.session.user):
		state = service_special_reports.act(report.name, step, values)
	report.reload()
	return state


def opine(estate, report, role: str, opinion: str = "Repair at Company's Cost", **values) -> str:
	"""The opinion of the person of a role."""
	return act(report, "opine", estate.users[role], opinion=opinion, **values)


def decided(estate, report, decision: str = "Repair at Company's Cost"):
	"""Filed by the property desk, opined on by all three, decided by the head of customer service."""
	act(report, "file", estate.users[roles.PROPERTY_DESK])
	for role in DEPARTMENTS:
		opine(estate, report, role)
	by_when = None if decision == "No Repair" else today()
	act(report, "decide", estate.users[roles.CS_HEAD], decision=decision, by_when=by_when, note="由开发商安排维修")
	return report


def samples(estate, secret: str, ticket: str) -> dict[str, str]:
	"""One of project B that was filed, with a row in every table."""
	frappe.db.set_value("Repair Ticket", ticket, {"owner_until": add_years(today(), -1), "warranty_answer": secret})
	report = make_report(
		estate,
		estate.b,
		ticket=ticket,
		subject=secret,
		customer_name=secret,
		photos=[{"photo": make.make_photo().file_url, "caption": secret}],
		routing=[{"department": "Repair Centre", "person": estate.engineer_b, "turn": 1}],
	)
	act(report, "file")
	return {"Special Report": report.name}
