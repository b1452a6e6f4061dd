"""From the pre-acceptance to the follow-up: notice to the project department, cleaning, substitute, rain (R106-R108)."""

from __future__ import annotations

import json
from datetime import timedelta
from itertools import count

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core.access import files, roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.patches.v0_1 import split_substitute_signers
from fangxiu_app.tickets.clocks import service_follow_ups
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.life.api_ticket import panel
from fangxiu_app.tickets.site_work import api_work
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.helpers.rest import Api, messages
from tests.site.tickets.test_duties import clocks, contact, in_repair, states
from tests.site.tickets.test_gates import NOTICE, refused


def told(ticket: str) -> dict[str, str]:
	"""Subject by recipient of what was said about a ticket."""
	rows = frappe.get_all("Outbox Message", {"reference_name": ticket}, ["recipient", "subject"])
	return {row.recipient: row.subject for row in rows}


def waiting_for_coordination() -> list[str]:
	"""What the number on the project department's desk opens."""
	card = frappe.get_doc("Number Card", "Coordinations to Record")
	return frappe.get_list(card.document_type, json.loads(card.filters_json), pluck="name", limit=0)


@pytest.mark.clause("R107")
def test_the_project_department_learns_of_a_breach_that_is_there(estate):
	ticket = in_repair(estate, days=1)
	failed = {**NOTICE, "notice_cause": "Failed Pre-acceptance"}
	for values, says in (
		({"notice_proof": "EMS 1"}, "Cause of Notice, Method of Service, Notice Received By"),
		({**NOTICE, "notice_cause": "Past Its Time"}, "The work is not late: it is due on"),
		(failed, "did not fail"),
	):
		with pytest.raises(RefusedError, match=says):
			service_transitions.perform(ticket, "serve_notice", values)
	assert api_work.overview(ticket)["breach"] == {}
	service_transitions.perform(ticket, "fail_pre_acceptance", {"reason": "仍有空鼓"})
	assert "serve the written notice" in api_work.overview(ticket)["breach"]["text"]
	file = make.make_photo()
	served = service_transitions.perform(ticket, "serve_notice", {**failed, "notice_file": file.file_url})
	assert (served.waiting_on, served.coordination_result) == ("Project Department", "Pending")
	assert "项目部 陈刚" in api_work.overview(ticket)["breach"]["text"]
	assert served.cure_until == served.notice_served_at + timedelta(days=7)
	proof = frappe.get_doc("Evidence Item", {"ticket": ticket, "kind": "Delivery Proof"})
	assert (proof.file, len(proof.sha256)) == (file.file_url, 64)
	assert "3-2-1501" in told(ticket)[roles.PROJECT_DEPARTMENT]


@pytest.mark.clause("R107")
def test_work_that_is_past_its_time_is_late(estate, as_user):
	ticket = in_repair(estate, days=3)
	service_transitions.perform(ticket, "serve_notice", {**NOTICE, "notice_cause": "Past Its Time"})
	as_user(estate.users[roles.PROJECT_DEPARTMENT])
	assert ticket in waiting_for_coordination()
	assert [row["action"] for row in panel(ticket)["actions"] if row["primary"]] == ["record_coordination"]
	done = service_transitions.perform(
		ticket, "record_coordination", {"coordination_result": "Failed", "coordination_note": "施工单位拒绝"}
	)
	assert done.waiting_on == "Engineer" and ticket not in waiting_for_coordination()
	assert not [row for row in panel(ticket)["actions"] if row["primary"]]
	heard = told(ticket)
	assert {roles.MANAGER, estate.users[roles.ENGINEER]} <= set(heard)


@pytest.mark.clause("R108")
def test_cleaning_is_ordered_for_the_same_day_and_checked(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "pre_accept")
	past = {"cleaning_by": "洁家保洁", "cleaning_due": make.ago(hours=1)}
	refused(ticket, "order_cleaning", past, says="Cleaning cannot be due")
	ordered = service_transitions.perform(ticket, "order_cleaning", {"cleaning_by": "洁家保洁"})
	due = get_datetime(ordered.cleaning_due)
	assert (due.date(), due.strftime("%H:%M")) == (ordered.cleaning_ordered_at.date(), "23:59")
	row = clocks(ticket, "Cleaning")[-1]
	assert abs((row.due_at - due).total_seconds()) < 60
	refused(ticket, "order_cleaning", {"cleaning_by": "x"}, says="Cleaning is ordered already")
	assert service_transitions.perform(ticket, "clean", {"cleaned_by": "洁家保洁"}).status == "Cleaned"


