"""One document of every project DocType, as the app's own services make them."""

from __future__ import annotations

from uuid import uuid4

import frappe
from frappe.utils import now_datetime, today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.evidence import service_custody
from fangxiu_app.field import service_phone
from fangxiu_app.messaging import outbox
from fangxiu_app.money.payments import service_settlements
from fangxiu_app.tickets.intake import service_affected
from tests.site.helpers import (
	complaints,
	delivery,
	expiry,
	feedback,
	money,
	orders,
	paid,
	signing,
	special_reports,
	stock,
	work,
)
from tests.site.helpers import factories as make

SECRET = "不可见的秘密"


def documents(estate) -> dict[str, str]:
	"""One committed document of every project DocType in project B, by DocType; ``SECRET`` stands in their texts."""
	ticket = make.make_ticket(estate.unit_b, caller_name=SECRET).name
	make.walk(ticket, "arrive")
	evidence, _digest = make.add_evidence(ticket)
	make.walk_from(ticket, "survey", "start")
	plan = make.make_plan(ticket, problem=SECRET)
	common = {"ticket": ticket, "project": estate.b}
	hold = {
		"holder": "Owner",
		"reason": SECRET,
		"agreed_by": "x",
		"starts_at": now_datetime(),
		"until": make.ago(days=-1),
	}
	names = {
		"Estate Building": estate.building_b,
		"Unit Archive": estate.unit_b,
		"Quality Warranty": frappe.db.get_value("Quality Warranty", {"project": estate.b}),
		"Warranty Agreement": estate.agreement_b,
		**money.samples(estate, SECRET),
		"Repair Request": frappe.db.get_value("Repair Ticket", ticket, "request"),
		"Repair Ticket": ticket,
		"Ticket Event": frappe.db.get_value("Ticket Event", {"ticket": ticket}),
		"Ticket Hold": frappe.get_doc({"doctype": "Ticket Hold", **common, **hold}).insert().name,
		"Site Visit": frappe.db.get_value("Site Visit", {"ticket": ticket, "kind": "Survey"}),
		"Repair Plan": plan.name,
		"Clock Escalation": _escalation(ticket, estate.b),
		"Owner Contact": _contact(common),
		**{"Evidence Item": evidence.name, "Custody Entry": _entry(ticket)},
		**delivery.samples(estate),
		**stock.samples(estate, ticket),
		"Outbox Message": outbox.tell(SECRET, project=estate.b, to=[outbox.user(estate.engineer_b)])[0],
		**(_orders(estate) | _affected(estate, ticket)),
		"Defect Feedback": feedback.make(estate.b, (ticket,), "answer", finding=SECRET).name,
	}
	names |= {**_handover(estate), **work.samples(ticket, estate.b), "Phone Entry": _phone_entry(ticket)}
	names |= {"Stage Report": _report(estate.b, evidence.name), "Report Schedule": _schedule(estate.b), **expiry.samples(estate)}
	_rows(names["Site Visit"], estate.unit_b)
	frappe.db.commit()
	return names


def _contact(common: dict) -> str:
	contact = {"purpose": "Other", "outcome": "Reached", "note": SECRET}
	return frappe.get_doc({"doctype": "Owner Contact", **common, **contact}).insert().name


def _affected(estate, ticket: str) -> dict:
	unit = make.make_unit(estate.building_b, frappe.generate_hash(length=5), SECRET)
	return {"Affected Unit": service_affected.add(frappe.get_doc("Repair Ticket", ticket), [unit])[0]}


def _phone_entry(ticket: str) -> str:
	"""An entry as a phone hands it in: the free check of the survey's visit."""
	key = str(uuid4())
	service_phone.receive(
		key, ticket, "free_checks", {"rows": [{"result": "In Order", "remark": SECRET}]}, None, None
	)
	return key


def _rows(visit_name: str, unit_name: str) -> None:
	"""A row in each child table of a visit and a unit."""
	visit = frappe.get_doc("Site Visit", visit_name)
	visit.append("checks", {"aspect": "Quality", "result": "Fault", "remark": SECRET})
	visit.write_by_action()
	unit = frappe.get_doc("Unit Archive", unit_name)
	unit.append("meters", {"kind": "Water", "meter_no": SECRET})
	unit.append("tenants", {"tenant_name": SECRET, "from_date": today()})
	unit.write_by_action()


def _compensation(ticket: str) -> str:
	"""A draft with a row in every table."""
	gift = {"kind": "Gift or Voucher", "description": SECRET, "value": 100}
	case = orders.make_compensation(ticket, cause=SECRET, benefits=[gift])
	service_settlements.add_photos(case, case.items[0].loss_no, [make.photo("loss.png")])
	return case.name


def _orders(estate) -> dict[str, str]:
	"""A third-party order under approval, with a line of its log."""
	other = make.make_ticket(estate.unit_b, "次卧").name
	notice = orders.breach(other, estate.waterproofer)
	order = orders.make_order(other, estate.waterproofer, scope_text=SECRET)
	for role in (roles.MANAGER, roles.COST_DEPARTMENT):
		signing.side_user(role, estate.b)  # a round begins only where somebody could sign it
	service_approvals.request(order)
	return {
		"Correspondence": notice,
		"Repair Payment Review": orders.make_review(orders.make_bill(other, estate.waterproofer)).name,
		"Compensation": _compensation(other),
		**complaints.samples(estate, SECRET, other),
		**special_reports.samples(estate, SECRET, other),
		**paid.samples(estate, other, SECRET),
		"Third Party Order": order.name,
		"Approval Log": frappe.db.get_value("Approval Log", {"document": order.name}),
	}


def _handover(estate) -> dict[str, str]:
	"""An inspection with a problem and a reading, and a transfer with an attempt, of project B's unit."""
	inspection = make.make_inspection(estate.unit_b, escort=SECRET)
	transfer = make.make_transfer(
		estate.unit_b,
		"Proxy Acceptance",
		attempts=[{"tried_on": "2026-01-01", "way": "Phone", "result": SECRET}],
	)
	return {"Handover Inspection": inspection.name, "Unit Transfer": transfer.name}


def _report(project: str, evidence: str) -> str:
	values = {
		"project": project,
		"kind": "Repair Weekly Report",
		"period_from": "2026-01-05",
		"problems": SECRET,
	}
	return (
		frappe.get_doc({"doctype": "Stage Report", **values, "photos": [{"evidence": evidence}]})
		.insert()
		.name
	)


def _schedule(project: str) -> str:
	"""That of the month-end report, which a delivery makes by itself where the sample has one already."""
	values = {"project": project, "kind": "Quality Inspection Report"}
	name = frappe.db.get_value("Report Schedule", values)
	doc = frappe.get_doc("Report Schedule", name) if name else frappe.get_doc({"doctype": "Report Schedule", **values})
	doc.set("recipients", [{"recipient_kind": "E-mail", "email": "secret@example.com"}])
	return doc.save().name


def _entry(ticket: str) -> str:
	"""What is on the chain of a ticket."""
	service_custody.seal([ticket])
	return frappe.db.get_value("Custody Entry", {"ticket": ticket})


def _escalation(ticket: str, project: str) -> str:
	"""A step as the sweep leaves it."""
	row = {"ticket": ticket, "project": project, "clock": "Plan", "percent": 50, "fired_at": now_datetime()}
	step = frappe.get_doc({"doctype": "Clock Escalation", **row})
	step.db_insert()
	return step.name
