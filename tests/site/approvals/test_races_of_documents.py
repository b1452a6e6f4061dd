"""Two people at the same moment on one document, each by a request of their own: one wins, the other is told in words.

By hand, so many times over: ``FX_ROUNDS=20 ./fx test tests/site/approvals/test_races_of_documents.py``.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial
from uuid import uuid4

import frappe
import pytest

from fangxiu_app.approvals import service_approvals
from fangxiu_app.core.access import roles
from fangxiu_app.paid_repairs import service_quotes
from fangxiu_app.tickets.site_work import service_plans
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders, paid, signing
from tests.site.helpers.rest import Api, shown
from tests.site.paid_repairs.test_quote_link import SIGNED, Owner, issued

METHOD = "/api/method/fangxiu_app."
ORDER, REVIEW, QUOTE, TICKET = "Third Party Order", "Repair Payment Review", "Paid Repair Quote", "Repair Ticket"
ROUNDS = int(os.environ.get("FX_ROUNDS", "1"))


@pytest.fixture(scope="module")
def staff(estate) -> dict[str, Api]:
	frappe.set_user("Administrator")
	names = (roles.SUPERVISOR, roles.MANAGER, roles.COST_DEPARTMENT, roles.FINANCE, roles.CS_HEAD, roles.ENGINEER, roles.CLERK)
	return {role: Api(estate.users[role]) for role in names}


def at_once(*calls: Callable) -> list:
	"""What each call answers, all begun together. None breaks down, and whoever is refused reads why."""
	frappe.db.commit()  # requests read by a connection of their own
	barrier, answers = threading.Barrier(len(calls)), [None] * len(calls)

	def run(number: int):
		barrier.wait()
		answers[number] = calls[number]()

	threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	frappe.db.rollback()
	for code, body in answers:
		assert code in (200, 403, 404, 409, 417), (code, str(body)[:3000])
		assert code == 200 or any("一" <= sign <= "鿿" for sign in shown(body)), body
	return answers


def codes(answers: list) -> list[int]:
	return [code for code, _body in answers]


def call(api: Api, method: str, **data) -> Callable:
	return lambda: api.post(METHOD + method, **data)


def draft(estate, unit: str = "") -> str:
	ticket = make.make_ticket(unit or estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		return orders.make_order(ticket, estate.waterproofer).name


def paper_of(doctype: str, name: str) -> dict:
	"""A document as a screen names it, with the digest of what it shows."""
	return {"doctype": doctype, "name": name, "seen": signing.shown(doctype, name)}


def asked(estate) -> str:
	name = draft(estate)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(frappe.get_doc(ORDER, name))
	return name


def test_two_people_sign_one_step(estate, staff):
	with orders.extra_role(estate.users[roles.CS_HEAD], roles.MANAGER):
		for _round in range(ROUNDS):
			paper = paper_of(ORDER, asked(estate))
			both = (call(staff[role], "overview.api_approval.approve", **paper) for role in (roles.MANAGER, roles.CS_HEAD))
			assert sorted(codes(at_once(*both))) == [200, 417]
			assert frappe.db.count("Approval Log", {"document": paper["name"], "action": "Approved"}) == 1
			assert frappe.db.get_value(ORDER, paper["name"], "approval_role") == roles.COST_DEPARTMENT


def test_what_is_saved_while_it_is_put_forward_is_what_is_signed(estate, staff):
	author = staff[roles.SUPERVISOR]
	for number in range(ROUNDS * 2):
		name = draft(estate)
		doc = frappe.get_doc(ORDER, name).as_dict(convert_dates_to_str=True)
		form = {"doc": frappe.as_json({**doc, "scope_text": "改过的范围"}), "action": "Save"}
		save = [
			lambda form=form: author.post("/api/method/frappe.desk.form.save.savedocs", **form),
			lambda name=name: author.put(f"/api/resource/{ORDER}/{name}", scope_text="改过的范围"),
		][number % 2]
		saved, put = codes(at_once(save, call(author, "overview.api_approval.request", doctype=ORDER, name=name)))
		assert put == 200 and saved in (200, 409, 417)
		text = frappe.db.get_value(ORDER, name, "scope_text")
		assert (text == "改过的范围") is (saved == 200)
		assert staff[roles.MANAGER].post(f"{METHOD}overview.api_approval.approve", **paper_of(ORDER, name))[0] == 200


def before_the_last(estate) -> str:
	"""A payment review that lacks the signature of finance alone."""
	ticket = make.make_ticket(estate.unit_a).name
	with orders.acting(estate.users[roles.SUPERVISOR]):
		review = orders.make_review(orders.make_bill(ticket, estate.waterproofer))
		service_approvals.request(review)
	orders.sign(review, estate.users[roles.MANAGER])
	with orders.acting(estate.users[roles.COST_DEPARTMENT]):
		review.price_basis = "Market Price"
		review.save()
	return orders.sign(review, estate.users[roles.COST_DEPARTMENT]).name


def test_a_review_is_signed_or_sent_back(estate, staff):
	for _round in range(ROUNDS):
		paper = paper_of(REVIEW, before_the_last(estate))
		sign = call(staff[roles.FINANCE], "overview.api_approval.approve", **paper)
		back = call(staff[roles.SUPERVISOR], "overview.api_approval.send_back", reason="金额有误", **paper)
		signed, returned = codes(at_once(sign, back))
		assert sorted((signed, returned)) == [200, 417]
		found = frappe.db.get_value(REVIEW, paper["name"], ["docstatus", "approval_state"])
		assert found == ((1, "Approved") if signed == 200 else (0, "Draft"))


def test_a_draft_is_put_forward_or_deleted(estate, staff):
	author = staff[roles.SUPERVISOR]
	for _round in range(ROUNDS):
		name = draft(estate)
		gone = partial(author.post, "/api/method/frappe.client.delete", doctype=ORDER, name=name)
		_put, deleted = codes(at_once(call(author, "overview.api_approval.request", doctype=ORDER, name=name), gone))
		there = frappe.db.get_value(ORDER, name, "approval_state")
		assert there == (None if deleted == 200 else "In Approval")
		assert frappe.db.count("Approval Log", {"document": name}) == int(deleted != 200)


def before_the_order(estate) -> str:
	"""An order that lacks the signature of the cost department alone."""
	name = asked(estate)
	orders.sign(frappe.get_doc(ORDER, name), estate.users[roles.MANAGER])
	frappe.db.set_value(ORDER, name, "price_basis", "Quotation")
	return name


def test_an_order_is_cancelled_once_and_renewed_once(estate, staff):
	paper = paper_of(ORDER, before_the_order(estate))
	cost = staff[roles.COST_DEPARTMENT]
	assert codes(at_once(call(cost, "overview.api_approval.approve", **paper))) == [200]
	assert sorted(codes(at_once(*[call(cost, "overview.api_approval.cancel", reason="委托有误", **paper)] * 2))) == [200, 417]
	assert frappe.db.count("Approval Log", {"document": paper["name"], "action": "Cancelled"}) == 1
	assert sorted(codes(at_once(*[call(staff[roles.SUPERVISOR], "overview.api_approval.amend", **paper)] * 2))) == [200, 200], "both are led to the one version"
	assert frappe.db.count(ORDER, {"amended_from": paper["name"]}) == 1


def test_a_ticket_that_is_ended_while_its_order_is_signed(estate, staff):
	name = before_the_order(estate)
	ticket = frappe.db.get_value(ORDER, name, "ticket")
	sign = call(staff[roles.COST_DEPARTMENT], "overview.api_approval.approve", **paper_of(ORDER, name))
	signed, done = codes(at_once(sign, act(staff[roles.ENGINEER], ticket, "pre_accept")))
	status, order = frappe.db.get_value(TICKET, ticket, "status"), frappe.db.get_value(ORDER, name, "status")
	assert (order == "Ordered") is (signed == 200)
	assert status == ("Pre-accepted" if done == 200 else "Third Party")


def test_one_source_is_charged_by_one_draft(estate, staff):
	for _round in range(ROUNDS):
		name, _ticket = money.order(estate, money.agreement(estate))
		answers = at_once(*[call(staff[roles.COST_DEPARTMENT], "money.deductions.api_deductions.draft", sources=[name])] * 2)
		done = [body["message"] for _code, body in answers]
		assert sorted(len(one["done"]) for one in done) == [0, 1]
		assert [name in row["text"] for one in done for row in one["refused"]] == [True]
		assert frappe.db.count("Contractor Deduction", {"facts": ("!=", ""), "name": ("in", done[0]["done"] + done[1]["done"])}) == 1


def test_one_bill_has_one_review(estate, staff):
	"""Begun twice it is one, by hand too; of two drafts of old one is put forward."""
	for _round in range(ROUNDS):
		bill = orders.make_bill(make.make_ticket(estate.unit_a).name, estate.waterproofer)
		begun = at_once(*[call(staff[role], "money.payments.api_payments.review", purchase_invoice=bill) for role in (roles.SUPERVISOR, roles.MANAGER)])
		assert codes(begun) == [200, 200]
		assert {body["message"] for _code, body in begun} == {frappe.db.get_value(REVIEW, {"purchase_invoice": bill})}
		assert frappe.db.count(REVIEW, {"purchase_invoice": bill}) == 1
		bill, other = (orders.make_bill(make.make_ticket(estate.unit_a).name, estate.waterproofer) for _number in range(2))
		row = {"purchase_invoice": bill, "project": estate.a}
		by_hand = at_once(*[partial(staff[role].post, f"/api/resource/{REVIEW}", **row) for role in (roles.SUPERVISOR, roles.MANAGER)])
		assert sorted(codes(by_hand)) == [200, 417]
		assert frappe.db.count(REVIEW, {"purchase_invoice": bill}) == 1
		with orders.acting(estate.users[roles.SUPERVISOR]):
			drafts = [frappe.db.get_value(REVIEW, {"purchase_invoice": bill}), orders.make_review(other).name]
		frappe.db.set_value(REVIEW, drafts[1], "purchase_invoice", bill)
		frappe.db.set_value("Review Item", {"parent": drafts[0]}, "verified_qty", 8)
		put = [call(staff[roles.SUPERVISOR], "overview.api_approval.request", doctype=REVIEW, name=name) for name in drafts]
		assert sorted(codes(at_once(*put))) == [200, 417]
		assert frappe.db.count(REVIEW, {"purchase_invoice": bill, "approval_state": "In Approval"}) == 1


def test_a_letter_is_issued_once_and_a_plan_renewed_once(estate, staff):
	ticket = make.make_ticket(estate.unit_a).name
	letter = orders.make_letter(ticket).name
	pair = (staff[roles.SUPERVISOR], staff[roles.MANAGER])
	assert sorted(codes(at_once(*[call(api, "correspondence.api_letters.issue", letter=letter) for api in pair]))) == [200, 417]
	make.walk(ticket, "survey")
	plan = make.make_plan(ticket)
	service_plans.issue(plan)
	assert sorted(codes(at_once(*[call(api, "tickets.site_work.api_plan.revise", plan=plan.name) for api in pair]))) == [200, 417]
	assert frappe.db.count("Repair Plan", {"supersedes": plan.name}) == 1


@pytest.mark.parametrize("doctype", ["Repair Plan", QUOTE])
def test_versions_made_at_once_get_two_numbers(estate, staff, doctype):
	ticket = paid.make_paid(estate.unit_a)
	made = make.make_plan(ticket) if doctype == "Repair Plan" else paid.make_quote(ticket)
	values = frappe.copy_doc(made).as_dict(convert_dates_to_str=True, no_nulls=True)
	insert = partial(staff[roles.SUPERVISOR].post, f"/api/resource/{doctype}", **values)
	assert codes(at_once(insert, insert)) == [200, 200]
	assert sorted(frappe.get_all(doctype, {"ticket": ticket}, pluck="version")) == [1, 2, 3]


@pytest.mark.clause("R58")
def test_a_quotation_is_accepted_and_withdrawn(estate, staff):
	owner = Owner()
	for _round in range(ROUNDS):
		frappe.cache.delete_keys("rl:")
		quote, token = issued(estate)
		take = partial(owner.answer, "accept", token, **SIGNED)
		accepted, withdrawn = codes(at_once(take, call(staff[roles.ENGINEER], "paid_repairs.api_quotes.withdraw", quote=quote.name, reason="改价")))
		assert withdrawn == 200 and accepted in (200, 417)
		assert frappe.db.get_value(QUOTE, quote.name, "state") == "Withdrawn"
		assert frappe.db.get_value(TICKET, quote.ticket, ["quote", "quote_accepted_at"]) == (None, None)
		used = frappe.db.get_value("Access Link", {"quote": quote.name}, "answered_by") or ""
		assert bool(used) is (accepted == 200)


@pytest.mark.clause("R58")
def test_of_two_versions_one_is_open_and_one_accepted(estate, staff):
	for _round in range(ROUNDS):
		ticket = paid.make_paid(estate.unit_a)
		drafts = [paid.make_quote(ticket).name for _number in range(2)]
		at_once(*[call(staff[roles.SUPERVISOR], "paid_repairs.api_quotes.issue", quote=name) for name in drafts])
		assert sorted(states(ticket).values()) == ["Issued", "Superseded"]
		for name in drafts:
			frappe.db.set_value(QUOTE, name, {"state": "Issued", "content_hash": service_quotes.digest(name)})
		at_once(*[call(staff[roles.SUPERVISOR], "paid_repairs.api_quotes.accept", quote=name, **SIGNED) for name in drafts])
		found = states(ticket)
		assert sorted(found.values()) == ["Agreed", "Superseded"]
		assert found[frappe.db.get_value(TICKET, ticket, "quote")] == "Agreed"


def states(ticket: str) -> dict[str, str]:
	return {row.name: row.state for row in frappe.get_all(QUOTE, {"ticket": ticket}, ["name", "state"])}


def act(api, ticket: str, action: str, **values) -> Callable:
	return call(api, "tickets.life.api_ticket.act", ticket=ticket, action=action, values=values)


def test_a_ticket_is_merged_into_one_that_is_dispatched(estate, staff):
	for _round in range(ROUNDS):
		one, two = (make.make_ticket(estate.unit_a2).name for _number in range(2))
		make.walk(two, "survey")
		merge = act(staff[roles.SUPERVISOR], one, "merge", merged_into=two)
		agreed = {name: str(value) for name, value in make.agreed(two).items()}
		assert codes(at_once(merge, act(staff[roles.MANAGER], two, "start", **agreed))) == [200, 200]
		assert [frappe.db.get_value(TICKET, name, "status") for name in (one, two)] == ["Merged", "In Repair"]


def test_two_tickets_are_merged_into_one_another(estate, staff):
	for _round in range(ROUNDS * 2):
		one, two = (make.make_ticket(estate.unit_a2).name for _number in range(2))
		first, second = act(staff[roles.SUPERVISOR], one, "merge", merged_into=two), act(staff[roles.MANAGER], two, "merge", merged_into=one)
		assert sorted(codes(at_once(first, second))) == [200, 417]
		assert sorted(frappe.db.get_value(TICKET, name, "status") for name in (one, two)) == ["Merged", "Reported"]
		assert frappe.db.count("Ticket Event", {"ticket": ("in", (one, two)), "action": ("in", ("merge", "absorb"))}) == 2


def test_tickets_and_buildings_are_given_away_both_ways(estate, staff):
	names = [make.make_ticket(unit).name for unit in (estate.unit_a, estate.unit_a2)]
	takers = [estate.users[role] for role in (roles.SUPERVISOR, roles.MANAGER)]
	for _round in range(ROUNDS):
		frappe.db.set_value(TICKET, {"name": ("in", names)}, "engineer", estate.users[roles.ENGINEER])
		giving = [
			call(staff[roles.CLERK], "staff.api_reassign.give", tickets=order, engineer=user, reason="请假")
			for order, user in zip((names, names[::-1]), takers, strict=True)
		]
		assert codes(at_once(*giving)) == [200, 200]
		assert len(set(frappe.get_all(TICKET, {"name": ("in", names)}, pluck="engineer"))) == 1


SEND = "field.api_my_day.send"


def keys(count: int) -> list[str]:
	return [str(uuid4()) for _number in range(count)]


def patrolled(unit: str) -> str:
	ticket = make.make_ticket(unit).name
	make.walk(ticket, "start")
	return ticket


@pytest.mark.clause("R91")
def test_a_phone_sends_its_queue_twice_over(estate, staff):
	"""Five entries for one ticket, each sent twice at the same moment: each is taken once, and both are answered alike."""
	ticket = patrolled(estate.unit_a2)
	frappe.db.set_value(TICKET, ticket, "engineer", estate.users[roles.ENGINEER])
	checks = [{"aspect": aspect, "result": "Pass"} for aspect in ASPECTS]
	values = {"progress_percent": 50, "work_done": "铲除", "next_work": "抹灰", "checks": checks}
	sent = [*keys(5)] * 2
	answers = at_once(*[call(staff[roles.ENGINEER], SEND, key=key, ticket=ticket, kind="patrol", values=values) for key in sent])
	assert codes(answers) == [200] * 10
	told = {(body["message"]["received"], body["message"]["visit"]) for _code, body in answers}
	assert len(told) == 5
	assert {visit for _key, visit in told} == set(frappe.get_all("Site Visit", {"ticket": ticket, "kind": "Patrol"}, pluck="name"))
	assert frappe.db.count("Phone Entry", {"ticket": ticket}) == 5


@pytest.mark.clause("R91")
def test_ten_phones_send_for_ten_tickets(estate, staff):
	"""Each ticket hears of its entries in their order: the phone sends the next when the one before is taken."""
	tickets = [make.make_ticket(estate.unit_a2).name for _number in range(5)] + [make.make_ticket(estate.unit_a).name for _number in range(5)]
	steps = ("accept", "arrive")

	def phone(ticket: str) -> Callable:
		def send():
			for kind in steps:
				entry = {"key": str(uuid4()), "ticket": ticket, "kind": kind}
				code, body = staff[roles.ENGINEER].post(METHOD + SEND, **entry)
				if code != 200:
					break
			return code, body

		return send

	assert codes(at_once(*map(phone, tickets))) == [200] * 10
	for ticket in tickets:
		log = frappe.get_all("Ticket Event", {"ticket": ticket, "action": ("in", steps)}, pluck="action", order_by="creation")
		assert tuple(log) == steps
	assert frappe.db.count("Site Visit", {"ticket": ("in", tickets)}) == 10


def test_one_step_sent_by_ten_is_one_event(estate, staff):
	"""Ten entries of their own for the same step: one is taken, nine read that it was done."""
	ticket = make.make_ticket(estate.unit_a2).name
	answers = at_once(*[call(staff[roles.ENGINEER], SEND, key=key, ticket=ticket, kind="accept") for key in keys(10)])
	assert sorted(codes(answers)) == [200, *[417] * 9]
	assert frappe.db.count("Phone Entry", {"ticket": ticket}) == frappe.db.count("Ticket Event", {"ticket": ticket, "action": "accept"}) == 1