@pytest.mark.clause("R106", "R108")
def test_photos_where_the_settings_ask_for_them(estate):
	frappe.db.set_single_value("Fangxiu Settings", "photos_required", 1)
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")
	try:
		ticket = make.make_ticket(estate.unit_a).name
		make.walk(ticket, "start")
		refused(ticket, "pre_accept", says="photo of the finished work")
		make.add_evidence(ticket, stage="Repair")
		make.walk_from(ticket, "pre_accept", "pre_accept")
		refused(ticket, "clean", {"cleaned_by": "x"}, says="photo of the cleaned home")
		repaired = frappe.db.get_value("Evidence Item", {"ticket": ticket, "stage": "Repair"}, "file")
		item = {"doctype": "Evidence Item", "ticket": ticket, "project": estate.a, "kind": "Photo", "file": repaired, "stage": "Cleaning"}
		frappe.get_doc(item).insert()
		refused(ticket, "clean", {"cleaned_by": "x"}, says="photo of the cleaned home")
		make.add_evidence(ticket, stage="Cleaning")
		assert service_transitions.perform(ticket, "clean", {"cleaned_by": "x"}).status == "Cleaned"
	finally:
		frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")


SIGNED = {
	"acceptance_result": "Unreachable",
	"substitute_property": "何管家",
	"substitute_project": "陈刚",
	"substitute_side": "Repair Manager",
	"substitute_side_name": "赵建国",
}


def cleaned(estate) -> str:
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "clean")
	frappe.db.set_value("Repair Ticket", ticket, "pre_accepted_at", make.ago(days=3))
	return ticket


def attempt(ticket: str, estate, **ago) -> None:
	frappe.db.set_value("Repair Ticket", ticket, "reported_at", make.ago(days=9))
	contact(ticket, estate.a, "Acceptance", make.ago(**ago), outcome="Unreachable")


@pytest.mark.clause("R108")
def test_the_substitute_needs_attempts_three_parties_and_the_sheet(estate):
	ticket = cleaned(estate)
	values = {**SIGNED, "substitute_sheet": make.make_photo().file_url}
	refused(ticket, "owner_accept", values, says="at least 4 hours apart since the work passed, there are 0")
	attempt(ticket, estate, days=2)
	attempt(ticket, estate, days=2, minutes=-9)
	refused(ticket, "owner_accept", values, says="there are 1")
	attempt(ticket, estate, hours=3)
	for name in ("substitute_property", "substitute_side", "substitute_side_name", "substitute_sheet"):
		label = frappe.get_meta("Repair Ticket").get_label(name)
		refused(ticket, "owner_accept", {**values, name: ""}, says=f"Still missing: {label}")
	refused(
		ticket, "owner_accept", {**values, "substitute_project": "何 管家"}, says="Three different people"
	)
	done = service_transitions.perform(ticket, "owner_accept", values)
	sheet = frappe.get_doc("Evidence Item", {"ticket": ticket, "kind": "Signed Form"})
	assert (done.status, sheet.stage, sheet.file) == (
		"Owner Accepted",
		"Acceptance",
		values["substitute_sheet"],
	)
	assert service_transitions.perform(ticket, "close").status == "Closed"


@pytest.mark.clause("R108")
def test_attempts_before_the_work_passed_do_not_count(estate):
	ticket = cleaned(estate)
	attempt(ticket, estate, days=5)
	attempt(ticket, estate, days=4)
	refused(ticket, "owner_accept", {**SIGNED, "substitute_sheet": make.photo("sheet.png")}, says="there are 0")


def test_a_sheet_that_is_no_private_picture_takes_the_action_back(estate):
	ticket = cleaned(estate)
	attempt(ticket, estate, days=2)
	attempt(ticket, estate, days=1)
	frappe.db.savepoint("fx_unsigned")
	with pytest.raises(files.FileAddressError, match="is not here"):
		service_transitions.perform(ticket, "owner_accept", {**SIGNED, "substitute_sheet": "/private/files/none.png"})
	frappe.db.rollback(save_point="fx_unsigned")
	assert frappe.db.get_value("Repair Ticket", ticket, "status") == "Cleaned"


