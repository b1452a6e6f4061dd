"""Special reports as their form shows them: what filing lacks, who returned it, what urgency changes, the end of a decision (R60)."""

from __future__ import annotations

import frappe
import pytest
from frappe.utils import getdate, today

from fangxiu_app.core.access import roles
from fangxiu_app.core.messages import RefusedError
from fangxiu_app.core.time.reads_calendars import load_calendar
from fangxiu_app.setup.ensure import OFFICE_HOURS
from fangxiu_app.special_reports import api_special_reports as api
from fangxiu_app.special_reports import rules_special_report as rules
from tests.site.helpers import orders
from tests.site.helpers.special_reports import DEPARTMENTS, act, decided, make_report, opine

FIRST, SECOND, THIRD = DEPARTMENTS


@pytest.fixture(autouse=True)
def _office_hours(estate):
	frappe.db.set_single_value("Fangxiu Settings", "special_report_calendar", OFFICE_HOURS)


def circulated(estate):
	"""Filed and opined on by all three departments."""
	report = make_report(estate)
	act(report, "file")
	for role in DEPARTMENTS:
		opine(estate, report, role)
	return report


@pytest.mark.clause("R60")
@pytest.mark.parametrize(("urgency", "opinion", "answer"), [("Ordinary", 3, 10), ("Urgent", 2, 5), ("Very Urgent", 1, 3)])
def test_urgency_shortens_the_days_of_departments_and_customer(estate, urgency, opinion, answer):
	"""Very urgent reports had the days of all others."""
	report = make_report(estate, urgency=urgency)
	assert api.days()[urgency] == {"opinion": opinion, "answer": answer}, "as the form says it"
	assert {row.days for row in report.routing} == {opinion}
	act(report, "file")
	calendar, start = load_calendar(OFFICE_HOURS), getdate(report.filed_at)
	assert getdate(report.opinions[0].due_on) == rules.due_day(calendar, start, opinion)
	assert getdate(report.answer_due) == rules.due_day(calendar, start, answer)


def test_who_reads_no_report_is_not_told_its_days(estate):
	with orders.acting("Guest"), pytest.raises(frappe.PermissionError):
		api.days()


@pytest.mark.clause("R60")
def test_a_report_that_became_urgent_is_answered_sooner(estate):
	report = make_report(estate)
	report.routing[0].days = 6
	report.save()
	report.urgency = "Very Urgent"
	report.save()
	assert [row.days for row in report.routing] == [6, 1, 1], "days by hand stay"
	act(report, "file")
	urgent = getdate(report.answer_due)
	opine(estate, report, FIRST, "Send Back for Facts", note="缺照片")
	report.urgency = "Ordinary"
	report.save()
	act(report, "file")
	assert getdate(report.answer_due) == urgent, "never later than the customer was promised"


@pytest.mark.clause("R60")
def test_what_filing_lacks_and_who_returned_it_are_said_to_who_completes_it(estate, as_user):
	report = make_report(estate, tickets=[], routing=[])
	desk = estate.users[roles.PROPERTY_DESK]
	as_user(desk)
	lacks = api.panel(report.name)["lacks"]
	assert len(lacks) == 2 and any("warranty item" in text for text in lacks)
	as_user("Administrator")
	report = make_report(estate)
	act(report, "file")
	opine(estate, report, FIRST, "Send Back for Facts", note="请补充照片")
	as_user(desk)
	panel = api.panel(report.name)
	assert panel["lacks"] == [] and "file" in panel["steps"]
	assert panel["returned"] == {"user": estate.users[FIRST], "department": DEPARTMENTS[FIRST], "why": "请补充照片"}
	assert panel["people"][estate.users[FIRST]]
	as_user(estate.users[FIRST])
	assert api.panel(report.name)["lacks"] == [] and "file" not in api.panel(report.name)["steps"]
	as_user("Administrator")
	second = circulated(estate)
	act(second, "return", estate.users[roles.CS_HEAD], note="请补充\n两张照片")
	assert api.panel(second.name)["returned"]["why"] == "请补充\n两张照片"


@pytest.mark.clause("R60")
def test_a_shared_cost_says_the_customers_part(estate):
	report = circulated(estate)
	said = {"decision": "Shared Cost", "note": "双方分担", "by_when": today()}
	with pytest.raises(RefusedError, match="which part the customer pays"):
		act(report, "decide", estate.users[roles.CS_HEAD], **said)
	act(report, "decide", estate.users[roles.CS_HEAD], **said, share="40%")
	assert report.customer_share == "40%" and "40%" in report.steps[-1].note
	assert "40%" in frappe.get_print("Special Report", report.name, print_format="Special Report Slip")
	act(report, "take_back", estate.users[roles.CS_HEAD])
	assert not report.customer_share
	act(report, "decide", estate.users[roles.CS_HEAD], decision="Owner Pays", by_when=today(), share="40%")
	assert not report.customer_share


@pytest.mark.clause("R60")
def test_a_decided_repair_is_made_before_the_report_is_closed_or_it_is_said_why_not(estate, as_user):
	"""After the closing nothing led to the repair any more."""
	desk = estate.users[roles.PROPERTY_DESK]

	def answered(decision: str = "Repair at Company's Cost"):
		report = decided(estate, make_report(estate), decision)
		act(report, "answer", desk)
		return report

	report = answered()
	assert not api.panel(report.name)["carried_out"]
	with pytest.raises(RefusedError, match="not carried out"):
		act(report, "close", desk, note="")
	as_user(desk)
	ticket = api.make_ticket(report.name, "主卧", "墙面空鼓")
	as_user("Administrator")
	report.reload()
	assert api.panel(report.name)["carried_out"]
	frappe.db.set_value("Repair Ticket", ticket, "status", "Cancelled")
	assert not api.panel(report.name)["carried_out"], "a cancelled ticket repairs nothing"
	frappe.db.set_value("Repair Ticket", ticket, "status", "Accepted")
	assert act(report, "close", desk, note="") == "Closed"
	paid = answered()
	orders.make_compensation(paid.tickets[0].ticket)
	assert act(paid, "close", desk, note="") == "Closed"
	assert act(answered(), "close", desk, note="业主自行维修") == "Closed"
	assert act(answered("No Repair"), "close", desk, note="") == "Closed"


@pytest.mark.clause("R60")
@pytest.mark.parametrize("department", ["Engineering Department", "Design Department", "Legal Department"])
def test_departments_without_a_role_are_not_spoken_for_by_others(estate, department):
	"""The whole house was offered for the engineering department, the cost department and the buyers among them."""
	offered = dict(api.people_query("User", "", page_len=100, filters={"project": estate.a, "department": department}))
	strangers = {estate.users[role] for role in (roles.COST_DEPARTMENT, roles.BUYER, roles.FINANCE) if role in estate.users}
	assert strangers and not strangers & set(offered)
	with pytest.raises(RefusedError, match=f"cannot speak for {department}"):
		make_report(estate, routing=[{"department": department, "person": estate.users[SECOND], "turn": 1}])
