"""An owner is paid by the bill of a compensation alone, also where they are a customer, and over no account of costs (R110)."""

from __future__ import annotations

from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import today

from fangxiu_app.core.access import roles
from tests.site.helpers import form, money
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages
from tests.site.money.test_on_account import backwards, other, refused

OWN_ESTATE = True
SAID = "who is paid by compensation"


def debtor(owner, amount: float, **values) -> dict:
	return {**other("Debtors", amount), "party_type": "Customer", "party": owner.customer, **values}


def entry(owner, amount: float, kind: str = "Pay", references=(), **values):
	"""A Payment Entry to the customer, or from them."""
	rows = [{"reference_doctype": of, "reference_name": name, "allocated_amount": part} for of, name, part in references]
	bank, theirs = money.account("Bank Account"), money.account("Debtors")
	doc = {"doctype": "Payment Entry", "payment_type": kind, "company": money.company(), "posting_date": today(), "party_type": "Customer"}
	doc |= {"party": owner.customer, "paid_from": bank if kind == "Pay" else theirs, "paid_to": theirs if kind == "Pay" else bank}
	doc |= {"paid_amount": amount, "received_amount": amount, "source_exchange_rate": 1, "target_exchange_rate": 1}
	return form.saved(frappe.get_doc({**doc, "reference_no": "1", "reference_date": today(), "references": rows, **values}))


def line(amount: float) -> dict:
	row = {"item_name": "服务", "description": "服务", "uom": "Nos", "conversion_factor": 1, "qty": 1, "rate": amount}
	return {**row, "income_account": money.account("有偿维修收入")}


def sold(owner, amount: float, **values):
	doc = {"doctype": "Sales Invoice", "company": money.company(), "customer": owner.customer, "posting_date": today(), "due_date": today()}
	return form.saved(frappe.get_doc({**doc, "items": [line(amount)], **values}))


@pytest.mark.clause("R110")
def test_nothing_goes_to_an_owner_as_a_customer(owner):
	"""By payment, journal, forwards and backwards, and by a credit that a journal made."""
	refused(lambda: entry(owner, 4800), f"pays {owner.name}, {SAID} {owner.case}")
	for typed in (f"{owner.name[:1]} {owner.name[1:]}", f"{owner.name[:2]}\u3000{owner.name[2:]}", f"{owner.name[:2]}·{owner.name[2:].upper()}"):
		again = frappe.get_doc({"doctype": "Customer", "customer_name": typed, "customer_type": "Individual"}).insert().name
		refused(lambda again=again: entry(SimpleNamespace(customer=again), 4800), SAID)
	rows = [debtor(owner, 600), other("Bank Account", -600)]
	refused(lambda: money.journal(rows), SAID)
	refused(lambda: money.journal([backwards(row) for row in rows]), SAID)
	refused(lambda: money.journal([debtor(owner, 600), other("Temporary Opening", -600)]), SAID)
	money.journal([other("Temporary Opening", 600), debtor(owner, -600)])
	refused(lambda: entry(owner, 600), SAID)
	receipt = entry(owner, 600, "Receive", paid_to=money.account("Temporary Opening"))
	assert receipt.unallocated_amount == 600
	refused(lambda: entry(owner, 600), "at most 0.00")
	note = sold(owner, 0, is_return=1, items=[{**line(900), "qty": -1}])
	refused(lambda: entry(owner, 900, references=[("Sales Invoice", note.name, -900)]), SAID)
	assert money.journal([debtor(owner, 100), debtor(owner, -100)]).docstatus == 1, "what only moves passes"


@pytest.mark.clause("R110")
def test_what_an_owner_paid_too_much_is_given_back(owner):
	"""A receipt of 500 for a bill of 300: 200 go back and no cent more; so does what a credit note leaves."""
	bill = sold(owner, 300)
	entry(owner, 500, "Receive", references=[("Sales Invoice", bill.name, 300)])
	refused(lambda: entry(owner, 201), "at most 200.00")
	paid = entry(owner, 150)
	refused(lambda: money.journal([debtor(owner, 51), other("Bank Account", -51)]), "at most 50.00")
	paid.cancel()
	assert entry(owner, 200).docstatus == 1
	money.journal([other("Bank Account", 40), debtor(owner, -40)])
	assert entry(owner, 40).docstatus == 1, "what came in by a journal"
	note = sold(owner, 0, is_return=1, return_against=bill.name, items=[{**line(300), "qty": -1, "sales_invoice_item": bill.items[0].name}])
	refused(lambda: entry(owner, 301), "at most 300.00")
	assert entry(owner, 300, references=[("Sales Invoice", note.name, -300)]).docstatus == 1


