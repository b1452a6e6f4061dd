"""Spare parts from the list to the repair centre's store: real vouchers, and every number read from them (R36-R38)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import api_two_sided
from fangxiu_app.parts import reads_spare_parts, service_stock_entries
from tests.site.helpers import delivery, form, signing, stock
from tests.site.helpers.counting import count_queries
from tests.site.helpers.signing import acting


@pytest.fixture
def parts(estate, as_user):
	"""A list of one part, ten pieces, made by the buyer of project A."""
	as_user(estate.users[roles.BUYER])
	return stock.make_list(estate.a, supplier=estate.general)


def step(doc) -> dict:
	row = doc.progress()[0]
	names = ("planned", "requested", "ordered", "received", "handed_over", "used", "shortage")
	return {name: row[name] for name in names}


@pytest.mark.clause("R36", "R37")
def test_the_buyer_takes_a_list_all_the_way_and_back(estate, parts, as_user):
	"""Quantities, stock and general ledger agree after each step, and after each is cancelled in reverse."""
	item, assets = (
		parts.items[0].item,
		frappe.get_cached_value("Company", parts.company, "default_inventory_account"),
	)
	states = [step(parts)]
	request = parts.request_gap()
	states.append(step(parts))
	order = frappe.get_doc("Purchase Order", parts.draft_orders()[0])
	order.items[0].rate = 50
	order.save()
	order.submit()
	states.append(step(parts))
	receipt = stock.receive(order.name, supplier_delivery_note="DN-1")
	states.append(step(parts))
	assert stock.in_store(parts.project_store, item) == 10
	assert stock.booked(assets, [receipt.name]) == 500
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	handover = stock.hand_over(parts)
	states.append(step(parts))
	moved = frappe.get_all("Stock Entry", {"fx_parts_handover": handover.name}, pluck="name")
	assert (stock.in_store(parts.project_store, item), stock.in_store(parts.repair_store, item)) == (0, 10)
	assert stock.booked(assets, moved) == 0
	assert [list(one.values()) for one in states] == [
		[10, 0, 0, 0, 0, 0, 10],
		[10, 10, 0, 0, 0, 0, 10],
		[10, 10, 10, 0, 0, 0, 10],
		[10, 10, 10, 10, 0, 0, 0],
		[10, 10, 10, 10, 10, 0, 0],
	]
	undo(estate, parts, (request, order.name, receipt.name, handover.name), states, as_user)


def undo(estate, parts, names, states, as_user):
	"""Cancel handover, receipt, order and request: after each, all is as it was before it."""
	item, assets = (
		parts.items[0].item,
		frappe.get_cached_value("Company", parts.company, "default_inventory_account"),
	)
	doctypes = ("Material Request", "Purchase Order", "Purchase Receipt", "Parts Handover")
	for index in reversed(range(4)):
		frappe.local.dynamic_link_map = None
		frappe.get_doc(doctypes[index], names[index]).cancel()
		assert step(parts) == states[index], doctypes[index]
		in_stores = [stock.in_store(store, item) for store in (parts.project_store, parts.repair_store)]
		assert in_stores == [10 if index == 3 else 0, 0]
		as_user(estate.users[roles.BUYER])
	assert stock.booked(assets, [names[2]]) == 0


@pytest.mark.clause("R36")
def test_only_what_is_missing_is_asked_for_and_ordered_once(parts):
	assert parts.request_gap()
	assert parts.request_gap() is None
	first = parts.draft_orders()
	assert parts.draft_orders() == []
	order = frappe.get_doc("Purchase Order", first[0])
	order.items[0].update({"qty": 4, "rate": 50})
	order.save()
	order.submit()
	second = frappe.get_doc("Purchase Order", parts.draft_orders()[0])
	assert second.items[0].qty == 6
	parts.reload()
	parts.items[0].qty_planned = 12
	parts.save()
	request = frappe.get_doc("Material Request", parts.request_gap())
	assert [row.qty for row in request.items] == [2]


def test_closed_orders_and_stopped_requests_no_longer_count(parts):
	request = parts.request_gap()
	order = frappe.get_doc("Purchase Order", parts.draft_orders()[0])
	order.items[0].rate = 50
	order.save()
	order.submit()
	stock.receive(order.name, 3)
	order.reload()
	order.update_status("Closed")
	frappe.get_doc("Material Request", request).update_status("Stopped")
	row = step(parts)
	assert (row["requested"], row["ordered"], row["received"]) == (3, 3, 3)
	assert frappe.get_doc("Material Request", parts.request_gap()).items[0].qty == 7


@pytest.mark.clause("R37")
def test_parts_are_not_received_twice(parts):
	order = stock.order(parts)[0]
	stock.receive(order, 4, supplier_delivery_note="DN-7")
	with pytest.raises(RefusedError, match="DN-7"):
		stock.receive(order, 4, supplier_delivery_note=" DN-7 ")
	late = stock.make_purchase_receipt(order)
	stock.receive(order, 6, supplier_delivery_note="DN-8")
	late.supplier_delivery_note = "DN-9"
	late.insert()
	frappe.db.savepoint("late")
	with pytest.raises(RefusedError, match=r"Row 1: .* only 0 of it still to come"):
		late.submit()
	frappe.db.rollback(save_point="late")
	assert step(parts)["received"] == 10


def test_parts_of_a_list_need_their_order(parts):
	order = stock.order(parts)[0]
	receipt = stock.make_purchase_receipt(order)
	receipt.items[0].update({"purchase_order": None, "purchase_order_item": None})
	receipt.insert()
	with pytest.raises(RefusedError, match="Purchase Order"):
		receipt.submit()


@pytest.mark.clause("R37")
def test_no_more_is_handed_over_than_was_received_and_both_sign(parts):
	"""Neither side signs for more than came; a submit past the signatures is refused; the second signature moves the stock."""
	stock.receive(stock.order(parts)[0], 6)
	handover = stock.hand_over(parts, 7, submit=False)
	with acting(signing.side_user(roles.PROJECT_DEPARTMENT, handover.project)):
		assert "more than was received" in api_two_sided.panel("Parts Handover", handover.name)["lacks"][0]
	with pytest.raises(RefusedError, match="more than was received"):
		signing.sign_side(handover, roles.PROJECT_DEPARTMENT)
	handover.reload()
	handover.items[0].qty = 6
	handover.save()
	with pytest.raises(RefusedError, match="Both departments sign first"):
		handover.submit()
	handover.reload()
	signing.sign_side(handover, roles.PROJECT_DEPARTMENT)
	assert (handover.state, handover.docstatus, step(parts)["handed_over"]) == ("Awaiting Other Side", 0, 0)
	handover.items[0].qty = 5
	with pytest.raises(LockedFieldError, match="signed by one side"):
		handover.save()
	handover.reload()
	signing.sign_side(handover, roles.ENGINEER)
	assert (handover.state, handover.docstatus, step(parts)["handed_over"]) == ("Signed", 1, 6)
	assert handover.handed_over_user != handover.received_user
	with pytest.raises(RefusedError, match="Nothing to hand over"):
		parts.draft_handover()


@pytest.mark.clause("R37")
def test_a_signed_handover_keeps_the_order_of_its_rows(estate, as_user):
	as_user(estate.users[roles.BUYER])
	parts = stock.make_list(estate.a, [{"part_name": stock.part_name(), "qty_planned": 3} for _n in range(2)], supplier=estate.general)
	for name in stock.order(parts):
		stock.receive(name)
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	handover = stock.hand_over(parts).reload()
	names = [row.name for row in handover.items]
	handover.set("items", [row.as_dict() for row in reversed(handover.items)])
	with pytest.raises(LockedFieldError, match="stay in the order"):
		handover.save()
	handover.reload().set("items", [{**row.as_dict(), "idx": 9 - row.idx} for row in handover.items])
	handover.save()
	assert [row.name for row in handover.reload().items] == names


def test_a_second_handover_of_the_same_pieces_is_refused(parts):
	stock.receive(stock.order(parts)[0], 6)
	first = stock.hand_over(parts, 5, submit=False)
	second = frappe.copy_doc(first)
	second.insert()
	signing.sign_side(second, roles.PROJECT_DEPARTMENT)
	signing.sign_both(first)
	with pytest.raises(RefusedError, match="more than was received"):
		signing.sign_side(second, roles.ENGINEER)


def test_the_transfer_is_cancelled_with_its_handover_only(estate, parts, as_user):
	stock.receive(stock.order(parts)[0])
	handover = stock.hand_over(parts)
	as_user("Administrator")
	name = frappe.db.get_value("Stock Entry", {"fx_parts_handover": handover.name})
	with pytest.raises(RefusedError, match=handover.name):
		frappe.get_doc("Stock Entry", name).cancel()


def test_an_entry_that_claims_to_be_a_handover_is_refused(parts, as_user):
	stock.receive(stock.order(parts)[0])
	as_user("Administrator")
	entry = frappe.get_doc(
		{
			"doctype": "Stock Entry",
			"stock_entry_type": "Material Transfer",
			"purpose": "Material Transfer",
			"company": parts.company,
			"items": [
				{
					"item_code": parts.items[0].item,
					"qty": 1,
					"s_warehouse": parts.project_store,
					"t_warehouse": parts.repair_store,
					"fx_spare_parts_row": parts.items[0].name,
				}
			],
		}
	)
	form.saved(entry, submit=False)
	with pytest.raises(RefusedError, match="Use the buttons"):
		entry.submit()


@pytest.mark.clause("R36", "R37")
def test_dates_count_back_from_delivery_and_a_late_part_is_red(estate, as_user):
	as_user(estate.users[roles.BUYER])
	doc = stock.make_list(
		estate.a,
		[
			{"part_name": stock.part_name("早到"), "qty_planned": 5, "lead_days": 10},
			{"part_name": stock.part_name("来不及"), "qty_planned": 5, "lead_days": 60},
		],
		days=75,
	)
	assert getdate(doc.needed_by) == getdate(frappe.utils.add_months(doc.delivery_date, -1))
	assert getdate(doc.listed_by) == getdate(frappe.utils.add_months(doc.delivery_date, -2))
	panel = doc.panel()
	assert [row["risk"] for row in panel["rows"]] == ["To Do", "Too Late"]
	assert panel["risk"] == "Too Late"
	assert panel["days_left"] == (getdate(doc.needed_by) - getdate(today())).days


@pytest.mark.clause("R36", "R37")
def test_dates_are_those_of_the_deliverys_own_milestones(estate):
	batch = delivery.make_batch(estate.a, days=120)
	doc = stock.make_list(estate.a, [{"part_name": stock.part_name("阀"), "qty_planned": 1}], batch=batch.name)
	assert getdate(doc.needed_by) == getdate(frappe.utils.add_months(batch.delivery_date, -1))
	for proof, amount in (("Spare Parts Handed Over", -2), ("Spare Parts Ordered", -3)):
		frappe.db.set_value("Delivery Milestone", {"batch": batch.name, "proof": proof}, "offset_amount", amount)
	doc.save()
	assert getdate(doc.needed_by) == getdate(frappe.utils.add_months(batch.delivery_date, -2))
	assert getdate(doc.listed_by) == getdate(frappe.utils.add_months(batch.delivery_date, -3))


def test_a_row_with_vouchers_stays(parts):
	parts.request_gap()
	other = parts.items[0].item
	parts.append("items", {"part_name": stock.part_name("角阀"), "qty_planned": 1})
	parts.remove(parts.items[0])
	with pytest.raises(frappe.ValidationError, match="Plan 0"):
		parts.save()
	parts.reload()
	parts.items[0].item = None
	with pytest.raises(frappe.ValidationError, match="Plan 0"):
		parts.save()
	parts.reload()
	assert parts.items[0].item == other


def test_one_part_stands_in_one_row(estate, as_user):
	as_user(estate.users[roles.BUYER])
	with pytest.raises(frappe.ValidationError, match="row 1 already"):
		stock.make_list(
			estate.a, [{"part_name": "同名", "qty_planned": 1}, {"part_name": "同名", "qty_planned": 2}]
		)


def test_without_item_or_supplier_the_way_out_is_named(estate, as_user):
	as_user(estate.users[roles.BUYER])
	doc = frappe.get_doc(
		{
			"doctype": "Spare Parts",
			"project": estate.a,
			"delivery_date": add_days(today(), 90),
			"items": [{"part_name": stock.part_name(), "qty_planned": 3}],
		}
	).insert()
	with pytest.raises(RefusedError, match="Create Missing Items"):
		doc.request_gap()
	assert len(doc.create_items()) == 1
	assert doc.create_items() == []
	doc.request_gap()
	with pytest.raises(RefusedError, match="No supplier for"):
		doc.draft_orders()
	assert len(doc.draft_orders(estate.general)) == 1


def test_stores_are_made_once_and_chosen_ones_are_taken(estate):
	first = stock.make_list(estate.b)
	again = stock.make_list(estate.b)
	assert (first.project_store, first.repair_store) == (again.project_store, again.repair_store)
	assert frappe.get_all(
		"Warehouse", {"fx_project": estate.b}, pluck="fx_store_kind", order_by="fx_store_kind"
	) == [
		"Project Department",
		"Repair Centre",
	]
	assert service_stock_entries.expense_account(first.company)


def test_one_query_tells_the_progress_of_many_lists(estate):
	one = [stock.make_list(estate.a).name]
	many = one + [
		stock.make_list(estate.a, [{"part_name": stock.part_name(), "qty_planned": 1} for _ in range(5)]).name
		for _ in range(3)
	]
	assert count_queries(lambda: reads_spare_parts.progress(one)) == 1
	assert count_queries(lambda: reads_spare_parts.progress(many)) == 1
	assert len(reads_spare_parts.progress(many)) == 16


@pytest.mark.clause("R36")
def test_reorder_levels_are_written_once(parts):
	parts.items[0].min_stock = 4
	parts.save()
	assert parts.set_reorder_levels() == 1
	assert parts.set_reorder_levels() == 0
	rule = frappe.get_doc("Item", parts.items[0].item).reorder_levels[0]
	assert (rule.warehouse, rule.warehouse_reorder_level) == (parts.repair_store, 4)
