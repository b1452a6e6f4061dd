"""A flat is handed over: inspected, rectified, signed, or accepted on the owner's behalf, and given to the repair centre."""

from __future__ import annotations

from itertools import count

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from fangxiu_app.archive import api_building_board
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery import rules_handover as rules
from fangxiu_app.delivery import service_handover
from fangxiu_app.delivery.api_handover import earlier, record
from tests.site.helpers import factories as make
from tests.site.helpers import signing
from tests.site.helpers.factories import SIGNATURE
from tests.site.helpers.rest import Api, messages
from tests.site.helpers.signing import acting

ROOMS = count(2301)


@pytest.fixture
def unit(estate):
	return make.make_unit(
		estate.building_a, str(next(ROOMS)), delivery_state="Not Delivered", handover_date=None
	)


def rectified(inspection, on=None):
	"""All problems rectified and closed."""
	for row in inspection.items:
		with acting(signing.side_user(roles.PROJECT_DEPARTMENT, inspection.project)):
			service_handover.rectify(inspection.name, row.name, on or today(), "铲除重做", make.photo())
		with acting(signing.side_user(roles.ENGINEER, inspection.project)):
			service_handover.recheck(inspection.name, row.name, True)
	return inspection.reload()


def sign(inspection, opinion="Accept", **values):
	if opinion == "Accept With List":
		values = {"promised_on": add_days(today(), 7), **values}
	service_handover.sign(inspection.name, "王晓明", SIGNATURE, opinion, **values)
	return inspection.reload()


def test_a_round_names_the_present_owner_where_nobody_else_is_written_down(unit):
	former = frappe.get_doc("Unit Owner", {"parent": unit})
	former.db_set({"to_date": add_days(today(), -30), "is_primary": 1})
	place = {"parent": unit, "parenttype": "Unit Archive", "parentfield": "owners", "idx": 2}
	present = {"owner_name": "新业主", "phone": "13900000002", "from_date": add_days(today(), -29)}
	frappe.get_doc({"doctype": "Unit Owner", **place, **present}).db_insert()
	first = make.make_inspection(unit)
	assert (first.owner_name, first.owner_phone) == ("新业主", "13900000002")
	again = make.make_inspection(unit, round="Pre-inspection", owner_name="代理人", owner_phone="13900000003")
	assert (again.owner_name, again.owner_phone) == ("代理人", "13900000003")


@pytest.mark.clause("R48")
def test_each_meter_has_a_photo_of_its_own(unit):
	photo = make.photo()
	readings = [{"kind": kind, "reading": 3, "photo": photo} for kind in ("Water", "Electricity")]
	with pytest.raises(RefusedError, match="its own"):
		make.make_inspection(unit, readings=readings)
	readings[1]["photo"] = make.photo()
	assert len(make.make_inspection(unit, readings=readings).readings) == 2


@pytest.mark.clause("R42", "R45", "R47")
def test_problems_are_the_project_departments_until_the_owner_signs(estate, unit, as_user):
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	inspection = make.make_inspection(unit)
	row = inspection.items[0]
	assert (row.responsible, row.state, inspection.state) == ("Project Department", "Open", "Recorded")
	with pytest.raises(RefusedError, match="photo of the finished work"):
		service_handover.rectify(inspection.name, row.name, today(), "铲除重做")
	found = make.photo("found.png")
	frappe.db.set_value("Inspection Item", row.name, "photo", found)
	with pytest.raises(RefusedError, match="its own"):
		service_handover.rectify(inspection.name, row.name, today(), "铲除重做", found)
	service_handover.rectify(inspection.name, row.name, today(), "铲除重做", make.photo())
	with pytest.raises(frappe.PermissionError):
		service_handover.recheck(inspection.name, row.name, True)
	as_user(estate.users[roles.ENGINEER])
	service_handover.recheck(inspection.name, row.name, False, "边缘仍有空响")
	assert inspection.reload().items[0].state == "Open"
	rectified(inspection)
	assert inspection.state == "Rectified"
	signed = sign(inspection)
	assert (signed.state, signed.signed_by) == ("Owner Signed", "王晓明")
	found = frappe.db.get_value("Unit Archive", unit, ["delivery_state", "handover_date"])
	assert found == ("Delivered", getdate())


@pytest.mark.clause("R45")
def test_after_the_signature_new_problems_are_the_repair_centres_and_become_tickets(estate, unit, as_user):
	as_user(estate.users[roles.ENGINEER])
	sign(rectified(make.make_inspection(unit)))
	again = make.make_inspection(unit, round="Re-inspection", owner_name="王晓明", owner_phone="13800001501")
	assert again.items[0].responsible == "Repair Centre"
	(ticket,) = service_handover.make_tickets(again.name)
	doc = frappe.get_doc("Repair Ticket", ticket)
	assert (doc.unit, doc.location, doc.status) == (unit, "客厅", "Reported")
	assert again.reload().items[0].ticket == ticket
	with pytest.raises(RefusedError, match="no problem of the repair centre"):
		service_handover.make_tickets(again.name)


