"""Other ways to ask for what a reader sees covered, or to have the database work for a request: maps of fields, positions, sub-queries."""

from __future__ import annotations

import json
import sys
import unicodedata

import frappe
import pytest

from fangxiu_app.core.access import asking, personal, roles
from fangxiu_app.core.framework import sorting
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

METHOD = "/api/method/"
PHONE = "13700990888"
LIST = "frappe.desk.reportview.get"
TICKETS = {"doctype": "Repair Ticket"}


@pytest.fixture(scope="module")
def covered(estate) -> Api:
	"""Reads telephones covered."""
	return Api(estate.users[roles.PROJECT_DEPARTMENT])


@pytest.fixture(scope="module")
def rings(estate) -> Api:
	return Api(estate.users[roles.ENGINEER])


@pytest.fixture
def called(estate) -> str:
	name = make.make_ticket(estate.unit_a, caller_phone=PHONE).name
	frappe.db.commit()
	return name


def calendar(**fields) -> dict:
	return {**TICKETS, "start": "13700", "end": "13799", "field_map": json.dumps({"id": "name", "title": "name", **fields})}


@pytest.mark.parametrize(
	("method", "values"),
	[
		("frappe.desk.calendar.get_events", calendar(start="caller_phone", end="caller_phone")),
		("frappe.desk.calendar.get_events", calendar(start="creation", end="caller_phone")),
		("frappe.desk.calendar.get_events", calendar(start="root_cause", end="root_cause")),
		("frappe.desk.reportview.get_sidebar_stats", {**TICKETS, "stats": '["caller_phone"]'}),
		("frappe.desk.treeview.get_children", {**TICKETS, "parent_field": "caller_phone", "parent": PHONE}),
		("frappe.client.get_count", {**TICKETS, "filters": '[["root_cause", "like", "%〡%"]]'}),
	],
)
def test_no_argument_names_a_covered_field(covered, called, method, values):
	code, body = covered.post(METHOD + method, **values)
	assert code == 403, messages(body)
	assert "号码" in messages(body)


def test_a_calendar_by_dates_is_shown(covered, rings, called):
	values = {**TICKETS, "start": "2020-01-01", "end": "2099-01-01", "field_map": json.dumps({"start": "reported_at", "end": "next_due_at", "title": "unit_code"})}
	for reader in (covered, rings):
		assert reader.post(f"{METHOD}frappe.desk.calendar.get_events", **values)[0] == 200


