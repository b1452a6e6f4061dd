"""待我审批 is one list for every signature; what a signature rests on is read by who signs, and by nobody else."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.wording import _
from fangxiu_app.delivery import reads_two_sided
from fangxiu_app.evidence import reads_proofs
from fangxiu_app.overview import reads_approval_basis, reads_approvals_waiting
from fangxiu_app.tickets.site_work import service_plans
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders
from tests.site.helpers.rest import Api, shown

OWN_ESTATE = True

LOOK = "/api/method/fangxiu_app.overview.api_approval.look"
PHOTO = "/api/method/fangxiu_app.overview.api_approval.photo"
HEAD, GM = roles.CS_HEAD, roles.GENERAL_MANAGER


def compensation(estate, agreed: float):
	"""Asked for by the supervisor; the manager has signed, the head of customer service is next."""
	ticket = make.make_ticket(estate.unit_a).name
	make.add_evidence(ticket, stage="Survey")
	loss = {"kind": "Decoration", "description": "木地板泡水", "basis": "市场询价"} | dict.fromkeys(
		("claimed", "assessed", "agreed"), agreed
	)
	values = {"agreement": estate.agreement_a, "contractor": estate.general, "recovery_amount": agreed}
	doc = orders.make_compensation(ticket, items=[loss], **values)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(doc)
	orders.sign(doc, estate.users[roles.MANAGER])
	frappe.db.commit()
	return doc


@pytest.fixture
def case(estate):
	return compensation(estate, 12_000)


def look(estate, role: str, doc):
	return Api(estate.users[role]).get(LOOK, doctype=doc.doctype, name=doc.name)


def test_who_signs_reads_ticket_agreement_and_photos(estate, case):
	loss = {"kind": "Cleaning", "description": "保洁"} | dict.fromkeys(("claimed", "assessed", "agreed"), 350)
	second = orders.make_compensation(case.ticket, items=[loss], shown=False)
	frappe.db.commit()
	head = Api(estate.users[HEAD])
	code, body = head.get(LOOK, doctype=case.doctype, name=case.name)
	assert code == 200, shown(body)
	sections = {part["name"]: part for part in body["message"]["sections"]}
	assert {case.name, case.ticket, case.agreement} <= sections.keys()
	unit = frappe.db.get_value("Unit Archive", estate.unit_a, "title")
	assert unit in {line["value"] for line in sections[case.name]["lines"]}
	values = {line["value"] for line in sections[case.ticket]["lines"]}
	code, at = frappe.db.get_value("Repair Ticket", case.ticket, ["unit_code", "reported_at"])
	assert {code, f"{at:%Y-%m-%d %H:%M}"} <= values, "times to the minute"
	[loss] = [line["value"] for line in sections[case.name]["lines"] if line["label"] == "木地板泡水"]
	assert "12,000" in loss, "the losses stand in the summary, with their amounts"
	labels = [line["label"] for line in sections[case.name]["lines"]]
	assert "缺少的证据" not in labels, "the owner signs after the approval: nothing is missing before"
	lines = reads_approval_basis.sections(frappe.get_doc(second.doctype, second.name))[0]["lines"]
	[lacking] = [line["value"] for line in lines if line["label"] == _("Missing Evidence")]
	missing = [row for row in reads_proofs.proofs(frappe.get_doc(second.doctype, second.name)) if not row["done"]]
	assert missing and len(lacking.split("；")) == len(missing), "what the form lists"
	[other] = [line["value"] for line in sections[case.name]["lines"] if second.name in line["value"]]
	assert "350" in other, "who signs sees what the ticket was promised besides"
	photos = sections[case.name]["photos"]
	assert len(photos) == 2, "the survey's, and that of the loss"
	for photo in photos:
		call = {"doctype": case.doctype, "name": case.name, "evidence": photo["name"]}
		assert head.get(PHOTO, **call)[0] == 200


def test_nobody_else_and_not_before_their_turn(estate, case):
	"""The general manager signs after the head; a clerk, another project's engineer and a stranger never."""
	assert look(estate, GM, case)[0] == 403
	assert look(estate, roles.CLERK, case)[0] == 403
	for user in (estate.engineer_b, estate.nobody):
		assert Api(user).get(LOOK, doctype=case.doctype, name=case.name)[0] == 403


def test_after_the_signature_it_stays_readable_for_who_signed(estate, case):
	orders.sign(case, estate.users[HEAD])
	frappe.db.commit()
	assert look(estate, HEAD, case)[0] == 200
	assert look(estate, GM, case)[0] == 200
	with orders.acting(estate.users[GM]):
		service_approvals.send_back(case, "金额有误")
	frappe.db.commit()
	assert look(estate, GM, case)[0] == 403


