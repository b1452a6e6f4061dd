"""Documents with vouchers are cancelled by their role in one action and in every order; a refusal names the way out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import frappe
import pytest
from frappe.utils import now_datetime, nowdate

from fangxiu_app.approvals import service_approvals
from fangxiu_app.approvals.approval_guard import ApprovalGuard
from fangxiu_app.core.access import roles
from fangxiu_app.setup.custom_fields import CUSTOM_FIELDS
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders, paid, stock
from tests.site.helpers.rest import Api, shown

OWN_ESTATE = True

METHOD = "/api/method/"
FORMS = Path(frappe.get_app_path("fangxiu_app")) / "fangxiu_app" / "doctype"


def signed(doc) -> None:
	"""Approval asked for by the supervisor, and all signatures."""
	with orders.acting("Administrator"):
		service_approvals.request(doc)
	for role in service_approvals.progress(doc).steps:
		if role == roles.COST_DEPARTMENT and doc.meta.has_field("price_basis"):
			frappe.db.set_value(doc.doctype, doc.name, "price_basis", "Market Price")
		orders.sign(doc, USERS[role])


#: role → user, filled in by the fixture: the builders below run after it.
USERS: dict[str, str] = {}


def handover(estate) -> str:
	doc, _item = stock.stocked(estate.a, estate.general)
	return frappe.db.get_value("Parts Handover", {"spare_parts": doc.name})


def issued(estate) -> str:
	_doc, item = stock.stocked(estate.a, estate.general)
	part = stock.reserve(make.make_ticket(estate.unit_a).name, item, 2)
	part.issue()
	return part.name


def returned(estate) -> str:
	part = frappe.get_doc("Ticket Part", issued(estate))
	part.give_back(2)
	return part.name


def deposit(estate) -> str:
	agreement = money.agreement(estate, status="In Talks")
	return money.entry(agreement, "Cash In", 1000).name


def deduction(estate) -> str:
	agreement = money.agreement(estate, status="In Talks")
	money.entry(agreement, "Cash In", 5000)
	return money.charge(estate, agreement, 1000).name


def release(estate) -> str:
	agreement = money.agreement(estate, status="In Talks")
	money.entry(agreement, "Cash In", 5000)
	return money.approve(estate, money.release(agreement, 500)).name


def paid_release(estate) -> str:
	payment = frappe.get_doc("Payment Entry", {"fx_deposit_release": release(estate)})
	return payment.submit().name


def ordered(estate) -> str:
	ticket = make.make_ticket(estate.unit_a).name
	orders.breach(ticket, estate.waterproofer)
	order = orders.make_order(ticket, estate.waterproofer)
	signed(order)
	return order.name


def settled(estate) -> str:
	order = frappe.get_doc("Third Party Order", ordered(estate))
	make.add_evidence(order.ticket, stage="Repair")
	order.verify_work([{"claimed_qty": 8, "verified_qty": 8}], str(now_datetime()))
	order.reload().settle(frappe.generate_hash(length=8), nowdate())
	return order.name


def review(estate) -> str:
	doc = orders.make_review(orders.make_bill(make.make_ticket(estate.unit_a).name, estate.waterproofer))
	signed(doc)
	return doc.name


def compensation(estate) -> str:
	doc = orders.make_compensation(make.make_ticket(estate.unit_a).name)
	signed(doc)
	doc.sign("王晓明", nowdate(), make.photo())
	return doc.name


def billed(estate) -> str:
	ticket = paid.make_paid(estate.unit_a)
	quote = paid.agreed(ticket)
	paid.finish(ticket)
	invoice = frappe.get_doc("Sales Invoice", frappe.get_doc("Paid Repair Quote", quote.name).draft_invoice())
	return invoice.submit().name


def on_the_form(api: Api, doctype: str, name: str) -> tuple[int, dict | str]:
	"""The form's Cancel: what Frappe finds linked is cancelled with it, if the user may; without the right it ends there."""
	call = {"doctype": doctype, "name": name, "ignore_doctypes_on_cancel_all": json.dumps(ignored(doctype))}
	code, body = api.post(f"{METHOD}frappe.desk.form.linked_with.get_submitted_linked_docs", **call)
	assert code == 200, shown(body)
	linked = body["message"]["docs"]
	if linked:
		many = {"docs": json.dumps(linked), "ignore_doctypes_on_cancel_all": json.dumps(ignored(doctype))}
		code, body = api.post(f"{METHOD}frappe.desk.form.linked_with.cancel_all_linked_docs", **many)
		if code != 200:
			return code, body
	frappe.db.rollback()
	doc = frappe.get_doc(doctype, name).as_dict(convert_dates_to_str=True)
	return api.post(f"{METHOD}frappe.desk.form.save.cancel", doctype=doctype, name=doc["name"])


def ignored(doctype: str) -> list[str]:
	"""What the form's script keeps out of Frappe's question."""
	script = FORMS / frappe.scrub(doctype) / f"{frappe.scrub(doctype)}.js"
	found = script.exists() and re.search(r"ignore_doctypes_on_cancel_all = (\[.*?\]);", script.read_text())
	return json.loads(found[1]) if found else []


