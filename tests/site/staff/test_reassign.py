"""改派: work goes to people who can open it, with a reason and a notice to both; lists change nothing behind the actions."""

from __future__ import annotations

import frappe
import pytest

from fangxiu_app.core.access import bulk_edit, roles
from fangxiu_app.core.access.doctypes import MASTERS, PROJECT_DOCTYPES
from fangxiu_app.core.access.project_document import ForeignProjectError, LockedFieldError
from fangxiu_app.core.framework import list_actions
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.staff import api_reassign as api
from fangxiu_app.staff import service_reassign
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make

OWN_ESTATE = True
REASON = "请假"


@pytest.fixture
def tickets(estate):
	names = [make.make_ticket(estate.unit_a).name for _number in range(3)]
	frappe.db.delete("Outbox Message", {"reference_name": ("in", names)})
	return names


def told(project: str) -> dict[str, str]:
	rows = frappe.get_all(
		"Outbox Message", {"project": project, "text": ("like", "%请假%")}, ["recipient", "subject"]
	)
	return {row.recipient: row.subject for row in rows}


@pytest.mark.clause("R70", "R78")
def test_several_tickets_go_to_another_engineer_and_both_hear_of_it(estate, tickets, as_user):
	old, new = estate.users[roles.ENGINEER], estate.users[roles.SUPERVISOR]
	service_transitions.perform(tickets[0], "call_engineer")
	as_user(estate.users[roles.MANAGER])
	frappe.local.lang = "zh"
	answer = api.give(tickets, new, REASON)
	assert answer["message"] == f"已将 3 张工单改派给 {frappe.utils.get_fullname(new)}。"
	rows = frappe.get_all("Repair Ticket", {"name": ("in", tickets)}, ["engineer", "engineer_called_at"])
	assert {(row.engineer, row.engineer_called_at) for row in rows} == {(new, None)}
	messages = told(estate.a)
	assert set(messages) == {old, new}
	assert "3 张工单" in messages[new] and "3 张工单" in messages[old]
	event = frappe.get_last_doc("Ticket Event", {"ticket": tickets[0], "action": "reassign"})
	details = frappe.parse_json(event.details)
	assert details == {
		"from": frappe.utils.get_fullname(old),
		"to": frappe.utils.get_fullname(new),
		"reason": REASON,
	}


def test_who_has_all_of_the_tickets_is_no_choice_for_them(estate, tickets, as_user):
	as_user(estate.users[roles.MANAGER])
	holder, other = estate.users[roles.ENGINEER], estate.users[roles.SUPERVISOR]
	assert holder not in [row["user"] for row in api.choices(tickets)]
	api.give(tickets[:1], other, REASON)
	assert {holder, other} <= {row["user"] for row in api.choices(tickets)}


def refused(says: str, tickets: list[str], engineer: str, reason: str = REASON) -> None:
	before = frappe.get_all("Repair Ticket", {"name": ("in", tickets)}, ["name", "engineer"])
	with pytest.raises(RefusedError, match=says):
		service_reassign.reassign(tickets, engineer, reason)
	assert frappe.get_all("Repair Ticket", {"name": ("in", tickets)}, ["name", "engineer"]) == before


def test_only_people_who_can_open_the_ticket_get_it(estate, tickets):
	refused("no right to the project", tickets, estate.engineer_b)
	refused("no right to the project", tickets, estate.users[roles.PROPERTY_DESK])
	refused("no right to the project", tickets, "nobody@example.com")
	frappe.db.set_value("User", estate.users[roles.SUPERVISOR], "enabled", 0)
	refused("account is disabled", tickets, estate.users[roles.SUPERVISOR])


def test_reason_state_and_difference_are_asked_together(estate, tickets):
	service_transitions.perform(tickets[1], "cancel", {"reason": "重复"})
	with pytest.raises(RefusedError) as error:
		service_reassign.reassign(tickets, estate.users[roles.ENGINEER], " ")
	assert all(
		word in str(error.value) for word in ("Give the reason", "merged or cancelled", "has them already")
	)
	refused("No ticket is chosen", [], estate.users[roles.SUPERVISOR])


def test_an_engineer_passes_on_their_own_only(estate, tickets, as_user):
	frappe.db.set_value("Repair Ticket", tickets[2], "engineer", estate.users[roles.MANAGER])
	as_user(estate.users[roles.ENGINEER])
	refused("passes on their own", tickets, estate.users[roles.SUPERVISOR])
	assert service_reassign.reassign(tickets[:2], estate.users[roles.SUPERVISOR], REASON) == 2
	as_user(estate.users[roles.PROPERTY_DESK])
	refused("passes on their own", tickets[:1], estate.users[roles.ENGINEER])


def test_foreign_tickets_are_not_given(estate, as_user):
	foreign = make.make_ticket(estate.unit_b).name
	as_user(estate.users[roles.MANAGER])
	with pytest.raises(frappe.PermissionError):
		api.give([foreign], estate.users[roles.ENGINEER], REASON)


