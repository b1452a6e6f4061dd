"""Accounts of costs are charged by the lines of bills, by journals that are looked at and by parts of tickets: by no other field of any voucher (R18, R110)."""

from __future__ import annotations

from types import SimpleNamespace

import frappe
import pytest
from erpnext.accounts.utils import get_fiscal_year
from frappe.utils import get_first_day, get_last_day, nowdate, today

from fangxiu_app.ledger import reads_company_accounts
from fangxiu_app.money.outgoing import service_cost_ledger
from fangxiu_app.money.outgoing.service_cost_accounts import BILLED
from tests.site.helpers import factories as make
from tests.site.helpers import form, money, stock
from tests.site.helpers.counting import queries
from tests.site.money.test_on_account import other, payment, refused
from tests.site.money.test_owner_refunds import line, sold

OWN_ESTATE = True
SAID = "holds what repairs and compensations cost"


@pytest.fixture
def stranger():
	name = f"客户{frappe.generate_hash(length=6)}"
	return SimpleNamespace(customer=frappe.get_doc({"doctype": "Customer", "customer_name": name, "customer_type": "Individual"}).insert().name)


def charged(account: str, voucher: str) -> float:
	return stock.booked(money.account(account), [voucher])


@pytest.mark.clause("R18", "R110")
@pytest.mark.parametrize("account", ["业主赔付支出", "保修维修费"])
def test_a_bill_charges_them_by_its_lines_alone(firm, shop, account):
	"""A negative write-off owes the firm the cost of no line, with no review; so does a debit note that writes off."""
	aside = {"write_off_account": money.account(account), "write_off_amount": -600, "base_write_off_amount": -600}
	aside["write_off_cost_center"] = frappe.get_cached_value("Company", money.company(), "cost_center")
	for one in (firm, shop):
		refused(lambda one=one: money.invoice(one.supplier, 10, **aside), SAID)
	back = {"items": money.rows(1, qty=-1), "is_return": 1}
	refused(lambda: money.invoice(shop.supplier, 1, **back, **aside), SAID)
	bill = money.invoice(shop.supplier, 20, items=money.rows(20, expense_account=money.account(account)))
	assert charged(account, bill.name) == 20
	bill.cancel()
	assert charged(account, bill.name) == 0, "taken back with its voucher"


@pytest.mark.clause("R18", "R110")
def test_what_a_bill_defers_comes_to_its_line_later(shop):
	"""ERPNext's Process Deferred Accounting posts on the bill, whose line books the account."""
	plain = form.account(account_name=f"待摊 {frappe.generate_hash(length=6)}", account_type="Temporary", parent_account=_group("Temporary Accounts"), company=money.company())
	deferred = {"enable_deferred_expense": 1, "deferred_expense_account": plain.name, "service_start_date": today(), "service_end_date": today()}
	rows = money.rows(30, expense_account=money.account("保修维修费"), **deferred)
	bill = money.invoice(shop.supplier, 30, items=rows)
	assert charged("保修维修费", bill.name) == 0
	_defer("Expense")
	assert charged("保修维修费", bill.name) == 30


@pytest.mark.clause("R110")
def test_a_sale_charges_them_neither_now_nor_later(stranger):
	"""What a sale defers is debited when it is earned; loyalty points are debited on an account of their own."""
	cost = money.account("业主赔付支出")
	deferred = {"enable_deferred_revenue": 1, "deferred_revenue_account": cost, "service_start_date": today(), "service_end_date": today()}
	refused(lambda: sold(stranger, 0, items=[{**line(640), **deferred}]), "names nobody")
	bill = sold(stranger, 0, items=[{**line(640), **deferred, "deferred_revenue_account": money.account("Temporary Opening")}])
	bill.items[0].db_set("deferred_revenue_account", cost)
	entry = {"account": cost, "debit": 640, "voucher_type": "Sales Invoice", "voucher_no": bill.name}
	refused(lambda: _posted(entry), SAID)


@pytest.mark.clause("R18", "R110")
def test_no_hand_writes_the_ledger(shop):
	"""Not even for a journal; and what is on no account of costs asks for nothing."""
	journal = money.journal([other("Miscellaneous Expenses", 5), other("Temporary Opening", -5)])
	entry = {"account": money.account("保修维修费"), "debit": 5, "voucher_type": "Journal Entry", "voucher_no": journal.name}
	refused(lambda: _posted(entry, by_hand=True), SAID)
	plain = frappe.new_doc("GL Entry").update({**entry, "account": money.account("Miscellaneous Expenses")})
	reads_company_accounts.serves(plain.account, BILLED)
	assert queries(lambda: service_cost_ledger.check(plain)) == []


