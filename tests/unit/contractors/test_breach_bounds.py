"""The breach of a ticket at the very moment something happens (R107)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from fangxiu_app.contractors.breach.rules_breach import (
	Breach,
	Notice,
	Standing,
	proved,
	stage,
	standing,
	violation,
)
from fangxiu_app.core.refusal import Violation

NOW = datetime(2026, 3, 10, 9)
DAY = timedelta(days=1)
NOTICE = Notice("CL-1", NOW - 9 * DAY, NOW - 9 * DAY, NOW - 2 * DAY, 1)
OVER = Breach("RT-1", (NOTICE,))


@pytest.mark.clause("R107")
@pytest.mark.parametrize(("result", "step"), [("Failed", "third_party"), ("Succeeded", "settled"), ("Pending", "wait"), ("", "wait")])
def test_a_result_of_the_very_moment_of_the_receipt_is_about_that_notice(result, step):
	running = replace(NOTICE, served_at=NOW, cure_until=NOW + DAY)
	same = Breach("RT-1", (running,), result, coordinated_at=NOW)
	assert standing(same, 1, NOW).step == step
	assert standing(replace(same, coordinated_at=NOW - timedelta(microseconds=1)), 1, NOW).step == "wait"


@pytest.mark.clause("R107")
def test_what_comes_next_is_told_whole():
	waiting = Notice("CL-2", NOW)
	assert standing(Breach("RT-1"), 1, NOW) == Standing("write")
	assert standing(Breach("RT-1", (Notice("CL-1"),)), 1, NOW) == Standing("issue", False, Notice("CL-1"))
	assert standing(Breach("RT-1", (waiting,)), 1, NOW) == Standing("serve", False, waiting)
	assert standing(OVER, 2, NOW) == Standing("write", True, NOTICE, served=(NOTICE,), over=True)
	assert standing(replace(OVER, notices=(NOTICE, waiting)), 2, NOW) == Standing("serve", True, waiting, served=(NOTICE,), over=True)
	assert standing(OVER, 1, NOW) == Standing("third_party", notice=NOTICE, served=(NOTICE,), over=True)


def test_what_cannot_be_shown_was_never_received_and_has_no_time_to_cure():
	unproved = replace(NOTICE, proofs=0)
	assert proved(Breach("RT-1", (NOTICE, unproved))).notices == (NOTICE, replace(unproved, served_at=None, cure_until=None))


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("breach", "wanted", "answer"),
	[
		(replace(OVER, coordination="Succeeded"), 1, Violation("breach_settled")),
		(replace(OVER, notices=(replace(NOTICE, cure_until=NOW),)), 1, Violation("coordination_open", (NOW,))),
		(OVER, 2, Violation("second_notice_missing", (1,))),
		(Breach("RT-1"), 2, Violation("notice_missing")),
		(OVER, 1, None),
	],
)
def test_why_no_third_party_may_be_ordered(breach, wanted, answer):
	assert violation(standing(breach, wanted, NOW)) == answer


@pytest.mark.clause("R107")
def test_late_begins_after_the_moment_it_was_due():
	nobody_told = standing(Breach("RT-1"), 1, NOW)
	assert stage(nobody_told, "Planned", NOW) == ""
	assert stage(nobody_told, "Planned", NOW, NOW) == ""
	assert stage(nobody_told, "Planned", NOW, NOW - timedelta(microseconds=1)) == "Notice"


@pytest.mark.clause("R107")
def test_the_draft_of_a_second_notice_is_no_first_one():
	draft, first = Notice("CL-2", again=True), Notice("CL-1")
	assert standing(Breach("RT-1", (draft,)), 1, NOW) == Standing("write", False)
	assert standing(Breach("RT-1", (first, draft)), 1, NOW) == Standing("issue", False, first)
	issued = Notice("CL-2", NOW, again=True)
	assert standing(Breach("RT-1", (issued,)), 1, NOW) == Standing("serve", False, issued)
	over = Notice("CL-0", NOW - timedelta(days=9), NOW - timedelta(days=9), NOW - timedelta(days=2), 1)
	assert standing(Breach("RT-1", (over, draft)), 2, NOW).notice == draft
