"""What the refusals of a handover name, and their exact bounds (R45, R46, R48, R50)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.delivery import rules_handover
from fangxiu_app.delivery.rules_handover import Attempt, Problem, Proxy, Reading

DAY, DUE = date(2027, 3, 10), date(2027, 4, 10)
PROXY = Proxy(DUE, DAY, "出差", (Attempt(DAY, "no"), Attempt(DUE, "no")), ("李", "何"), 1, (Problem("Closed"),))


@pytest.mark.clause("R46")
@pytest.mark.parametrize(
	("values", "answer"),
	[
		({}, []),
		({"today": date(2027, 4, 9)}, [Violation("proxy_too_early", (DAY, DUE))]),
		({"months": 2}, [Violation("proxy_too_early", (DAY, date(2027, 5, 10)))]),
		({"counted_from": DAY}, []),
		({"counted_from": date(2027, 3, 11)}, [Violation("proxy_counted_later", (DAY, date(2027, 3, 11), date(2027, 4, 11)))]),
		({"rectified_on": None}, [Violation("proxy_not_rectified")]),
		({"attempts": PROXY.attempts[:1]}, [Violation("proxy_attempts_missing", (2,))]),
		({"attempts": PROXY.attempts[:1], "attempts_needed": 1}, []),
		({"attempts": (Attempt(date(2027, 3, 9), "no"), Attempt(DUE, "no"))}, [Violation("proxy_attempts_missing", (2,))]),
		({"witnesses": ("李文静", "李文靜（本人）")}, [Violation("proxy_witnesses_missing")]),
		({"witnesses": ("李", " ")}, [Violation("proxy_witnesses_missing")]),
		({"witnesses": ("李", "何", "赵")}, []),
		({"photos": 0}, [Violation("proxy_photos_missing")]),
		({"problems": (Problem("Open"), Problem("Closed"))}, [Violation("proxy_open_problems")]),
	],
)
def test_a_proxy_says_what_is_missing_and_from_when(values, answer):
	assert rules_handover.check_proxy(replace(PROXY, **values)) == answer


@pytest.mark.clause("R46", "R50")
def test_months_are_a_setting():
	assert rules_handover.proxy_from(DAY, 3) == date(2027, 6, 10)
	rectified = [Problem("Rectified", rectified_on=DAY)]
	assert not rules_handover.proxy_due(rectified, DUE, 2)
	assert rules_handover.proxy_due(rectified, DUE)
	assert not rules_handover.proxy_due(rectified, date(2027, 4, 9))
	assert not rules_handover.proxy_due([Problem("Closed")], DUE)


def test_a_problem_without_a_day_does_not_hide_the_others():
	assert rules_handover.rectified_on([Problem("Closed"), Problem("Rectified", rectified_on=DAY)]) == DAY


@pytest.mark.clause("R48")
def test_a_meter_names_kind_and_readings():
	twice = [Reading("Water", 2, 1), Reading("Gas", 5, 4), Reading("Water", 3, 1), Reading("Water", 3, 1)]
	assert rules_handover.check_readings(twice) == [Violation("meter_twice", ("Water",))]
	assert rules_handover.check_readings([Reading("Water", 1.5, 2)]) == [Violation("meter_backwards", ("Water", 1.5, 2))]
	assert rules_handover.check_readings([Reading("Water", -0.5)]) == [Violation("meter_backwards", ("Water", -0.5, 0))]
	assert rules_handover.check_readings([Reading("Water", 0)]) == []


@pytest.mark.clause("R45")
@pytest.mark.parametrize(
	("states", "opinion", "reason", "answer"),
	[
		(["Closed", "Rectified", "Open"], "Accept", "", [Violation("accept_with_open_problems", (2,))]),
		(["Closed"], "Accept", "", []),
		(["Open"], "Accept With List", "", []),
		(["Closed", "Closed"], "Accept With List", "", [Violation("list_empty")]),
		(["Open"], "Refuse", "漏水", []),
		([], "Refuse", " ", [Violation("refusal_reason_missing")]),
		(["Open"], "", "", [Violation("opinion_missing")]),
	],
)
def test_what_the_owner_signs(states, opinion, reason, answer):
	assert rules_handover.check_owner_signs([Problem(state) for state in states], opinion, reason) == answer


@pytest.mark.clause("R45")
def test_rounds_answer_by_code_alone():
	assert rules_handover.check_round("Re-inspection", False, False, False, True) == [Violation("reinspection_without_first")]
	assert rules_handover.check_round("First", True, True, False, False) == [Violation("first_after_signature")]
	refused = rules_handover.check_round("Re-inspection", True, True, True, False)
	assert refused == [Violation("reinspection_of_repair_centre")]
	assert rules_handover.check_round("Re-inspection", False, True, True, True) == []
	assert rules_handover.check_round("Pre-inspection", False, True, True, False) == []


@pytest.mark.clause("R45", "R46", "R50")
@pytest.mark.parametrize("checked", [False, True])
@pytest.mark.parametrize("opinion", ["", "Accept", "Accept With List", "Refuse"])
@pytest.mark.parametrize("kind", ["Signed", "Proxy Acceptance", *rules_handover.NOT_INSPECTED])
def test_each_kind_of_transfer_has_its_own_proof(kind, opinion, checked):
	wanted = {"": "transfer_owner_unsigned", "Refuse": "transfer_owner_unsigned", "Accept With List": "transfer_list_unconfirmed"}
	answer = [wanted[opinion]] if kind == "Signed" and opinion in wanted else []
	answer += ["proxy_owner_accepted"] * (kind == "Proxy Acceptance" and opinion == "Accept")
	answer += ["transfer_self_check_missing"] * (kind in {"Unsold", "Not Deliverable", "Not Collected"} and not checked)
	assert rules_handover.check_transfer(kind, opinion, checked, []) == [Violation(code) for code in answer]
	rectified = rules_handover.check_transfer(kind, opinion, checked, [Problem("Rectified"), Problem("Open", "Repair Centre")])
	assert rectified == [Violation(code) for code in answer + ["transfer_open_problems"] * (kind == "Signed")]
	left = rules_handover.check_transfer(kind, opinion, checked, [Problem("Open")])
	assert left == [Violation(code) for code in [*answer, "transfer_open_problems"]]
	assert rules_handover.check_transfer(kind, opinion, checked, [Problem("Closed")]) == [Violation(code) for code in answer]


@pytest.mark.clause("R45", "R46")
@pytest.mark.parametrize(
	("opinions", "problems", "kind"),
	[
		(["Accept"], [Problem("Closed")], "Signed"),
		(["Accept"], [], "Signed"),
		(["Accept"], [Problem("Rectified", rectified_on=DAY)], ""),
		(["Refuse"], [Problem("Rectified", rectified_on=DAY)], "Proxy Acceptance"),
		(["Refuse"], [], ""),
		([], [Problem("Closed")], ""),
	],
)
def test_the_transfer_that_is_offered(opinions, problems, kind):
	assert rules_handover.next_transfer(opinions, False, problems) == kind
	assert rules_handover.next_transfer(opinions, True, problems) == ""


def test_what_cannot_be_true_names_why():
	assert rules_handover.untrue("Unsold", "HI-1", False, "李文静") == [
		Violation("transfer_inspected", ("Unsold", "HI-1")),
		Violation("transfer_has_owner", ("李文静",)),
	]


@pytest.mark.clause("R46")
@pytest.mark.parametrize(
	("stated", "vouched", "answer"), [(DAY, False, DUE), (DAY, True, DAY), (DUE, False, DUE), (date(2027, 4, 11), False, date(2027, 4, 11))]
)
def test_what_is_written_down_later_counts_from_then(stated, vouched, answer):
	assert rules_handover.counted_day(stated, DUE, vouched) == answer


@pytest.mark.clause("R46")
def test_the_month_counts_from_the_last_day_that_counts():
	late, plain = Problem("Rectified", rectified_on=DAY, counted_from=DUE), Problem("Closed", rectified_on=date(2027, 3, 20))
	assert rules_handover.counted_from([late, plain]) == DUE
	assert rules_handover.counted_from([plain]) == date(2027, 3, 20)
	assert rules_handover.counted_from([late, Problem("Open")]) is None
	before = Problem("Rectified", rectified_on=DUE, counted_from=DUE, with_owner=False)
	assert (rules_handover.rectified_on([before]), rules_handover.counted_from([before])) == (None, None)
	assert rules_handover.counted_from([before, plain]) == date(2027, 3, 20)
	assert rules_handover.rectified_on([plain, Problem("Open", with_owner=False)]) is None
	assert not rules_handover.proxy_due([late], DUE) and rules_handover.proxy_due([late], date(2027, 5, 10))
