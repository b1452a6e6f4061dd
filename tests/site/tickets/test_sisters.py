"""Sister units: the same problem up and down the riser or in the same house type is a hint, inside the project only."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.tickets.intake import api_intake as api
from fangxiu_app.tickets.intake.reads_sisters import find_sisters
from fangxiu_app.tickets.life import api_ticket as ticket_api
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries

#: Projects of this module's own: what other tests commit is not counted here.
OWN_ESTATE = True
WALL = ("客厅", "墙面空鼓")


@pytest.fixture
def riser(estate):
	"""A flat with one above it, one beside it and one of its type in another riser."""
	made = {
		name: make.make_unit(estate.building_a, room, house_type=house)
		for name, room, house in (
			("home", "701", "A1"),
			("above", "801", "B"),
			("beside", "702", "B"),
			("type", "703", "A1"),
		)
	}
	for unit in ("above", "beside", "type"):
		made[f"{unit} ticket"] = make.make_ticket(made[unit], *WALL).name
	make.make_ticket(made["above"], "厨房", "墙面空鼓")
	return made


def found(unit: str, days: int = 0) -> dict[str, str]:
	return {row.name: row.relation for row in find_sisters(unit, *WALL, now_datetime().date(), days)}


@pytest.mark.clause("R82")
def test_same_riser_first_then_same_house_type_and_nothing_else(riser):
	assert list(found(riser["home"]).items()) == [
		(riser["above ticket"], "Same Riser"),
		(riser["type ticket"], "Same House Type"),
	]


@pytest.mark.clause("R82")
def test_a_sister_is_a_hint_and_makes_no_repeat(riser):
	make.walk(riser["above ticket"], "close")
	ticket = make.make_ticket(riser["home"], *WALL)
	assert (ticket.repeat_state, riser["above ticket"] in found(riser["home"])) == ("None", True)


def test_old_and_cancelled_ones_and_other_projects_are_left_out(riser, estate, as_user):
	frappe.db.set_value("Repair Ticket", riser["above ticket"], "reported_at", make.ago(days=40))
	frappe.db.set_value("Repair Ticket", riser["type ticket"], "status", "Cancelled")
	assert list(found(riser["home"])) == [riser["above ticket"]]
	assert found(riser["home"], days=30) == {}
	as_user(estate.engineer_b)
	assert found(riser["home"]) == {}


def test_dialog_and_ticket_show_the_same_hint_for_two_queries(riser, estate, as_user):
	ticket = make.make_ticket(riser["home"], *WALL).name
	as_user(estate.users[roles.ENGINEER])
	seen = [row.name for row in api.preview(riser["home"], *WALL)["sisters"]]
	shown = ticket_api.panel(ticket)["siblings"]
	assert seen == [row.name for row in shown["sisters"]] == [riser["above ticket"], riser["type ticket"]]
	assert shown["reports"] == []
	assert count_queries(lambda: find_sisters(riser["home"], *WALL, now_datetime().date(), 0)) == 2
	frappe.db.set_value("Repair Ticket", ticket, "status", "Cancelled")
	assert ticket_api.panel(ticket)["siblings"] == {"sisters": [], "reports": []}


@pytest.mark.clause("R82")
def test_the_ticket_names_the_calls_it_answers_where_there_are_several(riser, estate, as_user):
	ticket = make.make_ticket(riser["home"], *WALL).name
	again = make.make_request(riser["home"], [{"location": "客厅", "defect_type": "墙面空鼓"}]).name
	frappe.db.set_value("Request Item", {"parent": again}, "ticket", ticket)
	as_user(estate.users[roles.ENGINEER])
	first = frappe.db.get_value("Repair Ticket", ticket, "request")
	assert {row.name for row in ticket_api.panel(ticket)["siblings"]["reports"]} == {first, again}


@pytest.mark.clause("R82")
def test_what_was_only_transferred_or_is_out_of_warranty_is_no_repeat(estate):
	first = make.make_ticket(estate.unit_a2, "餐厅", "墙面空鼓").name
	make.walk(first, "close")
	frappe.db.set_value("Repair Ticket", first, "owner_accepted_at", None)
	assert make.make_ticket(estate.unit_a2, "餐厅", "墙面空鼓").repeat_state == "None"
	frappe.db.set_value("Repair Ticket", first, "owner_accepted_at", make.ago(minutes=1))
	assert make.make_ticket(estate.unit_a2, "餐厅", "墙面空鼓").repeat_state == "Suspected"
	frappe.db.set_value("Unit Archive", estate.unit_a2, "handover_date", "2015-01-01")
	frappe.db.set_value("Unit Archive", estate.unit_a2, "completion_acceptance_date", "2014-01-01")
	frappe.clear_document_cache("Unit Archive", estate.unit_a2)
	late = make.make_ticket(estate.unit_a2, "餐厅", "墙面空鼓")
	frappe.db.rollback()
	frappe.clear_document_cache("Unit Archive", estate.unit_a2)
	assert (late.payer, late.repeat_state) == ("Owner", "None")


@pytest.mark.clause("R84", "R85")
@pytest.mark.parametrize(
	("item", "source"), [({"owner_says_repaired": 1}, "Owner"), ({"staff_remembers": 1}, "Staff")]
)
def test_owner_and_staff_are_sources_of_a_suspicion(estate, item, source):
	row = {"location": "厨房", "defect_type": "墙面空鼓", **item}
	ticket = make.make_request(estate.unit_a2, [row]).items[0].ticket
	stored = frappe.db.get_value("Repair Ticket", ticket, ["repeat_state", "repeat_source", "repeat_of"])
	assert stored == ("Suspected", source, None)