def test_every_sign_that_the_database_takes_for_a_digit_counts_as_one(estate):
	"""In whole: every character there is, compared by the collation of our tables."""
	frappe.db.sql("create temporary table fx_signs (sign varchar(4)) collate utf8mb4_unicode_ci")
	signs = [chr(code) for code in range(1, sys.maxunicode) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")]
	for start in range(0, len(signs), 20_000):
		rows = [(sign,) for sign in signs[start : start + 20_000]]
		frappe.db.sql("insert into fx_signs values " + ",".join(["%s"] * len(rows)), rows)
	found = frappe.db.sql("select sign from fx_signs where " + " or ".join(f"sign like '%{digit}%'" for digit in range(10)), pluck=True)
	assert len(found) > 300
	assert [sign for sign in found if not asking.has_digits(sign)] == []
	assert not asking.has_digits("二单元漏水"), "numerals in words are words"


@pytest.mark.parametrize(
	"values",
	[
		{"fields": '["caller_phone", "name"]', "order_by": "1 asc"},
		{"fields": '["name", "caller_phone"]', "order_by": "name asc, 2 desc"},
		{"fields": '["caller_phone", "name"]', "group_by": "1"},
		{"fields": '["name"]', "group_by": "name,(select sleep(0))"},
		{"fields": '["name"]', "order_by": "(select sleep(0))"},
		{"fields": '["name"]', "order_by": "if(caller_phone > '137', name, creation)"},
		{"fields": '["name"]', "order_by": "name; select 1"},
		{"fields": '["name"]', "filters": '[["Repair Ticket", "if(1, name, creation)", "=", "x"]]'},
		{"fields": '["name"]', "filters": '{"(select sleep(0))": 1}'},
	],
)
def test_lists_are_sorted_by_named_fields(covered, rings, values):
	for reader in (covered, rings):
		for method in (LIST, "frappe.client.get_list"):
			code, body = reader.post(METHOD + method, **TICKETS, **values)
			assert code in (403, 417), (method, code, messages(body))
			assert "字段" in messages(body) or "号码" in messages(body), messages(body)


def test_what_the_desk_sends_is_sorted(rings):
	for order in ("`tabRepair Ticket`.`modified` desc", "modified desc, name asc", "tabRepair Ticket.name".replace("tabRepair Ticket.", ""), "creation"):
		assert sorting.is_columns(order), order
	for order in ("1", "2 asc", "`1`", "name desc, 1", "name--", "count(name)", "name desc limit 1", "rand()"):
		assert not sorting.is_columns(order), order
	grouped = {"fields": '["count(`tabRepair Ticket`.`name`) as _aggregate_column", "status"]', "group_by": "`tabRepair Ticket`.`status`"}
	code, body = rings.post(METHOD + LIST, **TICKETS, **grouped, order_by="_aggregate_column desc")
	assert code == 200, messages(body)


def test_nobody_uncovers_a_number_by_writing_it_down(estate, covered, called):
	"""A contact of a supplier with guesses, or a number of one's own account: what stood covered stays covered."""
	assert PHONE not in json.dumps(covered.get(f"/api/resource/Repair Ticket/{called}")[1])
	supplier = frappe.get_all("Supplier", limit=1, pluck="name")[0]
	guesses = [{"phone": PHONE}, {"phone": "13700990889"}]
	contact = {"first_name": "x", "phone_nos": guesses, "links": [{"link_doctype": "Supplier", "link_name": supplier}]}
	assert covered.post("/api/resource/Contact", **contact)[0] in (200, 403)
	user = estate.users[roles.PROJECT_DEPARTMENT]
	assert covered.put(f"/api/resource/User/{user}", mobile_no=PHONE)[0] in (200, 403, 417)
	frappe.db.rollback()
	personal.forget_numbers()
	frappe.db.commit()
	assert PHONE not in json.dumps(covered.get(f"/api/resource/Repair Ticket/{called}")[1])
	frappe.db.set_value("User", user, {"mobile_no": PHONE, "modified_by": user}, update_modified=False)
	personal.forget_numbers()
	frappe.db.commit()
	assert PHONE not in json.dumps(covered.get(f"/api/resource/Repair Ticket/{called}")[1])
	frappe.db.set_value("User", user, {"mobile_no": "13700990777", "modified_by": user}, update_modified=False)
	personal.forget_numbers()
	assert "13700990777" in personal.business_numbers(), "a colleague's own number, which is nobody else's, is open"


def test_contacts_written_by_who_rings_are_open(estate):
	supplier = frappe.get_all("Supplier", limit=1, pluck="name")[0]
	contact = {"doctype": "Contact", "first_name": "x", "phone_nos": [{"phone": "13700990666"}]}
	doc = frappe.get_doc({**contact, "links": [{"link_doctype": "Supplier", "link_name": supplier}]}).insert()
	personal.forget_numbers()
	assert "13700990666" in personal.business_numbers()
	frappe.db.set_value("Contact Phone", doc.phone_nos[0].name, "modified_by", estate.users[roles.COST_DEPARTMENT], update_modified=False)
	personal.forget_numbers()
	assert "13700990666" not in personal.business_numbers()


def test_no_answer_shows_a_query_or_a_trace(estate, rings, called):
	link = f"{METHOD}fangxiu_app.archive.api_units.link_query"
	asked = {"doctype": "Unit Archive", "txt": "1", "page_len": 5}
	for wrong in (1e30, "1e30", 10**30, "inf", "nan"):
		code, body = rings.post(link, **asked, start=wrong)
		assert code == 417 and "范围" in messages(body), (wrong, code, messages(body))
	for path, values in (
		(METHOD + LIST, {**TICKETS, "fields": '["name"]', "start": -5}),
		(METHOD + LIST, {**TICKETS, "fields": '["name"]', "page_length": 1e30}),
		("/api/resource/Repair Ticket", {"limit_start": -1, "limit_page_length": 1}),
		("/api/resource/Repair Ticket", {"debug": "1"}),
		("/api/v2/document/Repair Ticket", {"debug": "1", "limit": 1}),
	):
		code, body = rings.get(path, **values)
		assert code < 500, (path, values, code)
		assert not {"_debug_messages", "debug"} & set(body), (path, values)
		assert "tabRepair Ticket" not in json.dumps({name: one for name, one in body.items() if name != "data"}), (path, values)
	docs = json.dumps([{"doctype": "Repair Ticket", "docname": called, "status": "Closed"}, {"doctype": "Repair Ticket", "docname": "x"}])
	code, body = rings.post(f"{METHOD}frappe.client.bulk_update", docs=docs)
	failed = body["message"]["failed_docs"]
	assert code == 200 and len(failed) == 2
	assert all(one["exc"] and "Traceback" not in one["exc"] and ".py" not in one["exc"] for one in failed), failed
