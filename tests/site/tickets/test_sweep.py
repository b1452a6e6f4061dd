"""Escalation steps fire once each, at their time, whatever sweeps run beside or after one another."""

from __future__ import annotations

import threading
from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.core import row_locks
from fangxiu_app.core.access import roles
from fangxiu_app.messaging import outbox
from fangxiu_app.tickets.clocks import service_sweep
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries


@pytest.fixture
def ladder():
	"""First Response with steps at 50, 80, 100 and 150 %, whatever the masters say."""
	limit = frappe.get_doc("Time Limit", "First Response")
	limit.steps = []
	for percent, role in (
		(50, roles.ENGINEER),
		(80, roles.ENGINEER),
		(100, roles.SUPERVISOR),
		(150, roles.MANAGER),
	):
		limit.append("steps", {"percent": percent, "notify_role": role})
	limit.save()


def accepted(estate):
	ticket = make.make_ticket(estate.unit_a).name
	return make.walk(ticket, "accept")


def fired(ticket: str, clock: str = "First Response") -> list[int]:
	filters = {"ticket": ticket, "clock": clock}
	return frappe.get_all("Clock Escalation", filters, pluck="percent", order_by="percent")


def escalations(ticket: str) -> list:
	"""Messages of the steps that fired, without those that tell something else about the ticket."""
	names = frappe.get_all("Clock Escalation", {"ticket": ticket}, pluck="name")
	fields = ["recipient_kind", "recipient", "channel", "subject"]
	return frappe.get_all("Outbox Message", {"dedupe_key": ("in", names)}, fields)


@pytest.mark.clause("R89")
def test_each_step_fires_at_its_time_and_once(estate, ladder):
	ticket = accepted(estate)
	start = get_datetime(ticket.accepted_at)
	seen = []
	for minutes in (14, 15, 15.5, 24, 29, 30, 44, 45, 600):
		service_sweep.run(start + timedelta(minutes=minutes))
		seen.append(fired(ticket.name))
	assert seen == [
		[],
		[50],
		[50],
		[50, 80],
		[50, 80],
		[50, 80, 100],
		[50, 80, 100],
		[50, 80, 100, 150],
		[50, 80, 100, 150],
	]


def test_after_downtime_all_missed_steps_come_back_together(estate, ladder):
	ticket = accepted(estate)
	service_sweep.run(get_datetime(ticket.accepted_at) + timedelta(hours=3))
	assert fired(ticket.name) == [50, 80, 100, 150]


def test_a_stopped_clock_escalates_no_more(estate, ladder):
	ticket = accepted(estate)
	start = get_datetime(ticket.accepted_at)
	make.walk_from(ticket.name, "appoint", "appoint")
	service_sweep.run(start + timedelta(hours=3))
	assert fired(ticket.name) == []


def test_a_hold_puts_the_next_step_off(estate, ladder):
	ticket = accepted(estate)
	start = now_datetime().replace(microsecond=0)
	hold = {
		"holder": "Owner",
		"reason": "出差",
		"agreed_by": "业主",
		"starts_at": start,
		"until": start + timedelta(hours=1),
	}
	frappe.get_doc({"doctype": "Ticket Hold", "ticket": ticket.name, "project": estate.a, **hold}).insert()
	service_sweep.run(start + timedelta(minutes=59))
	assert fired(ticket.name) == []
	service_sweep.run(start + timedelta(minutes=76))
	assert fired(ticket.name) == [50]


def test_the_agreed_completion_escalates_on_the_plans_own_date(estate):
	limit = frappe.get_doc("Time Limit", "Agreed Completion")
	limit.steps = []
	limit.append("steps", {"percent": 100, "notify_role": roles.SUPERVISOR})
	limit.save()
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "survey")
	plan = make.sign_plan(ticket)
	due = get_datetime(plan.completion_at)
	service_sweep.run(due - timedelta(seconds=1))
	before = fired(ticket, "Agreed Completion")
	service_sweep.run(due)
	assert (before, fired(ticket, "Agreed Completion")) == ([], [100])


