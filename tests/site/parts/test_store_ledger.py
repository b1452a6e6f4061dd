"""Parts of a project's stores come by orders and handovers and leave by tickets: no bill and no sale moves them (R37, R38)."""

from __future__ import annotations

import frappe
import pytest
from erpnext.buying.doctype.purchase_order.purchase_order import make_purchase_receipt
from erpnext.stock.doctype.purchase_receipt.purchase_receipt import make_purchase_return
from frappe.utils import today

from fangxiu_app.core.messages import RefusedError
from fangxiu_app.parts import events_store_ledger
from tests.site.helpers import factories as make
from tests.site.helpers import form, money, stock
from tests.site.helpers.counting import queries

OWN_ESTATE = True
BY_BILL, NO_ORDER = "Bills and sales move no stock there", "without its order"


@pytest.fixture
def store(estate):
	"""A list whose ten pieces are with the repair centre, two of them reserved for a ticket."""
	doc, item = stock.stocked(estate.a, estate.general)
	stock.reserve(make.make_ticket(estate.unit_a).name, item, 2)
	return frappe._dict(doc=doc, item=item, supplier=estate.general, project=estate.a, unit=estate.unit_a)


def refused(attack, match: str) -> None:
	frappe.db.savepoint("refused")
	with pytest.raises(RefusedError, match=match):
		attack()
	frappe.db.rollback(save_point="refused")


def row(store, qty: float, **values) -> dict:
	return {"item_code": store.item, "qty": qty, "rate": 1, "project": store.project, **values}


def bought(store, qty: float, warehouse: str, doctype: str = "Purchase Invoice", submit: bool = True, **values):
	head = {"doctype": doctype, "company": store.doc.company, "supplier": store.supplier, "posting_date": today(), "project": store.project}
	head |= {"update_stock": 1, "bill_no": frappe.generate_hash(length=8)} if doctype == "Purchase Invoice" else {}
	return form.saved(frappe.get_doc({**head, "items": [row(store, qty, warehouse=warehouse)], **values}), submit)


@pytest.mark.clause("R37", "R38")
@pytest.mark.parametrize("kind", ["repair_store", "project_store"])
def test_no_bill_moves_parts_of_a_project(store, kind):
	"""Neither in nor back, and no receipt that names no order; what is reserved stays."""
	warehouse = store.doc.get(kind)
	before = stock.in_store(warehouse, store.item)
	refused(lambda: bought(store, 500, warehouse), BY_BILL)
	refused(lambda: bought(store, -1, warehouse, is_return=1), BY_BILL)
	refused(lambda: bought(store, 3, warehouse, "Purchase Receipt"), NO_ORDER)
	assert stock.in_store(warehouse, store.item) == before


@pytest.mark.clause("R37")
def test_no_sale_takes_what_a_ticket_has_reserved(store):
	"""Sales Invoice, Delivery Note and till."""
	customer = frappe.get_doc({"doctype": "Customer", "customer_name": f"客户{frappe.generate_hash(length=6)}", "customer_type": "Individual"}).insert().name
	head = {"company": store.doc.company, "customer": customer, "posting_date": today(), "due_date": today(), "project": store.project}
	line = row(store, 10, warehouse=store.doc.repair_store, income_account=money.account("有偿维修收入"))
	refused(lambda: form.saved(frappe.get_doc({"doctype": "Sales Invoice", "update_stock": 1, **head, "items": [line]})), BY_BILL)
	refused(lambda: form.saved(frappe.get_doc({"doctype": "Delivery Note", **head, "items": [line]})), BY_BILL)
	back = {"is_return": 1, "items": [{**line, "qty": -1}]}
	refused(lambda: form.saved(frappe.get_doc({"doctype": "Sales Invoice", "update_stock": 1, **head, **back})), BY_BILL)
	assert stock.in_store(store.doc.repair_store, store.item) == 10