@pytest.mark.clause("R45")
def test_no_owner_accepts_with_an_empty_list(unit):
	inspection = make.make_inspection(unit, items=[])
	with pytest.raises(RefusedError, match="no list to accept with"):
		sign(inspection, "Accept With List")
	assert sign(inspection.reload()).opinion == "Accept"


@pytest.mark.clause("R45")
def test_what_the_owner_has_signed_looks_closed(unit):
	"""Fields of a signed sheet are read only on its form, the time of the inspection from its first save."""
	fields = {df.fieldname: df.read_only_depends_on or "" for df in frappe.get_meta("Handover Inspection").fields}
	assert {fields[name] for name in ("inspected_at", "back_entry_reason")} == {"eval:!doc.__islocal"}
	closed = {name for name, when in fields.items() if "Owner Signed" in when}
	assert closed == {"escort", "owner_name", "owner_phone", "readings", "keys_handed", "keys_kept", "keys_note"}


@pytest.mark.clause("R45")
def test_a_first_inspection_makes_no_tickets(unit):
	with pytest.raises(RefusedError, match="stay with the project department"):
		service_handover.make_tickets(make.make_inspection(unit).name)


@pytest.mark.clause("R45")
def test_the_owner_does_not_accept_over_open_problems(unit):
	inspection = make.make_inspection(unit)
	with pytest.raises(RefusedError, match="not closed"):
		sign(inspection)
	with pytest.raises(RefusedError, match="reason why the owner refuses"):
		sign(inspection, "Refuse")
	with pytest.raises(RefusedError, match="before today"):
		sign(inspection, "Accept With List", promised_on=add_days(today(), -1))
	with pytest.raises(RefusedError, match="day promised to the owner"):
		sign(inspection, "Accept With List", promised_on=None)
	assert (
		sign(inspection, "Accept With List", promised_on=add_days(today(), 7)).opinion == "Accept With List"
	)
	# what is on the list is still rectified and closed afterwards
	assert rectified(inspection).items[0].state == "Closed"


@pytest.mark.clause("R44")
def test_customer_service_and_project_department_work_on_the_same_inspections(estate, unit, as_user):
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	inspection = make.make_inspection(unit, escort="客服 王静")
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	service_handover.rectify(inspection.name, inspection.items[0].name, today(), "铲除重做", make.photo())
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	seen = frappe.get_doc("Handover Inspection", inspection.name)
	assert (seen.state, seen.items[0].rectified_note) == ("Rectified", "铲除重做")
	assert unit in {
		cell[0] for block in api_building_board.building_board(estate.a)["buildings"] for cell in block["flats"]
	}


@pytest.mark.clause("R48")
def test_meters_are_read_with_a_photo_and_stay(estate, unit):
	bare = [{"kind": "Water", "reading": 5}]
	with pytest.raises(RefusedError, match="take the photo of the meter first"):
		make.make_inspection(unit, items=[], readings=bare)
	pre = make.make_inspection(unit, items=[], readings=bare, round="Pre-inspection")
	assert pre.readings[0].photo is None, "nobody signs a pre-inspection"
	inspection = make.make_inspection(unit, items=[], readings=[{**bare[0], "photo": make.photo()}])
	inspection.readings[0].reading = 6
	with pytest.raises(RefusedError, match="meter reading that was recorded stays"):
		inspection.save()
	later = make.make_inspection(
		unit,
		items=[],
		round="Re-inspection",
		readings=[{"kind": "Water", "reading": 7, "photo": make.photo()}],
	)
	assert later.readings[0].before == 5
	sign(later)
	meters = frappe.get_all("Unit Meter", {"parent": unit}, ["kind", "handover_reading"])
	assert meters == [{"kind": "Water", "handover_reading": 7}]
	with pytest.raises(RefusedError, match="below the last one"):
		make.make_inspection(
			unit, items=[], round="Re-inspection", readings=[{"kind": "Water", "reading": 6.9}]
		)
	assert frappe.db.count("Evidence Item", {"inspection": later.name, "sha256": ("is", "set")}) == 1


@pytest.mark.clause("R49")
def test_the_signed_original_is_filed_once(estate, unit, as_user):
	as_user(estate.users[roles.ENGINEER])
	inspection = make.make_inspection(unit, items=[])
	with pytest.raises(RefusedError, match="after the owner has signed"):
		service_handover.receive_originals(inspection.name, make.photo())
	sign(inspection)
	service_handover.receive_originals(inspection.name, make.photo("scan.png"))
	assert inspection.reload().originals_received_by == estate.users[roles.ENGINEER]
	assert frappe.db.exists("Evidence Item", {"inspection": inspection.name, "kind": "Signed Form"})
	with pytest.raises(RefusedError, match="already"):
		service_handover.receive_originals(inspection.name, make.photo())


