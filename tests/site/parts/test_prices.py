"""Nothing is bought without a price or a reason; units are Chinese; link fields offer the fitting suppliers."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.ledger import service_purchase
from fangxiu_app.setup import masters, owners, units
from tests.site.helpers import stock
from tests.site.helpers.rest import Api, shown


@pytest.fixture
def order(estate):
	"""A draft order of six rows without a price, as the list makes it."""
	parts = [{"part_name": stock.part_name(), "qty_planned": 2} for _number in range(6)]
	doc = stock.make_list(estate.a, parts, supplier=estate.general)
	doc.request_gap()
	return frappe.get_doc("Purchase Order", doc.draft_orders()[0])


@pytest.mark.clause("R36")
def test_an_order_without_prices_is_not_submitted(estate, order):
	for row in order.items[1:3]:
		row.rate = 5
	order.save()
	frappe.db.commit()
	code, body = Api(estate.users[roles.BUYER]).put(f"/api/resource/Purchase Order/{order.name}", docstatus=1)
	assert code == 417 and "1, 4–6" in shown(body), shown(body)
	frappe.db.rollback()
	assert frappe.db.get_value("Purchase Order", order.name, "docstatus") == 0


def test_a_gift_is_ordered_and_received_with_its_reason(order):
	for row in order.items:
		row.fx_free_reason = "Gift"
	order.save().submit()
	receipt = stock.receive(order.name)
	assert {row.fx_free_reason for row in receipt.items} == {"Gift"}
	order.reload().items[0].fx_free_reason = None
	with pytest.raises(RefusedError, match="row 1"):
		order.save()


def test_a_receipt_at_nothing_needs_the_reason_too(order):
	for row in order.items:
		row.fx_free_reason = "Gift"
	order.save().submit()
	receipt = stock.make_purchase_receipt(order.name)
	receipt.items[3].fx_free_reason = None
	receipt.insert()
	with pytest.raises(RefusedError, match="row 4"):
		receipt.submit()


def test_the_last_price_is_proposed(estate):
	doc, item = stock.stocked(estate.a, estate.general, rate=37.5)
	doc.items[0].qty_planned += 5
	doc.save()
	doc.request_gap()
	[name] = doc.draft_orders()
	[row] = frappe.get_all("Purchase Order Item", {"parent": name}, ["item_code", "rate", "amount"])
	assert (row.item_code, row.rate, row.amount) == (item, 37.5, 187.5)


def test_units_of_measure_are_chinese(estate):
	doc = stock.make_list(estate.a)
	assert doc.items[0].uom == "个"
	stored = {row["单位"] for row in masters.rows("spare_parts")}
	assert stored <= set(units.UNITS)
	assert not frappe.db.exists("UOM", {"name": ("in", list(units.MISNAMED))})


def test_a_misnamed_unit_takes_its_items_along(estate):
	frappe.get_doc({"doctype": "UOM", "uom_name": "设置"}).insert()
	item = {
		"doctype": "Item",
		"item_code": stock.part_name(),
		"item_group": "Consumable",
		"stock_uom": "设置",
	}
	name = frappe.get_doc(item).insert().name
	units.ensure()
	assert frappe.db.get_value("Item", name, "stock_uom") == "套"
	assert not frappe.db.exists("UOM", "设置")


def test_an_owner_who_was_paid_is_offered_to_nobody(estate):
	"""A compensation makes the owner a supplier: no picker of ours lists such suppliers."""
	owner = service_purchase.individual("王晓明", estate.unit_a)
	for filters in pickers():
		assert owner not in frappe.get_all("Supplier", filters, pluck="name", limit=0)


def test_an_owner_who_is_paid_is_called_by_the_unit_as_people_say_it(estate):
	project, code = frappe.db.get_value("Unit Archive", estate.unit_a, ["project", "unit_code"])
	place = f"{frappe.db.get_value('Project', project, 'project_name')} {code}"
	assert service_purchase.individual("李秋实", estate.unit_a) == f"李秋实（{place}）"
	group = frappe.db.get_value("Supplier Group", {"is_group": 0})
	by_key = {"supplier_name": f"王小满 {estate.unit_a}", "supplier_type": "Individual", "fx_contractor_kind": "Owner"}
	before = frappe.get_doc({"doctype": "Supplier", "supplier_group": group, **by_key}).insert().name
	owners.rename()
	owners.rename()
	assert not frappe.db.exists("Supplier", before)
	assert service_purchase.individual("王小满", estate.unit_a) == f"王小满（{place}）"


def pickers():
	"""The link filters of every field of ours in which somebody chooses a supplier."""
	fields = frappe.get_all(
		"DocField",
		{"parent": ("in", frappe.get_all("DocType", {"module": "Fangxiu App"}, pluck="name"))}
		| {"fieldtype": "Link", "options": "Supplier", "read_only": 0},
		["parent", "fieldname", "link_filters"],
	)
	assert len(fields) >= 14
	for row in fields:
		assert row.link_filters, (row.parent, row.fieldname)
		yield frappe.parse_json(row.link_filters)
