"""One call makes one report: sent twice, sent four times at once, or about an emergency that is open already."""

from __future__ import annotations

import threading

import frappe
import pytest

from fangxiu_app.core.access import roles
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

SAVE = "/api/method/fangxiu_app.tickets.intake.api_intake.save"
LEAK = {"location": "厨房", "defect_type": "给水管渗漏"}
WALL = {"location": "客厅", "defect_type": "墙面空鼓"}


@pytest.fixture(scope="module")
def home(estate):
	"""A unit of this file's own: what is sent over HTTP is committed."""
	frappe.set_user("Administrator")
	name = make.make_unit(estate.building_a, "2701", "吴优", "13900002701")
	frappe.db.commit()
	return name


@pytest.fixture(scope="module")
def desk(estate):
	return Api(estate.users[roles.PROPERTY_DESK])


def report(unit: str, key: str, *items: dict, **values) -> dict:
	whole = {"unit": unit, "channel": "Property Desk", "caller_name": "吴优", "caller_phone": "139 0000 2701"}
	return {**whole, "client_key": key, "items": [dict(item) for item in items or (WALL,)], **values}


def saved(key: str) -> list[str]:
	frappe.db.rollback()
	return frappe.get_all("Repair Request", {"client_key": key}, pluck="name")


@pytest.mark.clause("R65", "R79")
def test_the_same_body_sent_again_is_answered_with_the_same_report(home, desk):
	key = frappe.generate_hash(length=20)
	first, second = (desk.post(SAVE, values=report(home, key))[1]["message"] for _time in range(2))
	assert first["request"] == second["request"]
	assert [row["name"] for row in first["tickets"]] == [row["name"] for row in second["tickets"]]
	assert saved(key) == [first["request"]]
	assert frappe.db.count("Repair Ticket", {"request": first["request"]}) == 1


def test_four_at_once_make_one_report(home, desk):
	key = frappe.generate_hash(length=20)
	answers: list = []
	threads = [
		threading.Thread(target=lambda: answers.append(desk.post(SAVE, values=report(home, key))))
		for _number in range(4)
	]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	assert [code for code, _body in answers] == [200] * 4, [messages(body) for _code, body in answers]
	assert {body["message"]["request"] for _code, body in answers} == set(saved(key))
	assert len(saved(key)) == 1
	assert frappe.db.count("Repair Ticket", {"unit": home, "request": saved(key)[0]}) == 1


def test_another_desk_gets_nothing_by_a_key(estate, home, desk):
	key = frappe.generate_hash(length=20)
	mine = desk.post(SAVE, values=report(home, key))[1]["message"]["request"]
	code, body = Api(estate.users[roles.CUSTOMER_SERVICE]).post(SAVE, values=report(home, key))
	assert code == 417
	assert mine not in messages(body)
	assert "client_key" in messages(body) and "重新登记" in messages(body), messages(body)
	assert saved(key) == [mine]


@pytest.mark.clause("R72")
def test_a_second_emergency_for_the_same_leak_is_asked_about_first(home, desk):
	first = desk.post(SAVE, values=report(home, "leak-1" + frappe.generate_hash(length=8), LEAK))[1]["message"]
	ticket = first["tickets"][0]["name"]
	key = "leak-2" + frappe.generate_hash(length=8)
	elsewhere = {**LEAK, "location": "主卧卫生间"}
	asked = desk.post(SAVE, values=report(home, key, WALL, elsewhere))[1]["message"]
	assert [(row["index"], [found["name"] for found in row["tickets"]]) for row in asked["ask"]] == [(1, [ticket])]
	assert not saved(key)
	joined = report(home, key, {**elsewhere, "same_as": ticket})
	assert desk.post(SAVE, values=joined)[1]["message"]["tickets"][0]["name"] == ticket
	other = report(home, key + "b", {**elsewhere, "separate": 1})
	assert desk.post(SAVE, values=other)[1]["message"]["tickets"][0]["name"] != ticket


def test_the_question_tells_nothing_of_a_foreign_unit(estate, desk):
	frappe.set_user("Administrator")
	foreign = make.make_ticket(estate.unit_b, **{"location": "厨房", "defect_type": "给水管渗漏"})
	frappe.db.commit()
	code, body = desk.post(SAVE, values=report(estate.unit_b, "foreign", LEAK))
	assert code == 403
	assert foreign.name not in str(body)


@pytest.mark.clause("R68")
def test_a_media_visit_says_which_project_it_concerns(estate, as_user):
	as_user("Administrator")
	visit = {"channel": "Media", "visit_reason": "采访", "visit_detail": "渗漏报道", "media_outlet": "晚报"}
	made = make.make_request("", [], project=estate.a, **visit)
	assert (made.project, made.unit) == (estate.a, "")
	with pytest.raises(frappe.ValidationError, match=r"请选择所涉项目|Choose the unit, or for a visit"):
		make.make_request("", [], **visit)


def test_a_phone_is_stored_in_one_way_wherever_it_is_typed(estate, as_user):
	as_user(estate.users[roles.CLERK])
	request = make.make_request(estate.unit_a, caller_phone="＋86 138-0000-1501")
	ticket = frappe.get_doc("Repair Ticket", request.items[0].ticket)
	assert (request.caller_phone, ticket.caller_phone) == ("13800001501", "13800001501")
	unit = frappe.get_doc("Unit Archive", estate.unit_a)
	unit.owners[0].phone = "（0571）8765 4321 转 12"
	unit.write_by_action()
	assert unit.owners[0].phone == "0571-87654321转12"
	unit.owners[0].phone = "12345"
	with pytest.raises(frappe.ValidationError, match=r"(Row 1|第 1 行).*12345"):
		unit.write_by_action()


def test_an_old_number_does_not_stop_other_changes(estate, as_user):
	as_user("Administrator")
	frappe.db.set_value("Unit Owner", {"parent": estate.unit_a}, "phone", "12345")
	frappe.clear_document_cache("Unit Archive", estate.unit_a)
	unit = frappe.get_doc("Unit Archive", estate.unit_a)
	unit.remark = "换锁"
	unit.save()
	assert unit.owners[0].phone == "12345"
	frappe.clear_document_cache("Unit Archive", estate.unit_a)
