"""When a third party may repair at the contractor's cost (R107), against a reference that goes through the days one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.contractors.breach import rules_third_party
from fangxiu_app.contractors.breach.rules_breach import Breach, Notice, proved, stage, standing, violation
from fangxiu_app.contractors.breach.rules_correspondence import ladder
from fangxiu_app.contractors.rules_answering import Answer
from fangxiu_app.money.deductions.rules_evidence_chain import Facts as Deducted
from fangxiu_app.money.deductions.rules_evidence_chain import Work, chain
from fangxiu_app.tickets.life.rules_ticket import Facts as Asked
from fangxiu_app.tickets.life.rules_ticket_gates import third_party_due

NOW = datetime(2026, 3, 2, 12)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def served(day: int, cure: int = 7, **values) -> Notice:
	"""A notice received on day ``day`` after NOW, with ``cure`` days to follow it."""
	at = NOW + day * DAY
	return Notice(values.pop("name", f"CL-{day}"), at, at, at + cure * DAY, 1, **values)


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("late", "failed", "breach", "expected"),
	[
		(None, False, Breach("T"), ""),
		(NOW + HOUR, False, Breach("T"), ""),
		(NOW - HOUR, False, Breach("T"), "Notice"),
		(None, True, Breach("T"), "Notice"),
		(None, True, Breach("T", (served(0),), "Pending"), "Waiting"),
		(None, False, Breach("T", (served(-8),), "Pending"), "Ended"),
		(None, False, Breach("T", (served(0),), "Failed"), "Failed"),
		(None, False, Breach("T", (served(-9),), "Succeeded"), "Settled"),
	],
)
def test_each_step_has_its_sign(late, failed, breach, expected):
	assert stage(standing(breach, 1, NOW), "In Repair", NOW, late, failed) == expected
	for status in ("Surveyed", "Third Party", "Pre-accepted", "Closed"):
		assert stage(standing(breach, 1, NOW), status, NOW, late, failed) == ""


@pytest.mark.clause("R107")
def test_with_two_notices_wanted_one_is_not_enough_for_anybody():
	breach = Breach("T", (served(-9),), "Pending")
	assert stage(standing(breach, 2, NOW), "In Repair", NOW) == "Second"
	assert violation(standing(breach, 2, NOW)).code == "second_notice_missing"
	assert violation(standing(breach, 1, NOW)) is None
	assert violation(standing(replace(breach, coordination="Failed"), 2, NOW)) is None


def test_the_last_moment_of_the_cure_time_is_still_the_contractors():
	breach = Breach("T", (served(0),), "Pending")
	assert standing(breach, 1, NOW + 7 * DAY).step == "wait"
	assert standing(breach, 1, NOW + 7 * DAY + timedelta(microseconds=1)).allowed


def test_what_was_received_later_counts_from_then_and_a_failure_before_a_further_notice_no_more():
	breach = Breach("T", (served(1),), "Failed")
	assert standing(breach, 1, NOW).step == "serve"
	assert standing(replace(breach, coordinated_at=NOW), 1, NOW + 2 * DAY).step == "wait"
	assert standing(replace(breach, coordinated_at=NOW + 2 * DAY), 1, NOW + 2 * DAY).allowed
	settled = replace(breach, coordination="Succeeded", coordinated_at=NOW)
	assert standing(settled, 1, NOW + 2 * DAY).step == "wait", "it was about the notice before"
	assert standing(replace(settled, coordinated_at=NOW + 2 * DAY), 1, NOW + 2 * DAY).step == "settled"


def test_a_further_notice_hangs_on_the_one_that_is_over():
	found = standing(Breach("T", (served(-9),), "Pending"), 2, NOW)
	assert (found.step, found.second, found.notice.name) == ("write", True, "CL--9")


def test_closed_as_not_cured_shortens_nobodys_time():
	breach = Breach("T", (served(0, outcome="Not Cured"),), "Pending")
	assert standing(breach, 1, NOW + DAY).step == "wait"


def test_only_what_can_be_shown_counts_as_evidence():
	breach = Breach("T", (replace(served(-9), proofs=0),), "Pending")
	assert standing(breach, 1, NOW).allowed and standing(proved(breach), 1, NOW).step == "serve"


def by_days(notices: list[Notice], coordination: str, coordinated: int, wanted: int, day: int) -> bool:
	"""Reference: go through the days; each ends with the answer to "may a third party come tomorrow?"."""
	received, left, last, allowed = 0, 0, 0, False
	for today in range(-40, day + 1):
		arrived = [one for one in notices if one.served_at == NOW + today * DAY]
		if arrived:
			received += len(arrived)
			left = (arrived[-1].cure_until - arrived[-1].served_at).days
		elif received:
			left -= 1
		if arrived:
			last = today
		result = coordination if received and coordinated >= last else ""
		time_over = received > 0 and left < 0
		allowed = received > 0 and result != "Succeeded" and (result == "Failed" or (received >= wanted and time_over))
	return allowed


days = st.lists(st.integers(-30, 10), max_size=4, unique=True)


@pytest.mark.clause("R107")
@given(
	days,
	st.integers(1, 14),
	st.sampled_from(("", "Pending", "Succeeded", "Failed")),
	st.integers(-30, 20),
	st.integers(1, 3),
	st.integers(-30, 30),
)
def test_all_who_ask_hear_what_the_days_say(received, cure, coordination, coordinated, wanted, day):
	"""The hint, the gate of the ticket, the order, the letters' next step and the evidence of a deduction."""
	notices = [served(one, cure) for one in sorted(received)]
	now = NOW + day * DAY
	breach = Breach("T", tuple(notices), coordination, coordinated_at=NOW + coordinated * DAY)
	expected = by_days(notices, coordination, coordinated, wanted, day)

	hint = stage(standing(breach, wanted, now), "In Repair", now)
	assert (hint in ("Ended", "Failed")) == expected
	assert (third_party_due(Asked("In Repair", now, breach=breach, notices_wanted=wanted)) is None) == expected
	assert (ladder(breach, wanted, now).code == "third_party") == expected
	order = rules_third_party.Order(
		rules_third_party.BREACH,
		"P",
		"C",
		0,
		now.date(),
		(rules_third_party.Chain("T", Answer("T", "C"), "Contractor", breach),),
		rules_third_party.Registered("Active"),
		quotations={"P": 0},
		notices_wanted=wanted,
	)
	assert (rules_third_party.violations(order, now, 1, 1) == []) == expected
	work = Work("TPO", True, now, now, "BILL", (replace(breach, taken_over_at=now),))
	steps = chain(Deducted(works=(work,), notices_wanted=wanted), now)
	evidence = {"notice", "service", "second_notice", "coordination", "coordination_open", "cure_over", "cure_waived"}
	assert all(step.done for step in steps if step.code in evidence) == expected
