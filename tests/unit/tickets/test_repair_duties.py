"""What the ticket table asks for and starts on the way of a repair: agreed time, plan card, duties, a repeat found late."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fangxiu_app.tickets.life import rules_ticket as table
from fangxiu_app.tickets.life.rules_ticket import TRANSITIONS, options, primary
from tests.unit.tickets.test_ticket import AGREED, ALL_ROLES, NOW, codes, facts


@pytest.mark.clause("R92", "R106")
@pytest.mark.parametrize("status", ["Surveyed", "Planned", "Paid Repair"])
def test_no_work_starts_before_a_time_is_agreed_with_the_customer(status):
	known = facts(status, responsibility="Warranty", contractor="C", quote_accepted_at=NOW)
	assert codes("start", known) == ["completion_missing"]
	assert codes("start", known, inputs={"agreed_completion": NOW}) == ["completion_past"]
	assert codes("start", known, inputs=AGREED) == []
	signed = replace(known, agreed_before=NOW, agreed_completion=NOW)
	assert codes("start", signed) == codes("start", signed, inputs={"agreed_completion": NOW}) == []
	assert codes("start", signed, inputs=AGREED) == ["completion_stands"]
	[offered] = [one for one in options(known, ALL_ROLES) if one.transition.action == "start"]
	assert offered.allowed, "the form asks for the time"


@pytest.mark.clause("R94", "R95")
def test_the_plan_card_is_owed_until_it_is_issued_or_the_work_is_done():
	"""Who starts without one is not in time by that; who has finished within its limit needs none."""
	assert [row.action for row in TRANSITIONS if "Plan" in row.stops] == ["issue_plan", "reissue_plan", "pre_accept"]
	assert set(table.BY_ACTION["reissue_plan"].sources) == {"In Repair", "Third Party"}


@pytest.mark.clause("R85", "R87")
@pytest.mark.parametrize("status", ["In Repair", "Third Party"])
def test_a_repeat_found_during_the_work_is_seen_by_the_manager_before_the_work_is_accepted(status):
	suspected = facts(status, repeat_state="Suspected")
	assert codes("pre_accept", suspected) == ["repeat_undecided"]
	assert codes("confirm_repeat", suspected, inputs={"reason": "业主说修过"}) == []
	confirmed = facts(status, repeat_state="Confirmed")
	assert codes("pre_accept", confirmed) == ["manager_visit_missing"]
	assert codes("manager_visit", confirmed, inputs={"reason": "看过"}) == []
	assert primary(status, options(confirmed, ALL_ROLES)) == "manager_visit"
	assert codes("pre_accept", replace(confirmed, manager_visit="SV-1")) == []


@pytest.mark.clause("R72")
def test_a_reopened_emergency_is_an_emergency_again():
	assert {"First Response", "Emergency Arrival"} <= set(table.BY_ACTION["reopen"].starts)


@pytest.mark.clause("R12", "R100", "R102")
def test_the_duties_of_the_work_begin_with_whoever_begins_it():
	for action in ("start", "reject", "commission_third_party"):
		assert {"Daily Patrol", "Long Repair Notice"} <= set(table.BY_ACTION[action].starts), action


@pytest.mark.clause("R107")
def test_what_is_foreseen_to_be_late_has_a_time_that_was_agreed():
	notice = {"notice_cause": "Cannot Finish in Time", "notice_way": "Letter", "notice_receiver": "陈刚", "notice_proof": "EMS 1"}
	known = facts("In Repair")
	assert codes("serve_notice", known, inputs={**notice, "notice_reason": "材料未到"}) == ["finish_unknown"]
	due = replace(known, finish_due=AGREED["agreed_completion"])
	assert codes("serve_notice", due, inputs=notice) == ["foreseen_unexplained"]
	assert codes("serve_notice", due, inputs={**notice, "notice_reason": "材料未到"}) == []
