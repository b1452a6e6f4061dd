"""Bills, sales and what deductions brought in: no account of money stands beside the party of a voucher (R18, R110, R111)."""

from __future__ import annotations

from types import SimpleNamespace

import frappe
import pytest

from fangxiu_app.money.outgoing import reads_result_tax, service_cost_accounts, service_result_accounts
from tests.site.helpers import money
from tests.site.helpers.counting import queries
from tests.site.money.test_on_account import backwards, other, payment, refused
from tests.site.money.test_owner_refunds import line, sold

OWN_ESTATE = True
HEAD, LINE = "of taxes and charges: account", "A line is booked on what it was spent on"
HELD = ("Bank Account", "Cash", "Temporary Opening", "Bank Overdraft Account")


def deduct(account: str, amount: float, **values) -> list[dict]:
	return [{"charge_type": "Actual", "category": "Total", "add_deduct_tax": "Deduct", "account_head": account, "description": "x", "tax_amount": amount, **values}]


def held(name: str) -> str:
	return money.account(name) or frappe.db.get_value("Account", {"company": money.company(), "account_name": ("like", f"{name}%")})


@pytest.mark.clause("R18", "R110")
@pytest.mark.parametrize("name", HELD)
def test_a_bill_pays_nobody_by_its_taxes(firm, shop, name):
	"""The bank would be credited, the bill be nothing, and no review asked for."""
	account, cost = held(name), money.account("保修维修费")
	assert account
	charging = {"items": money.rows(611, expense_account=cost)}
	refused(lambda: money.invoice(shop.supplier, 611, **charging, taxes=deduct(account, 611)), HEAD)
	refused(lambda: money.invoice(shop.supplier, 612, items=money.rows(612, expense_account=cost), taxes=deduct(account, 611)), HEAD)
	refused(lambda: money.invoice(firm.supplier, 613, taxes=deduct(account, 613, category="Valuation and Total")), HEAD)


@pytest.mark.clause("R18")
def test_taxes_and_charges_pass(firm, shop):
	"""Tax added or withheld, freight, a discount among income; and whoever has nothing to do with repairs books what ERPNext lets them."""
	leaf = frappe.db.get_value("Account", {"company": money.company(), "account_type": "Tax", "is_group": 0})
	for account in filter(None, (leaf, money.account("Freight and Forwarding Charges"), money.account("Round Off"))):
		assert money.invoice(firm.supplier, 20, taxes=deduct(account, 2)).docstatus == 1
	plain = money.invoice(shop.supplier, 20, taxes=deduct(money.account("Temporary Opening"), 2))
	assert plain.docstatus == 1
	assert queries(lambda: service_cost_accounts.check_accounts(plain)) == []
	assert queries(lambda: service_result_accounts.check_bill(plain)) == []


@pytest.mark.clause("R18")
def test_a_return_pays_nobody_by_its_lines(firm):
	"""A debit note credits the account of its line: on the bank's it would be a payment that asks for no review."""
	rows = money.rows(600, expense_account=money.account("Bank Account"), qty=-1)
	refused(lambda: money.invoice(firm.supplier, 600, items=rows, is_return=1), LINE)
	refused(lambda: money.invoice(firm.supplier, 600, items=money.rows(600, qty=-1, expense_account=money.account("Temporary Opening")), is_return=1), LINE)
	assert money.invoice(firm.supplier, 600, items=money.rows(600, qty=-1), is_return=1).docstatus == 1


@pytest.mark.clause("R18")
def test_a_booked_bill_is_not_turned_to_the_bank(shop):
	"""ERPNext lets accounts of a submitted bill be changed, and posts it again."""
	cost = money.account("保修维修费")
	bill = money.invoice(shop.supplier, 20, items=money.rows(20, expense_account=cost), taxes=deduct(money.account("Round Off"), 2))
	bill.taxes[0].account_head = money.account("Bank Account")
	refused(bill.save, HEAD)


@pytest.mark.clause("R110")
def test_no_sale_gives_an_owner_money(owner):
	"""By its lines or its taxes: the bank is credited, and the owner owes what nobody will ask for."""
	bank = money.account("Bank Account")
	said = f"would give {owner.name} money, who is paid by compensation {owner.case}"
	refused(lambda: sold(owner, 0, items=[{**line(621), "income_account": bank}]), said)
	tax = {"charge_type": "Actual", "account_head": bank, "description": "x", "tax_amount": 622}
	refused(lambda: sold(owner, 1, taxes=[tax]), said)
	assert sold(owner, 5).docstatus == 1
	name = frappe.get_doc({"doctype": "Customer", "customer_name": f"客户{frappe.generate_hash(length=6)}", "customer_type": "Individual"}).insert().name
	assert sold(SimpleNamespace(customer=name), 0, items=[{**line(5), "income_account": bank}]).docstatus == 1


def credited(scene, amount: float) -> dict:
	return {"account": money.account("Creditors"), "party_type": "Supplier", "party": scene.supplier, "credit_in_account_currency": amount}


