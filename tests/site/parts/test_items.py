"""What a buyer may write on an Item, and names that stand in signed papers (R36, R37)."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import service_handover
from tests.site.helpers import factories as make
from tests.site.helpers import signing, stock
from tests.site.helpers.rest import Api, messages


def account(estate) -> str:
	company = frappe.db.get_value("Project", estate.a, "company")
	return frappe.db.get_value("Account", {"company": company, "root_type": "Expense", "is_group": 0})


@pytest.mark.clause("R36", "R37")
def test_a_buyer_widens_no_order_and_chooses_no_accounts(estate, as_user):
	"""How much more comes in than ordered, and where it is booked, is finance's; the rest of the item is the buyer's."""
	as_user(estate.users[roles.BUYER])
	item = stock.make_list(estate.a, supplier=estate.general).items[0].item
	company = frappe.db.get_value("Project", estate.a, "company")
	default = {"company": company, "expense_account": account(estate)}
	for change in ({"over_delivery_receipt_allowance": 900}, {"over_billing_allowance": 5}, {"valuation_rate": 9}, {"allow_negative_stock": 1}, {"item_defaults": [default]}):
		doc = frappe.get_doc("Item", item).update(change)
		with pytest.raises(RefusedError, match="set by finance"):
			doc.save()
	with pytest.raises(RefusedError, match="set by finance"):
		frappe.get_doc({"doctype": "Item", "item_code": "宽", "item_group": frappe.db.get_value("Item", item, "item_group"), "stock_uom": "Nos", "over_delivery_receipt_allowance": 1}).insert()
	frappe.get_doc("Item", item).update({"description": "不锈钢"}).save()
	as_user("Administrator")
	frappe.get_doc("Item", item).update({"over_delivery_receipt_allowance": 5, "item_defaults": [default]}).save()
	as_user(estate.users[roles.BUYER])
	frappe.get_doc("Item", item).update({"description": "铜"}).save()


@pytest.mark.clause("R36")
def test_the_last_price_is_that_of_a_voucher(estate):
	"""It is proposed for the next order: a request does not write it, and a form that was open while an order changed it is saved."""
	buyer = Api(estate.users[roles.BUYER])
	bought = stock.make_list(estate.a, supplier=estate.general)
	stock.order(bought, 50)
	item = bought.items[0].item
	frappe.db.commit()
	for value in (9999, 0):
		assert buyer.put(f"/api/resource/Item/{item}", last_purchase_rate=value, description=f"不锈钢 {value}")[0] == 200
		frappe.db.rollback()
		assert frappe.db.get_value("Item", item, ["last_purchase_rate", "description"]) == (50, f"不锈钢 {value}")
	kind = frappe.db.get_value("Item", item, "item_group")
	code, body = buyer.post("/api/resource/Item", item_code=stock.part_name(), item_group=kind, stock_uom="Nos", last_purchase_rate=9999)
	assert (code, body["data"]["last_purchase_rate"]) == (200, 0)


@pytest.mark.clause("R36")
def test_a_plain_item_costs_no_statement_more(estate):
	as_plain = {"doctype": "Item", "item_code": "plain", "stock_uom": "Nos"}
	from fangxiu_app.parts import events_item
	from tests.site.helpers.counting import count_queries

	doc = frappe.get_doc(as_plain)
	frappe.get_meta("Item Default")
	assert count_queries(lambda: events_item.validate(doc)) == 0


@pytest.mark.clause("R37", "R45")
def test_what_stands_in_a_signed_paper_keeps_its_name(estate, as_user):
	"""Over REST too; a draft holds no name, and no merge takes one away."""
	as_user(estate.users[roles.BUYER])
	parts = stock.make_list(estate.a, supplier=estate.general)
	item = parts.items[0].item
	for order in stock.order(parts):
		stock.receive(order)
	slip = stock.hand_over(parts.reload(), submit=False)
	as_user("Administrator")
	renamed = frappe.rename_doc("Item", item, f"{item} 改", show_alert=False)
	signing.sign_side(slip.reload(), roles.PROJECT_DEPARTMENT)
	for merge, name in ((False, item), (True, stock.make_list(estate.a, supplier=estate.general).items[0].item)):
		with pytest.raises(RefusedError, match=slip.name):
			frappe.rename_doc("Item", renamed, name, merge=merge, show_alert=False)
	store = slip.reload().from_store
	with pytest.raises(RefusedError, match=slip.name):
		frappe.rename_doc("Warehouse", store, f"{store} 2", force=True, show_alert=False)


@pytest.mark.clause("R45")
def test_a_location_of_a_signed_inspection_keeps_its_name(estate):
	unit = make.make_unit(estate.building_a, "2395", delivery_state="Not Delivered", handover_date=None)
	place = frappe.get_doc("Repair Location", frappe.db.get_value("Repair Location", {"name": "客厅"}))
	first = make.make_inspection(unit, readings=[])
	location = first.items[0].location
	assert location == place.name
	service_handover.sign(first.name, "王晓明", make.SIGNATURE, "Refuse", reason="空鼓未修")
	with pytest.raises(RefusedError, match="signed with this name"):
		frappe.rename_doc("Repair Location", location, "起居室", show_alert=False)


@pytest.mark.clause("R37")
def test_a_signed_name_is_kept_over_rest(estate, as_user):
	as_user(estate.users[roles.BUYER])
	item = stock.make_list(estate.a, supplier=estate.general).items[0].item
	as_user("Administrator")
	slip = frappe.new_doc("Parts Handover")
	slip.update({"name": frappe.generate_hash(length=8), "project": estate.a, "state": "Signed"})
	slip.append("items", {"item": item, "qty": 1})
	slip.db_insert()
	slip.items[0].update({"parent": slip.name, "name": frappe.generate_hash(length=8)})
	slip.items[0].db_insert()
	# for the web server; both are deleted below
	frappe.db.commit()
	buyer = Api(estate.users[roles.BUYER])
	code, body = buyer.post("/api/method/frappe.client.rename_doc", doctype="Item", old_name=item, new_name=f"{item}x")
	assert code == 417 and slip.name in messages(body), messages(body)
	frappe.db.rollback()
	for table, where in (("Parts Handover Item", {"parent": slip.name}), ("Parts Handover", {"name": slip.name})):
		frappe.db.delete(table, where)
	# what was committed above
	frappe.db.commit()
