"""Known values are filled in from the ticket, the order or the list; many deductions are handled together (R107, R111)."""

from __future__ import annotations

import json

import frappe
import pytest
from frappe.utils import now_datetime, today

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.correspondence import api_prefill, service_letter_texts
from fangxiu_app.money.payments import api_compensations
from fangxiu_app.tickets.site_work import api_work
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api, messages

OWN_ESTATE = True
CALL = "/api/method/fangxiu_app."


@pytest.fixture
def ticket(estate):
	return make.make_ticket(estate.unit_a).name


@pytest.mark.clause("R107")
def test_an_order_knows_contractor_agreement_notice_and_breach(estate, ticket):
	notice = orders.breach(ticket, estate.waterproofer)
	facts = frappe.db.get_value("Repair Ticket", ticket, ["contractor", "agreement"], as_dict=True)
	frappe.db.commit()
	api = Api(estate.users[roles.SUPERVISOR])
	code, body = api.get(f"{CALL}correspondence.api_prefill.order", ticket=ticket)
	assert code == 200, messages(body)
	found = body["message"]
	assert (found["contractor"], found["agreement"], found["notice"]) == (
		facts.contractor,
		facts.agreement,
		notice,
	)
	assert notice in found["breach"] and "空鼓" in found["scope_text"]
	lines = [{**line, "qty": 8, "rate": 100} for line in found.pop("items")]
	values = {**found, "ticket": ticket, "third_party": estate.waterproofer, "finish_by": today()}
	with acting(estate.users[roles.SUPERVISOR]):
		offer = {"supplier": estate.waterproofer, "amount": 800, "quoted_on": today(), **orders.quotation()}
		doc = frappe.get_doc(
			{"doctype": "Third Party Order", **values, "items": lines, "quotations": [offer]}
		)
		assert service_approvals.request(doc.insert()).approval_state == "In Approval"


def test_the_developers_own_order_is_charged_to_nobody(estate, ticket):
	frappe.db.set_value("Repair Ticket", ticket, "payer", "Developer")
	with acting(estate.users[roles.SUPERVISOR]):
		found = api_prefill.order(ticket)
	assert found["reason"] == "Developer Pays" and not {"contractor", "agreement", "notice"} & found.keys()


@pytest.mark.clause("R107", "R17")
def test_a_letter_knows_its_receiver_kind_and_text(estate, ticket):
	agreement = frappe.db.get_value("Repair Ticket", ticket, "agreement")
	doc = frappe.get_doc("Warranty Agreement", agreement)
	doc.append("contacts", {"contact_name": "后备", "phone": "13800000009"})
	doc.append("contacts", {"contact_name": "张经理", "phone": "13800000008", "is_primary": 1})
	doc.save()
	frappe.db.set_value("Repair Ticket", ticket, "agreed_completion", make.ago(days=3))
	with acting(estate.users[roles.ENGINEER]):
		found = api_prefill.letter(ticket)
		assert (found["kind"], found["notice_cause"], found["attention"]) == (
			"Notice",
			"Past Its Time",
			"张经理",
		)
		assert found["to_name"] == frappe.db.get_value("Supplier", found["contractor"], "supplier_name")
		letter = frappe.get_doc(
			{"doctype": "Correspondence", "ticket": ticket, "subject": "x", "body": "x", **found}
		)
		assert letter.insert().agreement == agreement
		assert found["template"] and found["cure_days"]


@pytest.mark.clause("R107")
def test_a_letter_names_the_cause_its_ticket_shows(estate, ticket):
	rejected = {"started_at": make.ago(days=5), "expected_days": 2, "pre_acceptance_count": 1, "pre_accepted_at": None}
	frappe.db.set_value("Repair Ticket", ticket, {**rejected, "status": "In Repair"})
	with acting(estate.users[roles.ENGINEER]):
		assert api_work.overview(ticket)["breach"]["stage"] == "Notice"
		found = api_prefill.letter(ticket)
	assert found["notice_cause"] == "Past Its Time" and found["template"]


@pytest.mark.clause("R107")
def test_each_cause_of_a_notice_has_its_text(estate, ticket):
	"""A notice about a failed pre-acceptance had neither subject nor text, and the shipped one spoke of work that was late."""
	options = [one for one in frappe.get_meta("Correspondence").get_field("notice_cause").options.split("\n") if one]
	assert frappe.get_meta("Letter Template").get_field("notice_cause").options.split("\n")[1:] == options
	with acting(estate.users[roles.ENGINEER]):
		found = {cause: api_prefill.template("Notice", cause) for cause in options}
		assert found == dict(zip(options, ("维修逾期知会", "预计逾期知会", "预验收不合格知会", "拒绝维修知会"), strict=True))
		assert {api_prefill.template("Second Notice", cause) for cause in options} == {"维修逾期二次知会"}, "one for every cause"
		texts = {service_letter_texts.compose(name, [ticket], estate.a)["body"] for name in found.values()}
	assert len(texts) == 4
	with acting(estate.users[roles.PROPERTY_DESK]), pytest.raises(frappe.PermissionError):
		api_prefill.template("Notice", "Past Its Time")


