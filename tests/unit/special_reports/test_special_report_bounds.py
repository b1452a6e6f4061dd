"""What a refusal of a special report names: the state, the choices, the day, the row of the plan (R60)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.special_reports import rules_special_report as rules
from fangxiu_app.special_reports.rules_special_report import Filing, Route

TODAY = date(2026, 9, 28)
ASKED = (Route("Cost Department", "a", 1),)


@pytest.mark.clause("R60")
@pytest.mark.parametrize(
	("step", "state", "said", "answer"),
	[
		("close", rules.DECIDED, {}, Violation("special_report_state", ("Closed", rules.DECIDED, (rules.ANSWERED,)))),
		("opine", rules.CIRCULATING, {"opinion": "Perhaps", "note": "x"}, Violation("special_report_choice", (rules.OPINIONS,))),
		(
			"decide",
			rules.TO_DECIDE,
			{"decision": rules.COMPANY, "note": "x", "by_when": TODAY - timedelta(days=1)},
			Violation("special_report_past", (TODAY,)),
		),
	],
)
def test_a_step_is_refused_with_what_would_be_right(step, state, said, answer):
	assert rules.check(step, state, said, TODAY) == [answer]


@pytest.mark.clause("R60")
def test_a_plan_is_refused_by_its_row_and_field():
	turn, days = (Field("Special Report Route", name) for name in ("turn", "days"))
	plan = (*ASKED, Route("Legal Department", "b", 0), Route("Design Department", "c", 2, -1), *ASKED)
	assert rules.check_routes(plan) == [
		Violation("special_report_twice", ("Cost Department", "a")),
		Violation("special_report_turn", (2, turn)),
		Violation("special_report_days", (3, days)),
	]


@pytest.mark.clause("R60")
def test_what_is_still_in_warranty_is_refused_with_its_last_day():
	assert rules.check_filing(Filing(TODAY, ASKED, "在保", TODAY)) == [Violation("special_report_covered", (TODAY,))]


@pytest.mark.clause("R58", "R60")
def test_who_has_agreed_to_a_quotation_does_not_refuse_to_pay():
	known = Filing(TODAY, ASKED, "已过保", reason=rules.REFUSES, agreed=("Q-1", "Q-2"))
	assert rules.check_filing(known) == [Violation("special_report_agreed", (("Q-1", "Q-2"),))]
	assert rules.check_filing(replace(known, reason=rules.LEGACY)) == []
	assert rules.check_filing(replace(known, agreed=())) == []


@pytest.mark.clause("R60")
def test_the_last_opinion_ends_the_circulation_and_a_note_changes_nothing():
	assert rules.end_of("opine", rules.CIRCULATING) == rules.TO_DECIDE, "nobody else is asked"
	assert rules.end_of("follow_up", rules.DECIDED) == rules.DECIDED


@pytest.mark.clause("R60")
def test_who_shares_a_cost_is_told_his_part():
	said = {"decision": rules.SHARED, "note": "双方分担", "by_when": TODAY}
	assert rules.check("decide", rules.TO_DECIDE, said, TODAY) == [Violation("special_report_share")]
	assert rules.check("decide", rules.TO_DECIDE, {**said, "share": "40%"}, TODAY) == []
	for kind in (rules.COMPANY, rules.OWNER_PAYS, rules.NO_REPAIR):
		assert rules.check("decide", rules.TO_DECIDE, {**said, "decision": kind}, TODAY) == []


@pytest.mark.clause("R60")
@pytest.mark.parametrize("decision", rules.KINDS)
def test_what_was_decided_is_carried_out_or_it_is_said_why_not(decision):
	open_end = rules.check_closing(decision, False, " ")
	assert open_end == ([] if decision == rules.NO_REPAIR else [Violation("special_report_not_carried_out")])
	assert rules.check_closing(decision, True, "") == rules.check_closing(decision, False, "业主自行维修") == []


def test_the_usual_days_follow_the_urgency_and_days_by_hand_stay():
	assert rules.limit_names(rules.ORDINARY) == ("special_report_opinion_days", "special_report_answer_days")
	assert rules.limit_names(rules.VERY_URGENT) == ("special_report_very_urgent_opinion_days", "special_report_very_urgent_answer_days")
	assert rules.limit_names("?") == rules.limit_names(rules.ORDINARY)
	assert [rules.renewed_days(days, 3, 1) for days in (0, 3, 6)] == [1, 1, 6]
