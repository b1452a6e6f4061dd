"""What was paid for a bill or an order stays paid for it while a repair bill of the contractor waits for its review (R16, R18)."""

from __future__ import annotations

import json
from types import SimpleNamespace

import frappe
import pytest
from erpnext.accounts.doctype.payment_entry.payment_entry import get_payment_entry
from erpnext.controllers.accounts_controller import update_child_qty_rate
from erpnext.controllers.sales_and_purchase_return import make_return_doc
from frappe.utils import today

from fangxiu_app.core.messages import RefusedError
from tests.site.helpers import factories as make
from tests.site.helpers import form, money, orders
from tests.site.money.test_on_account import approve, creditor, named, other, payment, purchase_order, refused


@pytest.fixture
def held(estate):
	"""A contractor whose bill of 800 waits for its review once it is booked."""
	supplier = frappe.copy_doc(frappe.get_doc("Supplier", estate.waterproofer))
	supplier.update({"supplier_name": f"快修 {frappe.generate_hash(length=6)}", "fx_contractor_kind": "Third Party"})
	supplier.insert()
	scene = SimpleNamespace(supplier=supplier.name, title=supplier.supplier_name, ticket=make.make_ticket(estate.unit_a).name)
	scene.book = lambda **values: orders.make_bill(scene.ticket, scene.supplier, **values)
	return scene


def pay(bill: str):
	entry = get_payment_entry("Purchase Invoice", bill)
	entry.update({"reference_no": "1", "reference_date": today()})
	return form.saved(entry)


def debit_note(bill: str, quantity: float = -10, **values):
	note = make_return_doc("Purchase Invoice", bill)
	note.update(values)
	note.items[0].qty = quantity
	return form.saved(note)


@pytest.mark.clause("R18")
@pytest.mark.parametrize("beside", [0, 1])
def test_a_paid_bill_is_not_taken_off_by_a_debit_note(held, beside):
	"""An ordinary bill of 4000 was paid and taken off: 4000 stood on account. ``beside``: the note stands for itself."""
	bill = money.invoice(held.supplier, 0, items=money.rows(400, qty=10))
	repairs = held.book()
	kept = {"update_outstanding_for_self": beside}
	paid = pay(bill.name)
	refused(lambda: debit_note(bill.name, **kept), f"of {held.title}, of which 0.00 is unpaid")
	paid.cancel()
	part = debit_note(bill.name, -2, **kept)
	assert part.docstatus == 1, "nothing is paid of it yet"
	if beside:  # else ERPNext lowers the bill itself
		refused(lambda: payment(held, 3201, [("Purchase Invoice", bill.name, 3201)]), f"while bill {repairs}")
	payment(held, 3200, [("Purchase Invoice", bill.name, 3200)])
	refused(lambda: debit_note(bill.name, -1, **kept), "of which 0.00 is unpaid")
	approve(repairs, 800)
	assert debit_note(bill.name, -1, **kept).docstatus == 1, "finance is left to itself after the review"


@pytest.mark.clause("R18")
def test_a_debit_note_names_its_bill_while_a_review_is_open(held):
	money.invoice(held.supplier, 4000)
	alone = {"is_return": 1, "items": money.rows(4000, qty=-1)}
	repairs = held.book()
	refused(lambda: money.invoice(held.supplier, 0, **alone), f"names no bill, and bill {repairs} of {held.title}")
	approve(repairs, 800)
	assert money.invoice(held.supplier, 0, **alone).docstatus == 1


@pytest.mark.clause("R110")
def test_nor_is_the_paid_bill_of_an_owner(held):
	bill = money.invoice(held.supplier, 0, items=money.rows(50, qty=10))
	frappe.get_doc("Supplier", held.supplier).db_set("fx_contractor_kind", "Owner")
	pay(bill.name)
	refused(lambda: debit_note(bill.name), "of which 0.00 is unpaid")
	refused(lambda: money.invoice(held.supplier, 0, is_return=1, items=money.rows(10, qty=-1)), "an owner, names no bill")


def shrink(order, rate: float) -> None:
	row = order.items[0]
	items = [{"docname": row.name, "name": row.name, "item_code": row.item_code, "qty": 1, "rate": rate, "schedule_date": str(row.schedule_date)}]
	update_child_qty_rate("Purchase Order", json.dumps(items), order.name)


@pytest.mark.clause("R18")
def test_an_order_keeps_what_is_paid_in_advance_on_it(held):
	"""4000 were paid in advance, then the order was lowered to 1, or closed."""
	order, free = purchase_order(held, 4000), purchase_order(held, 100)
	repairs = held.book()
	payment(held, 4000, [("Purchase Order", order.name, 4000)])
	refused(lambda: shrink(order, 1), f"Order {order.name} would come to")
	refused(lambda: order.reload().update_status("Closed"), f"Order {order.name} is not closed")
	shrink(order, 5000)
	shrink(order, 4000)
	shrink(free, 1)
	free.reload().update_status("Closed")
	assert frappe.db.get_value("Purchase Order", free.name, "status") == "Closed", "nothing is paid on it"
	approve(repairs, 800)
	shrink(order.reload(), 1)
	order.reload().update_status("Closed")
	assert order.reload().status == "Closed"