@pytest.mark.clause("R16")
def test_the_price_basis_is_asked_once(estate, ticket):
	orders.breach(ticket, estate.waterproofer)
	order = orders.make_order(ticket, estate.waterproofer, price_basis="Market Price", price_note="三家比价")
	orders.through(order, estate.users)
	make.add_evidence(ticket, stage="Repair")
	order.verify_work([{"claimed_qty": 8, "verified_qty": 8}], str(now_datetime()))
	bill = order.reload().settle(frappe.generate_hash(length=8), today(), *orders.TAX.values())
	with acting(estate.users[roles.SUPERVISOR]):
		review = orders.make_review(bill)
	assert (review.price_basis, review.price_note) == ("Market Price", "三家比价")
	assert orders.through(review, estate.users).docstatus == 1


@pytest.mark.clause("R111")
def test_what_a_ticket_lets_its_contractor_be_charged_with(estate):
	agreement = money.agreement(estate)
	name, ticket = money.order(estate, agreement, 500)
	_other, other_ticket = money.order(estate, agreement, 700)
	frappe.db.commit()
	api = Api(estate.users[roles.COST_DEPARTMENT])
	found = api.get(f"{CALL}money.deductions.api_deductions.of_ticket", ticket=ticket)[1]["message"]
	assert [(one["source"], one["source_name"]) for one in found] == [("Third Party Order", name)]
	assert {line["ticket"] for line in found[0]["lines"]} == {ticket}
	assert other_ticket != ticket


@pytest.mark.clause("R111")
def test_several_are_drafted_told_and_put_forward_in_three_steps(estate):
	agreement = money.agreement(estate)
	money.entry(agreement, "Cash In", 30_000)
	sources = [money.order(estate, agreement, cost)[0] for cost in (500, 700, 900)]
	proof = money.proof(estate.users[roles.COST_DEPARTMENT])
	frappe.db.commit()
	api = Api(estate.users[roles.COST_DEPARTMENT])

	def run(method: str, verb: str = "POST", **data) -> dict:
		code, body = api(verb, f"{CALL}money.deductions.api_deductions.{method}", **data)
		assert code == 200, messages(body)
		return body["message"]

	made = run("draft", sources=[*sources, "TPO-GONE"])
	assert (len(made["done"]), [one["name"] for one in made["refused"]]) == (3, ["TPO-GONE"])
	assert run("draft", sources=sources)["done"] == []  # charged already
	looks = run("glance", "GET", deductions=json.dumps(made["done"]))
	assert [look["total"] for look in looks] == [600, 840, 1080]
	assert all(look["missing"] and look["lines"] for look in looks)
	notice = {
		"received_at": str(make.ago(days=6)),
		"way": "Registered Mail",
		"receiver": "王工",
		"proof": "EMS 9",
		"file": proof,
	}
	told = run("tell", deductions=made["done"], **notice)
	assert told == {"done": made["done"], "refused": []}
	again = run("tell", deductions=made["done"][:1], **notice)
	assert again["done"] == [] and again["refused"][0]["text"]
	with acting("Administrator"):  # whom the deductions' author cannot sign them for
		make._user(roles.COST_DEPARTMENT, (estate.a,), f"cost.head.{frappe.generate_hash(length=4)}")
	frappe.db.commit()
	asked = run("put_forward", deductions=made["done"])
	assert asked["done"] == made["done"], asked
	frappe.db.rollback()
	states = frappe.get_all(
		"Contractor Deduction", {"name": ("in", made["done"])}, ["state", "approval_state"]
	)
	assert {(row.state, row.approval_state) for row in states} == {("Notified", "In Approval")}


def test_one_notice_is_for_one_contractor(estate):
	first, second = money.agreement(estate), money.agreement(estate, contractor=estate.waterproofer)
	clause = {
		"source": "Contract Clause",
		"items": [{"line_kind": "Penalty", "description": "x", "claimed": 10}],
	}
	made = [money.deduction(one, **clause).name for one in (first, second)]
	frappe.db.commit()
	api = Api(estate.users[roles.COST_DEPARTMENT])
	notice = {"received_at": str(make.ago(days=6)), "way": "Fax", "receiver": "王工", "proof": "F", "file": money.proof()}
	code, body = api.post(f"{CALL}money.deductions.api_deductions.tell", deductions=made, **notice)
	assert code == 417 and "一家施工单位" in messages(body)


def test_a_notice_is_not_proved_by_a_file_its_author_may_not_read(estate):
	"""The address of somebody else's private photo would let the deduction's readers open it."""
	cost = estate.users[roles.COST_DEPARTMENT]
	clause = {"source": "Contract Clause", "items": [{"line_kind": "Penalty", "description": "x", "claimed": 10}]}
	doc = money.deduction(money.agreement(estate), **clause)
	foreign, own = money.proof(estate.engineer_b), money.proof(cost)
	frappe.db.commit()
	api = Api(cost)
	notice = {"received_at": str(make.ago(days=6)), "way": "Fax", "receiver": "王工", "proof": "F"}
	told = {
		file: api.post(f"{CALL}money.deductions.api_deductions.tell", deductions=[doc.name], file=file, **notice)[1]["message"]
		for file in (foreign, own)
	}
	assert told[foreign]["done"] == [] and "凭证附件" in told[foreign]["refused"][0]["text"]
	assert told[own]["done"] == [doc.name]


