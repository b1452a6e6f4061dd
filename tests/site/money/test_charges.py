"""Sources of a deduction: offered with their lines, charged once, and protected while they are charged."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, add_to_date, nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import ForeignProjectError
from fangxiu_app.correspondence import service_letters
from fangxiu_app.ledger.refusing import DepositError
from fangxiu_app.money.deductions.api_deductions import offers
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages
from tests.site.ledger.test_deposit_races import at_once

OFFERS = "/api/method/fangxiu_app.money.deductions.api_deductions.offers"


@pytest.fixture
def agreement(estate):
	doc = money.agreement(
		estate,
		agency_fee=100,
		cure_days=3,
		deduction_terms=[
			{"clause_no": "7.1", "breach": "Late Response", "penalty": 200, "per": "Case"},
			{"clause_no": "7.2", "breach": "Late Completion", "penalty": 500, "per": "Day"},
		],
	)
	money.entry(doc, "Cash In", 50_000)
	return doc


def offered(agreement, source: str) -> dict[str, dict]:
	return {row["source_name"]: row for row in offers(agreement.name, source)}


def compensation(estate, agreement, ticket: str, recovery: float = 1200):
	"""A compensation signed by the owner, its bill posted."""
	doc = orders.make_compensation(ticket)
	orders.accept_recourse(doc, 100 * recovery / doc.agreed_total)
	service_approvals.request(doc)
	steps = service_approvals.progress(doc).steps
	doc = orders.sign(
		doc, *(money.finance(estate) if role == roles.FINANCE else estate.users[role] for role in steps)
	)
	frappe.db.set_value("Repair Ticket", ticket, "reported_at", make.ago(days=40))
	orders.approved_ago(doc, days=9)
	doc.sign("王晓明", add_days(nowdate(), -8), make.make_photo().file_url)
	return doc.reload()


def breach(estate, agreement) -> tuple[str, object]:
	"""A ticket of the agreement in repair, its notice served, its coordination failed; (ticket, letter)."""
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	facts = {"contractor": agreement.contractor, "agreement": agreement.name, "responsibility": "Warranty"}
	frappe.db.set_value("Repair Ticket", ticket, facts)
	letter = orders.make_letter(ticket)
	service_letters.issue(letter)
	orders.serve(letter)
	failed = {"coordination_result": "Failed", "coordination_note": "施工单位拒绝"}
	service_transitions.perform(ticket, "record_coordination", failed)
	orders.register(estate.waterproofer)
	return ticket, letter


def approved_order(estate, ticket: str):
	order = orders.make_order(ticket, estate.waterproofer)
	service_approvals.request(order)
	frappe.db.set_value("Third Party Order", order.name, "price_basis", "Quotation")
	return orders.sign(order, estate.users[roles.MANAGER], estate.users[roles.COST_DEPARTMENT])


def settle(order, ticket: str) -> str:
	"""Six of eight verified, then the third party's bill over 600."""
	make.add_evidence(ticket, stage="Repair")
	row = {"claimed_qty": 8, "verified_qty": 6, "difference_reason": "实测"}
	order.verify_work([row], str(make.ago()))
	return frappe.get_doc("Third Party Order", order.name).settle("FP-77", nowdate())


def chain(doc) -> dict[str, dict]:
	doc.run_method("onload")
	return {row["code"]: row for row in doc.get_onload("chain")}


