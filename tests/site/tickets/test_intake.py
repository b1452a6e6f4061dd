"""From a call to its tickets: one per problem and contractor, with its warranty answer and its clocks."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, add_years, get_datetime, getdate, now_datetime, today

from fangxiu_app.contractors.reads_agreements import find_agreement
from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.estate.reads_units import search_units
from fangxiu_app.tickets.intake import api_intake as api
from fangxiu_app.tickets.life import service_transitions
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries

#: Projects of this module's own: what other tests commit is not counted here.
OWN_ESTATE = True
TWO = [
	{"location": "主卧卫生间", "defect_type": "卫生间渗漏", "description": "滴水"},
	{"location": "客厅", "defect_type": "墙面空鼓", "description": "空响"},
]


def clock(ticket: str, code: str):
	return frappe.get_doc("Ticket Clock", {"parent": ticket, "code": code})


@pytest.mark.clause("R65", "R77", "R78", "R80", "R81")
def test_two_problems_of_two_contractors_become_two_tickets(estate, as_user):
	as_user(estate.users[roles.CLERK])
	request = make.make_request(estate.unit_a, TWO, special_requests="下午三点后来")
	tickets = [frappe.get_doc("Repair Ticket", row.ticket) for row in request.items]
	assert [row.contractor for row in tickets] == [estate.waterproofer, estate.general]
	assert [row.trade for row in tickets] == ["防水", "土建"]
	assert {row.special_requests for row in tickets} == {"下午三点后来"}
	assert {row.engineer for row in tickets} == {estate.users[roles.ENGINEER]}
	assert {(row.status, row.waiting_on, row.channel) for row in tickets} == {
		("Reported", "Engineer", "Repair Centre")
	}
	assert request.received_by == estate.users[roles.CLERK]


def test_a_second_save_makes_no_second_ticket(estate):
	request = make.make_request(estate.unit_a, TWO)
	first = [row.ticket for row in request.items]
	request.append("items", {"location": "厨房", "defect_type": "给水管渗漏"})
	request.save()
	assert [row.ticket for row in request.items][:2] == first
	assert frappe.db.count("Repair Ticket", {"request": request.name}) == 3


def test_a_row_that_became_a_ticket_stays(estate):
	request = make.make_request(estate.unit_a, TWO)
	request.items[0].location = "客厅"
	with pytest.raises(frappe.ValidationError, match="Row 1 became ticket"):
		request.save()
	request.reload()
	request.items.pop()
	with pytest.raises(frappe.ValidationError, match="Row 2 became ticket"):
		request.save()


@pytest.mark.clause("R69", "R70", "R75", "R76")
@pytest.mark.parametrize(
	("channel", "minutes", "state"),
	[
		("Property Desk", 10, "Met"),
		("Property Desk", 11, "Late"),
		("Customer Service", 11, "Late"),
		("Call Centre", 9, "Met"),
	],
)
def test_handover_clock(estate, channel, minutes, state):
	received = make.ago(minutes=20)
	ticket = make.make_ticket(
		estate.unit_a,
		channel=channel,
		received_at=received,
		notified_at=received + timedelta(minutes=minutes),
		back_entry_reason="补录",
	)
	row = clock(ticket.name, "Handover")
	assert (row.state, row.due_at - row.started_at) == (state, timedelta(minutes=10))


@pytest.mark.clause("R69")
def test_no_handover_clock_when_the_repair_centre_took_the_call(estate):
	ticket = make.make_ticket(estate.unit_a)
	assert not frappe.db.exists("Ticket Clock", {"parent": ticket.name, "code": "Handover"})


@pytest.mark.clause("R79")
def test_entry_clock_is_late_for_a_back_entry(estate):
	soon = make.make_ticket(estate.unit_a)
	late = make.make_ticket(
		estate.unit_a,
		received_at=make.ago(minutes=30),
		notified_at=make.ago(minutes=25),
		back_entry_reason="停电",
	)
	assert [clock(row.name, "Entry").state for row in (soon, late)] == ["Met", "Late"]


@pytest.mark.clause("R72")
def test_emergency_arrival_within_fifteen_minutes(estate):
	ticket = make.make_ticket(estate.unit_a, "厨房", "给水管渗漏")
	assert ticket.emergency == 1
	assert (ticket.next_clock, get_datetime(ticket.next_due_at) - get_datetime(ticket.notified_at)) == (
		"Emergency Arrival",
		timedelta(minutes=15),
	)
	make.walk(ticket.name, "accept")
	service_transitions.perform(ticket.name, "arrive")
	assert clock(ticket.name, "Emergency Arrival").state == "Met"


@pytest.mark.clause("R89", "R94", "R95", "R106")
def test_clocks_of_the_straight_way(estate):
	ticket = make.make_ticket(estate.unit_a).name
	accepted = make.walk(ticket, "accept")
	assert (accepted.next_clock, get_datetime(accepted.next_due_at) - get_datetime(accepted.accepted_at)) == (
		"First Response",
		timedelta(minutes=30),
	)
	make.walk_from(ticket, "appoint", "appoint")
	appointed = frappe.get_doc("Repair Ticket", ticket)
	assert (clock(ticket, "First Response").state, appointed.next_clock) == ("Met", "Punctuality")
	surveyed = make.walk_from(ticket, "arrive", "survey")
	assert (surveyed.next_clock, get_datetime(surveyed.next_due_at) - get_datetime(surveyed.surveyed_at)) == (
		"Plan",
		timedelta(minutes=30),
	)
	plan = make.sign_plan(ticket)
	assert clock(ticket, "Plan").state == "Met"
	signed = frappe.get_doc("Repair Ticket", ticket)
	assert (signed.next_clock, get_datetime(signed.next_due_at)) == (
		"Agreed Completion",
		get_datetime(plan.completion_at),
	)
	make.walk_from(ticket, "start", "pre_accept")
	assert clock(ticket, "Agreed Completion").state == "Met"


@pytest.mark.clause("R90")
@pytest.mark.parametrize(("early", "state"), [(6, "Met"), (5, "Met"), (4, "Late"), (-10, "Late")])
def test_arrival_five_minutes_before_the_appointment(estate, early, state):
	"""Recorded as it happened: the appointment lay an hour after the acceptance, an hour ago."""
	start = make.ago(hours=2)
	ticket = make.make_ticket(estate.unit_a, received_at=start, notified_at=start, back_entry_reason="补录").name
	appointment = start + timedelta(hours=1)
	service_transitions.perform(ticket, "accept", at=start, reason="补录")
	service_transitions.perform(ticket, "appoint", {"appointment_at": appointment}, at=start, reason="补录")
	service_transitions.perform(ticket, "arrive", at=appointment - timedelta(minutes=early), reason="补录")
	row = clock(ticket, "Punctuality")
	assert (row.state, row.due_at) == (state, appointment - timedelta(minutes=5))


@pytest.mark.clause("R90")
def test_an_appointment_within_five_minutes_is_due_at_once_not_before(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "accept")
	service_transitions.perform(ticket, "appoint", {"appointment_at": now_datetime() + timedelta(minutes=2)})
	row = clock(ticket, "Punctuality")
	assert row.due_at == row.started_at


@pytest.mark.clause("R10", "R66", "R67")
def test_a_visitor_is_recorded_without_a_promise(estate, as_user):
	as_user(estate.users[roles.ENGINEER])
	request = make.make_request(estate.unit_a, channel="Walk-in", to_be_verified=1)
	request.verified_reply = "已核实，属保修"
	request.save()
	stored = frappe.get_doc("Repair Request", request.name)
	assert (stored.channel, stored.to_be_verified, stored.verified_reply) == ("Walk-in", 1, "已核实，属保修")


@pytest.mark.clause("R85")
def test_staff_who_remember_an_earlier_repair_mark_it(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	as_user(estate.users[roles.PROPERTY_DESK])
	done = service_transitions.perform(ticket, "confirm_repeat", {"reason": "记得修过"})
	assert (done.repeat_state, done.repeat_source, done.waiting_on) == ("Confirmed", "Staff", "Manager")


@pytest.mark.clause("R71")
def test_a_joint_visit_is_recorded_on_the_ticket(estate, as_user):
	ticket = make.make_ticket(estate.unit_a).name
	as_user(estate.users[roles.ENGINEER])
	values = {
		"ticket": ticket,
		"project": estate.a,
		"kind": "Joint",
		"accompanied_by": "物业 张管家",
		"findings": "属房修",
	}
	visit = frappe.get_doc({"doctype": "Site Visit", **values}).insert()
	assert (visit.visitor, visit.unit) == (estate.users[roles.ENGINEER], estate.unit_a)


def test_lists_show_the_next_due_ticket_first_and_idle_ones_last(estate):
	idle, calm, urgent = (make.make_ticket(estate.unit_a2).name for _ticket in range(3))
	service_transitions.perform(idle, "cancel", {"reason": "重复"})
	make.walk(calm, "accept")
	make.walk(urgent, "survey")
	meta = frappe.get_meta("Repair Ticket")
	order = frappe.get_list(
		"Repair Ticket",
		{"name": ("in", (idle, calm, urgent))},
		pluck="name",
		order_by=f"{meta.sort_field} {meta.sort_order}",
	)
	assert order[-1] == idle


@pytest.mark.clause("R95")
def test_complex_repair_has_a_day_for_its_plan(estate):
	ticket = make.make_ticket(estate.unit_a).name
	make.walk(ticket, "arrive")
	values = {"root_cause": "x", "responsibility": "Warranty", "expected_days": 9, "complex": 1}
	done = service_transitions.perform(ticket, "survey", values)
	assert (done.next_clock, get_datetime(done.next_due_at) - get_datetime(done.surveyed_at)) == (
		"Plan Complex",
		timedelta(hours=24),
	)


@pytest.mark.clause("R83")
def test_warranty_answer_names_both_clocks(estate):
	ticket = make.make_ticket(estate.unit_a)
	accepted = add_years(getdate(today()), -1)
	handover = getdate(add_days(today(), -200))
	assert getdate(ticket.contractor_until) == getdate(add_years(accepted, 2))
	assert getdate(ticket.owner_until) == getdate(add_years(handover, 2))
	assert ticket.payer == "Contractor"
	assert "Contractor liable until" in ticket.warranty_answer


@pytest.mark.clause("R83")
def test_in_the_gap_the_developer_pays(estate):
	unit = make.make_unit(
		estate.building_a,
		"1801",
		handover_date=add_days(today(), -30),
		completion_acceptance_date=add_years(today(), -3),
	)
	ticket = make.make_ticket(unit)
	assert ticket.payer == "Developer"
	assert "the developer pays" in ticket.warranty_answer


@pytest.mark.clause("R83")
def test_the_projects_own_warranty_book_prevails(estate):
	book = frappe.get_doc("Quality Warranty", {"project": estate.a})
	row = next(
		row
		for row in book.terms
		if row.warranty_item == frappe.db.get_value("Defect Type", "墙面空鼓", "warranty_item")
	)
	row.owner_amount, row.owner_unit = 8, "Year"
	book.save()
	ticket = make.make_ticket(estate.unit_a)
	assert getdate(ticket.owner_until) == getdate(add_years(getdate(add_days(today(), -200)), 8))


@pytest.mark.clause("R82", "R84")
def test_a_closed_ticket_of_the_same_part_makes_the_next_one_suspect(estate):
	first = make.make_ticket(estate.unit_a2)
	assert first.repeat_state == "None"
	make.walk(first.name, "close")
	again = make.make_ticket(estate.unit_a2)
	assert (again.repeat_state, again.repeat_source, again.repeat_of) == ("Suspected", "System", first.name)
	assert make.make_ticket(estate.unit_a2, location="厨房").repeat_state == "None"


@pytest.mark.parametrize(
	("row", "wanted"),
	[
		({}, "general"),
		({"trade": "防水"}, "general"),
		({"lot": "1标段"}, "other"),
		({"lot": "9标段"}, "general"),
		({"building": True}, "other"),
	],
)
def test_the_most_specific_scope_row_wins(estate, row, wanted):
	"""Against the general builder's all-embracing row: building before lot before trade, and nothing foreign."""
	other = make._supplier(f"Other {frappe.generate_hash(length=4)}")
	scope = {**row, "building": estate.building_a} if row.get("building") else row
	make._agreement(estate.a, other, [scope or {"trade": "给排水"}])
	found = find_agreement(estate.a, estate.building_a, "1标段", "土建", getdate(today()))
	assert found.contractor == {"general": estate.general, "other": other}[wanted]