def test_more_than_one_sitting_is_refused_and_none_is_left_out(estate):
	api = Api(estate.users[roles.COST_DEPARTMENT])
	names = [f"CD-NONE-{number}" for number in range(61)]
	for method in ("draft", "put_forward"):
		field = "sources" if method == "draft" else "deductions"
		code, body = api.post(f"{CALL}money.deductions.api_deductions.{method}", **{field: names})
		assert code == 417 and "61" in messages(body) and "60" in messages(body), (method, body)


def test_the_contractor_of_another_projects_deduction_is_not_named(estate):
	clause = {"source": "Contract Clause", "items": [{"line_kind": "Penalty", "description": "x", "claimed": 10}]}
	mine = money.deduction(money.agreement(estate), **clause).name
	scope = {"project": estate.b, "contractor": estate.waterproofer, "scope": [{"lot": "1标段", "trade": "防水"}]}
	theirs = money.deduction(money.agreement(estate, **scope), **clause).name
	cost = estate.users[roles.COST_DEPARTMENT]
	assert not frappe.has_permission("Contractor Deduction", "read", theirs, user=cost)
	file = money.proof(cost)
	frappe.db.commit()
	notice = {"received_at": str(make.ago(days=6)), "way": "Fax", "receiver": "王工", "proof": "F", "file": file}
	code, body = Api(cost).post(f"{CALL}money.deductions.api_deductions.tell", deductions=[mine, theirs], **notice)
	assert code == 200 and body["message"]["done"] == [mine]
	assert estate.waterproofer not in json.dumps(body, ensure_ascii=False)


def test_a_stranger_drafts_and_sees_nothing(estate):
	agreement = money.agreement(estate)
	source, ticket = money.order(estate, agreement, 500)
	doc = money.deduction(agreement, third_party_order=source)
	frappe.db.commit()
	api = Api(estate.engineer_b)
	for verb, method, data in (
		("POST", "money.deductions.api_deductions.draft", {"sources": [source]}),
		(
			"POST",
			"money.deductions.api_deductions.tell",
			{"deductions": [doc.name], "received_at": today(), "way": "Fax", "receiver": "x", "proof": "x", "file": "x"},
		),
		("POST", "money.deductions.api_deductions.put_forward", {"deductions": [doc.name]}),
		("GET", "money.deductions.api_deductions.glance", {"deductions": json.dumps([doc.name])}),
		("GET", "money.deductions.api_deductions.of_ticket", {"ticket": ticket}),
		("GET", "correspondence.api_prefill.order", {"ticket": ticket}),
		("GET", "correspondence.api_prefill.letter", {"ticket": ticket}),
	):
		code, body = api(verb, f"{CALL}{method}", **data)
		answer = body.get("message") if code == 200 else {}
		assert code == 403 or not (answer or {}).get("done"), (method, body)
	frappe.db.rollback()
	assert frappe.db.get_value("Contractor Deduction", doc.name, "state") == "Draft"


@pytest.mark.clause("R110")
def test_a_compensation_knows_payee_cause_and_who_is_to_bear_it(estate, ticket):
	"""By the warranty answer: the contractor is proposed only where the survey says so."""
	facts = frappe.db.get_value("Repair Ticket", ticket, ["agreement", "caller_name", "unit"], as_dict=True)
	with acting(estate.users[roles.CUSTOMER_SERVICE]):
		found = api_compensations.values(ticket)
		assert found["payee_name"] == facts.caller_name and "空鼓" in found["cause"] and found["unit"] == facts.unit
		estate_name = frappe.db.get_value("Project", estate.a, "project_name")
		assert found["payee_address"] == f"{estate_name} {frappe.db.get_value('Unit Archive', facts.unit, 'unit_code')}"
		assert (found["account_holder"], "neither party" in found["release_clause"]) == (facts.caller_name, True)
		loss = {"kind": "Other", "description": "吊顶", "claimed": 600, "assessed": 500, "agreed": 500}
		doc = frappe.get_doc({"doctype": "Compensation", "ticket": ticket, **found, "items": [loss]}).insert()
		again = api_compensations.values(ticket)["others"]
		doc.run_method("onload")
	assert found["others"] == [] and [one["name"] for one in again] == [doc.name]
	assert doc.get_onload("others") == []  # it does not warn of itself
	assert doc.get_onload("proposals") == [] and not doc.agreement
	frappe.db.set_value("Repair Ticket", ticket, {"responsibility": "Warranty", "payer": "Contractor"})
	doc.run_method("onload")
	[one] = doc.get_onload("proposals")
	assert (one["agreement"], one["share"], one["amount"]) == (facts.agreement, 100, 500)
	with acting(estate.users[roles.CLERK]), pytest.raises(frappe.PermissionError):
		api_compensations.values(ticket)
