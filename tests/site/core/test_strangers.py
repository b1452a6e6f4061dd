"""Actions over HTTP by users without the right: another role, another project, a guest, twice, forged."""

from __future__ import annotations

import json
from uuid import uuid4

import frappe
import pytest
from frappe.utils import now_datetime, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery.rules_two_sided import DONE
from fangxiu_app.staff import api_reassign, api_staff, reads_engineers
from fangxiu_app.tickets.intake import api_intake, service_affected
from tests.site.helpers import endpoints, signing
from tests.site.helpers import factories as make
from tests.site.helpers.rest import Api, messages

OWN_ESTATE = True
METHOD = "/api/method/fangxiu_app."
REASON = "请假"


@pytest.fixture
def api(estate):
	def of(role: str) -> Api:
		return Api(estate.users[role])

	return of


def stored(doctype: str, name: str, field: str):
	frappe.db.rollback()
	return frappe.db.get_value(doctype, name, field)


def test_a_guest_reaches_nothing_but_the_pages_of_links(estate):
	open_to_all = {path for path, function in endpoints.found().items() if function in frappe.guest_methods}
	assert open_to_all == {"paid_repairs.api_quote_link.accept", "paid_repairs.api_quote_link.ask", "paid_repairs.api_quote_link.decline"}
	guest = Api(estate.nobody)
	del guest.headers["Authorization"]
	assert guest.get(f"{METHOD}overview.api_finder.find", text="3-2-1501")[0] == 403
	assert guest.post(f"{METHOD}staff.api_staff.save", email="x@example.com")[0] == 403


@pytest.mark.clause("R70", "R78")
def test_an_engineer_sends_no_building_of_others_elsewhere(estate, as_user):
	mine, others = make.make_ticket(estate.unit_a).name, estate.users[roles.SUPERVISOR]
	frappe.db.set_value("Estate Building", estate.building_a, "lot_engineer", estate.users[roles.MANAGER])
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(RefusedError, match="passes on their own"):
		api_reassign.give([mine], others, REASON, [estate.building_a])
	frappe.db.set_value("Estate Building", estate.building_a, "lot_engineer", estate.users[roles.ENGINEER])
	frappe.clear_document_cache("Estate Building", estate.building_a)
	api_reassign.give([mine], others, REASON, [estate.building_a])
	assert frappe.db.get_value("Estate Building", estate.building_a, "lot_engineer") == others


def test_tickets_are_given_all_or_none_and_once(estate, api):
	mine, foreign = make.make_ticket(estate.unit_a).name, make.make_ticket(estate.unit_b).name
	frappe.db.commit()
	before, to = stored("Repair Ticket", mine, "engineer"), estate.users[roles.SUPERVISOR]
	given = {"tickets": [mine], "engineer": to, "reason": REASON}
	for wrong, code in (
		({"tickets": [mine, foreign]}, 403),
		({"tickets": []}, 417),
		({"tickets": {"name": mine}}, 417),
		({"engineer": estate.engineer_b}, 417),
		({"engineer": "Administrator"}, 417),
		({"buildings": [estate.building_b]}, 403),
		({"buildings": ["nowhere"]}, 404),
	):
		answer = api(roles.MANAGER).post(f"{METHOD}staff.api_reassign.give", **{**given, **wrong})
		assert answer[0] == code, (wrong, messages(answer[1]))
		assert stored("Repair Ticket", mine, "engineer") == before, wrong
	for role in (roles.PROPERTY_DESK, roles.CALL_CENTRE, roles.COST_DEPARTMENT, roles.BUYER):
		assert api(role).post(f"{METHOD}staff.api_reassign.give", **given)[0] == 417, role
	assert api(roles.MANAGER).get(f"{METHOD}staff.api_reassign.give", **given)[0] == 403
	assert api(roles.MANAGER).post(f"{METHOD}staff.api_reassign.give", **given)[0] == 200
	assert api(roles.MANAGER).post(f"{METHOD}staff.api_reassign.give", **given)[0] == 417, "a second time"
	frappe.db.rollback()
	assert frappe.db.count("Ticket Event", {"ticket": mine, "action": "reassign"}) == 1