@pytest.mark.clause("R107", "R109", "R111")
def test_the_whole_way_from_letter_to_posted_deduction(estate, agreement):
	"""Notice, proof, failed coordination, order, verified, settled: each link of the chain is the real document."""
	ticket, letter = breach(estate, agreement)
	assert letter.cure_until == add_to_date(letter.served_at, days=3)
	order = approved_order(estate, ticket)
	doc = money.deduction(agreement, third_party_order=order.name, bill_no=None)
	done = {code for code, row in chain(doc).items() if row["done"]}
	assert done == {"notice", "service", "coordination", "cure_waived", "order"}
	bill = settle(order, ticket)
	doc.delete()
	assert offered(agreement, "Third Party Order")[order.name]["bill_no"] == "FP-77"
	doc = money.deduction(agreement, third_party_order=order.name)
	with pytest.raises(DepositError, match="lies before Completion of the Third-party Work"):
		money.told(doc)
	money.happened(order.name)
	doc = money.told(doc.reload())
	links = {code: row["link"] for code, row in chain(doc).items()}
	assert links["service"] == links["cure_waived"] == ("Correspondence", letter.name)
	assert (links["coordination"], links["bill"]) == (("Repair Ticket", ticket), ("Purchase Invoice", bill))
	lines = [(row.line_kind, row.claimed) for row in doc.items]
	assert lines == [("Repair Cost", 600), ("Surcharge", 120), ("Surcharge", 100)]
	posted = money.approve(estate, doc)
	assert (posted.state, posted.from_deposit) == ("Posted", 820)
	assert frappe.db.get_value("Repair Ticket", ticket, "contractor") == estate.waterproofer
	with pytest.raises(DepositError, match=f"evidence of deduction {posted.name}"):
		frappe.get_doc("Purchase Invoice", bill).cancel()


@pytest.mark.clause("R107")
def test_a_notice_gives_at_least_the_days_of_the_agreement(estate, agreement):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	frappe.db.set_value("Repair Ticket", ticket, "agreement", agreement.name)
	letter = orders.make_letter(
		ticket, cure_days=2, contractor=agreement.contractor, agreement=agreement.name
	)
	with pytest.raises(frappe.ValidationError, match="gives 3 days"):
		service_letters.issue(letter)
	letter.update({"cure_days": 0}).save()
	service_letters.issue(letter)
	assert letter.cure_days == 3


@pytest.mark.clause("R107")
def test_a_notice_is_served_by_its_letter_alone(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "start")
	frappe.db.commit()
	values = {
		"notice_cause": "Refuses or Unreachable",
		"notice_way": "Letter",
		"notice_receiver": "x",
		"notice_proof": "x",
	}
	data = {"ticket": ticket, "action": "serve_notice", "values": values}
	code, body = Api(estate.users[roles.MANAGER]).post("/api/method/fangxiu_app.tickets.life.api_ticket.act", **data)
	assert code == 417 and "由单据“函件”办理" in messages(body)
	frappe.db.rollback()
	assert not frappe.db.get_value("Repair Ticket", ticket, "notice_served_at")


def test_orders_are_offered_until_they_are_charged_and_again_when_given_back(estate, agreement):
	order, ticket = money.order(estate, agreement)
	other, _ticket = money.order(estate, money.agreement(estate))
	rows = offered(agreement, "Third Party Order")
	assert list(rows) == [order] and other not in rows
	offer = rows[order]
	assert (offer["amount"], offer["ticket"]) == (8000 + 1600 + 100, ticket)
	doc = money.deduction(agreement, items=offer["lines"])
	assert [row.source_key for row in doc.items] == [f"Third Party Order|{order}", None, None]
	assert offered(agreement, "Third Party Order") == {}
	with pytest.raises(DepositError, match=f"is charged by deduction {doc.name}"):
		money.deduction(agreement, third_party_order=order)
	doc.withdraw("改由下月扣")
	again = money.told(money.deduction(agreement, third_party_order=order))
	assert count_queries(lambda: offered(agreement, "Third Party Order")) <= 10
	done = money.approve(estate, again)
	frappe.get_doc("Contractor Deduction", done.name)
	with orders.acting(money.finance(estate)):
		service_approvals.cancel(done, "录入错误")
	assert order in offered(agreement, "Third Party Order")