def test_unsigned_and_ended_agreements_do_not_count(estate):
	name = frappe.db.get_value("Warranty Agreement", {"project": estate.b})
	frappe.db.set_value("Warranty Agreement", name, "valid_to", add_days(today(), -1))
	assert find_agreement(estate.b, estate.building_b, None, "土建", getdate(today())) is None
	frappe.db.set_value("Warranty Agreement", name, {"valid_to": None, "status": "Draft"})
	assert find_agreement(estate.b, estate.building_b, None, "土建", getdate(today())) is None


@pytest.mark.parametrize(
	"text",
	["3 2 1501", "1501 3", "3栋2单元1501室", "３－２－１５０１", "王晓明 1501", "1501 王晓明", "00001501"],
)
def test_units_are_found_by_words_in_any_order(estate, text):
	assert estate.unit_a in [row.name for row in search_units(text, project=estate.a)]


@pytest.mark.parametrize("text", ["9 9 9999", "1501 赵敏", "%", "' or 1=1", "_____"])
def test_units_are_not_found_by_what_they_are_not(estate, text):
	assert search_units(text, project=estate.a) == []


def test_preview_tells_before_saving_what_the_ticket_will_say(estate, as_user):
	as_user(estate.users[roles.PROPERTY_DESK])
	seen = api.preview(estate.unit_a, "客厅", "墙面空鼓")
	ticket = make.make_ticket(estate.unit_a)
	assert (seen["contractor"], str(seen["owner_until"]), seen["payer"]) == (
		ticket.contractor,
		str(ticket.owner_until),
		ticket.payer,
	)
	assert [row.name for row in api.preview(estate.unit_a, "客厅", "墙面空鼓")["duplicates"]] == [ticket.name]