def test_nobody_learns_who_works_elsewhere(estate, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	assert api_reassign.choices([]) == []
	assert api_reassign.in_hand(estate.engineer_b)["people"] == []
	people = {row["user"] for row in reads_engineers.candidates({estate.a}, now_datetime())}
	assert estate.users[roles.ENGINEER] in people and estate.engineer_b not in people


def test_about_a_ticket_of_others_no_phone_tells_anybody(estate):
	mine, key = make.make_ticket(estate.unit_a).name, str(uuid4())
	frappe.db.commit()
	said = {"key": key, "ticket": mine, "kind": "patrol", "reason": "x"}
	assert Api(estate.engineer_b).post(f"{METHOD}field.api_my_day.tell_refused", **said)[0] == 200
	frappe.db.rollback()
	assert not frappe.db.exists("Outbox Message", {"dedupe_key": f"phone refused {key}"})
	worked = {"ticket": mine, "project": estate.a, "action": "accept", "at": now_datetime()}
	event = frappe.get_doc({"doctype": "Ticket Event", **worked, "recorded_at": now_datetime(), "user": estate.engineer_b})
	event.db_insert()
	frappe.db.commit()
	assert Api(estate.engineer_b).post(f"{METHOD}field.api_my_day.tell_refused", **said)[0] == 200
	frappe.db.rollback()
	assert frappe.db.exists("Outbox Message", {"dedupe_key": f"phone refused {key}"})


@pytest.fixture
def transfer(estate):
	room = str(4700 + frappe.db.count("Unit Archive", {"building": estate.building_a}))
	unit = make.make_unit(estate.building_a, room, delivery_state="Not Delivered", handover_date=None, owners=[])
	doc = make.make_transfer(unit, "Unsold", self_checked_on=today(), self_check_note="无异常")
	frappe.db.commit()
	return doc.name


FORGED = {
	"state": "Handed Over",
	"repair_user": "Administrator",
	"repair_by": "李文博",
	"repair_signature": make.SIGNATURE,
	"repair_signed_at": "2026-01-01 08:00:00",
	"docstatus": 1,
}


@pytest.mark.clause("R46")
@pytest.mark.parametrize("field", FORGED)
def test_the_other_sides_signature_is_not_forged(api, transfer, field):
	project = api(roles.PROJECT_DEPARTMENT)
	sign = {"doctype": "Unit Transfer", "name": transfer, "signed_by": "陈刚", "signature": make.SIGNATURE}
	sign["seen"] = signing.shown("Unit Transfer", transfer)
	path = f"/api/resource/Unit Transfer/{transfer}"
	before = stored("Unit Transfer", transfer, field)
	assert project.put(path, **{field: FORGED[field]})[0] in (403, 417)
	assert stored("Unit Transfer", transfer, field) == before
	assert project.post(f"{METHOD}delivery.api_two_sided.sign", **sign)[0] == 200
	before = stored("Unit Transfer", transfer, field)
	assert project.put(path, **{field: FORGED[field]})[0] in (403, 417)
	assert stored("Unit Transfer", transfer, field) == before


def test_a_new_paper_arrives_unsigned(estate, api, transfer):
	unit = stored("Unit Transfer", transfer, "unit")
	values = {"unit": unit, "project": estate.a, "kind": "Unsold", **FORGED}
	code, body = api(roles.PROJECT_DEPARTMENT).post("/api/resource/Unit Transfer", **values)
	assert code in (403, 417), body


def test_a_signature_is_given_once_by_its_own_side_and_project(estate, api, transfer):
	sign = {"doctype": "Unit Transfer", "name": transfer, "signed_by": "陈刚", "signature": make.SIGNATURE}
	sign["seen"] = signing.shown("Unit Transfer", transfer)
	stranger = Api(estate.engineer_b)
	for path in ("sign", "send_back"):
		assert stranger.post(f"{METHOD}delivery.api_two_sided.{path}", **sign, reason="x")[0] == 403
	project, engineer = api(roles.PROJECT_DEPARTMENT), api(roles.ENGINEER)
	for role in (roles.CLERK, roles.PROPERTY_DESK, roles.COST_DEPARTMENT, roles.BUYER, roles.ADMINISTRATOR):
		assert api(role).post(f"{METHOD}delivery.api_two_sided.sign", **sign)[0] in (403, 417), role
	for wrong in ({"doctype": "User", "name": "Guest"}, {"doctype": "Repair Ticket"}, {"doctype": "Nothing"}):
		assert project.post(f"{METHOD}delivery.api_two_sided.sign", **{**sign, **wrong})[0] in (403, 404, 417), wrong
	assert project.post(f"{METHOD}delivery.api_two_sided.sign", **sign)[0] == 200
	assert project.post(f"{METHOD}delivery.api_two_sided.sign", **sign)[0] == 417, "a second time"
	assert engineer.post(f"{METHOD}delivery.api_two_sided.sign", **{**sign, "signed_by": "李文博"})[0] == 200
	for caller in (project, engineer):
		assert caller.post(f"{METHOD}delivery.api_two_sided.sign", **sign)[0] == 417, "it is signed by both"
		body = {"doctype": "Unit Transfer", "name": transfer, "reason": "反悔"}
		assert caller.post(f"{METHOD}delivery.api_two_sided.send_back", **body)[0] == 417
	assert stored("Unit Transfer", transfer, "state") == DONE["Unit Transfer"]


def test_affected_units_are_written_by_the_tickets_actions_alone(estate, api):
	mine, other = (make.make_ticket(estate.unit_a, place).name for place in ("客厅", "主卧"))
	[row] = service_affected.add(frappe.get_doc("Repair Ticket", mine), [estate.unit_a2])
	frappe.db.commit()
	engineer, path = api(roles.ENGINEER), f"/api/resource/Affected Unit/{row}"
	values = {"ticket": mine, "project": estate.a, "unit": estate.unit_a2, "result": "Pass"}
	assert engineer.post("/api/resource/Affected Unit", **values)[0] == 403
	assert engineer.put(path, result="Pass")[0] == 403
	assert engineer("DELETE", path)[0] == 403
	assert engineer.post(f"{METHOD}tickets.intake.api_affected.add", ticket=mine, units=[estate.unit_b])[0] == 417
	for method, given in (("inform", {"note": "x"}), ("remove", {"reason": "x"})):
		code, _body = engineer.post(f"{METHOD}tickets.intake.api_affected.{method}", ticket=other, names=[row], **given)
		assert code == 417, f"{method} by another ticket"
	for role in (roles.PROPERTY_DESK, roles.PROJECT_DEPARTMENT, roles.COST_DEPARTMENT):
		assert api(role).post(f"{METHOD}tickets.intake.api_affected.remove", ticket=mine, names=[row], reason="x")[0] == 403
	frappe.db.rollback()
	assert frappe.db.count("Affected Unit", {"ticket": mine}) == 1


def test_no_place_that_the_building_has_not(estate, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	for values in (
		("Entrance", estate.building_a, "九"),
		("Floor", estate.building_a, "2", 99),
		("Floor", estate.building_a, "", -9),
		("Floor", "", "", 3),
		("Attic", estate.building_a),
	):
		with pytest.raises(frappe.ValidationError):
			api_intake.common_part(estate.a, *values)
	assert not frappe.db.count("Unit Archive", {"project": estate.a, "kind": "Common Part"})


@pytest.fixture
def keeper_of_a(estate, as_user):
	"""An administrator to whom only project A was given."""
	frappe.local.conf.throttle_user_limit = 1000
	user = make._user(roles.ADMINISTRATOR, (estate.a,), "administrator.of.a")
	as_user(user)
	return user


def person(user: str, **values) -> dict:
	return {"email": user, "full_name": "新来的", "roles": [roles.ENGINEER], "projects": [], "password": "", **values}


def test_an_administrator_of_one_project_gives_no_other(estate, keeper_of_a):
	assert [row["value"] for row in api_staff.choices()["projects"]] == [estate.a]
	new = f"somebody@{make.DOMAIN}"
	with pytest.raises(frappe.ValidationError):
		api_staff.save(**person(new, projects=[estate.b]))
	with pytest.raises(frappe.PermissionError, match="not yours"):
		api_staff.save(**person(new, roles=[roles.ADMINISTRATOR]))
	with pytest.raises(frappe.PermissionError, match="not yours"):
		api_staff.save(**person(estate.engineer_b, enabled=False))
	with pytest.raises(frappe.PermissionError, match="not yours"):
		api_staff.save(**person(estate.users[roles.ADMINISTRATOR], roles=[roles.ADMINISTRATOR], projects=[estate.a]))
	password = frappe.generate_hash(length=16)
	user = api_staff.save(**person(new, projects=[estate.a], password=password))
	assert frappe.get_all("User Permission", {"user": user}, pluck="for_value") == [estate.a]


def test_a_right_to_a_closed_project_stays(estate, as_user):
	frappe.local.conf.throttle_user_limit = 1000
	as_user(estate.users[roles.ADMINISTRATOR])
	user = api_staff.save(
		**person(f"old.hand@{make.DOMAIN}", projects=[estate.a, estate.b], password=frappe.generate_hash(length=16))
	)
	frappe.db.set_value("Project", estate.b, "status", "Completed")
	api_staff.save(**person(user, projects=json.dumps([estate.a])))
	assert set(frappe.get_all("User Permission", {"user": user}, pluck="for_value")) == {estate.a, estate.b}