def test_lines_may_change_places(estate, agreement):
	"""The key of a source stands on its first line, wherever that is."""
	order, _ticket = money.order(estate, agreement)
	doc = money.deduction(agreement, third_party_order=order)
	doc.items = list(reversed(doc.items))
	for number, row in enumerate(doc.items, 1):
		row.idx = number
	doc.save()
	assert [bool(row.source_key) for row in doc.reload().items] == [True, False, False]
	doc.remove(doc.items[0])
	doc.save()
	assert [bool(row.source_key) for row in doc.reload().items] == [True, False]


def test_two_people_charge_one_order_at_once(estate, agreement):
	order, _ticket = money.order(estate, agreement)
	# one is there already: the very first name of a series is a race of Frappe's own
	money.deduction(agreement, third_party_order=money.order(estate, agreement)[0])
	frappe.db.commit()
	assert at_once([lambda: money.deduction(agreement, third_party_order=order)] * 2) == ["done", "refused"]
	assert frappe.db.count("Deduction Item", {"source_name": order, "line_kind": "Repair Cost"}) == 1


def test_a_charged_order_is_not_cancelled(estate, agreement):
	order, _ticket = money.order(estate, agreement)
	doc = money.deduction(agreement, third_party_order=order)
	source = frappe.get_doc("Third Party Order", order)
	source.flags.fx_cancelling = True
	with pytest.raises(DepositError, match=f"is charged by deduction {doc.name}"):
		source.cancel()
	doc.withdraw("委托撤销")
	frappe.get_doc("Purchase Invoice", {"fx_third_party_order": order}).db_set("docstatus", 2)
	source.reload().flags.fx_cancelling = True
	source.cancel()
	assert offered(agreement, "Third Party Order") == {}
	with pytest.raises(frappe.CancelledLinkError):
		money.deduction(agreement, third_party_order=order)


def onload(doctype: str, name: str) -> str | None:
	"""The deduction the form of a source shows."""
	doc = frappe.get_doc(doctype, name)
	doc.run_method("onload")
	return doc.get_onload("deduction")


@pytest.mark.clause("R110", "R111")
def test_a_compensation_is_charged_back_with_what_was_agreed_for_the_contractor(estate, agreement):
	_order, ticket = money.order(estate, agreement)
	case = compensation(estate, agreement, ticket)
	offer = offered(agreement, "Compensation")[case.name]
	assert offer["amount"] == 1200 and not onload("Compensation", case.name)
	values = {"source": "Compensation", "items": offer["lines"]}
	surcharge = {"line_kind": "Surcharge", "description": "x", "claimed": 1}
	with pytest.raises(DepositError, match="rests on the agreement alone"):
		money.deduction(agreement, **{**values, "items": [*offer["lines"], surcharge]})
	before = money.gl(money.account("业主赔付支出"))
	done = money.approve(estate, money.told(money.deduction(agreement, **values)))
	assert money.gl(money.account("业主赔付支出")) - before == 1200
	assert onload("Compensation", case.name) == done.name, "the form leads to the deduction instead of to a second one"
	with orders.acting(money.finance(estate)), pytest.raises(DepositError, match=done.name):
		service_approvals.cancel(case.reload(), "赔付有误")


@pytest.mark.clause("R111")
def test_a_late_clock_gives_the_clauses_penalty_per_day(estate, agreement):
	_order, ticket = money.order(estate, agreement)
	clock = {
		"doctype": "Ticket Clock",
		"parent": ticket,
		"parenttype": "Repair Ticket",
		"parentfield": "clocks",
	}
	clock |= {"code": "Agreed Completion", "state": "Late", "started_at": make.ago(days=19)}
	frappe.get_doc(
		{**clock, "due_at": make.ago(days=15), "stopped_at": make.ago(days=12, hours=12)}
	).db_insert()
	offer = offered(agreement, "Overdue")[ticket]
	assert (offer["amount"], offer["lines"][0]["quantity"], offer["lines"][0]["clause_no"]) == (
		1500,
		3,
		"7.2",
	)
	doc = money.told(money.deduction(agreement, source="Overdue", items=offer["lines"]))
	assert offered(agreement, "Overdue") == {}
	wrong = money.told(
		money.deduction(
			agreement, source="Overdue", items=[{**offer["lines"][0], "clause_no": "7.1", "claimed": 200}]
		)
	)
	with pytest.raises(DepositError, match="was not late by what the clause is about"):
		service_approvals.request(wrong)
	before = money.gl(money.account("施工单位违约金收入"))
	money.approve(estate, doc)
	assert money.gl(money.account("施工单位违约金收入")) - before == 1500
	frappe.db.set_value("Repair Ticket", ticket, "responsibility", "Owner Caused")
	with pytest.raises(DepositError, match="not in force"):
		money.deduction(
			agreement, source="Overdue", items=[{**offer["lines"][0], "clause_no": "7.1", "claimed": 1}]
		)