@pytest.mark.clause("R36", "R37")
def test_what_is_ordered_is_received_and_goes_back(store):
	"""By its order also straight into the repair centre's store, as the minimum asks for it; back to the supplier goes what nobody has reserved."""
	line = row(store, 5, warehouse=store.doc.repair_store, schedule_date=today(), rate=3)
	head = {"doctype": "Purchase Order", "company": store.doc.company, "supplier": store.supplier, "schedule_date": today(), "project": store.project}
	order = form.saved(frappe.get_doc({**head, "items": [line]}))
	receipt = stock.receive(order.name)
	assert stock.in_store(store.doc.repair_store, store.item) == 15
	stock.reserve(make.make_ticket(store.unit).name, store.item, 10)
	back = make_purchase_return(receipt.name)
	refused(lambda: form.saved(frappe.copy_doc(back)), "only 3")
	back.items[0].update({"qty": -3, "received_qty": -3})
	form.saved(back).cancel()
	assert stock.in_store(store.doc.repair_store, store.item) == 15, "taken back with its voucher"


@pytest.mark.clause("R37")
def test_other_warehouses_are_asked_nothing(store):
	"""A bill that updates the stock of a warehouse of no project; the entry itself asks no statement."""
	root = frappe.db.get_value("Warehouse", {"company": store.doc.company, "is_group": 1}, order_by="lft asc")
	values = {"warehouse_name": f"总仓 {frappe.generate_hash(length=6)}", "parent_warehouse": root, "company": store.doc.company}
	plain = frappe.get_doc({"doctype": "Warehouse", **values}).insert().name
	frappe.flags.pop("warehouse_account_map", None)
	bought(store, 5, plain).cancel()
	entry = frappe.get_last_doc("Stock Ledger Entry", {"warehouse": plain, "is_cancelled": 1})
	entry.is_cancelled = 0
	assert queries(lambda: events_store_ledger.before_insert(entry)) == []


AGAINST = "would book parts of a project's store against"


@pytest.mark.clause("R37")
@pytest.mark.parametrize("account", ["Bank Account", "Cash", "Temporary Opening"])
def test_a_receipt_adds_no_amount_that_leaves_the_bank(store, account):
	"""Freight and taxes are added to what parts are worth; on an account of money they would be a payment."""
	line = row(store, 5, warehouse=store.doc.repair_store, schedule_date=today(), rate=3)
	head = {"doctype": "Purchase Order", "company": store.doc.company, "supplier": store.supplier, "schedule_date": today(), "project": store.project}
	order = form.saved(frappe.get_doc({**head, "items": [line]}))
	tax = {"charge_type": "Actual", "category": "Valuation", "add_deduct_tax": "Add", "description": "x", "tax_amount": 660, "account_head": money.account(account)}
	refused(lambda: stock.receive(order.name, taxes=[tax]), "of taxes and charges: account")
	named = {**tax, "account_head": money.account("业主赔付支出")}
	refused(lambda: stock.receive(order.name, taxes=[named]), "Fangxiu Settings keep account")
	refused(lambda: stock.receive(order.name, apply_discount_on="Net Total", discount_amount=-5000), "no order gives the discount")
	freight = {**tax, "tax_amount": 6, "account_head": money.account("Freight and Forwarding Charges")}
	receipt = stock.receive(order.name, taxes=[freight])
	assert receipt.docstatus == 1
	receipt.taxes[0].account_head = money.account(account)
	refused(receipt.save, "of taxes and charges: account")


