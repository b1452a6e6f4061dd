"""The whole way of a part and back again: stores, stock ledger and general ledger agree after each step and each undoing."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.parts import service_stock_entries
from tests.site.helpers import factories as make
from tests.site.helpers import signing, stock
from tests.site.helpers.rest import Api, messages

#: Projects of this module's own: all stock of project A is this story's.
OWN_ESTATE = True
ROWS = ("Purchase Receipt Item", "Stock Entry Detail")


def ledgers(doc, item: str) -> tuple:
	"""(pieces with the project department, with the repair centre, value of both by the stock ledger, by the books, expense)."""
	stores = {doc.project_store: 0.0, doc.repair_store: 0.0}
	rows = frappe.get_all(
		"Stock Ledger Entry",
		{"item_code": item, "is_cancelled": 0},
		["warehouse", "voucher_no", "actual_qty", "stock_value_difference"],
	)
	for row in rows:
		stores[row.warehouse] += row.actual_qty
	for store, qty in stores.items():
		assert stock.in_store(store, item) == qty, "ERPNext's bin and its ledger"
	names = [name for table in ROWS for name in frappe.get_all(table, {"item_code": item}, pluck="parent")]
	inventory = frappe.get_cached_value("Company", doc.company, "default_inventory_account")
	value = round(sum(row.stock_value_difference for row in rows), 2)
	assert stock.booked(inventory, names) == value, "stock ledger and general ledger"
	return (*stores.values(), value, stock.booked(service_stock_entries.expense_account(doc.company), names))


NOTHING = (0, 0, 0, 0)


@pytest.mark.clause("R36", "R37")
def test_stock_and_books_agree_all_the_way_and_all_the_way_back(estate, as_user):
	as_user(estate.users[roles.BUYER])
	doc = stock.make_list(estate.a, supplier=estate.general)
	item = doc.items[0].item
	request = doc.request_gap()
	assert ledgers(doc, item) == NOTHING
	order = frappe.get_doc("Purchase Order", doc.draft_orders()[0])
	order.items[0].rate = 50
	order.save()
	order.submit()
	assert ledgers(doc, item) == NOTHING
	receipt = stock.receive(order.name)
	assert ledgers(doc, item) == (10, 0, 500, 0)
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	handover = stock.hand_over(doc, 8)
	assert ledgers(doc, item) == (2, 8, 500, 0)
	as_user(estate.users[roles.ENGINEER])
	part = stock.reserve(make.make_ticket(estate.unit_a).name, item, 3)
	issue = part.issue()
	assert ledgers(doc, item) == (2, 5, 350, 150)
	back = part.give_back(1)
	assert ledgers(doc, item) == (2, 6, 400, 100)

	as_user("Administrator")
	for doctype, name, after in (
		("Stock Entry", back, (2, 5, 350, 150)),
		("Stock Entry", issue, (2, 8, 500, 0)),
		("Parts Handover", handover.name, (10, 0, 500, 0)),
		("Purchase Receipt", receipt.name, NOTHING),
		("Purchase Order", order.name, NOTHING),
		("Material Request", request, NOTHING),
	):
		frappe.local.dynamic_link_map = None
		if doctype == "Parts Handover":
			part.reload().release()
		frappe.get_doc(doctype, name).cancel()
		assert ledgers(doc, item) == after, (doctype, name)
	row = doc.progress()[0]
	names = ("requested", "ordered", "received", "handed_over", "used")
	assert [row[name] for name in names] == [0] * len(names)


@pytest.mark.clause("R37")
def test_parts_that_were_used_in_between_and_came_back_name_their_way_out(estate, as_user):
	as_user("Administrator")
	doc, item = stock.stocked(estate.a, estate.general, qty=6)
	part = stock.reserve(make.make_ticket(estate.unit_a).name, item, 2)
	part.issue()
	part.give_back(2)
	handover = frappe.db.get_value("Parts Handover", {"spare_parts": doc.name})
	frappe.db.savepoint("handed_over")
	with pytest.raises(RefusedError, match=f"undo the return, then the issue.*{part.ticket}"):
		frappe.get_doc("Parts Handover", handover).cancel()
	frappe.db.rollback(save_point="handed_over")
	part.reload()
	part.undo_return()
	part.undo_issue()
	with pytest.raises(RefusedError, match=f"no ticket has reserved.*release what is reserved.*{part.ticket}"):
		frappe.get_doc("Parts Handover", handover).cancel()
	part.release()
	frappe.get_doc("Parts Handover", handover).cancel()
	assert ledgers(doc, item) == (6, 0, 300, 0)


@pytest.mark.clause("R37")
def test_out_of_turn_the_way_out_is_named(estate, as_user):
	"""Nothing is taken back from under what came after it; each refusal names row, quantity and what to do first."""
	as_user("Administrator")
	doc, item = stock.stocked(estate.a, estate.general, qty=6)
	part = stock.reserve(make.make_ticket(estate.unit_a).name, item, 2)
	part.issue()
	handover = frappe.db.get_value("Parts Handover", {"spare_parts": doc.name})
	receipt = frappe.db.get_value("Purchase Receipt", {"fx_spare_parts": doc.name})
	way = (
		("Parts Handover", handover, "undo the issue"),
		("Purchase Receipt", receipt, "Cancel the handover"),
	)
	for doctype, name, words in way:
		with pytest.raises(RefusedError, match=rf"Row 1: .* × 6 .* are left there.*{words}"):
			frappe.get_doc(doctype, name).cancel()
	part.undo_issue()
	part.release()
	for doctype, name, _words in way:
		frappe.get_doc(doctype, name).cancel()
	assert ledgers(doc, item) == NOTHING


@pytest.mark.clause("R37")
def test_over_rest_the_same_is_refused(estate):
	"""Received twice, more handed over than received, more issued than there is: a script gets the same clear answers."""
	doc = stock.make_list(estate.a, supplier=estate.general)
	order = stock.order(doc)[0]
	stale = stock.make_purchase_receipt(order)
	stale.insert()
	stock.receive(order, 8)
	frappe.db.commit()
	buyer = Api(estate.users[roles.BUYER])
	code, body = buyer.put(f"/api/resource/Purchase Receipt/{stale.name}", docstatus=1)
	said = messages(body)
	assert code == 417 and "第 1 行" in said and "仅剩 2 未到货" in said and "放弃此收货单" in said

	note = stock.hand_over(doc, 9, submit=False)
	frappe.db.commit()
	department = Api(estate.users[roles.PROJECT_DEPARTMENT])
	code, body = department.put(f"/api/resource/Parts Handover/{note.name}", docstatus=1)
	said = messages(body)
	assert code == 417 and "请先由双方各用自己的账号在本单上签字" in said
	frappe.db.savepoint("fx_unsigned")
	with pytest.raises(frappe.ValidationError, match=r"[Rr]ow 1.*8"):
		signing.sign_both(note.reload())
	frappe.db.rollback(save_point="fx_unsigned")

	note.reload()
	note.items[0].qty = 8
	note.save()
	signing.sign_both(note)
	ticket = make.make_ticket(estate.unit_a).name
	frappe.db.commit()
	values = {"ticket": ticket, "project": estate.a, "item": doc.items[0].item, "qty": 9}
	code, body = Api(estate.users[roles.ENGINEER]).post("/api/resource/Ticket Part", **values)
	said = messages(body)
	assert code == 417 and "无法领取 9 个" in said
	frappe.db.rollback()
	assert stock.in_store(doc.repair_store, doc.items[0].item) == 8
	assert frappe.db.get_value("Purchase Receipt", stale.name, "docstatus") == 0
	assert doc.progress()[0]["received"] == 8