def test_clauses_are_offered_as_they_stand(estate, agreement):
	rows = offered(agreement, "Contract Clause")
	assert {name: row["amount"] for name, row in rows.items()} == {"7.1": 200, "7.2": 500}
	code, body = Api(estate.users[roles.COST_DEPARTMENT]).get(OFFERS, agreement="WA-none", source="Overdue")
	assert code in (403, 404), body
	code, body = Api(estate.users[roles.FINANCE]).get(OFFERS, agreement=agreement.name, source="Overdue")
	assert code == 403


def test_a_source_of_another_project_is_refused(estate, agreement):
	foreign = frappe.get_doc("Warranty Agreement", estate.agreement_b)
	hidden = make.make_ticket(estate.unit_b).name
	line = {"line_kind": "Penalty", "description": "x", "clause_no": "7.1", "claimed": 1}
	source = {"source_type": "Repair Ticket", "source_name": hidden}
	with pytest.raises(DepositError, match="is not charged to agreement"):
		money.deduction(agreement, source="Contract Clause", items=[{**line, **source}])
	order, _ticket = money.order(estate, agreement)
	with pytest.raises(ForeignProjectError, match="belongs to another project"):
		money.deduction(foreign, third_party_order=order)


@pytest.mark.clause("R107", "R111")
def test_after_a_third_party_and_a_reopening_the_first_bill_stays_the_contractors(estate, agreement):
	"""甲 → 丙 → closed → reopened: the failed coordination, letters and bill of the first round still count (docs/adr/0106)."""
	ticket, _letter = breach(estate, agreement)
	order = approved_order(estate, ticket)
	settle(order, ticket)
	money.happened(order.name)
	frappe.db.set_value("Repair Ticket", ticket, {"status": "Closed", "closed_at": make.ago(days=1)})
	again = service_transitions.perform(ticket, "reopen", {"reason": "又漏了"})
	assert (again.contractor, again.coordination_result) == (agreement.contractor, None)
	doc = money.told(money.deduction(agreement, third_party_order=order.name))
	steps = chain(doc)
	assert steps["coordination"]["done"] and steps["cure_waived"]["done"]
	done = money.approve(estate, doc)
	assert (done.state, done.from_deposit) == ("Posted", 820)


@pytest.mark.clause("R111")
def test_lateness_ends_for_the_contractor_where_the_third_party_begins(estate, agreement):
	_order, ticket = money.order(estate, agreement)
	clock = {"doctype": "Ticket Clock", "parent": ticket, "parenttype": "Repair Ticket", "parentfield": "clocks"}
	clock |= {"code": "Agreed Completion", "state": "Late", "started_at": make.ago(days=30)}
	frappe.get_doc({**clock, "due_at": make.ago(days=20), "stopped_at": make.ago(days=1)}).db_insert()
	frappe.db.set_value("Repair Ticket", ticket, "third_party_at", make.ago(days=15))
	assert offered(agreement, "Overdue")[ticket]["lines"][0]["quantity"] == 5
	frappe.db.set_value("Repair Ticket", ticket, "third_party_at", make.ago(days=20, hours=1))
	assert ticket not in offered(agreement, "Overdue"), "all of it is the third party's"
