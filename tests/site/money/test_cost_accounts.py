"""What repairs and compensations cost is booked by bills: by no journal, no sale, and no bill past its review (R16, R18, R110)."""

from __future__ import annotations

from types import SimpleNamespace

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.money.payments import api_payments
from tests.site.helpers import form, money, orders
from tests.site.money.test_on_account import backwards, creditor, employee, other, payment, refused
from tests.site.money.test_owner_refunds import entry, line, sold

OWN_ESTATE = True


@pytest.fixture
def firm(estate):
	"""A contractor of whom nothing is booked yet."""
	supplier = frappe.copy_doc(frappe.get_doc("Supplier", estate.waterproofer))
	supplier.update({"supplier_name": f"防水 {frappe.generate_hash(length=6)}", "fx_contractor_kind": "Third Party"}).insert()
	return SimpleNamespace(supplier=supplier.name)


@pytest.fixture
def stranger():
	"""A customer who has no compensation."""
	name = f"客户{frappe.generate_hash(length=6)}"
	return SimpleNamespace(customer=frappe.get_doc({"doctype": "Customer", "customer_name": name, "customer_type": "Individual"}).insert().name)


@pytest.mark.clause("R110", "R18")
@pytest.mark.parametrize("account", ["业主赔付支出", "保修维修费"])
def test_costs_that_are_billed_are_not_the_first_half_of_a_payment(firm, account):
	"""Over an account that is no bank by its kind, over a clearing account, or owed to somebody: paid out by the next voucher."""
	values = {"account_type": "", "is_group": 0, "parent_account": money.account("Loans (Liabilities)"), "company": money.company()}
	for name in ("Bank Overdraft Account", "Employee Advances"):
		if not money.account(name):
			form.account(account_name=name, **values)
	party = {"party_type": "Employee", "party": employee()} if frappe.db.get_value("Account", money.account("Employee Advances"), "account_type") else {}
	for row in (other("Bank Overdraft Account", -603), other("Employee Advances", -605, **party), creditor(firm, -607)):
		amount = row["credit_in_account_currency"]
		rows = [other(account, amount), row]
		refused(lambda rows=rows: money.journal(rows), "is booked by bills")
		refused(lambda rows=rows: money.journal([backwards(one) for one in rows]), "is booked by bills")
	assert money.journal([*rows[1:], other("Miscellaneous Expenses", 607)]).docstatus == 1, "what is no cost of ours"


@pytest.mark.clause("R110", "R18")
@pytest.mark.parametrize("account", ["业主赔付支出", "保修维修费"])
def test_costs_that_are_billed_are_not_charged_by_a_sale(stranger, account):
	"""A return on the account of costs, or a sale that is paid by it, to anybody."""
	cost = {"income_account": money.account(account)}
	refused(lambda: sold(stranger, 0, is_return=1, items=[{**line(611), "qty": -1, **cost}]), "names nobody")
	by_it = [{"mode_of_payment": "Cash", "account": money.account(account), "amount": 611}]
	refused(lambda: sold(stranger, 611, is_pos=1, payments=by_it), "names nobody")
	aside = {"account": money.account(account), "cost_center": frappe.get_cached_value("Company", money.company(), "cost_center"), "amount": 50}
	refused(lambda: entry(stranger, 100, "Receive", received_amount=50, deductions=[aside]), "names nobody")


@pytest.mark.clause("R18", "R111")
@pytest.mark.parametrize("name", ["质保金利息支出", "施工单位违约金收入", "保修维修费追偿"])
def test_what_deductions_brought_in_and_interest_go_to_no_customer(stranger, name):
	"""By a return of what nobody was sold; what a sale booked there may be taken back."""
	booked = {"income_account": money.account(name)}
	refused(lambda: sold(stranger, 0, is_return=1, items=[{**line(31), "qty": -1, **booked}]), "no sale has booked")
	sale = sold(stranger, 31, items=[{**line(31), **booked}])
	plain = sold(stranger, 31, items=[line(31)])
	refused(lambda: sold(stranger, 0, is_return=1, return_against=plain.name, items=[{**line(31), "qty": -1, **booked}]), "no sale has booked")
	assert sold(stranger, 0, is_return=1, return_against=sale.name, items=[{**line(31), "qty": -1, **booked}]).docstatus == 1


@pytest.mark.clause("R111")
def test_a_contractors_return_gives_no_penalty_back(estate, firm):
	tax = {"charge_type": "Actual", "category": "Total", "add_deduct_tax": "Deduct", "description": "x", "tax_amount": -60}
	taxes = [{**tax, "account_head": money.account("施工单位违约金收入")}]
	items = [{**money.rows(1)[0], "qty": -1}]
	refused(lambda: money.invoice(firm.supplier, 1, is_return=1, items=items, taxes=taxes, project=estate.a), "given back by cancelling")


@pytest.mark.clause("R18")
def test_what_a_contractor_bills_on_our_costs_waits_for_its_review(estate, firm):
	"""Whatever it names: it is not paid by itself, nor afterwards, and nothing is paid on account meanwhile."""
	costs = {"items": money.rows(613, expense_account=money.account("保修维修费"))}
	refused(lambda: money.invoice(firm.supplier, 613, **costs), "Enter its project")
	paid = {"is_paid": 1, "mode_of_payment": "Cash", "cash_bank_account": money.account("Cash"), "paid_amount": 613}
	refused(lambda: money.invoice(firm.supplier, 613, project=estate.a, **costs, **paid), "for repair work")
	bill = money.invoice(firm.supplier, 613, project=estate.a, **costs)
	pay = {"amount": 613, "references": [("Purchase Invoice", bill.name, 613)]}
	refused(lambda: payment(firm, **pay), "no approved")
	refused(lambda: payment(firm, 10), bill.name)
	with orders.acting(estate.users[roles.SUPERVISOR]):
		assert api_payments.standing(bill.name)["can_start"] is True
		review = frappe.get_doc("Repair Payment Review", api_payments.review(bill.name))
	assert [row.claimed_amount for row in review.items] == [613]
	review.update({"docstatus": 1, "approval_state": "Approved", "approved_total": 613}).db_update()
	assert payment(firm, **pay).docstatus == 1
	shop = frappe.copy_doc(frappe.get_doc("Supplier", firm.supplier)).update({"supplier_name": "五金店", "fx_contractor_kind": ""}).insert()
	plain = money.invoice(shop.name, 20, items=money.rows(20, expense_account=money.account("保修维修费")))
	assert payment(SimpleNamespace(supplier=shop.name), 20, [("Purchase Invoice", plain.name, 20)]).docstatus == 1, "no contractor"
