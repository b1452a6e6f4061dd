"""What stands against each step of a complaint, with what the refusal names; contacts after an answer; promises (R75, R110)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from fangxiu_app.complaints import rules_complaint as rules
from fangxiu_app.complaints.rules_complaint import Bounds, Facts, Weight
from fangxiu_app.core.refusal import Violation

NOON = datetime(2026, 3, 2, 12)
MINUTE = timedelta(minutes=1)
NOTE, WAY = Violation("complaint_note"), Violation("complaint_way")


@pytest.mark.clause("R110")
def test_two_households_are_a_serious_case():
	assert rules.least_level(Weight(units=2), Bounds()) == rules.SERIOUS
	assert rules.least_level(Weight(units=2), Bounds(group_units=2)) == rules.MAJOR


@pytest.mark.clause("R75", "R110")
@pytest.mark.parametrize(
	("step", "facts", "said", "answer"),
	[
		("contact", Facts("Closed"), {}, [Violation("complaint_state", ("First Contact", "Closed", ("Registered",)))]),
		("contact", Facts("Registered"), {}, [NOTE, WAY]),
		("contact", Facts("Registered"), {"note": "已致电", "way": " "}, [WAY]),
		("contact", Facts("Registered"), {"note": "已致电", "way": "Phone"}, []),
		("follow_up", Facts("Investigating"), {}, [NOTE]),
		("follow_up", Facts("Investigating"), {"note": "已安排"}, []),
		("investigate", Facts("Contacted", "a", is_owner=False), {"note": "x"}, [Violation("complaint_not_owner", ("a",))]),
		("investigate", Facts("Contacted", "a", is_owner=False, is_head=True), {"note": "x"}, []),
		("hand_over", Facts("Contacted", "a"), {"note": "x"}, [Violation("complaint_owner_missing")]),
		("hand_over", Facts("Contacted", "a"), {"note": "x", "new_owner": "a"}, [Violation("complaint_owner_same", ("a",))]),
		("set_level", Facts("Contacted"), {"note": "x"}, [Violation("complaint_level_missing", (rules.LEVELS,))]),
		("set_level", Facts("Contacted"), {"note": "x", "new_level": "Ordinary"}, [Violation("complaint_level_same", ("Ordinary",))]),
		(
			"set_level",
			Facts("Contacted", level="Major", least_level="Serious"),
			{"note": "x", "new_level": "Ordinary"},
			[Violation("complaint_level_low", ("Serious",))],
		),
	],
)
def test_what_a_refusal_names(step, facts, said, answer):
	assert rules.check(step, facts, **said) == answer


@pytest.mark.clause("R110")
def test_a_promise_has_a_day():
	today = date(2026, 3, 2)
	assert rules.check_promise("三日内上门", None, today) == [Violation("complaint_promise_day")]
	assert rules.check_promise("三日内上门", date(2026, 3, 5), today) == []
	assert rules.check_promise(" ", None, today) == rules.check_promise("", date(2026, 3, 5), today) == []
	[far] = rules.check_promise("三日内上门", date(2062, 3, 5), today)
	assert far.code == "day_too_far"


@pytest.mark.clause("R110")
def test_contacts_since_the_answer_are_counted_from_its_own_minute():
	record = [("Customer Contacted", NOON - MINUTE), ("Answer Given to the Customer", NOON)]
	spoken = [("Customer Contacted", NOON - MINUTE), ("Customer Contacted", NOON), ("Follow-up Entry", NOON + MINUTE)]
	assert rules.tries([*record, *spoken], NOON) == [NOON]
	assert rules.tries([*spoken, *record], NOON) == []
	assert rules.tries(spoken, None) == []