def by_approval(api: Api, doctype: str, name: str) -> tuple[int, dict | str]:
	return api.post(f"{METHOD}fangxiu_app.overview.api_approval.cancel", doctype=doctype, name=name, reason="录入错误")


def action(method: str, parameter: str) -> Callable:
	def run(api: Api, doctype: str, name: str) -> tuple[int, dict | str]:
		return api.post(f"{METHOD}fangxiu_app.{method}", **{parameter: name})

	return run


@dataclass(frozen=True, slots=True)
class Case:
	"""A document with vouchers, who takes them back and how, and how many of its vouchers stand before."""

	doctype: str
	build: Callable
	way: Callable
	roles: tuple[str, ...]
	link: str
	vouchers: dict[str, int]
	after: int = 0


def cancellers(doctype: str) -> tuple[str, ...]:
	"""Roles with the right to cancel on the form, as the DocType has them."""
	rows = frappe.get_meta(doctype).permissions
	return tuple(row.role for row in rows if row.cancel and not row.permlevel)


CREW = (roles.ENGINEER, roles.SUPERVISOR, roles.MANAGER)
LAST = (roles.FINANCE,)
#: Everything of ours that makes vouchers. The test of completeness below finds what is missing here.
CASES = {
	"handover": Case(
		"Parts Handover",
		handover,
		on_the_form,
		(roles.MANAGER, roles.PROJECT_DEPARTMENT, roles.ADMINISTRATOR),
		"fx_parts_handover",
		{"Stock Entry": 1},
	),
	"issue": Case(
		"Ticket Part",
		issued,
		action("parts.api_ticket_parts.undo_issue", "name"),
		CREW,
		"fx_ticket_part",
		{"Stock Entry": 1},
	),
	"return": Case(
		"Ticket Part",
		returned,
		action("parts.api_ticket_parts.undo_return", "name"),
		CREW,
		"fx_ticket_part",
		{"Stock Entry": 2},
		1,
	),
	"deposit entry": Case(
		"Warranty Deposit Entry", deposit, on_the_form, LAST, "fx_deposit_entry", {"Journal Entry": 1}
	),
	"deduction": Case(
		"Contractor Deduction", deduction, by_approval, LAST, "fx_deduction", {"Journal Entry": 1}
	),
	"release": Case("Deposit Release", release, by_approval, LAST, "fx_deposit_release", {}),
	"payment of a release": Case("Payment Entry", paid_release, on_the_form, LAST, "name", {}),
	"order": Case(
		"Third Party Order",
		ordered,
		by_approval,
		(roles.COST_DEPARTMENT,),
		"fx_third_party_order",
		{"Purchase Order": 1},
	),
	"settled order": Case(
		"Third Party Order",
		settled,
		by_approval,
		(roles.COST_DEPARTMENT,),
		"fx_third_party_order",
		{"Purchase Order": 1, "Purchase Invoice": 1},
	),
	"bill": Case(
		"Third Party Order",
		settled,
		action("money.payments.api_orders.undo_bill", "order"),
		(roles.COST_DEPARTMENT, roles.MANAGER),
		"fx_third_party_order",
		{"Purchase Invoice": 1},
	),
	"review": Case("Repair Payment Review", review, by_approval, LAST, "name", {}),
	"compensation": Case(
		"Compensation",
		compensation,
		by_approval,
		LAST,
		"fx_compensation",
		{"Purchase Invoice": 1},
	),
	"paid repair": Case("Sales Invoice", billed, on_the_form, LAST, "name", {}),
}
EACH = [(name, role) for name, case in CASES.items() for role in case.roles]


@pytest.fixture
def built(estate):
	"""Builds a case and commits it: the requests have connections of their own."""
	USERS.update(estate.users)

	def build(case: Case) -> str:
		frappe.set_user("Administrator")
		name = case.build(estate)
		frappe.db.commit()
		return name

	return build


def standing(case: Case, name: str) -> dict[str, int]:
	frappe.db.rollback()
	return {doctype: frappe.db.count(doctype, {case.link: name, "docstatus": 1}) for doctype in case.vouchers}


@pytest.mark.parametrize(("which", "role"), EACH)
def test_its_role_takes_it_back_in_one_action(estate, built, which, role):
	case = CASES[which]
	name = built(case)
	assert standing(case, name) == case.vouchers
	code, body = case.way(Api(estate.users[role]), case.doctype, name)
	assert code == 200, shown(body) or body
	assert set(standing(case, name).values()) <= {case.after}
	if case.way in (on_the_form, by_approval):
		assert frappe.db.get_value(case.doctype, name, "docstatus") == 2


BUYER, PROJECT, ENGINEER = roles.BUYER, roles.PROJECT_DEPARTMENT, roles.ENGINEER
PARTS = ("Material Request", "Purchase Order", "Purchase Receipt", "Parts Handover", "issue", "return", "reservation")
#: Steps on the ticket's part → the action that takes them back.
BACK = {"issue": "undo_issue", "return": "undo_return", "reservation": "release"}


