"""From a bill to its review and its deposit by clicks: who may start it, and what nobody has to type (R16, R18)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import now_datetime, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.ledger import reads_deposits
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders
from tests.site.helpers.rest import Api, messages

PAYMENTS = "/api/method/fangxiu_app.money.payments.api_payments."
STARTERS = (roles.ENGINEER, roles.SUPERVISOR, roles.MANAGER, roles.COST_DEPARTMENT)


@pytest.fixture
def ticket(estate):
	return make.make_ticket(estate.unit_a).name


@pytest.fixture
def order(estate, ticket):
	"""A third-party order that is settled: its bill is booked, on hold."""
	orders.breach(ticket, estate.waterproofer)
	doc = orders.make_order(ticket, estate.waterproofer, price_basis="Market Price")
	orders.through(doc, estate.users)
	make.add_evidence(ticket, stage="Repair")
	doc.verify_work(
		[{"claimed_qty": 8, "verified_qty": 7, "difference_reason": "一处未做"}], str(now_datetime())
	)
	doc.reload().settle(frappe.generate_hash(length=8), today())
	return doc.reload()


@pytest.mark.clause("R16", "R18")
@pytest.mark.parametrize("role", STARTERS)
def test_a_settled_order_and_its_bill_lead_to_the_review(estate, order, role):
	bill = frappe.db.get_value("Purchase Invoice", {"fx_third_party_order": order.name, "docstatus": 1})
	frappe.db.commit()
	api = Api(estate.users[role])
	for asked in ({"order": order.name}, {"purchase_invoice": bill}):
		code, body = api.get(f"{PAYMENTS}standing", **asked)
		tax = {"tax_kind": "", "tax_rate": 0, "tax_amount": 0} if role == roles.COST_DEPARTMENT else None
		assert (code, body["message"]) == (200, {"bill": bill, "review": None, "can_start": True, "tax": tax})
	offered = api.get(
		"/api/method/frappe.desk.search.search_link",
		doctype="Purchase Invoice",
		txt=bill,
		reference_doctype="Repair Payment Review",
	)[1]["message"]
	assert bill in [row["value"] for row in offered]
	code, body = api.post(f"{PAYMENTS}review", purchase_invoice=bill)
	assert code == 200, messages(body)
	review = frappe.get_doc("Repair Payment Review", body["message"])
	assert [(row.claimed_qty, row.verified_qty, row.rate) for row in review.items] == [(8, 7, 100)]
	assert (review.project, review.third_party_order, review.verified_total) == (estate.a, order.name, 700)
	again = api.post(f"{PAYMENTS}review", purchase_invoice=bill)[1]["message"]
	assert again == review.name
	standing = api.get(f"{PAYMENTS}standing", order=order.name)[1]["message"]
	assert standing == {"bill": bill, "review": review.name, "can_start": False, "tax": tax}


def test_who_only_reads_is_offered_no_review(estate, order):
	frappe.db.commit()
	found = Api(estate.users[roles.CLERK]).get(f"{PAYMENTS}standing", order=order.name)[1]["message"]
	assert found["can_start"] is False


def test_a_compensation_and_a_contractors_own_bill_are_not_reviewed(estate, ticket):
	"""A compensation is released by its own approval (docs/adr/0046); a bill of construction is no repair bill."""
	agreement = money.agreement(estate)
	bill = money.invoice(estate.general, 1000, agreement.name)
	paid_out = orders.make_bill(ticket, estate.waterproofer)
	frappe.db.set_value("Purchase Invoice", paid_out, "fx_compensation", "COMP-1")
	frappe.db.commit()
	api = Api(estate.users[roles.ENGINEER])
	for name in (bill.name, paid_out):
		found = api.get(f"{PAYMENTS}standing", purchase_invoice=name)[1]["message"]
		assert found["can_start"] is False


def as_finance(estate, **values) -> tuple[int, dict | str]:
	"""A bill as the form of finance sends it, without a project."""
	frappe.db.commit()
	row = {"item_name": "工程款", "description": "工程款", "uom": "Nos", "qty": 1, "rate": 1000}
	row |= {"conversion_factor": 1, "expense_account": money.account("Miscellaneous Expenses"), **values.pop("row", {})}
	body = {"company": money.company(), "items": [row], "bill_no": frappe.generate_hash(length=8), **values}
	return Api(estate.users[roles.FINANCE]).post("/api/resource/Purchase Invoice", **body)


@pytest.mark.clause("R18")
def test_a_deposit_is_held_from_a_bill_whose_project_nobody_typed(estate):
	agreement = money.agreement(estate)
	code, body = as_finance(estate, supplier=estate.general, warranty_agreement=agreement.name)
	assert code == 200, messages(body)
	assert body["data"]["project"] == estate.a
	api = Api(estate.users[roles.FINANCE])
	code, answer = api.put(f"/api/resource/Purchase Invoice/{body['data']['name']}", docstatus=1)
	assert code == 200, messages(answer)
	frappe.db.rollback()
	assert reads_deposits.balance(agreement.name) == 30


def test_a_bill_of_a_ticket_belongs_to_its_project_and_is_seen_by_its_reviewers(estate, ticket):
	code, body = as_finance(estate, supplier=estate.waterproofer, row={"fx_repair_ticket": ticket})
	assert code == 200, messages(body)
	assert body["data"]["project"] == estate.a
	name = body["data"]["name"]
	assert Api(estate.users[roles.ENGINEER]).get(f"/api/resource/Purchase Invoice/{name}")[0] == 200


def test_finance_chooses_project_and_agreement_by_name(estate):
	frappe.db.commit()
	api = Api(estate.users[roles.FINANCE])
	for doctype in ("Project", "Warranty Agreement"):
		data = {"doctype": doctype, "txt": "", "reference_doctype": "Purchase Invoice"}
		code, body = api.get("/api/method/frappe.desk.search.search_link", **data)
		assert code == 200 and body["message"], doctype


def test_a_bill_that_contradicts_itself_is_refused(estate, ticket):
	with pytest.raises(RefusedError) as refused:
		money.invoice(
			estate.waterproofer, 100, project=estate.b, items=money.rows(100, fx_repair_ticket=ticket)
		)
	assert ticket in str(refused.value) and estate.b in str(refused.value)