@pytest.mark.clause("R37")
def test_the_discount_of_an_order_is_given_once(store):
	line = row(store, 10, warehouse=store.doc.repair_store, schedule_date=today(), rate=3)
	head = {"doctype": "Purchase Order", "company": store.doc.company, "supplier": store.supplier, "schedule_date": today(), "project": store.project}
	order = form.saved(frappe.get_doc({**head, "items": [line], "apply_discount_on": "Net Total", "discount_amount": 4})).name
	refused(lambda: stock.receive(order, 4, discount_amount=5), "no order gives the discount")
	first = stock.receive(order, 4, discount_amount=3)
	refused(lambda: stock.receive(order, 4, discount_amount=3), "no order gives the discount")
	assert stock.receive(order, 4, discount_amount=1).docstatus == 1
	back = make_purchase_return(first.name)
	back.discount_amount = -5
	refused(lambda: form.saved(back), "no order gives the discount")
	back = make_purchase_return(first.name)
	back.discount_amount = -3
	assert form.saved(back).docstatus == 1


@pytest.mark.clause("R37", "R38")
def test_no_correction_books_parts_against_the_bank(store):
	"""A receipt or issue by hand, a count, what a transfer or an import costs besides."""
	bank = money.account("Bank Account")
	head = {"doctype": "Stock Entry", "company": store.doc.company, "project": store.project}
	for purpose, side in (("Material Receipt", "t_warehouse"), ("Material Issue", "s_warehouse")):
		line = {"item_code": store.item, "qty": 1, side: store.doc.project_store if side[0] == "t" else store.doc.repair_store, "basic_rate": 9, "expense_account": bank}
		refused(lambda purpose=purpose, line=line: form.saved(frappe.get_doc({**head, "purpose": purpose, "stock_entry_type": purpose, "items": [line]})), AGAINST)
	line = {"item_code": store.item, "qty": 1, "t_warehouse": store.doc.project_store, "basic_rate": 9, "expense_account": money.account("Stock Adjustment")}
	besides = [{"expense_account": bank, "description": "x", "amount": 600}]
	values = {**head, "purpose": "Material Receipt", "stock_entry_type": "Material Receipt", "items": [line]}
	refused(lambda: form.saved(frappe.get_doc({**values, "additional_costs": besides})), AGAINST)
	assert form.saved(frappe.get_doc(values)).docstatus == 1
	count = {"doctype": "Stock Reconciliation", "purpose": "Stock Reconciliation", "company": store.doc.company, "expense_account": bank}
	count |= {"items": [{"item_code": store.item, "warehouse": store.doc.project_store, "qty": 40, "valuation_rate": 9}]}
	refused(lambda: form.saved(frappe.get_doc(count)), AGAINST)


@pytest.mark.clause("R37")
def test_entries_on_other_accounts_ask_nothing(store):
	entry = frappe.new_doc("GL Entry").update({"account": money.account("Stock Adjustment"), "voucher_type": "Stock Entry", "voucher_no": "x"})
	events_store_ledger.before_insert_value(entry)
	assert queries(lambda: events_store_ledger.before_insert_value(entry)) == []


@pytest.mark.clause("R37", "R38")
def test_what_was_ordered_for_the_project_is_not_received_by_the_repair_centre(store):
	"""Nor what is rejected: it would be free for tickets without the two signatures of the handover."""
	line = row(store, 5, warehouse=store.doc.project_store, schedule_date=today(), rate=3)
	head = {"doctype": "Purchase Order", "company": store.doc.company, "supplier": store.supplier, "schedule_date": today(), "project": store.project}
	order = form.saved(frappe.get_doc({**head, "items": [line]}))
	before = stock.in_store(store.doc.repair_store, store.item)
	turned = make_purchase_receipt(order.name)
	turned.items[0].warehouse = store.doc.repair_store
	refused(lambda: form.saved(turned), "not ordered for store")
	rejected = make_purchase_receipt(order.name)
	rejected.items[0].update({"qty": 4, "rejected_qty": 1, "received_qty": 5, "rejected_warehouse": store.doc.repair_store})
	refused(lambda: form.saved(rejected), "not ordered for store")
	assert stock.in_store(store.doc.repair_store, store.item) == before
	stock.receive(order.name)
	assert stock.in_store(store.doc.repair_store, store.item) == before
