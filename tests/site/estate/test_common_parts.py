"""A roof, a garage or a lobby can be reported: the common part is a place like a unit, and no unit where units are counted."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from fangxiu_app.archive import reads_building_board, reads_unit_file
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.delivery.proofs import reads_milestone_proofs
from fangxiu_app.estate import service_places
from fangxiu_app.estate.reads_units import search_units
from fangxiu_app.parts import reads_spare_parts
from fangxiu_app.tickets.intake import api_intake as api
from tests.site.helpers import factories as make

OWN_ESTATE = True
ROOF = {"location": "屋面", "defect_type": "屋面渗漏"}


@pytest.fixture
def roof(estate, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	return api.common_part(estate.a, "Building", estate.building_a)["name"]


@pytest.mark.clause("R52", "R58", "R59")
def test_a_desk_reports_a_leaking_roof(estate, roof, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	saved = api.save(
		{
			"unit": roof,
			"channel": "Property Desk",
			"caller_name": "物业 张管家",
			"caller_phone": "0571-87654321",
			"caller_is": "Property Company",
			"items": [ROOF],
		}
	)
	as_user("Administrator")
	ticket = frappe.get_doc("Repair Ticket", saved["tickets"][0]["name"])
	assert (ticket.unit, ticket.unit_code, ticket.building) == (roof, "3栋公共部位", estate.building_a)
	assert (ticket.contractor, ticket.engineer) == (estate.waterproofer, estate.users[roles.ENGINEER])


def test_the_place_is_made_once_however_it_is_asked_for(estate, roof, as_user):
	as_user(estate.users[roles.CLERK])
	assert api.common_part(estate.a, "Building", estate.building_a, "2", 15)["name"] == roof
	floor = api.common_part(estate.a, "Floor", estate.building_a, "２单元", 15)
	assert floor["unit_code"] == "3栋2单元15层公共部位"
	assert api.common_part(estate.a, "Floor", estate.building_a, "2", 15)["name"] == floor["name"]
	with pytest.raises(frappe.ValidationError, match=r"楼层|Floor"):
		api.common_part(estate.a, "Floor", estate.building_a, "2")


def test_the_whole_estate_has_no_building_and_its_supervisors_are_told(estate, as_user):
	as_user(estate.users[roles.CLERK])
	place = api.common_part(estate.a, "Whole Estate")
	assert place["unit_code"] == "小区公共部位"
	ticket = make.make_ticket(place["name"], "地下车库", "地面开裂")
	assert (ticket.building, ticket.engineer, ticket.contractor) == (None, None, estate.general)
	told = frappe.get_all("Outbox Message", {"reference_name": ticket.name}, pluck="recipient")
	assert told
	found = api.preview(place["name"], "地下车库", "地面开裂")
	assert found["engineer_name"] is None
	assert [row.name for row in found["duplicates"]] == [ticket.name]


def test_another_project_s_place_is_refused(estate, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	with pytest.raises(frappe.PermissionError):
		api.common_part(estate.b, "Whole Estate")
	with pytest.raises(frappe.PermissionError):
		api.common_part(estate.a, "Building", estate.building_b)
	assert estate.b not in [row.value for row in api.places_of()["projects"]]
	assert api.places_of(estate.b)["buildings"] == []


def test_buildings_with_their_entrances_are_offered(estate, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	[building] = api.places_of(estate.a)["buildings"]
	assert (building.name, building.entrances, building.top) == (estate.building_a, ["2"], 16)


@pytest.mark.clause("R51", "R83")
def test_its_warranty_runs_from_the_building_s_acceptance_and_the_first_handover(estate, roof, as_user):
	as_user("Administrator")
	first = getdate(add_days(today(), -400))
	frappe.db.set_value("Unit Archive", estate.unit_a2, "handover_date", first)
	unit = frappe.get_doc("Unit Archive", roof)
	accepted = frappe.db.get_value("Estate Building", estate.building_a, "completion_acceptance_date")
	known = frappe.db.get_value("Unit Archive", estate.unit_a, "handover_date")
	assert service_places.first_dates(unit) == (accepted, min(filter(None, (first, known))))
	unit.handover_date = add_days(today(), -30)
	assert service_places.first_dates(unit)[1] == unit.handover_date


def test_it_is_found_by_its_words(estate, roof, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	for words in ("3栋公共部位", "3 公共", "公共部位 3"):
		assert roof in [row.name for row in search_units(words)], words
	assert roof not in [row.name for row in search_units("公共部位", kind="Private")]


def test_where_units_are_counted_it_is_none(estate, as_user):
	as_user("Administrator")

	def counted():
		cells = sum(len(group.cells) for group in reads_building_board.flats(estate.a, None, None, frappe.utils.now_datetime()))
		files = len(reads_unit_file.of_project(estate.a))
		proofs = len(reads_milestone_proofs._units([{"project": estate.a}]))
		return cells, files, proofs, sum(reads_spare_parts.units_by_house_type(estate.a).values())

	before = counted()
	api.common_part(estate.a, "Entrance", estate.building_a, "2")
	assert counted() == before


def test_nobody_hands_a_roof_over(estate, roof, as_user):
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	inspection = {"doctype": "Handover Inspection", "unit": roof, "project": estate.a, "round": "First"}
	with pytest.raises(frappe.ValidationError, match=r"公共部位|common part"):
		frappe.get_doc(inspection).insert()


def test_a_unit_without_its_room_is_refused(estate, as_user):
	as_user("Administrator")
	unit = {"doctype": "Unit Archive", "project": estate.a, "building": estate.building_a}
	with pytest.raises(frappe.MandatoryError):
		frappe.get_doc(unit).insert()


@pytest.mark.clause("R72", "R80")
def test_the_roof_has_no_leak_of_the_outer_wall(estate, roof, as_user):
	"""The first line of a list of leaks made no emergency of a leaking roof."""
	as_user(estate.users[roles.CLERK])
	found = [row[0] for row in api.problems("Defect Type", "渗漏", filters={"location": "屋面"})]
	assert found[0] == "屋面渗漏" and found.index("给水管渗漏") < found.index("外墙渗漏")
	with pytest.raises(RefusedError, match="Choose 屋面渗漏"):
		make.make_ticket(roof, "屋面", "外墙渗漏")
	wall = make.make_ticket(roof, "外墙", "外墙渗漏")
	assert not wall.emergency
	as_user(estate.users[roles.ENGINEER])
	doc = frappe.get_doc("Repair Ticket", wall.name)
	doc.location = "屋面"
	with pytest.raises(RefusedError, match="Choose 屋面渗漏"):
		doc.save()
	doc = frappe.get_doc("Repair Ticket", wall.name)
	doc.update({"location": "屋面", "defect_type": "屋面渗漏"})
	doc.save()
	assert doc.emergency and "Emergency Arrival" in {row.code for row in doc.clocks if row.state == "Running"}
