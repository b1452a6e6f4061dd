"""A bill of spare parts charges the parts, their tax, and what their order says beside them (R37)."""

from __future__ import annotations

import frappe
import pytest
from erpnext.controllers.sales_and_purchase_return import make_return_doc
from erpnext.stock.doctype.purchase_receipt.purchase_receipt import make_purchase_invoice

from tests.site.helpers import form, money, stock
from tests.site.money.test_on_account import refused

OWN_ESTATE = True
NO_ORDER, BELOW, TAXED = "beside the parts and their tax", "would raise what is paid", "more than 13%"


def charge(account: str, amount: float, **values) -> dict:
	row = {"charge_type": "Actual", "category": "Total", "add_deduct_tax": "Add", "account_head": money.account(account), "description": "x"}
	return {**row, "tax_amount": amount, "cost_center": frappe.get_cached_value("Company", money.company(), "cost_center"), **values}


FREIGHT = "Freight and Forwarding Charges"


def ordered(estate, freight: float = 0) -> str:
	"""Ten parts at 50."""
	doc = stock.make_list(estate.a, [{"part_name": stock.part_name(), "qty_planned": 10}], supplier=estate.general)
	doc.request_gap()
	order = frappe.get_doc("Purchase Order", doc.draft_orders()[0])
	order.items[0].rate = 50
	for amount in filter(None, [freight]):
		order.append("taxes", charge(FREIGHT, amount))
	order.save()
	order.submit()
	return order.name


def bill(receipt, **values):
	doc = make_purchase_invoice(receipt.name)
	doc.update({"bill_no": frappe.generate_hash(length=8), "taxes": [], **values})
	return form.saved(doc)


@pytest.mark.clause("R37")
def test_nothing_is_paid_beside_the_parts_that_no_order_says(estate):
	receipt = stock.receive(ordered(estate))
	refused(lambda: bill(receipt, apply_discount_on="Net Total", discount_amount=-200), BELOW)
	refused(lambda: bill(receipt, write_off_account=money.account("Write Off"), write_off_amount=-200, base_write_off_amount=-200), BELOW)
	for values in ({}, {"category": "Valuation and Total"}, {"charge_type": "On Net Total", "rate": 40, "tax_amount": 200}):
		refused(lambda values=values: bill(receipt, taxes=[charge(FREIGHT, 200, **values)]), NO_ORDER)
	refused(lambda: bill(receipt, taxes=[charge("Miscellaneous Expenses", -200, add_deduct_tax="Deduct")]), NO_ORDER)
	refused(lambda: bill(receipt, taxes=[charge("VAT", 65.01)]), TAXED)
	done = bill(receipt, taxes=[charge("VAT", 65)], apply_discount_on="Net Total", discount_amount=0)
	assert done.grand_total == 565


@pytest.mark.clause("R37")
def test_an_order_gives_its_freight_once(estate):
	order = ordered(estate, freight=30)
	first, second, third = stock.receive(order, 4), stock.receive(order, 4), stock.receive(order, 2)
	refused(lambda: bill(first, taxes=[charge(FREIGHT, 30.01)]), NO_ORDER)
	assert bill(first, taxes=[charge(FREIGHT, 20)]).grand_total == 220
	refused(lambda: bill(second, taxes=[charge(FREIGHT, 11)]), NO_ORDER)
	assert bill(second, taxes=[charge(FREIGHT, 10)], apply_discount_on="Net Total", discount_amount=5).grand_total == 205
	refused(lambda: bill(third, taxes=[charge(FREIGHT, 1)]), NO_ORDER)
	assert bill(third).grand_total == 100


@pytest.mark.clause("R37")
def test_a_debit_note_takes_off_only(estate):
	done = bill(stock.receive(ordered(estate)))
	back = make_return_doc("Purchase Invoice", done.name)
	back.bill_no = frappe.generate_hash(length=8)
	back.append("taxes", charge(FREIGHT, 200))
	refused(lambda: form.saved(back), NO_ORDER)
	back = make_return_doc("Purchase Invoice", done.name)
	back.update({"bill_no": frappe.generate_hash(length=8), "apply_discount_on": "Net Total", "discount_amount": 200})
	refused(lambda: form.saved(back), BELOW)
	back = make_return_doc("Purchase Invoice", done.name)
	back.bill_no = frappe.generate_hash(length=8)
	assert form.saved(back).grand_total == -500


def test_bills_of_others_are_left_alone(estate):
	assert money.invoice(estate.general, 100, taxes=[charge(FREIGHT, 300)]).grand_total == 400