def test_all_of_somebody_is_looked_at_and_handed_over_with_the_buildings(estate, tickets, as_user):
	old, new = estate.users[roles.ENGINEER], estate.users[roles.SUPERVISOR]
	foreign = make.make_ticket(estate.unit_b).name
	frappe.db.set_value("Repair Ticket", foreign, "engineer", old)
	make.walk(tickets[2], "close")
	as_user(estate.users[roles.MANAGER])
	look = api.in_hand(old)
	names = {row.name for row in look["tickets"]}
	assert set(tickets) <= names, "a closed ticket owes its follow-up"
	assert foreign not in names
	assert all(row.clock for row in look["tickets"] if row.next_due_at)
	people = {row["user"] for row in look["people"]}
	assert new in people and old not in people and estate.engineer_b not in people
	assert estate.building_a in {row.name for row in look["buildings"]}
	assert old in {row.user for row in api.holders()}
	api.give(sorted(names), new, REASON, [estate.building_a])
	assert api.in_hand(old)["tickets"] == []
	assert frappe.db.get_value("Estate Building", estate.building_a, "lot_engineer") == new
	as_user("Administrator")
	assert make.make_ticket(estate.unit_a2).engineer == new


def test_the_engineer_is_no_field_of_the_form(estate, tickets, as_user):
	as_user(estate.users[roles.MANAGER])
	ticket = frappe.get_doc("Repair Ticket", tickets[0])
	ticket.engineer = estate.users[roles.SUPERVISOR]
	with pytest.raises(LockedFieldError):
		ticket.save()


def offered(doctype: str) -> list:
	"""Fields that Frappe's bulk edit would offer (list_view.js, is_field_editable)."""
	return [
		df
		for df in frappe.get_meta(doctype).fields
		if df.fieldtype not in frappe.model.no_value_fields
		and not (df.hidden or df.read_only or df.is_virtual)
	]


def locked_of(doctype: str) -> set[str]:
	locked = getattr(frappe.get_doc({"doctype": doctype}), "locked_fields", ())
	return {
		*locked,
		*(df.fieldname for df in frappe.get_meta(doctype).fields if df.set_only_once or df.read_only),
	}


#: Links that say whose and where: never changed for many at once.
OWNING = ("Project", "Unit Archive", "Repair Ticket", "Supplier", "Warranty Agreement", "User", "Estate Building")


@pytest.mark.parametrize("doctype", [*PROJECT_DOCTYPES, *MASTERS])
def test_what_lists_change_in_bulk_is_written_by_no_action(doctype):
	meta, allowed = frappe.get_meta(doctype), bulk_edit.FIELDS.get(doctype, ())
	assert set(allowed) <= {df.fieldname for df in offered(doctype)}
	assert not set(allowed) & locked_of(doctype)
	assert all(meta.get_field(name).options not in OWNING for name in allowed)


@pytest.mark.parametrize("doctype", [*PROJECT_DOCTYPES, *MASTERS])
def test_every_other_field_is_refused_in_bulk(doctype):
	for df in offered(doctype):
		if df.fieldname not in bulk_edit.FIELDS.get(doctype, ()):
			with pytest.raises(RefusedError, match="for several documents"):
				list_actions.submit_cancel_or_update_docs(doctype, ["x"], "update", {df.fieldname: "x"})


def test_a_bulk_edit_that_fails_is_no_success(estate, tickets, as_user, monkeypatch):
	as_user(estate.users[roles.PROPERTY_DESK])
	with pytest.raises(RefusedError, match=r"0 of 1 were changed.*Acceptance"):
		list_actions.submit_cancel_or_update_docs("Time Limit", ["Acceptance"], "update", {"enabled": 0})
	assert frappe.db.get_value("Time Limit", "Acceptance", "enabled")
	as_user("Administrator")
	monkeypatch.setattr(list_actions.bulk_update, "submit_cancel_or_update_docs", lambda *args: [tickets[0]])
	with pytest.raises(RefusedError, match=f"2 of 3 were changed.*{tickets[0]}"):
		list_actions.submit_cancel_or_update_docs("Repair Ticket", tickets, "update", {"work_type": "Minor Works"})


def test_nothing_is_assigned_to_somebody_who_may_not_open_it(estate, tickets, as_user):
	as_user(estate.users[roles.MANAGER])
	people = [estate.users[roles.SUPERVISOR], estate.engineer_b]
	with pytest.raises(RefusedError, match="nothing was assigned"):
		list_actions.assign_many("Repair Ticket", tickets, people)
	assert not frappe.db.count("ToDo", {"reference_name": ("in", tickets)})
	assert not frappe.db.count("DocShare", {"share_name": ("in", tickets)})
	list_actions.assign("Repair Ticket", tickets[0], people[:1])
	assert frappe.db.count("ToDo", {"reference_name": tickets[0], "status": "Open"}) == 1


def test_chosen_people_have_a_right_to_the_project(estate, tickets):
	building = frappe.get_doc("Estate Building", estate.building_a)
	building.lot_engineer = estate.engineer_b
	with pytest.raises(ForeignProjectError, match="may not open project"):
		building.save()
	with pytest.raises(ForeignProjectError, match="may not open project"):
		make.make_plan(tickets[0], engineer=estate.engineer_b)
