"""Quantities that are proposed for a spare parts list: shown with their reason, chosen, changed, then written (R36)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, today

from fangxiu_app.core.messages import RefusedError
from fangxiu_app.parts import api_spare_parts, reads_spare_parts
from tests.site.helpers import delivery, stock
from tests.site.helpers import factories as make


@pytest.mark.clause("R36")
def test_a_proposal_is_shown_before_it_is_written_and_adds_what_was_chosen_only(estate, as_user):
	"""Twenty rows stood in the list at once, beside rows of the same parts that were ordered already."""
	for number in range(1, 41):
		make.make_unit(estate.building_b, f"{number + 50}17")  # a room that no other test names
	for name, rate in (("测试面砖", 50), ("测试角阀甲", 25)):
		frappe.get_doc({"doctype": "Spare Part Standard", "part_name": name, "uom": "块", "per_100_units": rate}).insert()
	row = {"part_name": "卫生间测试面砖", "qty_planned": 15, "uom": "块"}
	doc = stock.make_list(estate.b, [row])
	wanted = -(-frappe.db.count("Unit Archive", {"project": estate.b, "kind": "Private"}) // 2)
	shown = {line["part_name"]: line for line in api_spare_parts.proposal(doc.name)}
	tile = shown["测试面砖"]
	assert (tile["like"], tile["provided"], tile["proposed"], tile["add"]) == ("卫生间测试面砖", 15, wanted, wanted - 15)
	assert len(doc.reload().items) == 1, "looking writes nothing"
	added = api_spare_parts.propose(doc.name, parts='["测试面砖"]')
	assert [(line["part_name"], line["add"]) for line in added] == [("测试面砖", wanted - 15)]
	assert [row.part_name for row in doc.reload().items] == ["卫生间测试面砖", "测试面砖"]
	again = {line["part_name"]: line for line in api_spare_parts.proposal(doc.name)}["测试面砖"]
	assert (again["add"], again["row"], again["planned"]) == (0, doc.items[1].name, wanted - 15)
	for wrong in (0, -3, ""):
		with pytest.raises(RefusedError, match="above 0"):
			api_spare_parts.propose(doc.name, parts=["测试角阀甲"], quantities={"测试角阀甲": wrong})
	valve = shown["测试角阀甲"]["add"]
	(more,) = api_spare_parts.propose(doc.name, parts=["测试角阀甲"], quantities='{"测试角阀甲": 7}')
	row = doc.reload().items[-1]
	assert (more["add"], row.qty_planned, row.qty_proposed) == (7, 7, valve)


@pytest.mark.clause("R36")
def test_the_basis_names_the_minimum_stock_where_that_is_what_counts(estate):
	frappe.get_doc({"doctype": "Spare Part Standard", "part_name": "测试砖", "per_100_units": 1, "min_stock": 40}).insert()
	doc = frappe.get_doc({"doctype": "Spare Parts", "project": estate.b, "delivery_date": add_days(today(), 90)}).insert()
	frappe.local.lang = "zh"
	line = next(line for line in api_spare_parts.proposal(doc.name) if line["part_name"] == "测试砖")
	assert line["proposed"] == 40 and "低于最低库存，取 40" in line["basis"], line["basis"]
	assert ";" not in line["basis"]


@pytest.mark.clause("R36")
def test_a_list_of_a_delivery_counts_the_flats_of_its_buildings(estate):
	"""A batch that names no building is about the whole project."""
	building = frappe.get_doc({"doctype": "Estate Building", "project": estate.a, "building_no": "76"}).insert().name
	for room in ("101", "102"):
		make.make_unit(building, room, delivery_state="Not Delivered", handover_date=None, house_type="测试户型")
	make.make_unit(estate.building_a, "7601", house_type="测试户型")
	whole = delivery.make_batch(estate.a, completion_date=None).name
	# the whole project's delivery is over
	frappe.db.set_value("Delivery Batch", whole, {"delivery_date": "2020-01-01", "completion_date": "2020-02-01"})
	named = delivery.make_batch(estate.a, buildings=[{"building": building}]).name
	counts = [reads_spare_parts.units_by_house_type(estate.a, batch) for batch in (named, whole, None)]
	assert [one["测试户型"] for one in counts] == [2, 3, 3] and list(counts[0]) == ["测试户型"]