@pytest.mark.clause("R46")
def test_acceptance_on_the_owners_behalf_one_month_after_the_rectification(estate, unit):
	month = add_months(today(), -1)
	inspection = make.make_inspection(
		unit, inspected_at=f"{add_days(month, -10)} 09:00:00", back_entry_reason="纸质记录补录"
	)
	service_handover.rectify(inspection.name, inspection.items[0].name, add_days(month, 2), "铲除重做", make.photo())
	draft = make.make_transfer(unit, "Proxy Acceptance")
	with pytest.raises(RefusedError) as refused:
		signing.sign_side(draft, roles.PROJECT_DEPARTMENT)
	for words in ("possible from", "has not accepted", "attempts", "two different people", "photos"):
		assert words in str(refused.value), words
	frappe.db.set_value("Inspection Item", inspection.items[0].name, {"rectified_on": month, "counted_from": month})
	draft.reload().update(
		{
			"owner_reason": "业主长期出差",
			"witness_1": "李文博",
			"witness_2": "何管家",
			"attempts": [
				{"tried_on": add_days(today(), -9), "way": "Phone", "result": "无人接听"},
				{"tried_on": add_days(today(), -2), "way": "Letter", "result": "已寄知会"},
			],
		}
	)
	with acting(signing.side_user(roles.SUPERVISOR, inspection.project)):
		draft.save()
	service_handover.keep(draft, make.photo(), "Photo", "客厅")
	signing.sign_side(draft, roles.ENGINEER)
	assert inspection.reload().items[0].state == "Rectified"
	signing.sign_side(draft, roles.PROJECT_DEPARTMENT)
	assert inspection.reload().items[0].rechecked_by == draft.repair_user
	assert draft.reload().state == "Handed Over"
	assert frappe.db.get_value("Unit Archive", unit, "delivery_state") == "Proxy Accepted"
	assert inspection.reload().items[0].state == "Closed"


@pytest.mark.clause("R50")
@pytest.mark.parametrize("kind", rules.NOT_INSPECTED)
def test_units_that_were_not_inspected_are_checked_and_handed_over(unit, kind):
	if kind == "Unsold":
		frappe.db.delete("Unit Owner", {"parent": unit})
	draft = make.make_transfer(unit, kind)
	with pytest.raises(RefusedError, match="self-check"):
		signing.sign_side(draft, roles.PROJECT_DEPARTMENT)
	draft.update({"self_checked_on": today(), "self_checked_by": "陈刚", "self_check_note": "无异常"})
	draft.save()
	signing.sign_both(draft)
	assert frappe.db.get_value("Unit Archive", unit, "delivery_state") == kind
	# from here on it is the repair centre's, also what a first inspection finds later
	assert make.make_inspection(unit).items[0].responsible == "Repair Centre"
	with pytest.raises(RefusedError, match="were not inspected"):
		make.make_transfer(unit, kind, self_checked_on=today(), self_check_note="无异常")


@pytest.mark.clause("R45")
def test_a_transfer_waits_until_all_is_closed_and_the_owner_signed_that(estate, unit):
	"""Accepted with a list, rectified, re-checked in a round of its own that begins with the list, signed, handed over."""
	inspection = make.make_inspection(unit)
	draft = make.make_transfer(unit, "Signed")
	assert "电视墙空鼓" in draft.open_items and draft.inspection == inspection.name
	with pytest.raises(RefusedError, match=r"(?s)not signed.*not closed"):
		signing.sign_side(draft, roles.PROJECT_DEPARTMENT)
	sign(inspection, "Accept With List")
	with acting(signing.side_user(roles.PROJECT_DEPARTMENT, estate.a)):
		service_handover.rectify(inspection.name, inspection.items[0].name, today(), "铲除重做", make.photo())
	for side in (roles.PROJECT_DEPARTMENT, roles.ENGINEER):
		with pytest.raises(RefusedError, match=r"(?s)accepted with a list.*not closed"):
			signing.sign_side(draft, side)
	with acting(signing.side_user(roles.ENGINEER, estate.a)):
		left = earlier(unit)
		assert (left["round"], [row["state"] for row in left["items"]]) == ("Re-inspection", ["Rectified"])
		check = {"inspection": inspection.name, "row": left["items"][0]["row"], "passed": "1"}
		values = {"unit": unit, "round": "Re-inspection", "owner_name": "王晓明", "checks": [check]}
		again = frappe.get_doc("Handover Inspection", record(values)["name"])
		assert (again.side, again.earlier_items) == ("Project Department", "")
		assert earlier(inspection=again.name)["transfer"] == "Proxy Acceptance"
		sign(again)
		assert earlier(inspection=inspection.name)["transfer"] == "Signed"
	with acting(signing.side_user(roles.PROJECT_DEPARTMENT, estate.a)), pytest.raises(RefusedError, match="repair centre's"):
		make.make_inspection(unit, items=[], readings=[], round="Re-inspection")
	row = inspection.reload().items[0]
	assert (row.state, row.rechecked_in) == ("Closed", again.name)
	signing.sign_both(draft.reload())
	done = draft.reload()
	assert (done.state, bool(done.project_by), bool(done.repair_by)) == ("Handed Over", True, True)
	assert earlier(inspection=again.name)["transfer"] == ""
	done.keys = 9
	with pytest.raises(frappe.ValidationError, match="stays as it is"):
		done.save()


