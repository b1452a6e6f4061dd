"""A leak that damages several flats: one ticket; each owner is informed and accepts, each flat's file shows it."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.archive import reads_unit_sections
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import ForeignProjectError, LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.tickets.intake import api_affected as api
from fangxiu_app.tickets.intake import api_intake, reads_repeats, service_affected
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make

OWN_ESTATE = True
LEAK = {"location": "主卧卫生间", "defect_type": "卫生间渗漏", "description": "立管渗漏"}


@pytest.fixture
def leak(estate, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	saved = api_intake.save(
		{
			"unit": estate.unit_a,
			"channel": "Property Desk",
			"caller_name": "王晓明",
			"caller_phone": "13800001501",
			"items": [{**LEAK, "affected": [estate.unit_a2, estate.unit_a]}],
		}
	)
	as_user(estate.users[roles.ENGINEER])
	return saved["tickets"][0]["name"]


@pytest.mark.clause("R74", "R80")
def test_one_report_makes_one_ticket_for_all_units(estate, leak):
	[row] = api.rows(leak)
	assert (row.unit, row.owner_name, row.owner_phone) == (estate.unit_a2, "赵敏", "13900001601")
	assert frappe.db.count("Repair Ticket", {"request": frappe.db.get_value("Repair Ticket", leak, "request")}) == 1


def test_every_unit_s_card_file_and_duplicates_show_it(estate, leak):
	card = api_intake.unit_card(estate.unit_a2)
	assert leak in [row.name for row in card["open_tickets"]]
	found = reads_repeats.find_duplicates(estate.unit_a2, LEAK["location"], LEAK["defect_type"])
	assert [row.name for row in found] == [leak]
	unit = reads_unit_sections.Unit(estate.unit_a2, estate.building_a)
	assert leak in [row.name for row in reads_unit_sections.READERS["tickets"](unit)]
	again = make.make_request(estate.unit_a2, [{**LEAK, "same_as": leak}])
	assert again.items[0].ticket == leak


def test_owners_are_informed_together_and_by_message(estate, leak):
	[row] = api.rows(leak)
	[told] = api.inform(leak, [row.name], "立管接头开裂，明日9时至12时更换，联系人李工", True)
	assert (told.informed_at is not None, told.informed_note[:4]) == (True, "立管接头")
	message = {"recipient": row.owner_phone, "reference_name": leak}
	assert frappe.db.get_value("Outbox Message", message, "text") == told.informed_note
	assert frappe.db.exists("Ticket Event", {"ticket": leak, "action": "inform_units"})


@pytest.mark.clause("R108")
def test_the_ticket_closes_once_each_owner_has_accepted(leak):
	with pytest.raises(RefusedError):
		api.accept(leak, [api.rows(leak)[0].name], "Pass", "赵敏")
	make.walk(leak, "owner_accept")
	with pytest.raises(RefusedError, match="3-2-1601"):
		service_transitions.perform(leak, "close", {})
	name = api.rows(leak)[0].name
	for missing in ({"result": "Pass"}, {"result": "Unreachable"}, {"result": "Perhaps"}):
		with pytest.raises(RefusedError):
			api.accept(leak, [name], **missing)
	api.accept(leak, [name], "Pass", "赵敏")
	assert service_transitions.perform(leak, "close", {}).status == "Closed"


def test_who_is_not_concerned_is_taken_off_with_a_reason(estate, leak):
	name = api.rows(leak)[0].name
	with pytest.raises(RefusedError):
		api.remove(leak, [name], " ")
	assert api.remove(leak, [name], "查明为楼上浇花") == []
	event = frappe.get_last_doc("Ticket Event", {"ticket": leak, "action": "remove_units"})
	assert "查明为楼上浇花" in event.details


def test_nobody_writes_or_adds_past_the_actions(estate, leak, as_user):
	row = frappe.get_doc("Affected Unit", api.rows(leak)[0].name)
	row.result = "Pass"
	with pytest.raises((LockedFieldError, frappe.PermissionError)):
		row.save()
	with pytest.raises(ForeignProjectError):
		api.add(leak, [estate.unit_b])
	other = make.make_ticket(estate.unit_a)
	with pytest.raises(frappe.ValidationError):
		api.inform(other.name, [row.name], "x")
	as_user(estate.engineer_b)
	for call in (lambda: api.rows(leak), lambda: api.add(leak, [estate.unit_a2])):
		with pytest.raises(frappe.PermissionError):
			call()


def test_a_unit_is_named_as_it_is_stored(estate):
	"""Its own unit in another case stood among the further ones, twice."""
	ticket = make.make_ticket(estate.unit_a)
	with pytest.raises(frappe.DoesNotExistError, match="There is no unit"):
		service_affected.add(ticket, [estate.unit_a.lower()])
	assert service_affected.add(ticket, [estate.unit_a]) == []