@pytest.mark.clause("R72")
def test_saving_answers_with_a_sentence_for_the_caller(estate, as_user):
	as_user(estate.users[roles.CLERK])
	values = {
		"unit": estate.unit_a,
		"channel": "Repair Centre",
		"caller_name": "王晓明",
		"caller_phone": "13800001501",
	}
	calm = api.save({**values, "items": [TWO[1]]})
	urgent = api.save({**values, "items": [TWO[0]]})
	assert "will call you to agree on a visit" in calm["sentence"]
	assert "will be there by" in urgent["sentence"]


@pytest.mark.parametrize(
	("values", "says"),
	[
		({"received_at": 5}, "lies in the future"),
		({"received_at": -60}, "Give the reason"),
		({"received_at": -5, "notified_at": -6}, "cannot be told"),
		({"received_at": -5, "notified_at": 5}, "lies in the future"),
	],
)
def test_impossible_times_are_refused_and_nothing_is_saved(estate, values, says):
	before = frappe.db.count("Repair Request")
	now = now_datetime().replace(microsecond=0)
	with pytest.raises(RefusedError, match=says):
		make.make_request(
			estate.unit_a, **{name: now + timedelta(minutes=minutes) for name, minutes in values.items()}
		)
	frappe.db.rollback()
	assert frappe.db.count("Repair Request") == before


