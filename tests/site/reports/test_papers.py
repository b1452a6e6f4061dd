"""The periodic sorting through of the forms: tickets whose papers are incomplete (R13)."""

from __future__ import annotations

import frappe
import pytest
from bs4 import BeautifulSoup
from frappe.utils import now_datetime

from fangxiu_app.reports import reads_documents
from fangxiu_app.tickets.life import service_transitions
from fangxiu_app.tickets.site_work import service_plans
from tests.site.helpers import factories as make
from tests.site.helpers.counting import count_queries
from tests.site.reports.test_reports import rows as report_rows
from tests.site.tickets.test_duties import in_repair
from tests.site.tickets.test_gates import NOTICE

#: Projects of this module's own: what other tests commit is not listed here.
OWN_ESTATE = True


def lists(estate) -> dict[str, list[str]]:
	return {row.ticket: row.lacking for row in report_rows("Incomplete Documents", project=estate.a)}


@pytest.mark.clause("R13")
def test_missing_papers_are_named_and_vanish_once_they_are_there(estate):
	ticket = in_repair(estate, days=3)
	assert lists(estate)[ticket] == ["Photo Before", "Patrols"]
	make.add_evidence(ticket)
	for days in (1, 2):
		make.make_visit(ticket, arrived_at=make.ago(days=days), back_entry_reason="补录")
	assert ticket not in lists(estate)
	make.make_notice(ticket)
	service_transitions.perform(ticket, "serve_notice", NOTICE)
	assert lists(estate)[ticket] == ["Notice Unserved", "Proof"]


@pytest.mark.clause("R13")
def test_a_plan_without_signature_and_a_closed_ticket_without_photos_or_follow_up(estate):
	waiting, done = (make.make_ticket(estate.unit_a).name for _number in range(2))
	make.walk(waiting, "survey")
	service_plans.issue(make.make_plan(waiting))
	make.walk(done, "close")
	frappe.db.set_value("Ticket Clock", {"parent": done, "code": "Follow-up"}, "due_at", make.ago(hours=1))
	found = lists(estate)
	assert found[waiting] == ["Photo Before", "Plan Unsigned"]
	assert found[done] == ["Photo Before", "Photo After", "Cleaning Photo", "Follow-up"]
	only = report_rows("Incomplete Documents", project=estate.a, lacking="Plan Unsigned")
	assert [row.ticket for row in only] == [waiting]
	assert only[0].what


@pytest.mark.clause("R13")
def test_the_weekly_report_tells_the_departments_what_is_missing_by_kind(estate):
	old, new = (in_repair(estate, days=days) for days in (9, 3))
	frappe.db.set_value("Repair Ticket", old, "reported_at", make.ago(days=12))
	report = frappe.get_doc({"doctype": "Stage Report", "project": estate.a, "kind": "Repair Weekly Report"}).insert()
	rows = {row["what"]: row for part in report.snapshot()["sections"] if part["code"] == "papers" for row in part["rows"]}
	listed = lists(estate)
	assert rows["Patrol days missing"]["tickets"] == sum("Patrols" in lacking for lacking in listed.values()) >= 2
	first = rows["No photo before the work"]
	assert (first["ticket"], first["open_days"]) == (old, 12) and new in listed
	frappe.local.lang = "zh"
	page = BeautifulSoup(frappe.get_print("Stage Report", report.name, "Repair Weekly Report", no_letterhead=1), "html.parser").get_text()
	assert "单据不全清单" in page and "缺维修前照片" in page


def test_the_list_costs_the_same_for_many_and_stays_in_its_project(estate, as_user):
	in_repair(estate, days=3)
	one = count_queries(lambda: reads_documents.incomplete({}, now_datetime()))
	for _number in range(4):
		in_repair(estate, days=3)
	assert count_queries(lambda: reads_documents.incomplete({}, now_datetime())) == one <= 9
	as_user(estate.engineer_b)
	assert estate.a not in {row.project for row in reads_documents.incomplete({}, now_datetime())}


@pytest.mark.clause("R86", "R87")
def test_a_work_order_printed_before_the_contractor_is_sent_says_so(estate):
	ticket = make.make_ticket(estate.unit_a2).name
	make.walk(ticket, "accept")
	service_transitions.perform(ticket, "confirm_repeat", {"reason": "业主出示上次维修单"})

	def marks() -> list[str]:
		page = BeautifulSoup(frappe.get_print("Repair Ticket", ticket, "Repair Work Order", no_letterhead=1), "html.parser")
		return [mark.get_text(strip=True) for mark in page.find_all(class_="again")]

	assert marks() == ["Second Repair", "Not Dispatched"]
	service_transitions.perform(ticket, "manager_visit", {"reason": "看过"})
	make.walk_from(ticket, "appoint", "start")
	assert marks() == ["Second Repair"]


def test_the_work_order_says_when_it_was_done_until_when_and_how_content_the_owner_is(estate):
	ticket = make.make_ticket(estate.unit_a2).name
	make.walk(ticket, "close")
	doc = frappe.get_doc("Repair Ticket", ticket)
	asked = {"ticket": ticket, "project": doc.project, "purpose": "Follow-up", "outcome": "Reached", "satisfaction": "Neutral"}
	frappe.get_doc({"doctype": "Owner Contact", "contacted_at": now_datetime(), "note": "回访", **asked}).insert()
	page = BeautifulSoup(frappe.get_print("Repair Ticket", ticket, "Repair Work Order", no_letterhead=1), "html.parser")
	beside = {cell.get_text(strip=True): cell.find_next("td").get_text(" ", strip=True) for cell in page.find_all("th")}
	assert beside["Work Done"] == f"{doc.pre_accepted_at:%Y-%m-%d %H:%M}"
	assert beside["Due"] == f"{doc.agreed_completion:%Y-%m-%d %H:%M}"
	assert "☑ Rather Satisfied" in beside["Satisfaction"] and beside["Satisfaction"].count("☑") == 1
