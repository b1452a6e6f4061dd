"""Complaints: one owner, levels, clocks, answers approved by level, the customer's word, rights and projects (R15, R75, R110)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.approvals import service_approvals
from fangxiu_app.complaints import api_complaints as api
from fangxiu_app.complaints import reads_complaints as reads
from fangxiu_app.core.access import roles
from fangxiu_app.core.access.project_document import LockedFieldError
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.overview import api_ticket_beside, reads_approvals_waiting
from fangxiu_app.tickets.intake import api_intake
from tests.site.helpers import complaints
from tests.site.helpers import factories as make
from tests.site.helpers.complaints import act, make_answer, make_complaint
from tests.site.helpers.counting import count_queries
from tests.site.helpers.signing import acting


def states_of_clocks(complaint) -> dict[str, str]:
	return {row.code: row.state for row in complaint.clocks}


def told(complaint, part: str) -> set[str]:
	return {row.recipient for row in reads.told(complaint.name) if part in row.subject}


@pytest.mark.clause("R15", "R75", "R110")
def test_a_complaint_goes_from_the_call_to_the_customers_word(estate, as_user):
	as_user(estate.users[roles.CALL_CENTRE])
	complaint = make_complaint(estate.a, estate.unit_a, channel="Call Centre")
	service = estate.users[roles.CUSTOMER_SERVICE]
	assert (complaint.state, complaint.case_owner, complaint.level) == ("Registered", service, "Ordinary")
	assert complaint.unit_code and complaint.registered_by == estate.users[roles.CALL_CENTRE]
	as_user(service)
	act(complaint, "contact")
	act(complaint, "investigate")
	first = make_answer(complaint, "First Reply", promises="")
	assert complaints.approve(estate, first) == (roles.MANAGER,)
	assert act(complaint, "give") == "Investigating", "a first reply is no solution"
	answer = make_answer(complaint)
	complaints.approve(estate, answer)
	assert complaint.reload().state == "Answer Approved"
	assert act(complaint, "give", note="客户表示接受") == "Answered"
	proof = make.photo("confirm.png")
	act(complaint, "confirm", note="业主确认已修好", way="Visit", file=proof)
	with pytest.raises(RefusedError, match="reason"):
		act(complaint, "close")
	complaint.update({"reason": "Workmanship", "lessons": "管根防水加强", "facts": "管根破损"}).save()
	assert act(complaint, "close") == "Closed"
	codes = ("Handover", "Complaint Contact", "Complaint Reply Ordinary", "Complaint Solution Ordinary")
	assert states_of_clocks(complaint) == dict.fromkeys(codes, "Met")
	assert [row.step for row in complaint.steps] == [
		"First Contact",
		"Investigation Begun",
		*("Approval Requested", "Answer Approved", "Answer Given to the Customer") * 2,
		"Confirmed by the Customer",
		"Closed",
	]
	assert not complaint.next_due_at and complaint.first_replied_at and complaint.answered_at
	evidence = frappe.get_doc("Evidence Item", complaint.confirmed_evidence)
	assert (evidence.complaint, evidence.file, evidence.project) == (complaint.name, proof, estate.a)
	assert frappe.db.get_value("File", {"file_url": proof}, "is_private")
	answer.reload()
	assert (answer.given_way, answer.given_by, answer.given_note) == ("Phone", service, "客户表示接受")


@pytest.mark.clause("R110")
def test_who_signs_follows_the_level_and_waits_in_the_same_list(estate, as_user):
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	complaint = make_complaint(estate.a, estate.unit_a, danger=1)
	assert complaint.level == "Major", "danger raises the level by itself"
	act(complaint, "contact")
	act(complaint, "investigate")
	answer = make_answer(complaint)
	service_approvals.request(answer)
	signers = (roles.MANAGER, roles.CS_HEAD, roles.GENERAL_MANAGER)
	assert service_approvals.progress(answer).steps == signers
	as_user(estate.users[roles.MANAGER])
	row = next(row for row in reads_approvals_waiting.rows() if row.document == answer.name)
	assert (row.document_type, row.amount, row.role) == ("Complaint Answer", 0, roles.MANAGER)
	assert "王晓明" in row.party
	service_approvals.send_back(answer, "请补充补偿口径")
	assert complaint.reload().state == "Investigating"
	assert complaint.steps[-1].step == "Answer Sent Back" and "补偿" in complaint.steps[-1].note
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	assert complaints.approve(estate, answer.reload()) == signers
	assert complaint.reload().state == "Answer Approved"
	assert estate.users[roles.CUSTOMER_SERVICE] in told(complaint, "is approved")


def test_one_answer_at_a_time_and_none_before_the_investigation(estate):
	complaint = make_complaint(estate.a, estate.unit_a)
	early = make_answer(complaint)
	with pytest.raises(RefusedError, match="Investigating"):
		service_approvals.request(early)
	act(complaint, "contact")
	act(complaint, "investigate")
	service_approvals.request(early.reload())
	with pytest.raises(RefusedError, match="Answer in Approval"):
		service_approvals.request(make_answer(complaint))


def test_a_higher_level_ends_the_round_and_voids_what_was_signed_for_less(estate, as_user):
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	complaint = make_complaint(estate.a, estate.unit_a)
	act(complaint, "contact")
	act(complaint, "investigate")
	answer = make_answer(complaint)
	service_approvals.request(answer)
	as_user(estate.users[roles.CS_HEAD])
	act(complaint, "set_level", new_level="Serious", note="业主情绪激动")
	assert complaint.state == "Investigating" and answer.reload().approval_state == "Draft"
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	assert answer.level == "Ordinary", "saved before the level rose: the request asks again"
	assert complaints.approve(estate, answer) == (roles.MANAGER, roles.CS_HEAD)
	complaint.reload().update({"lawsuit": 1}).save()
	assert complaint.level == "Major"
	with pytest.raises(RefusedError, match="approved for a complaint of level Serious"):
		act(complaint, "give")
	as_user(estate.users[roles.CS_HEAD])
	service_approvals.cancel(answer.reload(), "级别已变")
	assert complaint.reload().state == "Investigating"
	with pytest.raises(RefusedError, match="at least Major"):
		act(complaint, "set_level", new_level="Serious")


def test_what_the_customer_was_told_is_not_cancelled(estate):
	complaint = make_complaint(estate.a, estate.unit_a)
	answer = complaints.answered(estate, complaint)
	frappe.set_user(estate.users[roles.MANAGER])
	with pytest.raises(RefusedError, match="was given to the customer"):
		service_approvals.cancel(answer.reload(), "说错了")
	frappe.set_user("Administrator")
	assert act(complaint, "reject", note="客户不认可") == "Investigating"
	assert complaint.reopened == 1 and not complaint.answered_at
	running = [row.code for row in complaint.clocks if row.state == "Running"]
	assert running == ["Complaint Reply Ordinary", "Complaint Solution Ordinary"], "the limits begin anew"


@pytest.mark.clause("R74", "R110")
def test_a_case_has_one_owner_at_any_time(estate, as_user):
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	complaint = make_complaint(estate.a, estate.unit_a)
	act(complaint, "contact")
	engineer = estate.users[roles.ENGINEER]
	for nobody in (estate.nobody, estate.engineer_b, estate.users[roles.COST_DEPARTMENT]):
		with pytest.raises(RefusedError, match="cannot take the case over"):
			act(complaint, "hand_over", new_owner=nobody)
	act(complaint, "hand_over", new_owner=engineer, note="由工程师跟进")
	assert complaint.case_owner == engineer
	assert told(complaint, "handed over") == {engineer, estate.users[roles.CUSTOMER_SERVICE]}
	with pytest.raises(RefusedError, match="answers for this case"):
		act(complaint, "investigate")
	as_user(estate.users[roles.MANAGER])
	assert act(complaint, "investigate") == "Investigating", "a head may act for the owner"
	complaint.case_owner = None
	with pytest.raises(LockedFieldError):
		complaint.save()


def test_a_new_complaint_goes_to_who_has_the_fewest(estate):
	other = make._user(roles.CUSTOMER_SERVICE, (estate.a,), f"service.{frappe.generate_hash(length=5)}")
	first = make_complaint(estate.a, estate.unit_a)
	second = make_complaint(estate.a, estate.unit_a2)
	assert {first.case_owner, second.case_owner} <= {other, estate.users[roles.CUSTOMER_SERVICE]}
	held = [reads.owner_for(estate.a) for _twice in range(2)]
	assert held[0] == held[1], "the same question has the same answer"
	assert count_queries(lambda: reads.owner_for(estate.a)) <= 4


@pytest.mark.parametrize(
	("values", "level"),
	[
		({}, "Ordinary"),
		({"asks_compensation": 1}, "Serious"),
		({"channel": "Media", "media_outlet": "晚报"}, "Major"),
		({"channel": "Authority", "authority": "12345", "case_no": "SD-1"}, "Major"),
		({"level": "Serious"}, "Serious"),
	],
)
def test_the_level_follows_the_facts(estate, values, level):
	assert make_complaint(estate.a, estate.unit_a, **values).level == level


def test_a_group_becomes_serious_and_major_as_households_join(estate):
	units = [make.make_unit(estate.building_a, f"2{number}01") for number in range(4)]
	complaint = make_complaint(estate.a, estate.unit_a, units=[{"unit": units[0]}])
	assert complaint.level == "Serious" and complaint.units[0].unit_code
	complaint.extend("units", [{"unit": unit} for unit in units[1:]])
	complaint.save()
	assert complaint.level == "Major" and complaint.steps[-1].step == "Level Changed"
	assert {row.code for row in complaint.clocks} == {
		"Handover",
		"Complaint Contact",
		"Complaint Reply Major",
		"Complaint Solution Major",
	}
	assert roles.GENERAL_MANAGER in told(complaint, "is now Major")
	assert complaint.name in {row.name for row in reads.of_unit(units[3])}


def test_a_repair_that_was_confirmed_as_repeated_makes_it_serious(estate):
	ticket = make.make_ticket(estate.unit_a)
	frappe.db.set_value("Repair Ticket", ticket.name, "repeat_state", "Confirmed")
	assert make_complaint(estate.a, estate.unit_a, tickets=[{"ticket": ticket.name}]).level == "Serious"


@pytest.mark.parametrize(
	("values", "says"),
	[
		({"channel": "Authority", "authority": "12345"}, "case number"),
		({"channel": "Media"}, "media outlet"),
		({"received_at": "2099-01-01 08:00:00"}, "future"),
	],
)
def test_what_is_no_complaint_is_refused(estate, values, says):
	with pytest.raises((RefusedError, frappe.MandatoryError), match=says):
		make_complaint(estate.a, estate.unit_a, **values)


@pytest.mark.clause("R75", "R76")
def test_the_tick_of_the_intake_makes_one_case_with_its_tickets(estate, as_user):
	as_user(estate.users[roles.CALL_CENTRE])
	request = make.make_request(estate.unit_a, is_complaint=1, channel="Call Centre")
	complaint = frappe.get_doc("Customer Complaint", request.complaint)
	ticket = request.items[0].ticket
	assert [row.ticket for row in complaint.tickets] == [ticket] and complaint.request == request.name
	assert (complaint.channel, complaint.phone, complaint.case_owner) == (
		"Call Centre",
		"13800001501",
		estate.users[roles.CUSTOMER_SERVICE],
	)
	assert frappe.db.get_value("Repair Ticket", ticket, "is_complaint")
	assert [row["name"] for row in api_ticket_beside.of_ticket(ticket)["complaints"]] == [complaint.name]
	item = {"location": "主卧卫生间", "defect_type": "卫生间渗漏", "same_as": ticket, "description": "还在漏"}
	again = make.make_request(estate.unit_a, [item], is_complaint=1)
	assert again.complaint == complaint.name, "the open case hears of it instead of a second one"
	complaint.reload()
	assert complaint.steps[-1].step == "Follow-up Entry" and "还在漏" in complaint.steps[-1].note


def test_the_intake_says_which_complaint_it_made(estate, as_user):
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	values = {
		"unit": estate.unit_a,
		"channel": "Customer Service",
		"caller_name": "王晓明",
		"caller_phone": "13800001501",
		"is_complaint": 1,
		"items": [{"location": "客厅", "defect_type": "墙面空鼓", "description": "修过又空鼓"}],
	}
	answer = api_intake.save(values)
	assert frappe.db.get_value("Customer Complaint", answer["complaint"], "complaint_text") == "修过又空鼓"
	assert api_intake.save({**values, "is_complaint": 0})["complaint"] is None


def test_a_ticket_that_is_split_off_joins_the_case(estate):
	request = make.make_request(estate.unit_a, is_complaint=1)
	request.reload().append("items", {"location": "客厅", "defect_type": "墙面空鼓"})
	request.save()
	complaint = frappe.get_doc("Customer Complaint", request.complaint)
	assert [row.ticket for row in complaint.tickets] == [item.ticket for item in request.reload().items]


def test_a_report_that_turns_out_to_be_a_complaint_makes_one_once(estate):
	request = make.make_request(estate.unit_a)
	assert not request.complaint
	request.reload().update({"is_complaint": 1}).save()
	name = frappe.db.get_value("Repair Request", request.name, "complaint")
	assert name
	request.reload().update({"special_requests": "下午来"}).save()
	assert frappe.db.count("Customer Complaint", {"request": request.name}) == 1


def test_a_ticket_that_is_linked_is_marked_and_must_be_finished_before_closing(estate):
	ticket = make.make_ticket(estate.unit_a)
	complaint = make_complaint(estate.a, estate.unit_a, tickets=[{"ticket": ticket.name}])
	assert frappe.db.get_value("Repair Ticket", ticket.name, "is_complaint") == 1
	complaints.answered(estate, complaint)
	act(complaint, "confirm")
	complaint.update({"reason": "Other", "lessons": "无"}).save()
	with pytest.raises(RefusedError, match=ticket.name):
		act(complaint, "close")
	foreign = make.make_ticket(estate.unit_b)
	complaint.append("tickets", {"ticket": foreign.name})
	with pytest.raises(frappe.ValidationError, match="another project"):
		complaint.save()


def test_without_the_customers_word_a_head_closes_after_two_attempts(estate, as_user):
	complaint = make_complaint(estate.a, estate.unit_a, received_at=now_datetime() - timedelta(hours=7))
	complaints.answered(estate, complaint)
	complaint.update({"reason": "Not Justified", "lessons": "无"}).save()
	with pytest.raises(RefusedError, match="at least 2 times"):
		act(complaint, "close_unconfirmed")
	act(complaint, "speak", note="答复之前打过", at=now_datetime() - timedelta(minutes=1))
	for _twice in range(3):
		act(complaint, "speak", note="无人接听")
	with pytest.raises(RefusedError, match="So far: 1"):
		act(complaint, "close_unconfirmed")
	frappe.db.set_value("Customer Complaint", complaint.name, "answered_at", now_datetime() - timedelta(hours=6))
	act(complaint, "speak", note="上午也打过", at=now_datetime() - timedelta(hours=5))
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	with pytest.raises(frappe.PermissionError):
		act(complaint, "close_unconfirmed")
	as_user(estate.users[roles.CS_HEAD])
	assert act(complaint, "close_unconfirmed", note="两次未联系上") == "Closed"
	complaint.facts = "补记"
	with pytest.raises(LockedFieldError, match="stays as it is"):
		complaint.save()
	assert act(complaint, "reopen", note="客户再次来访") == "Investigating"


def test_times_lie_between_the_complaint_and_now(estate):
	complaint = make_complaint(estate.a, estate.unit_a)
	for wrong, says in ((timedelta(hours=2), "future"), (timedelta(hours=-2), "before the previous event")):
		with pytest.raises(RefusedError, match=says):
			act(complaint, "contact", at=now_datetime() + wrong)
	earlier = now_datetime() - timedelta(hours=3)
	old = make_complaint(estate.a, estate.unit_a, received_at=earlier)
	act(old, "contact", at=earlier + timedelta(minutes=20))
	assert states_of_clocks(old)["Complaint Contact"] == "Met"
	late = make_complaint(estate.a, estate.unit_a, received_at=earlier)
	assert states_of_clocks(late)["Handover"] == "Late", "ten minutes to the repair centre (R75, R76)"
	act(late, "contact")
	assert states_of_clocks(late)["Complaint Contact"] == "Late"


@pytest.mark.clause("R75", "R79")
@pytest.mark.parametrize(("who", "state"), [(roles.CUSTOMER_SERVICE, "Late"), (roles.CS_HEAD, "Met")])
def test_who_answers_for_a_complaint_keeps_no_missed_limit_by_an_earlier_time(estate, as_user, who, state):
	as_user(estate.users[roles.CALL_CENTRE])
	earlier = now_datetime().replace(microsecond=0) - timedelta(hours=3)
	complaint = make_complaint(estate.a, estate.unit_a, channel="Call Centre", received_at=earlier)
	frappe.db.set_value("Customer Complaint", complaint.name, "creation", earlier, update_modified=False)
	as_user(estate.users[who])
	complaint.reload()
	act(complaint, "contact", at=earlier + timedelta(minutes=20), note="忘记登记")
	assert states_of_clocks(complaint)["Complaint Contact"] == state


@pytest.mark.clause("R75", "R76")
def test_the_repair_centre_hears_of_every_complaint_at_once(estate):
	complaint = make_complaint(estate.a, estate.unit_a)
	assert complaint.level == "Ordinary"
	sent = frappe.get_all("Outbox Message", {"reference_name": complaint.name}, ["urgent"])
	assert sent and all(row.urgent for row in sent), "whatever the hour"
	[row] = [row for row in complaint.clocks if row.code == "Handover"]
	assert (row.state, row.limit_minutes) == ("Met", 10)


def test_an_authoritys_day_comes_first(estate):
	soon = now_datetime().replace(microsecond=0) + timedelta(hours=5)
	public = {"channel": "Authority", "authority": "12345", "case_no": "SD-2026-1"}
	complaint = make_complaint(estate.a, estate.unit_a, authority_due_at=soon, **public)
	due = next(get_datetime(row.due_at) for row in complaint.clocks if row.code == "Complaint Solution Major")
	assert due == soon
	complaint.update({"authority_due_at": soon + timedelta(days=9), "taken_back_why": "主管部门来函延期"}).save()
	due = next(get_datetime(row.due_at) for row in complaint.clocks if row.code == "Complaint Solution Major")
	assert due == get_datetime(complaint.received_at) + timedelta(days=1)


@pytest.mark.clause("R110")
def test_what_was_learnt_names_no_unit_and_nobody(estate):
	complaint = make_complaint(estate.a, estate.unit_a)
	for words in ("业主1.3.8.0.0.0.1.0.0.0.2", "wang@example.com", "3#2-1501 漏水", f"{complaint.complainant}家"):
		complaint.reload().lessons = words
		with pytest.raises(RefusedError, match="read by other projects"):
			complaint.save()
	complaints.answered(estate, complaint.reload())
	act(complaint, "confirm")
	frappe.db.set_value("Customer Complaint", complaint.name, {"reason": "Workmanship", "lessons": "3#2-1501 漏水"})
	with pytest.raises(RefusedError, match="3#2-1501"):
		act(complaint, "close")
	complaint.reload()
	complaint.update({"lessons": "管根防水加强"}).save()
	assert act(complaint, "close") == "Closed"


@pytest.mark.clause("R110")
def test_a_case_says_whose_signature_its_answer_waits_for(estate, as_user):
	as_user(estate.users[roles.CUSTOMER_SERVICE])
	complaint = make_complaint(estate.a, estate.unit_a)
	act(complaint, "contact")
	act(complaint, "investigate")
	answer = make_answer(complaint)
	assert api.panel(complaint.name)["awaits"] == []
	service_approvals.request(answer)
	steps = list(service_approvals.progress(answer.reload()).steps)
	assert api.panel(complaint.name)["awaits"] == steps != []
	with acting(estate.users[steps[0]]):
		service_approvals.approve(frappe.get_doc(answer.doctype, answer.name))
	assert api.panel(complaint.name)["awaits"] == steps[1:]
