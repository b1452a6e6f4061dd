"""One problem, one ticket; two problems, two: joining a report, merging and splitting lose nothing (R10, R80)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core.access import files, roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.tickets.clocks import service_clocks
from fangxiu_app.tickets.intake import reads_repeats
from fangxiu_app.tickets.life import reads_ticket_panel, service_splitting, service_transitions
from fangxiu_app.tickets.life.api_ticket import panel
from tests.site.helpers import factories as make

#: Projects of this module's own: what other tests commit is not counted here.
OWN_ESTATE = True
WALL = {"location": "客厅", "defect_type": "墙面空鼓"}


def events(ticket: str) -> list[str]:
	return frappe.get_all("Ticket Event", {"ticket": ticket}, pluck="action", order_by="creation")


def contact(ticket: str, project: str) -> str:
	values = {
		"ticket": ticket,
		"project": project,
		"purpose": "Other",
		"outcome": "Reached",
		"note": "业主同意周末",
	}
	return frappe.get_doc({"doctype": "Owner Contact", **values}).insert().name


@pytest.mark.clause("R10", "R78")
def test_a_second_call_about_an_open_ticket_is_recorded_and_makes_no_second_one(estate, as_user):
	first = make.make_ticket(estate.unit_a2)
	as_user(estate.users[roles.PROPERTY_DESK])
	before = frappe.db.count("Repair Ticket", {"unit": estate.unit_a2})
	request = make.make_request(
		estate.unit_a2,
		[{**WALL, "description": "更大了", "same_as": first.name, "emergency": 1}],
		caller_name="赵敏家属",
		special_requests="老人在家",
	)
	assert request.items[0].ticket == first.name
	assert frappe.db.count("Repair Ticket", {"unit": estate.unit_a2}) == before
	again = frappe.get_doc("Repair Ticket", first.name)
	assert (again.emergency, again.special_requests, again.next_clock) == (1, "老人在家", "Emergency Arrival")
	event = frappe.get_last_doc("Ticket Event", {"ticket": first.name, "action": "report_again"})
	assert frappe.parse_json(event.details) == {
		"request": request.name,
		"caller": "赵敏家属",
		"description": "更大了",
	}
	told = {"reference_name": first.name, "recipient": estate.users[roles.ENGINEER]}
	assert frappe.db.count("Outbox Message", told) == 2


@pytest.mark.clause("R84", "R85")
@pytest.mark.parametrize(("tick", "source"), [("owner_says_repaired", "Owner"), ("staff_remembers", "Staff"), ("", "")])
def test_that_it_was_repaired_before_is_heard_also_on_a_second_call(estate, tick, source):
	first = make.make_ticket(estate.unit_a2)
	make.make_request(estate.unit_a2, [{**WALL, "same_as": first.name, **({tick: 1} if tick else {})}])
	state, said = frappe.db.get_value("Repair Ticket", first.name, ["repeat_state", "repeat_source"])
	assert (state, said or "") == ("Suspected" if tick else "None", source)
	event = frappe.get_last_doc("Ticket Event", {"ticket": first.name, "action": "report_again"})
	assert frappe.parse_json(event.details).get("repeat_source", "") == source


@pytest.mark.clause("R84", "R86")
def test_a_second_call_makes_no_decided_repeat_undecided(estate):
	first = make.make_ticket(estate.unit_a2)
	service_transitions.perform(first.name, "confirm_repeat", {"reason": "上月修过"})
	make.make_request(estate.unit_a2, [{**WALL, "same_as": first.name, "owner_says_repaired": 1}])
	assert frappe.db.get_value("Repair Ticket", first.name, "repeat_state") == "Confirmed"


@pytest.mark.parametrize(
	("which", "says"), [("other", "does not exist for this unit"), ("closed", "finished already")]
)
def test_a_report_joins_only_an_open_ticket_of_its_unit(estate, which, says):
	ticket = make.make_ticket(estate.unit_a if which == "other" else estate.unit_a2).name
	if which == "closed":
		make.walk(ticket, "close")
	with pytest.raises(RefusedError, match=says):
		make.make_request(estate.unit_a2, [{**WALL, "same_as": ticket}])


def test_a_second_call_does_not_forbid_to_enter_the_earlier_arrival(estate):
	ticket = make.make_ticket(
		estate.unit_a2, received_at=make.ago(hours=1), notified_at=make.ago(hours=1), back_entry_reason="补录"
	)
	service_transitions.perform(ticket.name, "accept", at=make.ago(minutes=50), reason="补录")
	make.make_request(estate.unit_a2, [{**WALL, "same_as": ticket.name}])
	there = make.ago(minutes=5)
	arrived = service_transitions.perform(ticket.name, "arrive", at=there)
	assert get_datetime(arrived.arrived_at) == there


def test_merging_takes_photos_contacts_visits_and_reports_along(estate, as_user):
	stays, goes = make.make_ticket(estate.unit_a2).name, make.make_ticket(estate.unit_a2).name
	evidence, digest = make.add_evidence(goes)
	called = contact(goes, estate.a)
	values = {"ticket": goes, "project": estate.a, "kind": "Joint", "findings": "看过"}
	values |= {"property_participant": "张管家", "joint_judgement": "Warranty"}
	visit = frappe.get_doc({"doctype": "Site Visit", **values}).insert().name
	request = frappe.db.get_value("Repair Ticket", goes, "request")
	as_user(estate.users[roles.CLERK])
	merged = service_transitions.perform(goes, "merge", {"merged_into": stays})
	assert (merged.status, merged.merged_into) == ("Merged", stays)
	assert panel(goes)["merged"] == {"into": stays, "others": []}
	assert panel(stays)["merged"] == {"into": None, "others": [goes]}
	for doctype, name in (("Evidence Item", evidence.name), ("Owner Contact", called), ("Site Visit", visit)):
		assert frappe.db.get_value(doctype, name, ["ticket", "came_from"]) == (stays, goes)
	assert frappe.db.get_value("Evidence Item", evidence.name, "sha256") == digest
	assert frappe.db.get_value("Request Item", {"parent": request}, ["ticket", "first_ticket"]) == (
		stays,
		goes,
	)
	said = frappe.parse_json(
		frappe.db.get_value("Ticket Event", {"ticket": goes, "action": "merge"}, "details")
	)
	assert (said["merged_into"], said["Evidence Item"], said["Owner Contact"], said["Request Item"]) == (
		stays,
		"1",
		"1",
		"1",
	)
	assert events(stays)[-1] == "absorb"
	frappe.get_doc("Repair Request", request).save()


@pytest.mark.clause("R86", "R87")
def test_merging_never_makes_a_repeat_or_an_emergency_forgotten(estate):
	stays, goes = make.make_ticket(estate.unit_a2).name, make.make_ticket(estate.unit_a2).name
	frappe.db.set_value("Repair Ticket", goes, "emergency", 1)
	told = get_datetime(frappe.db.get_value("Repair Ticket", goes, "notified_at"))
	service_transitions.perform(goes, "confirm_repeat", {"reason": "上月修过"})
	service_transitions.perform(goes, "merge", {"merged_into": stays})
	kept = frappe.get_doc("Repair Ticket", stays)
	assert (kept.repeat_state, kept.repeat_source, kept.emergency) == ("Confirmed", "Staff", 1)
	clock = next(row for row in kept.clocks if row.code == "Emergency Arrival")
	assert get_datetime(clock.started_at) == told
	make.walk(stays, "survey")
	with pytest.raises(RefusedError, match="visit in person"):
		make.start(stays)


@pytest.mark.clause("R80", "R93")
def test_equal_bytes_uploaded_in_another_project_do_not_stand_in_the_way(estate, as_user):
	"""Frappe gave equal bytes one address: on a site with a past the newest record may be one this user must not read."""
	item, digest = make.add_evidence(make.make_ticket(estate.unit_a).name)
	content = files.content(frappe.get_doc("File", {"file_url": item.file}))
	as_user(estate.engineer_b)
	same = {"doctype": "File", "file_name": "same.png", "content": content, "is_private": 1}
	frappe.get_doc(same).insert().db_set("file_url", item.file)
	as_user(estate.users[roles.CLERK])
	made = service_splitting.split(
		item.ticket, {"location": "主卧卫生间", "defect_type": "卫生间渗漏", "description": "另有渗水"}
	)
	assert frappe.get_all("Evidence Item", {"ticket": made.name}, pluck="sha256") == [digest]


@pytest.mark.clause("R80")
def test_a_mixed_report_is_split_into_two_tickets(estate, as_user):
	ticket = make.make_ticket(estate.unit_a2, special_requests="先电话")
	item, digest = make.add_evidence(ticket.name, stage="Intake")
	make.walk(ticket.name, "accept")
	as_user(estate.users[roles.CLERK])
	made = service_splitting.split(
		ticket.name, {"location": "主卧卫生间", "defect_type": "卫生间渗漏", "description": "另有渗水"}
	)
	old = frappe.get_doc("Repair Ticket", ticket.name)
	assert (made.request, made.split_from, made.status) == (old.request, old.name, "Reported")
	assert (made.contractor, old.contractor) == (estate.waterproofer, estate.general)
	assert (old.status, old.location) == ("Accepted", "客厅")
	assert (made.special_requests, made.reported_at, made.entered_at) == (
		"先电话",
		old.reported_at,
		old.entered_at,
	)
	copy = frappe.get_doc("Evidence Item", {"ticket": made.name})
	assert (copy.sha256, copy.came_from, copy.file) == (digest, old.name, item.file)
	assert frappe.db.get_value("Evidence Item", item.name, "ticket") == old.name
	assert (events(old.name)[-1], events(made.name)) == ("split", ["report", "split"])
	assert frappe.db.count("Request Item", {"parent": old.request}) == 2


def test_a_split_needs_another_problem_a_role_and_a_ticket_before_its_survey(estate, as_user):
	ticket = make.make_ticket(estate.unit_a2).name
	leak = {"location": "主卧卫生间", "defect_type": "卫生间渗漏"}
	with pytest.raises(RefusedError, match="place and problem of this ticket"):
		service_splitting.split(ticket, dict(WALL))
	with pytest.raises(RefusedError, match="fill in Location"):
		service_splitting.split(ticket, {"defect_type": "卫生间渗漏"})
	as_user(estate.users[roles.PROPERTY_DESK])
	with pytest.raises(frappe.PermissionError, match="needs one of the roles"):
		service_splitting.split(ticket, leak)
	as_user(estate.engineer_b)
	with pytest.raises(frappe.PermissionError):
		service_splitting.split(ticket, leak)
	as_user("Administrator")
	make.walk(ticket, "survey")
	with pytest.raises(RefusedError, match="not possible while the ticket is Surveyed"):
		service_splitting.split(ticket, leak)


def overdue(ticket: str, code: str, hours: int = 3):
	"""The clock of a ticket as if it had begun hours ago and its time were over since one."""
	now = now_datetime().replace(microsecond=0)
	values = {"started_at": now - timedelta(hours=hours), "due_at": now - timedelta(hours=1)}
	frappe.db.set_value("Ticket Clock", {"parent": ticket, "code": code, "state": "Running"}, values)
	return values["started_at"]


@pytest.mark.clause("R70", "R72")
def test_a_new_report_of_the_same_problem_escapes_no_limit(estate):
	"""An engineer who is late reports the problem anew and merges the old ticket into it: it is as late as before."""
	goes, stays = make.make_ticket(estate.unit_a2).name, make.make_ticket(estate.unit_a2).name
	for ticket in (goes, stays):
		service_transitions.perform(ticket, "accept")
	begun = overdue(goes, "First Response")
	service_transitions.perform(goes, "merge", {"merged_into": stays})
	kept = frappe.get_doc("Repair Ticket", stays)
	[clock] = [row for row in kept.clocks if row.code == "First Response"]
	assert (clock.state, clock.started_at, kept.next_clock) == ("Running", begun, "First Response")


@pytest.mark.clause("R72")
def test_an_emergency_that_was_missed_stays_missed_on_the_ticket_it_is_merged_into(estate):
	goes, stays = make.make_ticket(estate.unit_a2).name, make.make_ticket(estate.unit_a2, "客厅", "灯具不亮").name
	for ticket in (goes, stays):
		service_transitions.perform(ticket, "accept")
	first = frappe.get_doc("Repair Ticket", goes)
	first.update({"emergency": 1})
	first.save()
	long_ago = overdue(goes, "Emergency Arrival")
	service_transitions.perform(stays, "arrive")
	frappe.db.set_value("Ticket Event", {"ticket": goes}, "at", long_ago)
	frappe.db.set_value("Repair Ticket", goes, "reported_at", long_ago)
	# also where the merge is said to have happened before the time was over
	service_transitions.perform(goes, "merge", {"merged_into": stays, "reason": "同一处"}, at=long_ago + timedelta(minutes=30), reason="补录")
	late = [row.code for row in frappe.get_doc("Repair Ticket", stays).clocks if row.state == "Late"]
	assert late == ["Emergency Arrival"]


@pytest.mark.clause("R70")
def test_what_was_missed_stays_missed_on_a_ticket_that_is_cancelled(estate):
	"""Whatever time is given for it; what is not due yet is owed no more."""
	missed, fresh = make.make_ticket(estate.unit_a2).name, make.make_ticket(estate.unit_a2).name
	for ticket in (missed, fresh):
		service_transitions.perform(ticket, "accept")
	long_ago = overdue(missed, "First Response")
	frappe.db.set_value("Ticket Event", {"ticket": missed}, "at", long_ago)
	frappe.db.set_value("Repair Ticket", missed, {"reported_at": long_ago, "accepted_at": long_ago})
	service_transitions.perform(missed, "cancel", {"reason": "x"}, at=long_ago + timedelta(minutes=30), reason="补录")
	service_transitions.perform(fresh, "cancel", {"reason": "业主撤回"})
	state = {name: [row.state for row in frappe.get_doc("Repair Ticket", name).clocks if row.code == "First Response"] for name in (missed, fresh)}
	assert state == {missed: ["Late"], fresh: ["Void"]}


@pytest.mark.clause("R108")
def test_a_cleaning_that_is_overdue_gets_no_later_time_for_nothing(estate):
	"""Ordered the day after it was due: that it was late stays beside the time that is agreed now."""
	ticket = make.make_ticket(estate.unit_a2).name
	make.walk(ticket, "pre_accept")
	overdue(ticket, "Cleaning")
	service_transitions.perform(ticket, "order_cleaning", {"cleaning_by": "洁家保洁"})
	states = [row.state for row in frappe.get_doc("Repair Ticket", ticket).clocks if row.code == "Cleaning"]
	assert states == ["Late", "Running"]


@pytest.mark.clause("R72")
def test_the_mark_of_an_emergency_is_taken_off_with_its_clock(estate):
	"""Taken off and put on again it has one clock that runs, not one for every time."""
	ticket = make.make_ticket(estate.unit_a2).name
	first = now_datetime().replace(microsecond=0) - timedelta(minutes=9)
	for mark in (1, 0, 1, 0, 1):
		doc = frappe.get_doc("Repair Ticket", ticket)
		doc.emergency = mark
		doc.save()
		frappe.db.set_value("Ticket Clock", {"parent": ticket, "code": "Emergency Arrival", "state": "Running"}, "started_at", first)
	clocks = [row for row in frappe.get_doc("Repair Ticket", ticket).clocks if row.code == "Emergency Arrival"]
	assert sorted(row.state for row in clocks) == ["Running", "Void", "Void"]
	assert doc.clocks[-1].started_at == first, "the arrival is owed from the first mark"


@pytest.mark.clause("R80")
def test_another_problem_is_merged_with_a_reason_and_keeps_its_words(estate):
	stays = make.make_ticket(estate.unit_a2).name
	goes = make.make_ticket(estate.unit_a2, "主卧卫生间", "卫生间渗漏").name
	frappe.db.set_value("Repair Ticket", goes, "description", "滴水")
	with pytest.raises(RefusedError, match="another place or problem"):
		service_transitions.perform(goes, "merge", {"merged_into": stays})
	service_transitions.perform(goes, "merge", {"merged_into": stays, "reason": "同一根水管"})
	assert frappe.db.get_value("Repair Ticket", stays, "description").endswith(f"{goes}: 主卧卫生间 · 卫生间渗漏 · 滴水 · 同一根水管")
	assert panel(stays)["merged_problems"] == {goes: "主卧卫生间 卫生间渗漏"}


@pytest.mark.clause("R11", "R80")
def test_a_place_corrected_right_before_the_merge_loses_no_words(estate):
	stays = make.make_ticket(estate.unit_a2).name
	goes = make.make_ticket(estate.unit_a2, "主卧卫生间", "卫生间渗漏").name
	frappe.get_doc("Repair Ticket", goes).update({"location": "客厅", "defect_type": "墙面空鼓"}).save()
	with pytest.raises(RefusedError, match="another place or problem"):
		service_transitions.perform(goes, "merge", {"merged_into": stays})
	service_transitions.perform(goes, "merge", {"merged_into": stays, "reason": "同一根水管"})
	assert "主卧卫生间 · 卫生间渗漏 · 同一根水管" in frappe.db.get_value("Repair Ticket", stays, "description")


def test_two_problems_of_one_call_are_one_report_of_the_ticket_they_become(estate):
	request = make.make_request(estate.unit_a2, [WALL, {"location": "主卧卫生间", "defect_type": "卫生间渗漏"}])
	stays, goes = (item.ticket for item in request.items)
	service_transitions.perform(goes, "merge", {"merged_into": stays, "reason": "同一根水管"})
	assert [row.name for row in reads_repeats.reports_of(stays)] == [request.name]
	assert reads_ticket_panel.around(frappe.get_doc("Repair Ticket", stays))["calls"] == 1


@pytest.mark.clause("R82", "R84")
def test_what_is_repeated_was_repaired_in_the_same_unit(estate):
	again, never = make.make_ticket(estate.unit_a2).name, make.make_ticket(estate.unit_a2).name
	elsewhere, done = make.make_ticket(estate.unit_a).name, make.make_ticket(estate.unit_a2).name
	for earlier, says in ((never, "Nothing was repaired"), (elsewhere, "no other ticket of this unit"), (again, "no other ticket")):
		with pytest.raises(RefusedError, match=says):
			service_transitions.perform(again, "confirm_repeat", {"repeat_of": earlier})
	make.walk(done, "start")
	service_transitions.perform(done, "fail_pre_acceptance", {"reason": "空鼓"})
	with pytest.raises(RefusedError, match="Nothing was repaired"):
		service_transitions.perform(again, "confirm_repeat", {"repeat_of": done})
	make.add_evidence(done, stage="Repair")
	service_transitions.perform(done, "pre_accept")
	confirmed = service_transitions.perform(again, "confirm_repeat", {"repeat_of": done})
	assert (confirmed.repeat_state, confirmed.repeat_of) == ("Confirmed", done)


@pytest.mark.clause("R72")
def test_a_type_that_is_corrected_back_says_that_the_mark_of_an_emergency_stays(estate, as_user):
	ticket = make.make_ticket(estate.unit_a, "次卧", "墙面开裂").name
	as_user(estate.users[roles.CLERK])
	for problem, said in (("厨房渗漏", False), ("墙面开裂", True), ("墙面空鼓", False)):
		frappe.clear_messages()
		doc = frappe.get_doc("Repair Ticket", ticket).update({"defect_type": problem})
		doc.save()
		assert (doc.emergency, any("Emergency stays ticked" in row["message"] for row in frappe.message_log)) == (1, said)


@pytest.mark.clause("R72")
@pytest.mark.parametrize(("response", "first"), [("10:00:05", "Emergency Arrival"), ("09:59:59", "First Response"), ("10:01:00", "Emergency Arrival")])
def test_within_a_minute_the_arrival_counts_first(response, first):
	rows = [frappe._dict(code="First Response", due_at=f"2027-03-10 {response}"), frappe._dict(code="Emergency Arrival", due_at="2027-03-10 10:00:40")]
	assert service_clocks._first(rows).code == first
	assert service_clocks._first([]) is None