@pytest.mark.parametrize(("minutes", "says"), [(30, "is due now."), (31.5, "is overdue by 1 min"), (28.5, "in 1 min")])
def test_a_limit_that_ends_this_minute_is_due_now(estate, ladder, minutes, says):
	ticket = accepted(estate)
	service_sweep.run(get_datetime(ticket.accepted_at) + timedelta(minutes=minutes))
	told = [row.subject for row in escalations(ticket.name)]
	assert told and all(says in subject for subject in told)


def test_the_bell_rings_for_the_role_inside_the_project_only(estate, ladder):
	ticket = accepted(estate)
	moment = get_datetime(ticket.accepted_at) + timedelta(hours=3)
	service_sweep.run(moment)
	while outbox.send_due(moment):  # whatever else waits on this site
		pass
	rows = frappe.get_all("Notification Log", {"document_name": ticket.name}, ["for_user", "subject"])
	rows = [row for row in rows if " due " in row.subject]  # not the bell of the new ticket
	told = {row.for_user for row in rows}
	title = frappe.db.get_value("Time Limit", "First Response", "title")
	assert all(f": {title} " in row.subject and "%" not in row.subject for row in rows)
	assert told >= {estate.users[role] for role in (roles.ENGINEER, roles.SUPERVISOR, roles.MANAGER)}
	assert not told & {estate.engineer_b, estate.nobody, estate.users[roles.CLERK]}


def steps_of(code: str, *steps: tuple[int, str, str]) -> None:
	limit = frappe.get_doc("Time Limit", code)
	limit.steps = []
	for percent, recipient, role in steps:
		limit.append("steps", {"percent": percent, "recipient": recipient, "notify_role": role})
	limit.save()


def test_a_step_tells_several_recipients_once_each(estate):
	steps_of(
		"First Response",
		(100, "Ticket Engineer", ""),
		(100, "Lot Engineer", ""),
		(100, "Role", roles.SUPERVISOR),
		(100, "Contractor Contact", ""),
	)
	frappe.db.set_value(
		"Warranty Agreement", estate.agreement_a, {"phone": "13511112222", "contact_person": "刘工"}
	)
	ticket = accepted(estate)
	for hours in (1, 2):
		service_sweep.run(get_datetime(ticket.accepted_at) + timedelta(hours=hours))
	told = escalations(ticket.name)
	engineer = estate.users[roles.ENGINEER]
	assert sorted((row.recipient_kind, row.recipient, row.channel) for row in told) == [
		("Address", "13511112222", "SMS"),
		("Role", roles.SUPERVISOR, "Desk Bell"),
		("User", engineer, "Desk Bell"),
	]
	assert all(
		row.subject.startswith(f"{ticket.unit_code} {ticket.location} · {ticket.defect_type}: ")
		and "overdue by" in row.subject
		for row in told
	)
	log = frappe.db.get_value("Clock Escalation", {"ticket": ticket.name}, "told")
	assert log == f"{engineer}\n{roles.SUPERVISOR}\n刘工"


@pytest.mark.parametrize(
	("steps", "says"),
	[
		([(80, "Role", roles.MANAGER), (50, "Role", roles.MANAGER)], "rising percentages"),
		([(80, "Role", roles.MANAGER), (80, "Role", roles.MANAGER)], "stands twice"),
		([(80, "Role", "")], "choose the role"),
	],
)
def test_steps_that_cannot_be_meant_are_refused(estate, steps, says):
	with pytest.raises(frappe.ValidationError, match=says):
		steps_of("First Response", *steps)


@pytest.mark.clause("R70", "R78")
def test_a_report_that_nobody_accepts_is_noticed(estate):
	ticket = make.make_ticket(estate.unit_a)
	row = next(row for row in ticket.clocks if row.code == "Acceptance")
	assert (row.state, frappe.db.get_value("Time Limit", "Acceptance", "source")) == ("Running", "Inferred")
	service_sweep.run(get_datetime(row.due_at) + timedelta(minutes=1))
	assert fired(ticket.name, "Acceptance")[-1] == 100
	make.walk(ticket.name, "accept")
	assert frappe.db.get_value("Ticket Clock", row.name, "state") == "Met"


@pytest.mark.clause("R72")
def test_an_emergency_found_out_later_starts_its_clock(estate):
	ticket = make.make_ticket(estate.unit_a)
	ticket.emergency = 1
	ticket.save()
	assert [row.state for row in ticket.clocks if row.code == "Emergency Arrival"] == ["Running"]
	ticket.emergency = 0
	ticket.save()
	assert [row.state for row in ticket.clocks if row.code == "Emergency Arrival"] == ["Void"]