@pytest.mark.clause("R108")
def test_a_forged_substitute_is_refused_over_rest(estate):
	ticket = cleaned(estate)
	frappe.db.commit()
	clerk = Api(estate.users[roles.CLERK])
	for values in (
		{"status": "Closed"},
		{"acceptance_result": "Unreachable"},
		{"substitute_property": "x", "substitute_project": "y", "substitute_side_name": "z"},
		{"owner_accepted_at": "2026-01-01 08:00:00"},
		{"pre_accepted_at": "2020-01-01 08:00:00"},
	):
		assert clerk.put(f"/api/resource/Repair Ticket/{ticket}", **values)[0] == 417
	act = {
		"ticket": ticket,
		"action": "owner_accept",
		"values": {**SIGNED, "substitute_sheet": "/files/x.png"},
	}
	code, body = clerk.post("/api/method/fangxiu_app.tickets.life.api_ticket.act", **act)
	assert (code, "联系" in messages(body)) == (417, True)
	code, _body = clerk.post("/api/method/fangxiu_app.tickets.life.api_ticket.act", ticket=ticket, action="close")
	assert code == 417
	frappe.db.rollback()
	assert frappe.db.get_value("Repair Ticket", ticket, "status") == "Cleaned"


def test_old_free_lines_become_fields(site):
	split = split_substitute_signers.split
	assert split("物业 何管家\n\n项目部 陈刚\n经理 赵建国\n施工 任国栋") == {
		"substitute_property": "物业 何管家",
		"substitute_project": "项目部 陈刚",
		"substitute_side_name": "经理 赵建国、施工 任国栋",
	}
	assert split("只有一行") == {"substitute_property": "只有一行"}
	split_substitute_signers.execute()


#: A flat of its own for each closed ticket: none is a repeat of another.
ROOMS = count(2201)


def closed(estate, defect: str = "卫生间渗漏", location: str = "主卧卫生间", days: int = 0) -> str:
	unit = make.make_unit(estate.building_a, f"{next(ROOMS)}")
	ticket = make.make_ticket(unit, location, defect).name
	make.walk(ticket, "close")
	if days:
		frappe.db.set_value("Repair Ticket", ticket, "closed_at", make.ago(days=days))
	return ticket


def rain(project: str, **values):
	row = {"project": project, "ended_at": make.ago(minutes=5), "strength": "Heavy"}
	return frappe.get_doc({"doctype": "Rain Event", **row, **values}).insert()


@pytest.mark.clause("R108")
def test_after_rain_every_leak_closed_lately_is_asked_after_once(estate, as_user):
	leak, old, dry = (
		closed(estate, days=30),
		closed(estate, days=120),
		closed(estate, "墙面空鼓", "客厅", days=3),
	)
	as_user(estate.users[roles.PROPERTY_DESK])
	event = rain(estate.a)
	as_user("Administrator")
	assert event.tickets == 1
	row = clocks(leak, service_follow_ups.RAIN)[0]
	assert (row.state, row.started_at, row.due_at) == (
		"Running",
		event.ended_at,
		event.ended_at
		+ timedelta(minutes=frappe.db.get_value("Time Limit", service_follow_ups.RAIN, "limit_minutes")),
	)
	assert states(old, service_follow_ups.RAIN) == states(dry, service_follow_ups.RAIN) == []
	assert rain(estate.a).tickets == 0
	frappe.get_doc("Repair Ticket", leak).save()
	contact(leak, estate.a, "Follow-up", satisfaction="Satisfied")
	assert states(leak, service_follow_ups.RAIN) == ["Met"]
	assert states(leak, "Follow-up") == ["Met"]


@pytest.mark.clause("R108")
def test_rain_costs_the_same_for_many_leaks(estate):
	closed(estate, days=2)
	one = count_queries(lambda: rain(estate.a))
	for _number in range(4):
		closed(estate, days=2)
	assert count_queries(lambda: rain(estate.a)) <= one


def test_rain_is_no_forecast_and_its_count_is_not_entered(estate):
	with pytest.raises(RefusedError, match="lies in the future"):
		rain(estate.a, ended_at=now_datetime() + timedelta(hours=2))
	with pytest.raises(RefusedError, match="above all its year"):
		rain(estate.a, ended_at="2001-06-01 08:00:00")
	event = rain(estate.a)
	event.reload()
	event.tickets = 99
	with pytest.raises(LockedFieldError, match="counted, not entered"):
		event.save()


@pytest.mark.clause("R108")
def test_ordinary_repairs_are_asked_by_share_complaints_and_repeats_always(estate):
	frappe.db.set_single_value("Fangxiu Settings", "follow_up_share", 0)
	frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")
	try:
		assert states(closed(estate, "墙面空鼓", "客厅"), "Follow-up") == []
		assert states(closed(estate), "Follow-up") == ["Running"]
		ticket = frappe.get_doc("Repair Ticket", closed(estate, "墙面空鼓", "客厅"))
		assert service_follow_ups.due_days(ticket) is None
		ticket.repeat_state = "Confirmed"
		assert service_follow_ups.due_days(ticket) == 7
	finally:
		frappe.clear_document_cache("Fangxiu Settings", "Fangxiu Settings")