@pytest.mark.clause("R111")
@pytest.mark.parametrize("name", ["保修维修费追偿", "施工单位扣款加收收入", "施工单位违约金收入"])
def test_what_a_deduction_brought_in_is_given_back_by_it(firm, shop, name):
	"""By no bill, no journal, no payment; tax on it, and moves among results, are booked."""
	rows = money.rows(650, expense_account=money.account(name))
	for one in (firm, shop):
		refused(lambda one=one: money.invoice(one.supplier, 650, items=rows), "cancelling the Contractor Deduction")
		refused(lambda one=one: money.journal([other(name, 650), credited(one, 650)]), "takes .* back against")
	for account in ("Bank Account", "Temporary Opening"):
		refused(lambda account=account: money.journal([other(name, 650), other(account, -650)]), "takes .* back against")
	aside = [{"account": money.account(name), "cost_center": frappe.get_cached_value("Company", money.company(), "cost_center"), "amount": 2}]
	bill = money.invoice(shop.supplier, 20).name
	refused(lambda: payment(shop, 22, [("Purchase Invoice", bill, 20)], received_amount=20, deductions=aside), "take .* back")
	for account in ("Miscellaneous Expenses", "Sales"):
		assert money.journal([other(name, 6), other(account, -6)]).docstatus == 1


@pytest.mark.clause("R18", "R111")
@pytest.mark.parametrize("name", ["施工单位扣款加收收入", "有偿维修成本", "质保金利息支出"])
def test_taxes_are_no_way_out(shop, name, monkeypatch):
	"""To the tax account goes what is tax of what was booked: not the interest of nobody, which the next journal would pay out of it."""
	tax, said = "VAT", "of tax against"
	if free := reads_result_tax.left(money.account(name)):  # what others booked there is not this test's
		monkeypatch.setattr(reads_result_tax, "left", lambda account, left=reads_result_tax.left: left(account) - free)
	refused(lambda: money.journal([other(name, 6), other(tax, -6)]), said)
	refused(lambda: money.journal([other(name, 6), other(tax, -5), other("Miscellaneous Expenses", -1)]), said)
	if name == "施工单位扣款加收收入":
		buyer = frappe.get_doc({"doctype": "Customer", "customer_name": frappe.generate_hash(length=6), "customer_type": "Individual"}).insert().name
		sold(SimpleNamespace(customer=buyer), 0, items=[{**line(113), "income_account": money.account(name)}])
	else:
		money.invoice(shop.supplier, 100, items=money.rows(100, expense_account=money.account(name)))
	money.journal([other("Miscellaneous Expenses", 500), other(name, -500)])
	refused(lambda: money.journal([other(name, 13.01), other(tax, -13.01)]), said)
	assert money.journal([other(name, 9), other(tax, -9)]).docstatus == 1
	refused(lambda: money.journal([other(name, 4.01), other(tax, -4.01)]), said)
	part = money.journal([other(name, 4), other(tax, -4)])
	assert part.docstatus == 1
	part.cancel()
	assert money.journal([other(name, 4), other(tax, -4)]).docstatus == 1, "what was taken back is free again"


@pytest.mark.clause("R18", "R110", "R111")
@pytest.mark.parametrize("name", ["施工单位违约金收入", "质保金利息支出", "有偿维修成本", "保修维修费", "业主赔付支出"])
def test_rounding_holds_no_cost(shop, name):
	"""Payments and bills book roundings with nobody's name."""
	refused(lambda: money.journal([other(name, 700), other("Round Off", -700)]), "Round Off")


@pytest.mark.clause("R18")
@pytest.mark.parametrize("name", ["质保金利息支出", "有偿维修成本"])
def test_a_contractor_gets_no_interest_beside_a_release(firm, name):
	"""Interest is of a release; a contractor's work on a paid repair waits for its review."""
	said = "by the Deposit Release" if name == "质保金利息支出" else "by its bill"
	refused(lambda: money.journal([other(name, 652), credited(firm, 652)]), said)
	rows = money.rows(652, expense_account=money.account(name))
	if name == "质保金利息支出":
		refused(lambda: money.invoice(firm.supplier, 652, items=rows), "interest is paid by the Deposit Release")
		return
	bill = money.invoice(firm.supplier, 652, items=rows, project=frappe.db.get_value("Project", {}, "name"))
	refused(lambda: payment(firm, 652, [("Purchase Invoice", bill.name, 652)]), "review")


@pytest.mark.clause("R18")
@pytest.mark.parametrize(("name", "said"), [("质保金利息支出", "by the Deposit Release"), ("有偿维修成本", "by its bill")])
def test_interest_and_paid_repairs_are_paid_by_no_journal(shop, name, said):
	"""Neither from the bank, nor over a clearing account or somebody's credit, nor by what a payment deducts; wages come by a journal among costs."""
	for account in ("Bank Account", "Cash", "Temporary Opening"):
		refused(lambda account=account: money.journal([other(name, 652), other(account, -652)]), said)
	refused(lambda: money.journal([other(name, 652), credited(shop, 652)]), said)
	rows = [other(name, 652), other("Bank Account", -652)]
	refused(lambda: money.journal([backwards(row) for row in rows]), said)
	aside = [{"account": money.account(name), "cost_center": frappe.get_cached_value("Company", money.company(), "cost_center"), "amount": 2}]
	bill = money.invoice(shop.supplier, 20).name
	refused(lambda: payment(shop, 22, [("Purchase Invoice", bill, 20)], received_amount=20, deductions=aside), "beside its documents")
	for account in ("Salary", "Miscellaneous Expenses"):
		assert money.journal([other(name, 6), other(account, -6)]).docstatus == 1
	assert money.journal([other("Bank Account", 6), other(name, -6)]).docstatus == 1, "what comes back"
	bought = money.invoice(shop.supplier, 20, items=money.rows(20, expense_account=money.account(name)))
	assert payment(shop, 20, [("Purchase Invoice", bought.name, 20)]).docstatus == 1, "a bill of a shop"
