"""The rules of handing a flat over: whose problem, when a proxy may accept, what a transfer needs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.refusal import Violation
from fangxiu_app.delivery import rules_handover
from fangxiu_app.delivery.rules_handover import Attempt, Problem, Proxy, Reading

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def codes(violations):
	return [violation.code for violation in violations]


@pytest.mark.clause("R45")
def test_problems_and_rounds_are_the_project_departments_until_the_unit_is_accepted():
	assert rules_handover.responsible_for(False) == "Project Department"
	assert rules_handover.responsible_for(True) == "Repair Centre"


OPINIONS = st.lists(st.sampled_from(["", "Accept", "Accept With List", "Refuse"]), max_size=4)
PROBLEMS = st.lists(st.sampled_from(["Open", "Rectified", "Closed"]), max_size=4)


@pytest.mark.clause("R45")
@given(OPINIONS)
def test_only_a_signature_under_nothing_left_ends_the_project_departments_part(opinions):
	"""A list of what is still to be done, a refusal or no signature leave its problems with the project department."""
	assert rules_handover.finally_accepted(opinions) == any(opinion == "Accept" for opinion in opinions)


@pytest.mark.clause("R45", "R46")
@given(OPINIONS, PROBLEMS, st.booleans())
def test_what_the_form_offers_is_what_the_transfer_accepts(opinions, states, handed):
	problems = [Problem(state, rectified_on=None if state == "Open" else date(2027, 3, 10)) for state in states]
	kind = rules_handover.next_transfer(opinions, handed, problems)
	waits = rules_handover.waits_for_proxy(opinions, handed)
	assert waits == (bool(opinions) and "Accept" not in opinions and not handed)
	assert (kind == "Proxy Acceptance") == (waits and bool(states) and "Open" not in states)
	assert (kind == "Signed") == (not handed and "Accept" in opinions and set(states) <= {"Closed"})
	if kind:
		last = "Accept" if kind == "Signed" else next((o for o in reversed(opinions) if o), "")
		assert rules_handover.check_transfer(kind, last, False, problems) == []


@pytest.mark.clause("R46")
def test_an_owner_who_accepted_is_not_stood_in_for():
	assert codes(rules_handover.check_transfer("Proxy Acceptance", "Accept", False, [])) == ["proxy_owner_accepted"]
	for opinion in ("", "Refuse", "Accept With List"):
		assert rules_handover.check_transfer("Proxy Acceptance", opinion, False, [Problem("Rectified")]) == []


@pytest.mark.clause("R45")
@pytest.mark.parametrize(
	("round_", "inspected", "signed", "accepted", "repair_side", "found"),
	[
		("Pre-inspection", False, False, False, False, []),
		("First", False, False, False, False, []),
		("First", True, False, False, False, []),
		("First", True, True, True, True, ["first_after_signature"]),
		("First", False, False, True, True, []),
		("Re-inspection", False, False, False, True, ["reinspection_without_first"]),
		("Re-inspection", True, False, False, False, []),
		("Re-inspection", True, True, False, False, []),
		("Re-inspection", True, True, True, True, []),
		("Re-inspection", True, True, True, False, ["reinspection_of_repair_centre"]),
		("Re-inspection", False, False, True, True, []),
	],
)
def test_a_re_inspection_follows_a_first_one_and_is_led_by_whom_r45_names(
	round_, inspected, signed, accepted, repair_side, found
):
	assert codes(rules_handover.check_round(round_, inspected, signed, accepted, repair_side)) == found


@pytest.mark.clause("R45")
def test_a_problem_is_closed_with_a_photo_and_by_somebody_else():
	assert rules_handover.check_rectified("/private/files/a.jpg", "铲除重做") == []
	assert codes(rules_handover.check_rectified(None, " ")) == ["rectified_note_missing", "rectified_photo_missing"]
	assert rules_handover.check_recheck(True, "", False) == []
	assert codes(rules_handover.check_recheck(True, "", True)) == ["recheck_same_person"]
	assert codes(rules_handover.check_recheck(False, " ", False)) == ["recheck_note_missing"]


@pytest.mark.clause("R46")
@given(DAYS)
def test_one_month_is_the_same_numbered_day_or_the_months_last(day):
	due = rules_handover.proxy_from(day)
	assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == 1
	assert due.day == day.day or (due.day < day.day and (due + timedelta(days=1)).month != due.month)


@pytest.mark.clause("R46")
@given(st.lists(st.tuples(st.sampled_from(["Open", "Rectified", "Closed"]), DAYS), max_size=4), st.integers(1, 6), st.integers(-3, 250))
def test_board_and_transfer_begin_on_the_same_day(rows, months, later):
	"""What the board calls due, the transfer accepts that day, and the other way round."""
	problems = tuple(Problem(state, rectified_on=None if state == "Open" else day) for state, day in rows)
	rectified = rules_handover.rectified_on(problems)
	today = (rectified or date(2027, 1, 31)) + timedelta(days=later)
	against = proxy(today=today, rectified_on=rectified, problems=problems, months=months)
	possible = not {"proxy_open_problems", "proxy_not_rectified", "proxy_too_early"} & set(against)
	assert rules_handover.proxy_due(problems, today, months) == possible


@pytest.mark.clause("R46")
def test_month_ends_and_leap_years():
	assert rules_handover.proxy_from(date(2028, 1, 31)) == date(2028, 2, 29)
	assert rules_handover.proxy_from(date(2027, 1, 31)) == date(2027, 2, 28)
	assert rules_handover.proxy_from(date(2027, 12, 31)) == date(2028, 1, 31)


def proxy(**changes):
	day = date(2027, 3, 10)
	facts = {
		"today": date(2027, 4, 10),
		"rectified_on": day,
		"reason": "业主出差",
		"attempts": (Attempt(date(2027, 3, 20), "no"), Attempt(date(2027, 4, 1), "no")),
		"witnesses": ("李工", "何管家"),
		"photos": 3,
		"problems": (Problem("Rectified", rectified_on=day), Problem("Closed", rectified_on=day)),
	}
	return codes(rules_handover.check_proxy(Proxy(**(facts | changes))))


@pytest.mark.clause("R46")
def test_a_proxy_accepts_one_month_after_the_rectification_with_its_proofs():
	assert proxy() == []
	assert proxy(today=date(2027, 4, 9)) == ["proxy_too_early"]
	assert proxy(reason=" ") == ["proxy_reason_missing"]
	assert proxy(photos=0) == ["proxy_photos_missing"]
	assert proxy(witnesses=("李工", " 李工 ")) == ["proxy_witnesses_missing"]
	assert proxy(rectified_on=None, problems=(Problem("Open"),)) == [
		"proxy_open_problems",
		"proxy_not_rectified",
	]


@pytest.mark.clause("R46")
def test_two_calls_on_one_day_are_one_attempt():
	same = date(2027, 3, 20)
	assert proxy(attempts=(Attempt(same, "a"), Attempt(same, "b"))) == ["proxy_attempts_missing"]


@given(st.lists(st.tuples(st.sampled_from(["Open", "Rectified", "Closed"]), DAYS), max_size=6))
def test_rectified_is_the_last_day_and_only_when_nothing_is_open(rows):
	problems = [Problem(state, rectified_on=None if state == "Open" else day) for state, day in rows]
	found = rules_handover.rectified_on(problems)
	if any(state == "Open" for state, _day in rows) or not rows:
		assert found is None
	else:
		assert found == sorted(day for _state, day in rows)[-1]


@pytest.mark.clause("R48")
def test_a_meter_does_not_run_backwards_and_is_read_once():
	assert rules_handover.check_readings([Reading("Water", 12.5, 12.5), Reading("Electricity", 3, None)]) == []
	assert codes(rules_handover.check_readings([Reading("Water", 12.4, 12.5)])) == ["meter_backwards"]
	assert codes(rules_handover.check_readings([Reading("Water", 1), Reading("Water", 2)])) == ["meter_twice"]
	assert codes(rules_handover.check_readings([Reading("Gas", -1)])) == ["meter_backwards"]


@pytest.mark.clause("R45")
def test_an_owner_accepts_when_everything_is_closed_and_refuses_with_a_reason():
	closed, rectified = Problem("Closed"), Problem("Rectified")
	assert rules_handover.check_owner_signs([closed], "Accept", "") == []
	assert codes(rules_handover.check_owner_signs([closed, rectified], "Accept", "")) == [
		"accept_with_open_problems"
	]
	assert rules_handover.check_owner_signs([rectified], "Accept With List", "") == []
	assert codes(rules_handover.check_owner_signs([closed], "Accept With List", "")) == ["list_empty"]
	assert codes(rules_handover.check_owner_signs([], "Accept With List", "")) == ["list_empty"]
	assert codes(rules_handover.check_owner_signs([], "Refuse", "")) == ["refusal_reason_missing"]
	assert codes(rules_handover.check_owner_signs([], "", "")) == ["opinion_missing"]


@pytest.mark.clause("R45", "R46", "R50")
def test_a_transfer_needs_its_proof_by_kind():
	assert rules_handover.check_transfer("Signed", "Accept", False, [Problem("Closed")]) == []
	for opinion in ("", "Refuse"):
		assert codes(rules_handover.check_transfer("Signed", opinion, True, [])) == ["transfer_owner_unsigned"]
	assert codes(rules_handover.check_transfer("Signed", "Accept With List", True, [])) == [
		"transfer_list_unconfirmed"
	]
	for kind in rules_handover.NOT_INSPECTED:
		assert rules_handover.check_transfer(kind, "", True, [Problem("Rectified")]) == []
		assert codes(rules_handover.check_transfer(kind, "", False, [])) == ["transfer_self_check_missing"]
	assert codes(rules_handover.check_transfer("Signed", "Accept", True, [Problem("Rectified")])) == [
		"transfer_open_problems"
	]
	assert codes(rules_handover.check_transfer("Unsold", "", True, [Problem("Open")])) == ["transfer_open_problems"]
	later = Problem("Open", responsible="Repair Centre")
	assert rules_handover.check_transfer("Signed", "Accept", True, [later]) == []


@pytest.mark.clause("R46", "R50")
@pytest.mark.parametrize(
	("inspection", "given", "owner", "kinds"),
	[
		("", False, "", ("Signed", "Unsold", "Not Deliverable", "Not Collected")),
		("", False, "王晓明", ("Signed", "Not Deliverable", "Not Collected")),
		("", True, "王晓明", ()),
		("HI-1", False, "王晓明", ("Signed", "Proxy Acceptance")),
		("HI-1", True, "", ("Signed", "Proxy Acceptance")),
	],
)
def test_only_kinds_that_can_be_true_for_the_unit_are_possible(inspection, given, owner, kinds):
	every = rules_handover.STATE_AFTER
	assert tuple(kind for kind in every if not rules_handover.untrue(kind, inspection, given, owner)) == kinds


@pytest.mark.clause("R50")
def test_why_a_kind_cannot_be_true_names_what_stands_against_it():
	[found] = rules_handover.untrue("Unsold", "", True, "王晓明")
	assert (found.code, found.params) == ("transfer_handed_over", ("Unsold", "Signed")), "delivered comes before owned"
	assert codes(rules_handover.untrue("Unsold", "HI-1", False, "王晓明")) == ["transfer_inspected", "transfer_has_owner"]
	assert codes(rules_handover.untrue("Proxy Acceptance", "", False, "")) == ["proxy_not_inspected"]


@pytest.mark.clause("R45")
def test_what_is_promised_to_the_owner_lies_ahead():
	today = date(2026, 11, 30)
	for opinion in ("", "Accept", "Refuse"):
		assert rules_handover.check_promise(None, today, opinion) == rules_handover.check_promise(today, today, opinion) == []
	assert rules_handover.check_promise(today, today, "Accept With List") == []
	assert codes(rules_handover.check_promise(None, today, "Accept With List")) == ["promise_missing"]
	assert rules_handover.check_promise(date(2026, 11, 29), today, "") == [Violation("promise_past", (date(2026, 11, 29), today))]
	assert codes(rules_handover.check_promise(date(2036, 1, 1), today, "")) == ["day_too_far"]


@pytest.mark.clause("R50")
def test_a_unit_that_its_owner_has_without_an_inspection_needs_no_transfer():
	def codes_of(*facts) -> list[str]:
		return codes(rules_handover.untrue("Signed", *facts))

	assert codes_of("", True, "王晓明") == ["transfer_not_needed"]
	assert codes_of("HI-1", True, "王晓明") == codes_of("", False, "王晓明") == []