def test_a_form_saved_over_the_marks_rings_nobody_twice(estate, ladder):
	ticket = accepted(estate)
	start = get_datetime(ticket.accepted_at)
	stale = frappe.get_doc("Repair Ticket", ticket.name)
	service_sweep.run(start + timedelta(minutes=16))
	stale.description = "补充说明"
	stale.save()
	service_sweep.run(start + timedelta(minutes=17))
	row = frappe.get_doc("Ticket Clock", {"parent": ticket.name, "code": "First Response"})
	assert (row.fired, len(escalations(ticket.name))) == ("50", 1)


def test_queries_do_not_grow_with_the_rows_that_are_due(estate, ladder):
	service_sweep.run(now_datetime() + timedelta(days=400))
	one = accepted(estate)
	moment = get_datetime(one.accepted_at) + timedelta(minutes=16)
	single = count_queries(lambda: service_sweep.run(moment))
	for _more in range(12):
		accepted(estate)
	many = count_queries(lambda: service_sweep.run(moment + timedelta(minutes=1)))
	assert many <= single
	assert count_queries(lambda: service_sweep.run(moment + timedelta(minutes=1))) == 1


def test_a_clock_whose_last_step_another_sweep_has_fired_is_left_alone(estate, ladder, monkeypatch):
	"""Between the look and the lock: the clock runs on, and has no next step any more."""
	ticket = accepted(estate)

	def claimed(doctype, names, fields=(), wait=False):
		frappe.db.set_value("Ticket Clock", {"parent": ticket.name, "state": "Running"}, "next_step_at", None)
		return row_locks.claim(doctype, names, fields, wait)

	monkeypatch.setattr(service_sweep, "claim", claimed)
	service_sweep.run(get_datetime(ticket.accepted_at) + timedelta(hours=3))
	assert fired(ticket.name) == []


def test_two_sweeps_at_once_fire_each_step_once(estate):
	"""On two connections, over committed clocks; a throw-away site keeps what this leaves."""
	limit = frappe.get_doc("Time Limit", "First Response")
	shipped = [step.as_dict(no_default_fields=True) for step in limit.steps]
	steps_of("First Response", (50, "Role", roles.ENGINEER))
	unit = make.make_unit(estate.building_a, "2809")  # committed tickets stand on a unit of their own
	tickets = [make.walk(make.make_ticket(unit).name, "accept").name for _number in range(20)]
	frappe.db.commit()
	moment = now_datetime() + timedelta(minutes=20)
	site, sites_path, errors = frappe.local.site, frappe.local.sites_path, []
	barrier = threading.Barrier(4)

	def work():
		try:
			frappe.init(site=site, sites_path=sites_path)
			frappe.connect()
			barrier.wait()
			service_sweep.run(moment)
			frappe.db.commit()
		except Exception as error:
			errors.append(error)
		finally:
			frappe.destroy()

	threads = [threading.Thread(target=work) for _number in range(4)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join()
	frappe.db.rollback()
	service_sweep.run(moment)
	assert errors == []
	assert [fired(ticket) for ticket in tickets] == [[50]] * 20
	assert [len(escalations(ticket)) for ticket in tickets] == [1] * 20
	limit.reload()
	limit.set("steps", shipped)
	limit.save()
	frappe.db.commit()


def test_escalations_are_not_written_by_hand(estate):
	row = {
		"ticket": make.make_ticket(estate.unit_a).name,
		"project": estate.a,
		"clock": "Plan",
		"percent": 50,
		"fired_at": now_datetime(),
	}
	with pytest.raises(frappe.ValidationError, match="written by the system only"):
		frappe.get_doc({"doctype": "Clock Escalation", **row}).insert()


def test_transitions_after_a_sweep_keep_what_fired(estate, ladder):
	ticket = accepted(estate)
	service_sweep.run(get_datetime(ticket.accepted_at) + timedelta(minutes=16))
	service_transitions.perform(ticket.name, "confirm_repeat", {"reason": "记得修过"})
	row = frappe.get_doc("Ticket Clock", {"parent": ticket.name, "code": "First Response"})
	assert row.fired == "50"