@pytest.mark.clause("R110")
def test_it_ends_with_the_compensation_and_knows_the_unit(owner):
	"""The customer of another name who pays for the unit, or owns it; and nobody once everything is given."""
	by_quote = frappe.get_doc({"doctype": "Customer", "customer_name": f"甲{owner.name}", "customer_type": "Individual"}).insert().name
	stranger = SimpleNamespace(customer=by_quote)
	assert entry(stranger, 10).docstatus == 1
	quote = {"doctype": "Paid Repair Quote", "name": f"PQ-{owner.name}", "customer": by_quote, "unit": owner.unit}
	frappe.get_doc(quote).db_insert()
	refused(lambda: entry(stranger, 10), SAID)
	frappe.db.delete("Paid Repair Quote", {"name": quote["name"]})
	row = {"doctype": "Unit Owner", "parent": owner.unit, "parenttype": "Unit Archive", "parentfield": "owners", "owner_name": "乙", "customer": by_quote}
	frappe.get_doc(row).db_insert()
	refused(lambda: entry(stranger, 10), SAID)
	frappe.db.set_value("Compensation", owner.case, "status", "Settled")
	assert entry(owner, 10).docstatus == 1


@pytest.mark.clause("R110", "R18")
@pytest.mark.parametrize("account", ["业主赔付支出", "保修维修费"])
def test_costs_that_are_billed_are_not_paid_by_a_voucher_that_names_nobody(account):
	rows = [other(account, 601), other("Bank Account", -601)]
	refused(lambda: money.journal(rows), "names nobody")
	refused(lambda: money.journal([backwards(row) for row in rows]), "names nobody")
	refused(lambda: money.journal([other(account, 601), other("Cash", -601)]), "names nobody")
	refused(lambda: money.journal([other(account, 601), other("Temporary Opening", -601)]), "Temporary Opening")
	assert money.journal([other(account, 601), other("Miscellaneous Expenses", -601)]).docstatus == 1, "costs among themselves"
	assert money.journal([other("Bank Account", 601), other(account, -601)]).docstatus == 1, "what comes back"
	centre = frappe.get_cached_value("Company", money.company(), "cost_center")
	moved = {"payment_type": "Internal Transfer", "party_type": None, "party": None, "paid_from": money.account("Bank Account"), "paid_to": money.account("Cash")}
	aside = {"account": money.account(account), "cost_center": centre, "amount": 90}
	stranger = SimpleNamespace(customer=None)
	refused(lambda: entry(stranger, 100, deductions=[aside], **{**moved, "paid_amount": 100, "received_amount": 10}), "names nobody")


def test_a_voucher_without_customers_asks_nothing_more(estate):
	"""The guards of customers read nothing where none is debited."""
	rows = [other("Temporary Opening", 5), other("Cash", -5)]
	first, second = (money.journal(rows, submit=False) for _n in range(2))
	first.submit()
	from fangxiu_app.money.outgoing import service_cost_accounts, service_refunds

	assert count_queries(lambda: (service_refunds.check_journal(second), service_cost_accounts.check_journal(second))) == 0


@pytest.mark.clause("R110")
def test_finance_is_refused_over_rest(estate, owner):
	frappe.db.commit()  # the request has a connection of its own
	centre = frappe.get_cached_value("Company", money.company(), "cost_center")
	project = {"cost_center": centre, "project": estate.a}
	rows = [debtor(owner, 600, **project), other("Bank Account", -600, **project)]
	doc = {"company": money.company(), "posting_date": today(), "docstatus": 1, "accounts": rows, "voucher_type": "Journal Entry"}
	code, body = Api(estate.users[roles.FINANCE]).post("/api/resource/Journal Entry", **doc)
	assert code == 417 and owner.name in messages(body), messages(body)


@pytest.mark.clause("R110")
def test_the_till_pays_no_owner_either(owner):
	"""A return with its payment below zero takes the money out of the cash box."""
	cash = [{"mode_of_payment": "Cash", "account": money.account("Cash"), "amount": -609}]
	back = {"is_pos": 1, "is_return": 1, "items": [{**line(609), "qty": -1}], "payments": cash}
	refused(lambda: sold(owner, 0, **back), SAID)


