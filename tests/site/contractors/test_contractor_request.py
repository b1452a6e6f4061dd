"""A new company: requested by a department, accepted by procurement or finance, paid to its account (R112)."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from tests.site.helpers import factories as make
from tests.site.helpers import money, orders
from tests.site.helpers.orders import acting
from tests.site.helpers.rest import Api, messages


@pytest.fixture
def asked(estate):
	with acting(estate.users[roles.COST_DEPARTMENT]):
		return money.request(estate.a)


def accept(estate, doc, role: str = roles.BUYER) -> str:
	with acting(estate.users[role]):
		return frappe.get_doc(doc.doctype, doc.name).accept()


@pytest.mark.clause("R112")
@pytest.mark.parametrize("role", [roles.BUYER, roles.FINANCE])
def test_accepted_it_becomes_supplier_register_entry_contact_and_account(estate, asked, role):
	supplier = accept(estate, asked, role)
	row = frappe.db.get_value("Supplier", supplier, ["supplier_name", "fx_contractor_kind", "tax_id"])
	assert row == (asked.supplier_name, "Third Party", asked.credit_code)
	register = frappe.get_doc("Contractor Register", supplier)
	assert (register.state, register.phone, [line.trade for line in register.trades]) == (
		"Trial",
		"13800002222",
		["防水"],
	)
	asked.reload()
	account = frappe.get_doc("Bank Account", asked.bank_account)
	assert (account.party, account.bank_account_no, account.is_default) == (supplier, asked.account_no, 1)
	contact = frappe.db.get_value("Dynamic Link", {"link_name": supplier, "parenttype": "Contact"}, "parent")
	assert frappe.db.get_value("Contact", contact, "mobile_no") == "13800002222"
	assert (asked.state, asked.supplier, asked.decided_by) == ("Accepted", supplier, estate.users[role])
	with acting(estate.users[roles.COST_DEPARTMENT]), pytest.raises(LockedFieldError):
		asked.account_no = "12345678"
		asked.save()


@pytest.mark.clause("R112")
def test_drafted_payments_carry_the_account(estate, asked):
	"""Of a release of the deposit, and of a repair bill by its review's request."""
	supplier = accept(estate, asked)
	account = frappe.db.get_value("Contractor Request", asked.name, "bank_account")
	agreement = money.agreement(estate, contractor=supplier)
	money.entry(agreement, "Cash In", 1000)
	release = money.approve(estate, money.release(agreement, 500))
	assert (
		frappe.db.get_value("Payment Entry", {"fx_deposit_release": release.name}, "party_bank_account")
		== account
	)
	bill = orders.make_bill(make.make_ticket(estate.unit_a).name, supplier)
	with acting(estate.users[roles.SUPERVISOR]):
		review = orders.make_review(bill)
		review.price_basis = "Market Price"
		review.save()
	orders.through(review, estate.users)
	request = frappe.get_doc("Payment Request", {"reference_name": bill, "docstatus": 1})
	assert request.create_payment_entry(submit=False).party_bank_account == account


def test_who_asks_does_not_accept_and_others_are_refused(estate, asked):
	with acting(estate.users[roles.BUYER]):
		own = money.request(estate.a)
	with pytest.raises(RefusedError, match="Another person"):
		accept(estate, own)
	for role in (roles.COST_DEPARTMENT, roles.MANAGER, roles.FINANCE_CLERK):
		with pytest.raises(frappe.PermissionError):
			accept(estate, asked, role)


def test_declined_corrected_and_asked_anew(estate, asked):
	buyer = estate.users[roles.BUYER]
	with acting(buyer):
		with pytest.raises(RefusedError, match="Say why"):
			frappe.get_doc(asked.doctype, asked.name).decline(" ")
		frappe.get_doc(asked.doctype, asked.name).decline("账户证明缺失")
	asked.reload()
	assert (asked.state, asked.decision_note) == ("Declined", "账户证明缺失")
	with acting(estate.users[roles.COST_DEPARTMENT]):
		asked.account_proof = make.photo()
		asked.save()
	assert asked.reload().state == "Requested"
	assert accept(estate, asked) == asked.reload().supplier


@pytest.mark.parametrize(
	("field", "value", "said"),
	[
		("credit_code", "91350100M000100Y44", "none"),
		("account_no", "建行6217", "none"),
		("phone", "123", "123"),
	],
)
def test_wrong_numbers_are_refused_by_field(estate, field, value, said):
	with acting(estate.users[roles.COST_DEPARTMENT]), pytest.raises(frappe.ValidationError, match=said):
		money.request(estate.a, **{field: value})


def test_a_company_that_is_there_gets_what_it_lacks_and_nothing_twice(estate, asked):
	supplier = accept(estate, asked)
	name, code, account = asked.supplier_name, asked.credit_code, asked.account_no
	with acting(estate.users[roles.COST_DEPARTMENT]):
		with pytest.raises(RefusedError) as refused:
			money.request(estate.a, supplier_name=name, credit_code=code, account_no=account)
		assert str(refused.value).count(supplier) >= 2
		again = money.request(estate.a, supplier=supplier, supplier_name=name, credit_code=code)
	assert accept(estate, again) == supplier
	accounts = frappe.get_all("Bank Account", {"party": supplier}, ["bank_account_no", "is_default"])
	assert {(row.bank_account_no, row.is_default) for row in accounts} == {
		(account, 0),
		(again.account_no, 1),
	}
	assert frappe.db.count("Contractor Register", {"supplier": supplier}) == 1


def test_over_rest_nobody_forges_a_decision(estate, asked):
	frappe.db.commit()
	api = Api(estate.users[roles.COST_DEPARTMENT])
	path = f"/api/resource/Contractor Request/{asked.name}"
	for forged in ({"state": "Accepted"}, {"decided_by": estate.users[roles.BUYER]}):
		code, body = api.put(path, **forged)
		assert code == 417, messages(body)
	assert not frappe.db.exists("Supplier", {"supplier_name": asked.supplier_name})