@pytest.mark.clause("R18", "R110")
def test_stock_is_no_cost_of_repairs_but_by_a_ticket(estate):
	"""An issue by hand books another account; a ticket's own, and its return, are booked."""
	doc, item = stock.stocked(estate.a, estate.general)
	part = stock.reserve(make.make_ticket(estate.unit_a).name, item, 2)
	part.issue()
	part.reload()
	row = {"item_code": item, "qty": 1, "s_warehouse": doc.repair_store, "expense_account": money.account("保修维修费")}
	loose = {"doctype": "Stock Entry", "purpose": "Material Issue", "stock_entry_type": "Material Issue", "company": doc.company, "project": estate.a}
	refused(lambda: form.saved(frappe.get_doc({**loose, "items": [row]})), SAID)
	part.give_back(1)
	names = frappe.get_all("Stock Entry", {"fx_ticket_part": part.name}, pluck="name")
	assert stock.booked(money.account("保修维修费"), names) == 50


@pytest.mark.clause("R18")
def test_a_payment_charges_them_by_no_field(shop):
	"""Whatever ERPNext adds to a payment: roundings, taxes, differences."""
	entry = {"account": money.account("保修维修费"), "debit": 0.01, "voucher_type": "Payment Entry", "voucher_no": payment(shop, 3).name}
	refused(lambda: _posted(entry), SAID)
	into = {"payment_type": "Receive", "paid_from": money.account("Creditors"), "paid_to": money.account("保修维修费")}
	refused(lambda: payment(shop, 626, **into), "names nobody")


@pytest.mark.clause("R18", "R110")
@pytest.mark.parametrize("kind", ["Inter Company Journal Entry", "Depreciation Entry", "Deferred Expense", "Write Off Entry", "Debit Note", "Exchange Rate Revaluation", "Exchange Gain Or Loss"])
def test_no_kind_of_journal_owes_somebody_their_costs(shop, kind):
	"""Whatever it is called, made from a template or by a tool: of a revaluation the amounts in company currency count."""
	row = {"account": money.account("Creditors"), "party_type": "Supplier", "party": shop.supplier}
	sides = [(other("保修维修费", 630), {**row, "credit_in_account_currency": 630})]
	if kind == "Exchange Gain Or Loss":
		sides += [({"account": money.account("保修维修费"), "debit": 630}, {**row, "credit": 630})]
	for pair in sides:
		refused(lambda pair=pair: money.journal(list(pair), voucher_type=kind, multi_currency=int("Exchange" in kind)), "is booked by bills")


@pytest.mark.clause("R18")
def test_what_a_tool_posts_on_a_bill_is_what_its_lines_book(shop):
	"""Deferred amounts, landed costs, a ledger that is posted again."""
	receipt = {"account": money.account("保修维修费"), "debit": 40, "voucher_type": "Purchase Invoice"}
	bill = money.invoice(shop.supplier, 40)
	refused(lambda: _posted({**receipt, "voucher_no": bill.name}), SAID)


@pytest.mark.clause("R110")
def test_the_year_is_closed_with_them(shop):
	"""The closing voucher takes them to the result, and back when it is cancelled."""
	cost, company = money.account("业主赔付支出"), money.company()
	money.invoice(shop.supplier, 20, items=money.rows(20, expense_account=cost))
	year, first, last = get_fiscal_year(today(), company=company)
	equity = frappe.db.get_value("Account", {"company": company, "root_type": "Equity", "is_group": 0})
	values = {"doctype": "Period Closing Voucher", "company": company, "fiscal_year": year, "transaction_date": today(), "remarks": "x"}
	values |= {"period_start_date": first, "period_end_date": last, "closing_account_head": equity}
	closing = form.saved(frappe.get_doc(values)).reload()
	assert closing.gle_processing_status == "Completed", closing.error_message
	assert stock.booked(cost, [closing.name]) <= -20
	closing.cancel()
	assert stock.booked(cost, [closing.name]) == 0


def _posted(values: dict, by_hand: bool = False):
	"""A ledger entry as ERPNext's posting writes it, or without the rights that posting has."""
	entry = frappe.new_doc("GL Entry").update({"company": money.company(), "posting_date": nowdate(), **values})
	# ERPNext's posting has rights of its own; what is written by hand has those of its user, and is refused
	entry.flags.ignore_permissions = not by_hand
	return entry.insert()


def _group(name: str) -> str:
	return frappe.db.get_value("Account", {"company": money.company(), "is_group": 1, "account_name": name})


def _defer(kind: str) -> None:
	"""ERPNext's own process for this month, which posts at once."""
	values = {"doctype": "Process Deferred Accounting", "company": money.company(), "type": kind, "posting_date": today()}
	form.saved(frappe.get_doc({**values, "start_date": get_first_day(today()).isoformat(), "end_date": get_last_day(today()).isoformat()}))