@pytest.mark.clause("R110")
def test_a_receipt_that_was_given_back_is_not_cancelled(owner):
	"""The refund rests on it: without it, the money would have left for nothing."""
	receipt = entry(owner, 700, "Receive")
	refund = entry(owner, 700)
	refused(receipt.reload().cancel, "Cancel the refund first")
	refund.cancel()
	receipt.reload().cancel()
	journal = money.journal([other("Bank Account", 80), debtor(owner, -80)])
	refund = entry(owner, 80)
	refused(journal.reload().cancel, "Cancel the refund first")


@pytest.mark.clause("R18")
def test_a_bill_that_pays_itself_is_no_way_round_the_review(estate):
	account = frappe.get_single("Fangxiu Settings").repair_expense_account or money.account("保修维修费")
	row = {"item_name": "维修", "description": "维修", "uom": "Nos", "conversion_factor": 1, "qty": 1, "rate": 613, "expense_account": account}
	doc = {"doctype": "Purchase Invoice", "company": money.company(), "supplier": estate.waterproofer, "bill_no": frappe.generate_hash(length=8)}
	doc |= {"is_paid": 1, "mode_of_payment": "Cash", "cash_bank_account": money.account("Cash"), "paid_amount": 613, "items": [row]}
	refused(lambda: form.saved(frappe.get_doc({**doc, "posting_date": today()})), "names nobody")
	later = {"enable_deferred_expense": 1, "service_start_date": today(), "service_end_date": today(), "deferred_expense_account": account}
	doc["items"] = [{**row, "expense_account": money.account("Administrative Expenses"), **later}]
	refused(lambda: form.saved(frappe.get_doc({**doc, "posting_date": today()})), "names nobody|cannot be booked as paid")


@pytest.mark.clause("R110")
def test_a_return_that_pays_out_charges_no_account_of_costs(estate):
	"""Its one row takes a yuan off, its tax adds what is paid."""
	centre = frappe.get_cached_value("Company", money.company(), "cost_center")
	tax = {"charge_type": "Actual", "add_deduct_tax": "Add", "category": "Total", "account_head": money.account("业主赔付支出"), "description": "x"}
	row = {**money.rows(1)[0], "qty": -1}
	doc = {"is_return": 1, "items": [row], "taxes": [{**tax, "tax_amount": 601, "cost_center": centre}]}
	doc |= {"is_paid": 1, "mode_of_payment": "Cash", "cash_bank_account": money.account("Cash"), "paid_amount": 600}
	refused(lambda: money.invoice(estate.general, 1, **doc), "against bank or cash")
	repairs = [{**tax, "account_head": money.account("保修维修费"), "tax_amount": 601, "cost_center": centre}]
	refused(lambda: money.invoice(estate.waterproofer, 1, **{**doc, "taxes": repairs}), "cannot be booked as paid|against bank or cash")


@pytest.mark.clause("R110")
def test_nor_as_a_party_of_another_kind(owner):
	holder = frappe.get_doc({"doctype": "Shareholder", "title": f"{owner.name[:1]} {owner.name[1:]}", "company": money.company()}).insert().name
	party = {"party_type": "Shareholder", "party": holder}
	match = f"is called as the payee of compensation {owner.case}"
	refused(lambda: entry(owner, 612, paid_to=money.account("Creditors"), **party), match)
	rows = [other("Creditors", 612, **party), other("Bank Account", -612)]
	refused(lambda: money.journal(rows), match)
	for title in (f"{owner.name}（本人）", f"{owner.name}.", f"业主{owner.name}女士", owner.name.replace("静", "靜")):
		holder = frappe.get_doc({"doctype": "Shareholder", "title": title, "company": money.company()}).insert().name
		theirs = {"party_type": "Shareholder", "party": holder}
		refused(lambda theirs=theirs: entry(owner, 612, paid_to=money.account("Creditors"), **theirs), match)
		again = frappe.get_doc({"doctype": "Customer", "customer_name": title, "customer_type": "Individual"}).insert().name
		refused(lambda again=again: entry(SimpleNamespace(customer=again), 612), SAID)
	stranger = frappe.get_doc({"doctype": "Shareholder", "title": frappe.generate_hash(length=8), "company": money.company()}).insert().name
	assert entry(owner, 612, paid_to=money.account("Creditors"), party_type="Shareholder", party=stranger).docstatus == 1


