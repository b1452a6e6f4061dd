"""Special reports: through departments in turns and side by side, decided, answered; sent back, handed on, withdrawn (R59, R60)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import add_days, get_datetime, getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.time.reads_calendars import load_calendar
from fangxiu_app.overview import api_ticket_beside, reads_approvals_waiting
from fangxiu_app.paid_repairs import service_quotes
from fangxiu_app.setup.ensure import OFFICE_HOURS
from fangxiu_app.special_reports import api_special_reports as api
from fangxiu_app.special_reports import reads_special_reports as reads
from fangxiu_app.special_reports import rules_special_report as rules
from fangxiu_app.special_reports import service_special_report_tickets, service_special_reports
from tests.site.helpers import factories as make
from tests.site.helpers import orders, paid, signing
from tests.site.helpers.special_reports import DEPARTMENTS, act, decided, make_report, old_ticket, opine

FIRST, SECOND, THIRD = DEPARTMENTS


@pytest.fixture(autouse=True)
def _office_hours(estate):
	frappe.db.set_single_value("Fangxiu Settings", "special_report_calendar", OFFICE_HOURS)


def states(report) -> dict[str, str]:
	"""Department → state of its opinion, in the running circulation."""
	return {row.department: row.state for row in report.opinions if row.round == report.round}


def told(report, part: str) -> set[str]:
	return {row.recipient for row in reads.told(report.name) if part in row.subject}


@pytest.mark.clause("R59", "R60")
def test_a_report_goes_through_the_departments_and_the_customer_is_answered(estate):
	desk, head, ticket = estate.users[roles.PROPERTY_DESK], estate.users[roles.CS_HEAD], old_ticket(estate.unit_a).name
	with signing.acting(desk):
		report = make_report(estate, ticket=ticket)
	assert report.state == "Draft" and "业主保修期已于去年届满" in report.warranty_answer
	assert act(report, "file", desk) == "In Circulation"
	assert states(report) == dict(zip(DEPARTMENTS.values(), ("Asked", "Waiting", "Waiting"), strict=True))
	assert told(report, "asks for your opinion") == {estate.users[FIRST]}
	opine(estate, report, FIRST)
	assert states(report) == dict(zip(DEPARTMENTS.values(), ("Given", "Asked", "Asked"), strict=True))
	assert told(report, "asks for your opinion") == {estate.users[role] for role in DEPARTMENTS}
	assert opine(estate, report, THIRD, "Shared Cost") == "In Circulation", "side by side: the other one is still asked"
	assert opine(estate, report, SECOND) == "To Be Decided"
	assert told(report, "all opinions are in") == {roles.CS_HEAD, roles.MANAGER}
	assert act(report, "decide", head, decision="Repair at Company's Cost", by_when=add_days(today(), 5)) == "Decided"
	assert report.decided_by == head and desk in told(report, "is decided")
	assert act(report, "answer", desk, note="已告知业主由开发商维修") == "Answered"
	assert (report.answered_by, report.answer_text, report.late_by()) == (desk, "已告知业主由开发商维修", 0)
	assert act(report, "close", desk) == "Closed"
	ways = ["Filed", *["Opinion Given"] * 3, "Decided", "Answered to the Customer", "Closed"]
	assert [row.step for row in report.steps] == ways
	assert report.name.startswith(f"RS-{getdate():%y%m}-")


@pytest.mark.clause("R60")
def test_departments_and_customer_are_answered_within_working_days(estate):
	report = make_report(estate)
	report.routing[0].days = 6
	report.save()
	act(report, "file")
	calendar, start = load_calendar(OFFICE_HOURS), getdate(report.filed_at)
	first = report.opinions[0]
	assert getdate(first.due_on) == rules.due_day(calendar, start, 6)
	assert getdate(report.answer_due) == rules.due_day(calendar, start, 10)
	assert getdate(report.next_due_on) == min(getdate(first.due_on), getdate(report.answer_due))
	opine(estate, report, FIRST)
	usual = rules.due_day(calendar, getdate(), 3)
	assert {getdate(row.due_on) for row in report.opinions if row.state == "Asked"} == {usual}


@pytest.mark.clause("R58", "R60")
def test_an_owner_who_agreed_to_the_quotation_is_not_reported_as_refusing(estate):
	ticket = paid.make_paid(estate.unit_a)
	frappe.db.set_value("Repair Ticket", ticket, "warranty_answer", "已过保")
	quote = paid.agreed(ticket)
	report = make_report(estate, ticket=ticket, reason="Owner Refuses to Pay")
	with pytest.raises(RefusedError, match=f"has agreed to pay: quotation {quote.name}"):
		act(report, "file")
	service_quotes.withdraw(quote.reload(), "业主反悔")
	assert act(report, "file") == "In Circulation"


@pytest.mark.clause("R60")
def test_what_is_under_warranty_is_repaired_and_not_reported(estate):
	ticket = make.make_ticket(estate.unit_a)
	frappe.db.set_value("Repair Ticket", ticket.name, {"owner_until": add_days(today(), 30), "warranty_answer": "在保"})
	report = make_report(estate, ticket=ticket.name)
	with pytest.raises(RefusedError, match="under warranty"):
		act(report, "file")
	assert report.reload().state == "Draft" and not report.opinions


def test_without_a_ticket_the_warranty_item_is_asked_about(estate):
	frappe.db.set_value("Unit Archive", estate.unit_a, "handover_date", "2001-01-01")
	report = make_report(estate, tickets=[], warranty_item=frappe.db.get_value("Warranty Term", {}, "warranty_item"))
	assert report.warranty_answer and getdate(report.owner_until) < getdate()
	report.warranty_item = None
	report.save()
	with pytest.raises(RefusedError, match="Nothing says how the warranty stands"):
		act(report, "file")


def test_facts_are_missing_and_the_report_goes_round_again(estate):
	"""The old opinions stay; who has not answered yet is not asked any more."""
	report = make_report(estate)
	act(report, "file")
	opine(estate, report, FIRST)
	assert opine(estate, report, SECOND, "Send Back for Facts", note="缺少闭水试验记录") == "Sent Back"
	assert states(report) == dict(zip(DEPARTMENTS.values(), ("Given", "Given", "Lapsed"), strict=True))
	assert report.filed_by in told(report, "sent back for facts")
	report.facts = "补充闭水试验：24 小时渗漏"
	report.routing[2].turn = 3
	report.save()
	due = report.answer_due
	assert act(report, "file") == "In Circulation"
	assert (report.round, report.answer_due) == (2, due), "the customer does not wait longer for it"
	assert [row.step for row in report.steps][-1] == "Filed Again"
	kept = [row for row in report.opinions if row.round == 1]
	assert [row.comment for row in kept if row.state == "Given"] == ["已核实", "缺少闭水试验记录"]
	for role in DEPARTMENTS:
		opine(estate, report, role)
	assert report.state == "To Be Decided"
	assert act(report, "return", estate.users[roles.MANAGER]) == "Sent Back"


def test_a_colleague_answers_instead_until_the_same_day(estate):
	report = make_report(estate)
	act(report, "file")
	colleague = estate.users[roles.ENGINEER]
	with pytest.raises(RefusedError, match="cannot be asked"):
		act(report, "hand_on", estate.users[FIRST], person=estate.engineer_b, note="请项目工程师核实")
	with pytest.raises(RefusedError, match="asked for this department already"):
		act(report, "hand_on", estate.users[FIRST], person=estate.users[FIRST], note="x")
	act(report, "hand_on", estate.users[FIRST], person=colleague, note="请项目工程师核实")
	before, after = report.opinions[0], report.opinions[-1]
	assert (before.state, before.comment, after.state) == ("Handed On", "请项目工程师核实", "Asked")
	assert (after.person, after.department, after.due_on) == (colleague, before.department, before.due_on)
	assert colleague in told(report, "asks for your opinion")
	with pytest.raises(RefusedError, match="not asked now"):
		opine(estate, report, FIRST)
	opine(estate, report, roles.ENGINEER)
	assert states(report)[DEPARTMENTS[SECOND]] == "Asked"


def test_who_is_not_asked_gives_no_opinion_and_nobody_gives_two(estate):
	report = make_report(estate)
	act(report, "file")
	for role in (SECOND, roles.MANAGER):
		with pytest.raises(RefusedError, match="not asked now"):
			opine(estate, report, role)
	opine(estate, report, FIRST)
	with pytest.raises(RefusedError, match="not asked now"):
		opine(estate, report, FIRST, "No Repair")
	assert report.reload().opinions[0].opinion == "Repair at Company's Cost"


def test_what_waits_for_a_person_stands_in_his_list_and_on_his_card(estate, as_user):
	report = make_report(estate)
	act(report, "file")
	as_user(estate.users[FIRST])
	mine = next(row for row in reads_approvals_waiting.rows() if row.document == report.name)
	assert (mine.document_type, mine.role) == ("Special Report", DEPARTMENTS[FIRST])
	assert report.name in api.card({"card": "mine"})["route_options"]["name"][1]
	as_user(estate.users[SECOND])
	assert report.name not in {row.document for row in reads_approvals_waiting.rows()}
	as_user("Administrator")
	for role in DEPARTMENTS:
		opine(estate, report, role)
	as_user(estate.users[roles.CS_HEAD])
	waiting = {row.document for row in reads_approvals_waiting.rows()}
	assert report.name in waiting and api.card({"card": "decide"})["value"] >= 1


def test_the_customer_does_not_accept_and_a_decision_is_taken_back(estate):
	report = decided(estate, make_report(estate), "No Repair")
	assert report.decision_due is None
	assert act(report, "take_back", estate.users[roles.CS_HEAD]) == "To Be Decided"
	assert (report.decision, report.decided_at) == (None, None)
	act(report, "decide", estate.users[roles.MANAGER], decision="Owner Pays", by_when=today())
	act(report, "answer", estate.users[roles.PROPERTY_DESK])
	assert act(report, "object", estate.users[roles.PROPERTY_DESK], note="业主不同意付费") == "To Be Decided"
	assert (report.answered_at, report.decision) == (None, None)
	assert told(report, "does not accept") == {roles.CS_HEAD, roles.MANAGER}
	assert act(report, "withdraw", estate.users[roles.PROPERTY_DESK]) == "Withdrawn"
	with pytest.raises(RefusedError):
		act(report, "follow_up", estate.users[roles.PROPERTY_DESK])


def test_times_are_neither_in_the_future_nor_before_the_decision(estate):
	report = decided(estate, make_report(estate))
	desk, at = estate.users[roles.PROPERTY_DESK], get_datetime(report.decided_at)
	for wrong in (at + timedelta(hours=2), at - timedelta(minutes=5)):
		with pytest.raises(RefusedError):
			act(report, "answer", desk, at=str(wrong))
	assert report.reload().state == "Decided"
	assert act(report, "answer", desk, at=str(at)) == "Answered"


def test_nobody_opines_or_files_earlier_than_now(estate):
	"""A department that is late cannot enter an earlier time."""
	report = make_report(estate)
	before = service_special_reports.now()
	act(report, "file", at=str(before - timedelta(days=3)), note="补录")
	opine(estate, report, FIRST, at=str(before - timedelta(days=2)))
	assert get_datetime(report.filed_at) >= before <= get_datetime(report.opinions[0].opined_at)
	assert all(get_datetime(row.at) >= before for row in report.steps)


def test_a_late_answer_is_shown_as_late(estate):
	report = decided(estate, make_report(estate))
	frappe.db.set_value("Special Report", report.name, "answer_due", add_days(today(), -3))
	report.reload()
	assert report.late_by() == 3
	act(report, "answer", estate.users[roles.PROPERTY_DESK])
	assert report.late_by() == 3
	assert api.panel(report.name)["late"] == 3


@pytest.mark.clause("R60")
def test_the_decision_becomes_a_repair_by_one_click(estate, as_user):
	report = decided(estate, make_report(estate))
	as_user(estate.users[roles.PROPERTY_DESK])
	assert api.panel(report.name)["may_make"]
	ticket = api.make_ticket(report.name, "主卧", "外墙渗漏" if frappe.db.exists("Defect Type", "外墙渗漏") else "墙面空鼓")
	as_user("Administrator")
	report.reload()
	assert [(row.ticket, row.made) for row in report.tickets][-1] == (ticket, 1)
	made = frappe.db.get_value("Repair Ticket", ticket, ["unit", "description"], as_dict=True)
	assert made.unit == report.unit and report.name in made.description
	assert [row.name for row in api_ticket_beside.of_ticket(ticket)["special_reports"]] == [report.name]
	case = orders.make_compensation(ticket)
	assert [row["name"] for row in reads.made(report)] == [case.name]


def test_nothing_is_repaired_by_a_report_that_says_so(estate):
	report = decided(estate, make_report(estate), "No Repair")
	with pytest.raises(RefusedError):
		service_special_report_tickets.make(report.name, "主卧", "墙面空鼓")
	with pytest.raises(RefusedError, match="choose location"):
		service_special_report_tickets.make(decided(estate, make_report(estate)).name, "", "")


@pytest.mark.clause("R17", "R60")
def test_photos_and_the_proof_of_the_answer_are_kept_as_evidence(estate):
	report = make_report(estate)
	photo = make.make_photo().file_url
	report.append("photos", {"photo": photo, "caption": "窗框未打胶"})
	report.save()
	assert not frappe.db.exists("Evidence Item", {"special_report": report.name}), "a draft may still change"
	decided(estate, report)
	kept = frappe.get_all("Evidence Item", {"special_report": report.name}, ["file", "sha256", "project", "unit_code"])
	assert [(row.file, row.project, len(row.sha256)) for row in kept] == [(photo, estate.a, 64)]
	assert kept[0].unit_code == report.unit_code
	desk = estate.users[roles.PROPERTY_DESK]
	with signing.acting(desk):
		proof = make.make_photo().file_url
	act(report, "answer", desk, file=proof)
	assert frappe.db.get_value("Evidence Item", report.answer_evidence, "file") == proof
	assert frappe.db.get_value("File", {"file_url": proof, "attached_to_doctype": "Special Report"}, "attached_to_name") == report.name
	service_special_reports.keep_photos(report)
	assert frappe.db.count("Evidence Item", {"special_report": report.name}) == 2


@pytest.mark.clause("R60")
def test_what_a_head_decided_is_taken_back_by_a_head_alone_and_by_a_day_of_this_year(estate):
	report = make_report(estate)
	act(report, "file", estate.users[roles.PROPERTY_DESK])
	for role in DEPARTMENTS:
		opine(estate, report, role)
	with pytest.raises(RefusedError, match="further ahead"):
		act(report, "decide", estate.users[roles.CS_HEAD], decision="Owner Pays", by_when="2990-12-01")
	act(report, "decide", estate.users[roles.CS_HEAD], decision="Owner Pays", by_when=today())
	for user in (estate.users[roles.PROPERTY_DESK], estate.users[roles.CS_HEAD]):
		with pytest.raises(RefusedError, match="not possible"):
			act(report, "withdraw", user)
	act(report, "take_back", estate.users[roles.CS_HEAD])
	act(report, "withdraw", estate.users[roles.PROPERTY_DESK])