def test_a_corrected_defect_finds_its_contractor_again(estate):
	ticket = make.make_ticket(estate.unit_a)
	ticket.defect_type = "卫生间渗漏"
	ticket.save()
	assert (ticket.trade, ticket.contractor, ticket.warranty_item) == (
		"防水",
		estate.waterproofer,
		frappe.db.get_value("Defect Type", "卫生间渗漏", "warranty_item"),
	)


def test_an_action_costs_a_fixed_number_of_queries(estate):
	"""However many tickets, events and visits there are: moving one ticket costs the same."""
	warm = make.make_ticket(estate.unit_a).name
	make.walk(warm, "accept")
	ticket = make.make_ticket(estate.unit_a).name
	first = count_queries(lambda: make.walk(ticket, "accept"))
	for _more in range(10):
		make.make_ticket(estate.unit_a)
	other = make.make_ticket(estate.unit_a).name
	assert count_queries(lambda: make.walk(other, "accept")) == first <= 30


def test_problems_that_fit_the_place_come_first_and_others_are_asked_about(estate, as_user):
	as_user(estate.users[roles.CLERK])
	found = [row[0] for row in api.problems("Defect Type", "", page_len=100, filters={"location": "厨房"})]
	assert found[0] == "厨房渗漏" and {"卫生间渗漏", "阳台渗漏"} <= set(found[-4:])
	assert api.problems("Defect Type", "渗漏", filters={"location": "主卧卫生间"})[0][0] == "卫生间渗漏"
	bedroom = [row[0] for row in api.problems("Defect Type", "", page_len=100, filters={"location": "次卧"})]
	assert bedroom.index("墙面开裂") < bedroom.index("外墙渗漏") < bedroom.index("厨房渗漏")
	assert api.preview(estate.unit_a, "厨房", "卫生间渗漏")["elsewhere"] is True
	assert api.preview(estate.unit_a, "主卧卫生间", "卫生间渗漏")["elsewhere"] is False