@pytest.mark.clause("R110")
def test_nor_as_a_supplier_of_somebody_s_own_making(owner):
	"""On account; a document of theirs is paid."""
	group = frappe.db.get_value("Supplier Group", {"is_group": 0})
	values = {"doctype": "Supplier", "supplier_group": group, "supplier_type": "Individual"}
	them, stranger = (frappe.get_doc({**values, "supplier_name": name}).insert().name for name in (f"{owner.name}（本人）", frappe.generate_hash(length=8)))
	match = f"is called as the payee of compensation {owner.case}"
	pay = {"paid_to": money.account("Creditors"), "party_type": "Supplier"}
	refused(lambda: entry(owner, 612, party=them, **pay), match)
	refused(lambda: money.journal([other("Creditors", 612, party_type="Supplier", party=them), other("Bank Account", -612)]), match)
	assert entry(owner, 612, party=stranger, **pay).docstatus == 1
	bill = money.invoice(them, 12)
	assert entry(owner, 12, party=them, references=[("Purchase Invoice", bill.name, 12)], **pay).docstatus == 1


@pytest.mark.clause("R110")
def test_nor_by_the_words_of_a_journal(owner):
	"""Its receiver, or a remark about a compensation that names them; a party in the row says who gets it."""
	rows = [other("Marketing Expenses", 9), other("Bank Account", -9)]
	match = f"names {owner.name}, the payee of compensation {owner.case}"
	refused(lambda: money.journal(rows, pay_to_recd_from=f"{owner.name}（本人）"), match)
	refused(lambda: money.journal(rows, user_remark=f"赔付 {owner.name.replace('静', '靜')} 地板损失"), match)
	refused(lambda: money.journal([{**rows[0], "user_remark": f"补偿{owner.name}"}, rows[1]]), match)
	refused(lambda: money.journal(rows, pay_to_recd_from=f"付{owner.name}"), match)
	refused(lambda: money.journal(rows, cheque_no="1", cheque_date=today(), bill_no=f"赔付{owner.name}"), match)
	somebody = frappe.get_doc({"doctype": "Customer", "customer_name": frappe.generate_hash(length=8), "customer_type": "Individual"}).insert()
	beside = debtor(SimpleNamespace(customer=somebody.name), 1)
	refused(lambda: money.journal([*rows, beside, other("Bank Account", -1)], user_remark=f"赔付{owner.name}"), match)
	for words in ({"pay_to_recd_from": "张三"}, {"user_remark": f"与{owner.name}座谈茶点"}, {"user_remark": "赔付他人"}):
		assert money.journal(rows, **words).docstatus == 1
	back = [other("Bank Account", 9), other("Marketing Expenses", -9)]
	assert money.journal(back, pay_to_recd_from=owner.name).docstatus == 1, "what comes in"


@pytest.mark.clause("R110")
def test_a_receipt_by_which_no_money_came_in_is_not_given_back(owner):
	"""What its deductions take out of cash again has not come from the owner."""
	out = {"cost_center": frappe.get_cached_value("Company", money.company(), "cost_center")}
	rows = [{**out, "account": money.account("Cash"), "amount": -700}, {**out, "account": money.account("Marketing Expenses"), "amount": 700}]
	receipt = entry(owner, 700, "Receive", paid_to=money.account("Cash"), deductions=rows)
	assert receipt.docstatus == 1
	refused(lambda: entry(owner, 700), SAID)


@pytest.mark.clause("R110")
def test_an_opening_bill_is_of_nobody_whom_a_compensation_pays(owner):
	"""What was open before this app came in is booked as it was; a compensation's payee is paid by its bill."""

	def opened(name: str):
		values = {"supplier_name": name, "supplier_type": "Individual", "fx_contractor_kind": "Owner"}
		group = frappe.db.get_value("Supplier Group", {"is_group": 0})
		supplier = frappe.get_doc({"doctype": "Supplier", "supplier_group": group, **values}).insert().name
		rows = money.rows(612, expense_account=money.account("Temporary Opening"))
		return money.invoice(supplier, 612, is_opening="Yes", items=rows)

	refused(lambda: opened(owner.name), f"who is paid by compensation {owner.case}")
	assert opened(f"老业主{frappe.generate_hash(length=6)}").docstatus == 1