def parts_chain(estate) -> dict[str, tuple[str, Callable, str, str]]:
	"""From the request to a part given back in part: step → (role, way, DocType, name)."""
	doc, item = stock.stocked(estate.a, estate.general)
	part = stock.reserve(make.make_ticket(estate.unit_a).name, item, 2)
	part.issue()
	part.give_back(1)
	chain = {
		doctype: (BUYER, on_the_form, doctype, frappe.db.get_value(doctype, {"fx_spare_parts": doc.name}))
		for doctype in PARTS[:2]
	}
	receipt = frappe.db.get_value("Purchase Receipt Item", {"item_code": item}, "parent")
	chain["Purchase Receipt"] = (BUYER, on_the_form, "Purchase Receipt", receipt)
	moved = frappe.db.get_value("Parts Handover", {"spare_parts": doc.name})
	chain["Parts Handover"] = (PROJECT, on_the_form, "Parts Handover", moved)
	for step, back in BACK.items():
		chain[step] = (ENGINEER, action(f"parts.api_ticket_parts.{back}", "name"), "Ticket Part", part.name)
	frappe.db.commit()
	return chain


def stands(chain: dict) -> set[str]:
	frappe.db.rollback()
	part = frappe.get_doc("Ticket Part", chain["issue"][3])
	found = {
		step for step in PARTS[:4] if frappe.db.get_value(chain[step][2], chain[step][3], "docstatus") == 1
	}
	held = {"issue": part.issued_qty, "return": part.returned_qty, "reservation": part.state == "Reserved"}
	return found | {step for step, there in held.items() if there}


@pytest.mark.clause("R37")
@pytest.mark.parametrize(
	"tried", [PARTS, PARTS[::-1], (*PARTS[3:], *PARTS[:3])], ids=["forwards", "backwards", "from the middle"]
)
def test_parts_are_taken_back_in_every_order(estate, tried):
	"""Whatever is tried first: it is done, or the refusal says in Chinese what comes before it and nothing has changed."""
	chain = parts_chain(estate)
	people = {role: Api(estate.users[role]) for role in (BUYER, PROJECT, ENGINEER)}
	for _round in PARTS:
		for step in tried:
			before = stands(chain)
			if step not in before:
				continue
			role, way, doctype, name = chain[step]
			code, body = way(people[role], doctype, name)
			if code == 200:
				assert step not in stands(chain), step
			else:
				# ours say what comes first; Frappe's own names the voucher that refers to it
				said = shown(body)
				assert code in (403, 417) and ("先" in said or "/app/" in said), (step, code, said or body)
				assert stands(chain) == before, step
	assert stands(chain) == set()


def test_a_handover_in_use_names_the_tickets(estate, built):
	part = frappe.get_doc("Ticket Part", built(CASES["issue"]))
	moved = frappe.get_all("Parts Handover Item", {"item": part.item, "docstatus": 1}, pluck="parent")[0]
	code, body = on_the_form(Api(estate.users[PROJECT]), "Parts Handover", moved)
	assert (code, part.ticket in shown(body)) == (417, True), shown(body)


def test_a_bill_under_review_or_paid_names_what_comes_first(estate, built):
	order = built(CASES["settled order"])
	bill = frappe.db.get_value("Purchase Invoice", {"fx_third_party_order": order})
	with orders.acting(estate.users[roles.SUPERVISOR]):
		service_approvals.request(orders.make_review(bill))
	frappe.db.commit()
	cost = Api(estate.users[roles.COST_DEPARTMENT])
	name = frappe.db.get_value("Repair Payment Review", {"purchase_invoice": bill})
	for way in (by_approval, CASES["bill"].way):
		code, body = way(cost, "Third Party Order", order)
		assert (code, name in shown(body)) == (417, True), shown(body)
	assert standing(CASES["settled order"], order) == CASES["settled order"].vouchers


@pytest.mark.parametrize("doctype", ["Parts Handover", "Warranty Deposit Entry"])
def test_who_has_the_right_to_cancel_is_in_the_table(doctype):
	tested = {role for case in CASES.values() if case.doctype == doctype for role in case.roles}
	assert set(cancellers(doctype)) == tested


#: Submitted without a voucher: an answer to a complaint, taken back by its approval alone.
WITHOUT_VOUCHERS = {"Complaint Answer"}


def test_nothing_that_makes_vouchers_is_missing_in_the_table():
	"""A link from an ERPNext voucher to a document of ours says that the document makes it."""
	makers = {
		field["options"]
		for doctype, fields in CUSTOM_FIELDS.items()
		for field in fields
		if frappe.get_meta(doctype).is_submittable and field.get("read_only") and field.get("options")
	}
	assert makers - {"Spare Parts", "Repair Ticket", "Paid Repair Quote"} <= {
		case.doctype for case in CASES.values()
	}
	ours = frappe.get_all("DocType", {"module": "Fangxiu App", "is_submittable": 1}, pluck="name")
	assert set(ours) - WITHOUT_VOUCHERS <= {case.doctype for case in CASES.values()}
	for doctype in ours:
		guarded = issubclass(frappe.get_doc({"doctype": doctype}).__class__, ApprovalGuard)
		assert guarded == (not cancellers(doctype)), doctype
