"""Escalation of complaints: each step once, to the owner, the heads and the management by level, with few statements (R110)."""

from __future__ import annotations

from datetime import timedelta

import frappe
import pytest
from frappe.utils import get_datetime, now_datetime

from fangxiu_app.complaints import reads_complaints as reads
from fangxiu_app.complaints import service_complaint_sweep as sweep
from fangxiu_app.core.access import roles
from fangxiu_app.setup import masters
from tests.site.helpers.complaints import act, make_complaint
from tests.site.helpers.counting import count_queries


def at(complaint, percent: int, limit: str = "Complaint Reply Major"):
	"""The moment at which so much of a limit around the clock is used up."""
	row = next(row for row in complaint.clocks if row.code == limit)
	return get_datetime(row.started_at) + timedelta(minutes=row.limit_minutes * percent / 100, seconds=1)


def told(complaint, part: str) -> list[str]:
	return sorted(row.recipient for row in reads.told(complaint.name) if part in row.subject)


@pytest.mark.clause("R110")
def test_an_overdue_major_complaint_reaches_the_general_manager_once(estate):
	complaint = make_complaint(estate.a, estate.unit_a, danger=1)
	act(complaint, "contact")
	sweep.run(at(complaint, 50))
	half = told(complaint, "首次回复（重大） is due at")
	assert half == sorted((complaint.case_owner, roles.MANAGER))
	assert complaint.reload().escalated_to == roles.MANAGER
	for _twice in range(2):
		sweep.run(at(complaint, 101))
	over = told(complaint, "首次回复（重大） is overdue")
	assert over == sorted((complaint.case_owner, roles.CS_HEAD, roles.GENERAL_MANAGER))
	complaint.reload()
	assert (complaint.escalated_to, complaint.state) == (roles.GENERAL_MANAGER, "Contacted")
	sweep.run(at(complaint, 51, "Complaint Solution Major"))
	assert complaint.reload().escalated_to == roles.GENERAL_MANAGER, "it does not sink again"


def test_a_form_saved_over_the_sweeps_marks_says_nothing_twice(estate):
	complaint = make_complaint(estate.a, estate.unit_a, danger=1)
	act(complaint, "contact")
	frappe.db.set_value("Complaint Clock", {"parent": complaint.name, "state": "Running"}, "fired", "")
	sweep.run(at(complaint, 50))
	before = len(reads.told(complaint.name))
	row = next(row for row in complaint.clocks if row.code == "Complaint Reply Major")
	frappe.db.set_value("Complaint Clock", row.name, {"fired": "", "next_step_at": at(complaint, 50)})
	sweep.run(at(complaint, 50) + timedelta(seconds=1))
	assert len(reads.told(complaint.name)) == before


def test_what_is_stopped_or_ended_is_not_brought_up(estate):
	complaint = make_complaint(estate.a, estate.unit_a)
	act(complaint, "withdraw", note="客户撤回")
	assert {row.state for row in complaint.clocks if row.code != "Handover"} == {"Void"} and not complaint.next_due_at
	before = len(reads.told(complaint.name))
	sweep.run(now_datetime() + timedelta(days=60))
	assert len(reads.told(complaint.name)) == before


def test_a_downtime_is_caught_up_and_the_ordinary_one_climbs_the_chain(estate):
	complaint = make_complaint(estate.a, estate.unit_a)
	act(complaint, "contact")
	sweep.run(at(complaint, 301, "Complaint Reply Ordinary"))
	late = told(complaint, "首次回复（一般） is overdue")
	wanted = (complaint.case_owner, roles.SUPERVISOR, roles.MANAGER, roles.CS_HEAD, roles.GENERAL_MANAGER)
	assert set(late) == set(wanted)
	assert complaint.reload().escalated_to == roles.GENERAL_MANAGER


def test_what_is_due_this_minute_is_not_overdue_by_nothing(estate):
	complaint = make_complaint(estate.a, estate.unit_a, danger=1)
	act(complaint, "contact")
	sweep.run(at(complaint, 100))
	assert complaint.case_owner in told(complaint, "首次回复（重大） is due now.")
	assert not told(complaint, " 0 min")


def test_the_number_of_statements_does_not_grow(estate):
	sweep.run(now_datetime() + timedelta(days=400))

	def fire(number: int) -> int:
		found = [make_complaint(estate.a, estate.unit_a, danger=1) for _each in range(number)]
		moment = at(found[-1], 101, "Complaint Solution Major") + timedelta(minutes=1)
		fired = []
		queries = count_queries(lambda: fired.append(sweep.run(moment)))
		assert fired[0] >= 4 * number
		return queries

	fire(1)
	one, many = fire(2), fire(8)
	assert many <= one, (one, many)


def test_messages_are_whole_chinese_sentences(estate):
	frappe.local.lang = "zh"
	complaint = make_complaint(estate.a, estate.unit_a, danger=1)
	act(complaint, "contact")
	sweep.run(at(complaint, 101))
	new, late = (next(row.subject for row in reads.told(complaint.name) if part in row.subject) for part in ("新投诉", "已超时"))
	assert new.endswith("前联系客户。") and "（重大）" in new and "由" in new
	assert late.startswith(f"投诉{complaint.name}") and late.endswith("前完成。")


@pytest.mark.clause("R75", "R89", "R110")
def test_limits_are_a_master_that_is_made_where_it_is_missing_and_never_overwritten(estate):
	limit = frappe.get_doc("Time Limit", "Complaint Contact")
	assert (limit.limit_minutes, limit.source) == (30, "Regulation")
	frappe.db.set_value("Time Limit", "Complaint Reply Major", "limit_minutes", 60)
	frappe.db.delete("Time Limit", {"name": "Complaint Solution Major"})
	frappe.clear_document_cache("Time Limit", "Complaint Reply Major")
	masters.ensure()
	assert frappe.db.get_value("Time Limit", "Complaint Reply Major", "limit_minutes") == 60
	assert frappe.db.get_value("Time Limit", "Complaint Solution Major", "limit_minutes") == 1440
	complaint = make_complaint(estate.a, estate.unit_a, danger=1)
	assert {row.code: row.limit_minutes for row in complaint.clocks}["Complaint Reply Major"] == 60
	frappe.clear_document_cache("Time Limit", "Complaint Reply Major")