@pytest.mark.clause("R18")
def test_no_exchange_difference_is_paid_out(held):
	"""A row in dollars with an amount in company currency alone, and the bank on the other side."""
	dollars = {"account_type": "Payable", "account_currency": "USD", "is_group": 0, "parent_account": money.account("Accounts Payable")}
	payable = form.account(account_name="应付美元", company=money.company(), **dollars)
	foreign = {"currency": "USD", "conversion_rate": 7, "credit_to": payable.name}
	ordinary = money.invoice(held.supplier, 1000, **foreign)
	repairs = money.invoice(held.supplier, 800, items=money.rows(800, fx_repair_ticket=held.ticket), **foreign).name
	values = {"voucher_type": "Exchange Gain Or Loss", "multi_currency": 1}
	bare = {"debit_in_account_currency": 0, "debit": 700, "exchange_rate": 7}
	bank = {**other("Bank Account", -700), "credit": 700}

	def row(**more) -> dict:
		return {"account": payable.name, "party_type": "Supplier", "party": held.supplier, **bare, **more}

	bill = named("Purchase Invoice", ordinary.name)
	unsaid = {**bank, "credit_in_account_currency": 0}
	for rows in ([row(), bank], [row(), unsaid], [row(**bill), bank], [row(**bill, debit_in_account_currency=1), bank]):
		refused(lambda rows=rows: money.journal(rows, **values), f"while bill {repairs}")
	approve(repairs, 800)
	refused(lambda: money.journal([row(**named("Purchase Invoice", repairs)), bank], **values), "as an exchange difference")


@pytest.mark.clause("R18")
def test_an_order_in_another_currency_is_not_paid_twice(held):
	"""What is paid in advance in yuan stands as a bare figure: beside it the same order had room for as many dollars."""
	dollars = {"account_type": "Payable", "account_currency": "USD", "is_group": 0, "parent_account": money.account("Accounts Payable")}
	payable = form.account(account_name="应付美元", company=money.company(), **dollars)
	order = purchase_order(held, 100, currency="USD", conversion_rate=7)
	held.book()
	advance = {"is_advance": "Yes", **named("Purchase Order", order.name)}

	def yuan(amount: float):
		return money.journal([creditor(held, amount, **advance), other("Bank Account", -amount)])

	def dollars_too(amount: float):
		row = {"account": payable.name, "party_type": "Supplier", "party": held.supplier, "exchange_rate": 7, **advance}
		rows = [{**row, "debit_in_account_currency": amount, "debit": amount * 7}, other("Bank Account", -amount * 7)]
		return money.journal(rows, multi_currency=1)

	yuan(50)
	refused(lambda: dollars_too(50))
	yuan(650)


@pytest.mark.clause("R18")
def test_one_number_is_one_bill_also_beside_an_ordinary_one(held):
	number = "033002600111-00871266"
	typed = ("０３３００２６００１１１－00871266", "033002600111 -\u200b 00871266", number, f" {number}　")
	frappe.db.set_value("Purchase Invoice", held.book(), "bill_no", number)
	for other_way in typed:
		refused(lambda other_way=other_way: money.invoice(held.supplier, 3980, bill_no=other_way), "is in the books already")
	assert money.invoice(held.supplier, 3980, bill_no=f"{number}1").docstatus == 1
	ordinary = money.invoice(held.supplier, 50, bill_no="ab-1")
	assert money.invoice(held.supplier, 50, bill_no="AB-1").docstatus == 1, "of two ordinary ones ERPNext's setting decides"
	rows = money.rows(100, fx_repair_ticket=held.ticket)
	refused(lambda: money.invoice(held.supplier, 100, bill_no="AＢ－1", items=rows), f"as <strong>{ordinary.name}")


@pytest.mark.clause("R18")
def test_a_bill_is_not_cancelled_under_its_review(held):
	repairs = held.book()
	review = {"doctype": "Repair Payment Review", "name": "RPR-Y", "docstatus": 0, "purchase_invoice": repairs, "approval_state": "In Approval"}
	frappe.get_doc(review).db_insert()
	refused(lambda: frappe.get_doc("Purchase Invoice", repairs).cancel(), "is under review <strong>RPR-Y")
	frappe.db.set_value("Repair Payment Review", "RPR-Y", "approval_state", "Draft")
	frappe.get_doc("Purchase Invoice", repairs).cancel()
	assert frappe.db.get_value("Purchase Invoice", repairs, "docstatus") == 2


@pytest.mark.clause("R16", "R107")
def test_an_order_of_ours_is_billed_by_its_document(held):
	order = purchase_order(held, 300)
	order.db_set("fx_third_party_order", "TPO-1")
	item = {"item_code": order.items[0].item_code, "qty": 1, "rate": 300, "purchase_order": order.name, "po_detail": order.items[0].name}
	with pytest.raises(RefusedError, match=f"Order {order.name} is that of Third Party Order TPO-1"):
		money.invoice(held.supplier, 300, items=[item])
