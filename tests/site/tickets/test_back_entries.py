"""An engineer does not turn a missed limit into a kept one by an earlier time; a phone without signal, or who leads, may (docs/adr/0180)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.field import service_phone
from fangxiu_app.tickets.life import service_splitting, service_transitions
from fangxiu_app.tickets.life.api_ticket import panel
from tests.site.helpers import factories as make


def earlier(ticket: str, hours: float) -> str:
	"""The ticket as if everything so far had been written down ``hours`` ago."""
	back = timedelta(hours=hours)
	doc = frappe.get_doc("Repair Ticket", ticket)
	frappe.db.set_value(
		"Repair Ticket",
		ticket,
		{name: get_datetime(doc.get(name)) - back for name in ("creation", "reported_at", "notified_at", "accepted_at") if doc.get(name)},
		update_modified=False,
	)
	for row in doc.clocks:
		moved = {name: get_datetime(row.get(name)) - back for name in ("started_at", "due_at", "stopped_at") if row.get(name)}
		frappe.db.set_value("Ticket Clock", row.name, moved, update_modified=False)
	for row in frappe.get_all("Ticket Event", {"ticket": ticket}, ["name", "at"]):
		frappe.db.set_value("Ticket Event", row.name, "at", row.at - back, update_modified=False)
	frappe.clear_document_cache("Repair Ticket", ticket)
	return ticket


def clocks(ticket: str) -> dict:
	return {row.code: row for row in frappe.get_doc("Repair Ticket", ticket).clocks}


def states(ticket: str) -> dict[str, str]:
	return {code: row.state for code, row in clocks(ticket).items()}


@pytest.fixture
def overdue(estate, as_user):
	"""An accepted emergency whose limits ran out hours ago, with its engineer at the desk."""
	ticket = make.make_ticket(estate.unit_a, "厨房", "厨房渗漏").name
	frappe.db.set_value("Repair Ticket", ticket, "engineer", estate.users[roles.ENGINEER])
	as_user(estate.users[roles.ENGINEER])
	service_transitions.perform(ticket, "accept")
	return earlier(ticket, 3)


@pytest.mark.clause("R72", "R79")
def test_an_earlier_arrival_of_the_engineers_own_leaves_the_missed_limit_late(overdue):
	there = make.ago(hours=3) + timedelta(minutes=2)
	service_transitions.perform(overdue, "arrive", at=there, reason="忘记登记")
	found = clocks(overdue)
	assert (found["Emergency Arrival"].state, found["First Response"].state) == ("Late", "Late")
	row = found["Emergency Arrival"]
	assert get_datetime(row.stopped_at) == there and get_datetime(row.entered_at) > make.ago(minutes=2)
	shown = next(one for one in panel(overdue)["clocks"] if one["code"] == "Emergency Arrival")
	assert shown["entered_at"] and "stays late" in shown["why"][-1]


@pytest.mark.clause("R72", "R79")
def test_who_leads_may_enter_the_arrival_as_it_was_but_not_for_a_ticket_of_the_own(overdue, estate, as_user):
	there = make.ago(hours=3) + timedelta(minutes=2)
	as_user(estate.users[roles.SUPERVISOR])
	frappe.db.set_value("Repair Ticket", overdue, "engineer", estate.users[roles.SUPERVISOR])
	frappe.db.savepoint("own")
	service_transitions.perform(overdue, "arrive", at=there, reason="核对门禁记录")
	assert states(overdue)["Emergency Arrival"] == "Late"
	frappe.db.rollback(save_point="own")
	frappe.db.set_value("Repair Ticket", overdue, "engineer", estate.users[roles.ENGINEER])
	service_transitions.perform(overdue, "arrive", at=there, reason="核对门禁记录")
	assert states(overdue)["Emergency Arrival"] == "Met"
	assert clocks(overdue)["Emergency Arrival"].entered_at


@pytest.mark.clause("R72")
@pytest.mark.parametrize(("hours", "state"), [(3, "Met"), (25, "Late")])
def test_a_phone_without_signal_keeps_the_time_of_its_tap_for_a_day(overdue, hours, state):
	make.no_connection()
	earlier(overdue, hours - 3)
	there = make.ago(hours=hours) + timedelta(minutes=2)
	service_phone.receive(str(uuid4()), overdue, "arrive", {}, str(there), None)
	assert states(overdue)["Emergency Arrival"] == state


@pytest.mark.clause("R72")
def test_a_phone_that_was_connected_meanwhile_keeps_no_earlier_time(overdue, estate):
	other = make.make_ticket(estate.unit_a2).name
	key = str(uuid4())
	service_phone.receive(key, other, "accept", {}, None, None)
	frappe.db.set_value("Phone Entry", key, "received_at", make.ago(hours=2), update_modified=False)
	service_phone.receive(str(uuid4()), overdue, "arrive", {}, str(make.ago(hours=3) + timedelta(minutes=2)), None)
	assert states(overdue)["Emergency Arrival"] == "Late"


@pytest.mark.clause("R89", "R90")
def test_an_arrival_of_an_earlier_day_leaves_the_appointment_made_later_running(overdue):
	frappe.db.set_value("Repair Ticket", overdue, "emergency", 0)  # one is appointed for at once
	wanted = now_datetime().replace(microsecond=0) + timedelta(days=2)
	service_transitions.perform(overdue, "appoint", {"appointment_at": wanted})
	service_transitions.perform(overdue, "arrive", at=make.ago(hours=1), reason="忘记登记")
	row = clocks(overdue)["Punctuality"]
	assert (row.state, row.stopped_at) == ("Running", None)
	assert clocks(overdue)["First Response"].state == "Late"
	assert "arrive" in [one["action"] for one in panel(overdue)["actions"] if one["allowed"]], "the appointment is still to be kept"
	done = {"root_cause": "空鼓", "responsibility": "Warranty", "expected_days": 2}
	service_transitions.perform(overdue, "survey", done)
	assert states(overdue)["Punctuality"] == "Void"


@pytest.mark.clause("R89", "R90")
def test_a_missed_appointment_is_not_kept_by_an_arrival_written_down_after_the_next_one_was_made(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	frappe.db.set_value("Repair Ticket", ticket, "engineer", estate.users[roles.ENGINEER])
	as_user(estate.users[roles.ENGINEER])
	service_transitions.perform(ticket, "accept")
	service_transitions.perform(ticket, "appoint", {"appointment_at": now_datetime().replace(microsecond=0) + timedelta(minutes=30)})
	frappe.db.set_value("Repair Ticket", ticket, "appointment_at", make.ago(hours=4, minutes=-30))
	earlier(ticket, 4)
	service_transitions.perform(ticket, "appoint", {"appointment_at": now_datetime() + timedelta(days=3)})
	assert [row.state for row in frappe.get_doc("Repair Ticket", ticket).clocks if row.code == "Punctuality"] == ["Late", "Running"]
	service_transitions.perform(ticket, "arrive", at=make.ago(hours=4, minutes=-20), reason="忘记登记")
	rows = [row.state for row in frappe.get_doc("Repair Ticket", ticket).clocks if row.code == "Punctuality"]
	assert rows == ["Late", "Running"]


@pytest.mark.clause("R98")
def test_what_is_given_away_at_an_earlier_time_does_not_lose_the_limit_missed_until_then(overdue):
	"""Clocks that end because nobody owes them any more are asked the same."""
	service_transitions.perform(overdue, "arrive")
	values = {"root_cause": "业主装修", "responsibility": "Owner Caused", "expected_days": 1}
	service_transitions.perform(overdue, "survey", values)
	make.add_evidence(overdue)
	earlier(overdue, 5)
	said = {"explanation": "业主装修打穿防水", "owner_answer": "Agrees To Pay"}
	service_transitions.perform(overdue, "explain", said, at=make.ago(hours=5, minutes=-2), reason="补录")
	service_transitions.perform(overdue, "transfer", {"transferred_to": "物业"}, at=make.ago(hours=5, minutes=-3), reason="补录")
	assert states(overdue)["Temporary Measure"] == "Late"


@pytest.mark.clause("R70", "R72", "R78")
def test_an_emergency_is_accepted_day_and_night_before_somebody_has_to_be_there(estate):
	ticket = make.make_ticket(estate.unit_a, "厨房", "厨房渗漏").name
	accept, arrive = clocks(ticket)["Acceptance"], clocks(ticket)["Emergency Arrival"]
	assert (accept.calendar, accept.due_at) == (None, arrive.due_at)
	calm = make.make_ticket(estate.unit_a2).name
	assert clocks(calm)["Acceptance"].calendar
	frappe.get_doc("Repair Ticket", calm).update({"emergency": 1}).save()
	assert clocks(calm)["Acceptance"].due_at <= clocks(calm)["Emergency Arrival"].due_at


@pytest.mark.clause("R72", "R90")
def test_the_minutes_for_typing_are_no_longer_term(estate, as_user):
	"""A limit that ran out five minutes ago is not kept by the ten minutes that a report may take (R79)."""
	ticket = make.make_ticket(estate.unit_a, "厨房", "厨房渗漏").name
	frappe.db.set_value("Repair Ticket", ticket, "engineer", estate.users[roles.ENGINEER])
	as_user(estate.users[roles.ENGINEER])
	service_transitions.perform(ticket, "accept")
	due = get_datetime(clocks(ticket)["Emergency Arrival"].due_at)
	earlier(ticket, ((due - make.ago(minutes=5)).total_seconds()) / 3600)
	service_transitions.perform(ticket, "arrive", at=make.ago(minutes=6))
	row = clocks(ticket)["Emergency Arrival"]
	assert (row.state, bool(row.entered_at)) == ("Late", True)


@pytest.mark.clause("R89", "R90")
def test_a_new_appointment_does_not_undo_one_that_was_just_missed(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	frappe.db.set_value("Repair Ticket", ticket, "engineer", estate.users[roles.ENGINEER])
	as_user(estate.users[roles.ENGINEER])
	service_transitions.perform(ticket, "accept")
	service_transitions.perform(ticket, "appoint", {"appointment_at": now_datetime().replace(microsecond=0) + timedelta(minutes=30)})
	due = get_datetime(clocks(ticket)["Punctuality"].due_at)
	gone = due - make.ago(minutes=5)
	frappe.db.set_value("Repair Ticket", ticket, "appointment_at", get_datetime(frappe.db.get_value("Repair Ticket", ticket, "appointment_at")) - gone)
	earlier(ticket, gone.total_seconds() / 3600)
	service_transitions.perform(ticket, "appoint", {"appointment_at": now_datetime() + timedelta(hours=5)}, at=make.ago(minutes=6))
	assert [row.state for row in frappe.get_doc("Repair Ticket", ticket).clocks if row.code == "Punctuality"] == ["Late", "Running"]


@pytest.mark.clause("R72")
def test_the_engineer_does_not_take_the_mark_off_while_the_arrival_is_owed(estate, as_user):
	ticket = make.make_ticket(estate.unit_a, "厨房", "厨房渗漏").name
	frappe.db.set_value("Repair Ticket", ticket, "engineer", estate.users[roles.ENGINEER])
	as_user(estate.users[roles.ENGINEER])
	with pytest.raises(RefusedError, match="does not take the mark off"):
		frappe.get_doc("Repair Ticket", ticket).update({"emergency": 0}).save()
	as_user(estate.users[roles.CLERK])
	frappe.get_doc("Repair Ticket", ticket).update({"emergency": 0}).save()
	assert states(ticket)["Emergency Arrival"] == "Void"


@pytest.mark.clause("R72")
@pytest.mark.parametrize(("minutes", "state"), [(30, "Late"), (5, "Met")])
def test_a_mark_put_on_again_after_the_arrival_counts_from_the_first_time(estate, minutes, state):
	ticket = make.make_ticket(estate.unit_a, "厨房", "厨房渗漏").name
	service_transitions.perform(ticket, "accept")
	frappe.get_doc("Repair Ticket", ticket).update({"emergency": 0}).save()
	earlier(ticket, minutes / 60)
	service_transitions.perform(ticket, "arrive")
	frappe.get_doc("Repair Ticket", ticket).update({"emergency": 1}).save()
	assert [row.state for row in frappe.get_doc("Repair Ticket", ticket).clocks if row.code == "Emergency Arrival"] == [state]


@pytest.mark.clause("R72", "R80")
def test_a_newer_ticket_is_as_old_as_the_one_it_takes_in(overdue, estate):
	"""An own new report of the same leak is no paper from which the missed limit was entered later."""
	long_ago = make.ago(hours=3)
	newer = make.make_ticket(estate.unit_a, "主卧卫生间", "卫生间渗漏", received_at=long_ago, notified_at=long_ago, back_entry_reason="补录").name
	service_transitions.perform(newer, "accept", at=long_ago + timedelta(minutes=1), reason="补录")
	service_transitions.perform(overdue, "merge", {"merged_into": newer, "reason": "同一处"})
	service_transitions.perform(newer, "arrive", at=long_ago + timedelta(minutes=3), reason="忘记登记")
	assert states(newer)["Emergency Arrival"] == "Late"


@pytest.mark.clause("R72", "R80")
def test_a_ticket_that_is_split_off_is_as_old_as_its_report(overdue, estate):
	doc = frappe.get_doc("Repair Ticket", overdue)
	times = dict.fromkeys(("creation", "received_at", "notified_at"), doc.creation)
	frappe.db.set_value("Repair Request", doc.request, times, update_modified=False)
	made = service_splitting.split(overdue, {"location": "主卧卫生间", "defect_type": "卫生间渗漏"}).name
	service_transitions.perform(made, "accept", at=make.ago(hours=3) + timedelta(minutes=1), reason="补录")
	service_transitions.perform(made, "arrive", at=make.ago(hours=3) + timedelta(minutes=3), reason="补录")
	assert (states(made)["Acceptance"], states(made)["Emergency Arrival"]) == ("Late", "Late")


@pytest.mark.clause("R72")
@pytest.mark.parametrize("sign", ["phone", "desk", "queue"])
def test_what_arrived_at_once_is_a_connection_whatever_time_it_names(overdue, estate, sign):
	"""An entry of the phone that names its own time, or an action at the desk; what was sent just now is of the same queue."""
	make.no_connection()
	other = make.make_ticket(estate.unit_a2).name
	when = make.ago(minutes=1 if sign == "queue" else 90)
	if sign == "desk":
		service_transitions.perform(other, "accept")
		frappe.db.set_value("Ticket Event", {"ticket": other, "action": "accept"}, {"at": when, "recorded_at": when}, update_modified=False)
	else:
		key = str(uuid4())
		service_phone.receive(key, other, "accept", {}, None, None)
		frappe.db.set_value("Phone Entry", key, {"happened_at": when, "received_at": when}, update_modified=False)
		frappe.db.set_value("Ticket Event", {"ticket": other, "action": "accept"}, {"at": when, "recorded_at": when}, update_modified=False)
	service_phone.receive(str(uuid4()), overdue, "arrive", {}, str(make.ago(hours=3) + timedelta(minutes=2)), None)
	assert states(overdue)["Emergency Arrival"] == ("Met" if sign == "queue" else "Late")