@pytest.mark.clause("R16")
def test_the_price_basis_is_chosen_where_it_is_signed(estate):
	"""Lines and quotations are read in the same place; nothing else is changed by the way."""
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	order = orders.make_order(ticket, estate.waterproofer)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(order)
	orders.sign(order, estate.users[roles.MANAGER])
	frappe.db.commit()
	cost = Api(estate.users[roles.COST_DEPARTMENT])
	found = cost.get(LOOK, doctype=order.doctype, name=order.name)[1]["message"]
	assert [field["fieldname"] for field in found["fields"]] == ["price_basis", "price_note"]
	facts = {line["label"]: line["value"] for line in found["sections"][0]["lines"]}
	[bid] = order.quotations
	supplier = frappe.db.get_value("Supplier", bid.supplier, "supplier_name")
	assert supplier in facts["报价"] and "平方米" in facts[order.items[0].description]
	call = {"doctype": order.doctype, "name": order.name, "seen": found["seen"]}
	approve = "/api/method/fangxiu_app.overview.api_approval.approve"
	code, body = cost.post(approve, **call, values={"price_basis": "Market Price", "total": 1})
	assert code == 417 and "total" in shown(body)
	code, body = cost.post(approve, **call, values={"price_basis": "Market Price", "price_note": "两家询价"})
	assert code == 200, shown(body)
	frappe.db.rollback()  # what another connection wrote is read
	stored = frappe.db.get_value(order.doctype, order.name, ["docstatus", "price_basis", "price_note"])
	assert stored == (1, "Market Price", "两家询价")


def test_a_photo_of_another_ticket_is_not_shown(estate, case):
	other = make.make_ticket(estate.unit_b).name
	foreign, _hash = make.add_evidence(other, stage="Survey")
	frappe.db.commit()
	call = {"doctype": case.doctype, "name": case.name, "evidence": foreign.name}
	assert Api(estate.users[HEAD]).get(PHOTO, **call)[0] == 403


def waiting(estate, role: str) -> list[str]:
	with orders.acting(estate.users[role]):
		return [row.document for row in reads_approvals_waiting.rows() if row.project == estate.a]


@pytest.fixture
def plan(estate):
	"""An important plan, as the engineer saves it."""
	ticket = make.make_ticket(estate.unit_a2).name
	make.walk(ticket, "survey")
	with orders.acting(estate.users[roles.ENGINEER]):
		return make.make_plan(ticket, important=1)


def test_what_waits_is_called_as_people_call_it(estate, plan):
	"""A flat by its code, a paper of two departments by its list or batch: never by the key of a document."""
	with orders.acting(estate.users[roles.MANAGER]):
		[row] = [row for row in reads_approvals_waiting.rows() if row.document == plan.name]
	assert row.party == frappe.db.get_value("Unit Archive", plan.unit, "unit_code")
	meta = {doctype: frappe.get_meta(doctype) for doctype in reads_two_sided.ABOUT}
	for doctype, field in reads_two_sided.ABOUT.items():
		df = meta[doctype].get_field(field.split(".")[0])
		assert df.fieldtype != "Link" or field.endswith(f".{frappe.get_meta(df.options).title_field}")


def ball(plan) -> str:
	return frappe.db.get_value("Repair Ticket", plan.ticket, "waiting_on")


@pytest.mark.clause("R96")
def test_an_important_plan_waits_in_the_managers_list(estate, plan):
	assert (plan.state, ball(plan)) == ("Awaiting Review", "Manager")
	assert plan.name in waiting(estate, roles.MANAGER)
	assert plan.name not in waiting(estate, roles.SUPERVISOR)
	with orders.acting(estate.users[roles.MANAGER]):
		service_plans.review(plan)
	assert (plan.state, ball(plan)) == ("Reviewed", "Engineer")
	assert plan.name not in waiting(estate, roles.MANAGER)


@pytest.mark.clause("R96")
def test_a_plan_is_sent_back_with_a_reason_and_asked_for_anew(estate, plan):
	manager = Api(estate.users[roles.MANAGER])
	frappe.db.commit()
	path = "/api/method/fangxiu_app.tickets.site_work.api_plan.send_back"
	assert manager.post(path, plan=plan.name, reason=" ")[0] == 417
	assert manager.post(path, plan=plan.name, reason="工期过长")[0] == 200
	frappe.db.rollback()
	plan.reload()
	assert (plan.state, plan.returned_reason, ball(plan)) == ("Draft", "工期过长", "Engineer")
	assert plan.name not in waiting(estate, roles.MANAGER)
	with orders.acting(estate.users[roles.ENGINEER]):
		plan.update({"method": "改为局部注浆"}).save()
	assert (plan.state, ball(plan)) == ("Awaiting Review", "Manager")
	assert plan.name in waiting(estate, roles.MANAGER)


def test_a_second_signature_waits_for_the_heads_of_two_departments(estate):
	agreement = money.agreement(estate, status="In Talks")
	money.entry(agreement, "Cash In", 5000)
	doc = money.release(agreement, 500, above_reason="合同约定提前退还")
	service_approvals.request(doc)
	assert doc.name in waiting(estate, HEAD)
	with orders.acting(estate.users[HEAD]):
		money.sign_above(doc.name)
	assert doc.name not in waiting(estate, HEAD) + waiting(estate, GM)


def test_a_reason_nobody_needed_asks_for_no_second_signature(estate):
	agreement = money.agreement(estate, status="In Talks")
	frappe.db.set_value("Warranty Agreement", agreement.name, "liability_end", add_days(today(), -1))
	money.entry(agreement, "Cash In", 5000)
	doc = money.release(agreement, 500, above_reason="说明")
	service_approvals.request(doc)
	assert doc.amount <= doc.safe_amount
	assert (doc.signers_beside(), doc.name in waiting(estate, HEAD)) == ((), False)
	# the agreement's end moves while the release waits: now it is early, and the list says what submission will ask for
	frappe.db.set_value("Warranty Agreement", agreement.name, "liability_end", add_days(today(), 30))
	assert (bool(doc.signers_beside()), doc.name in waiting(estate, HEAD)) == (True, True)
