"""A list shows no field that its reader's roles do not read, and is not asked by its amounts, whatever is asked for beside it."""

from __future__ import annotations

import json

import frappe
import pytest

from fangxiu_app.core.access import roles
from tests.site.helpers.rest import Api, messages

METHOD = "/api/method/"
PRICE = 77.5
LIST, VIEW = "frappe.client.get_list", "frappe.desk.reportview.get"


@pytest.fixture(scope="module")
def item(estate) -> str:
	name = frappe.get_all("Item", limit=1, pluck="name")[0]
	frappe.db.set_value("Item", name, "last_purchase_rate", PRICE)
	frappe.db.commit()
	return name


@pytest.fixture(scope="module")
def chooses(estate) -> Api:
	"""May choose an item in a form, as everybody at the desk, and open none."""
	return Api(estate.users[roles.PROPERTY_DESK])


@pytest.fixture(scope="module")
def buyer(estate) -> Api:
	return Api(estate.users[roles.BUYER])


@pytest.mark.parametrize(
	"fields",
	[
		["brand", "last_purchase_rate"],
		["name", "brand", "last_purchase_rate", "description"],
		["`tabItem`.`brand`", "`tabItem`.`last_purchase_rate`"],
		["brand", "`tabItem`.`last_purchase_rate` as x"],
		["brand", "sum(`tabItem`.`last_purchase_rate`) as x"],
		["greatest(name, last_purchase_rate) as x"],
		["sum(last_purchase_rate*1) as x"],
		["lpad(name, last_purchase_rate, 1) as x"],
		["round(last_purchase_rate * 2) as x", "name"],
	],
)
def test_a_field_is_judged_by_itself(item, chooses, buyer, fields):
	values = {"fields": json.dumps(fields), "filters": json.dumps([["name", "=", item]])}
	for answer in (chooses.get("/api/resource/Item", **values), *(chooses.post(METHOD + way, doctype="Item", **values) for way in (LIST, VIEW))):
		assert answer[0] == 200, messages(answer[1])
		assert "77.5" not in json.dumps(answer[1])
		assert "111111" not in json.dumps(answer[1])
		assert "155" not in json.dumps(answer[1])
	code, body = buyer.get("/api/resource/Item", **values)
	assert code == 200, "who reads items reads on"
	assert len(body["data"][0]) == len(fields)


def test_all_fields_are_those_of_the_reader(item, chooses, buyer):
	values = {"fields": '["*"]', "filters": json.dumps([["name", "=", item]])}
	code, body = chooses.get("/api/resource/Item", **values)
	assert code == 200
	assert body["data"][0]["name"] == item
	assert "last_purchase_rate" not in body["data"][0]
	code, body = buyer.get("/api/resource/Item", **values)
	assert body["data"][0]["last_purchase_rate"] == PRICE
	mixed = chooses.get("/api/resource/Item", **{**values, "fields": '["brand", "*"]'})
	assert "77.5" not in json.dumps(mixed[1])


def test_other_ways_to_a_list_show_no_more(item, chooses):
	for way, values in {
		"frappe.desk.search.search_widget": {"txt": item, "filter_fields": json.dumps(["brand", "last_purchase_rate", "valuation_rate"])},
		"frappe.desk.calendar.get_events": {"start": "2020-01-01", "end": "2099-01-01", "field_map": json.dumps({"start": "creation", "end": "modified", "title": "brand", "id": "last_purchase_rate"})},
		"frappe.desk.listview.get_group_by_count": {"current_filters": "[]", "field": "last_purchase_rate"},
	}.items():
		assert "77.5" not in json.dumps(chooses.post(METHOD + way, doctype="Item", **values)[1]), way


@pytest.mark.parametrize(
	("doctype", "values"),
	[
		("Item", {"filters": '[["last_purchase_rate", ">", 70]]'}),
		("Item", {"filters": '[["Item", "last_purchase_rate", ">", 70]]'}),
		("Item", {"filters": '{"valuation_rate": [">", 1]}'}),
		("Item", {"or_filters": '[["standard_rate", ">", 70]]'}),
		("Item", {"order_by": "last_purchase_rate desc"}),
		("Item", {"order_by": "`tabItem`.`last_purchase_rate` desc"}),
		("Project", {"filters": '[["gross_margin", ">", 1]]'}),
		("Repair Ticket", {"filters": '[["project.gross_margin", ">", 1]]'}),
		("Repair Ticket", {"order_by": "project.total_purchase_cost"}),
	],
)
def test_nobody_asks_by_an_amount_he_does_not_read(item, chooses, doctype, values):
	for way in (LIST, VIEW, "frappe.client.get_count"):
		code, body = chooses.post(METHOD + way, doctype=doctype, fields='["name"]', **values)
		assert code == 403, (way, body)
		assert "查找、排序或分组" in messages(body)
	assert chooses.post(METHOD + LIST, doctype="Item", fields='["name"]', filters='{"is_stock_item": 1, "disabled": 0}')[0] == 200


def test_sums_of_journals_are_not_told_to_who_only_chooses_one(estate):
	cost = Api(estate.users[roles.COST_DEPARTMENT])
	asked = {"doctype": "Journal Entry", "fields": '["name"]', "filters": '[["Journal Entry Account", "debit", ">", 1]]'}
	assert cost.post(METHOD + LIST, **asked)[0] == 403
	asked = {"doctype": "Journal Entry", "fields": '["remark", "total_debit"]'}
	assert "total_debit" not in json.dumps(cost.post(METHOD + LIST, **asked)[1])


def test_who_reads_asks_by_amounts(item, buyer, estate):
	assert buyer.post(METHOD + VIEW, doctype="Item", fields='["name"]', filters='[["last_purchase_rate", ">", 70]]', order_by="last_purchase_rate")[0] == 200
	finance = Api(estate.users[roles.FINANCE])
	for values in ({"filters": '[["Journal Entry Account", "debit", ">", 1]]'}, {"order_by": "total_debit desc"}):
		assert finance.post(METHOD + VIEW, doctype="Journal Entry", fields='["name", "total_debit"]', **values)[0] == 200