@pytest.mark.clause("R45")
def test_a_re_inspection_counts_what_earlier_rounds_left(unit):
	with pytest.raises(RefusedError, match="follows a first inspection"):
		make.make_inspection(unit, round="Re-inspection")
	first = make.make_inspection(unit)
	sign(first, "Refuse", reason="空鼓未修")
	again = make.make_inspection(unit, items=[], readings=[], round="Re-inspection")
	assert (again.side, "电视墙空鼓" in again.earlier_items) == ("Project Department", True)
	with pytest.raises(RefusedError, match="1 problem"):
		sign(again)
	rectified(first)
	assert sign(again.reload()).opinion == "Accept"
	with pytest.raises(RefusedError, match="re-inspection"):
		make.make_inspection(unit)


@pytest.mark.clause("R45")
def test_nobody_re_checks_what_he_reported_rectified_nor_signs_an_overtaken_round(estate, unit, as_user):
	first = make.make_inspection(unit)
	as_user(estate.users[roles.ENGINEER])
	service_handover.rectify(first.name, first.items[0].name, today(), "铲除重做", make.photo())
	with pytest.raises(RefusedError, match="Somebody else"):
		service_handover.recheck(first.name, first.items[0].name, True)
	later = make.make_inspection(unit, items=[], readings=[], round="Re-inspection")
	with pytest.raises(RefusedError, match=later.name):
		sign(first.reload(), "Accept With List")


def test_rest_writes_change_no_record(estate, unit):
	inspection = make.make_inspection(unit)
	draft = make.make_transfer(unit, "Signed")
	frappe.db.commit()
	manager = Api(estate.users[roles.MANAGER])
	path = f"/api/resource/Handover Inspection/{inspection.name}"
	row = inspection.items[0].as_dict()
	attacks = [
		{"state": "Owner Signed"},
		{"opinion": "Accept", "signed_by": "x"},
		{"items": []},
		{"items": [{**row, "state": "Closed"}]},
		{"items": [{**row, "responsible": "Repair Centre"}]},
		{
			"items": [
				row,
				{"location": "客厅", "description": "x", "state": "Closed", "rectified_on": today()},
			]
		},
		{"readings": []},
	]
	for attack in attacks:
		code, body = manager.put(path, **frappe.parse_json(frappe.as_json(attack)))
		assert code == 417, (attack, code, messages(body))
	assert manager("DELETE", path)[0] in (403, 417)
	for attack in ({"state": "Handed Over"}, {"kind": "Unsold"}, {"project_by": "x"}, {"handed_over_at": today()}):
		assert manager.put(f"/api/resource/Unit Transfer/{draft.name}", **attack)[0] == 417
	new = {
		"unit": unit,
		"round": "First",
		"items": [{"location": "客厅", "description": "x", "ticket": "RT-1"}],
	}
	assert manager.post("/api/resource/Handover Inspection", **new)[0] == 417
	frappe.db.rollback()
	assert frappe.db.get_value("Handover Inspection", inspection.name, "state") == "Recorded"


def test_roles_that_may_not_record_are_refused(estate, unit):
	inspection = make.make_inspection(unit)
	frappe.db.commit()
	desk = Api(estate.users[roles.PROPERTY_DESK])
	act = {"inspection": inspection.name, "row": inspection.items[0].name, "on": today(), "note": "x"}
	assert desk.post("/api/method/fangxiu_app.delivery.api_handover.rectify", **act)[0] == 403
	assert desk.post("/api/method/fangxiu_app.delivery.api_handover.record", values={"unit": unit})[0] == 403
	sign_ = {"inspection": inspection.name, "signed_by": "x", "signature": SIGNATURE, "opinion": "Accept"}
	assert desk.post("/api/method/fangxiu_app.delivery.api_handover.sign", **sign_)[0] == 403
