"""What proves that a letter was received, until when it gives time, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.contractors.breach.rules_breach import Breach, Notice
from fangxiu_app.contractors.breach.rules_correspondence import (
	NEEDED,
	close_problem,
	cure_until,
	ladder,
	proof_problems,
	served_at,
)

NOW = datetime(2026, 3, 10, 9)
ISSUED = NOW - timedelta(days=1)
WHOLE = dict.fromkeys(
	("receiver_name", "receiver_address", "tracking_no", "words_said", "answer_given", "evidence"), "x"
)


def codes(found):
	return [violation.code for violation in found]


@pytest.mark.clause("R109")
@pytest.mark.parametrize("method", NEEDED)
def test_every_way_of_service_proves_itself_only_with_all_its_facts(method):
	proof = {**WHOLE, "method": method, "at": NOW}
	assert proof_problems(proof, ISSUED, NOW) == []
	for fact in NEEDED[method]:
		assert codes(proof_problems({**proof, fact: " "}, ISSUED, NOW)) == ["service_missing"]


@pytest.mark.parametrize(
	("changes", "says"),
	[
		({"method": "Shouting"}, ["service_method"]),
		({"at": None}, ["service_time"]),
		({"at": NOW + timedelta(hours=1)}, ["time_in_future"]),
		({"at": ISSUED - timedelta(hours=1)}, ["chronology"]),
	],
)
def test_times_and_ways_that_cannot_be(changes, says):
	proof = {**WHOLE, "method": "Phone", "at": NOW, **changes}
	assert codes(proof_problems(proof, ISSUED, NOW)) == says


@pytest.mark.clause("R107")
@given(st.lists(st.datetimes(), max_size=5), st.integers(0, 60))
def test_cure_time_counts_from_the_earliest_proven_receipt(times, days):
	received = served_at(times)
	assert (received is None) == (not times)
	if received:
		assert all(cure_until(received, days) <= time + timedelta(days=days) for time in times)


SERVED = Notice("L", NOW - timedelta(days=8), NOW - timedelta(days=8), NOW - timedelta(days=1), 1)
RUNNING = replace(SERVED, cure_until=NOW + timedelta(days=1))


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("notices", "coordination", "wanted", "step"),
	[
		([], "", 1, "write_notice"),
		([Notice("L")], "", 1, "issue_notice"),
		([Notice("L", NOW)], "", 1, "serve_notice"),
		([RUNNING], "Pending", 1, "wait"),
		([RUNNING], "Failed", 1, "third_party"),
		([SERVED], "Pending", 1, "third_party"),
		([SERVED], "Pending", 2, "second_notice"),
		([SERVED, Notice("M", NOW)], "Pending", 2, "serve_notice"),
		([SERVED, SERVED], "Pending", 2, "third_party"),
		([SERVED], "Succeeded", 1, "cured"),
		([replace(SERVED, outcome="Cured")], "Pending", 1, "cured"),
	],
)
def test_the_ladder(notices, coordination, wanted, step):
	breach = Breach("T", tuple(notices), coordination)
	assert ladder(breach, wanted, NOW).code == step
	assert ladder(breach, wanted, NOW, already=True).code == "third_party_works"


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("outcome", "kind", "minutes", "refused"),
	[
		("Not Cured", "Notice", 0, True),
		("Not Cured", "Second Notice", 1, True),
		("Not Cured", "Notice", -1, False),
		("Cured", "Notice", 60, False),
		("Not Cured", "Work Contact Letter", 60, False),
	],
)
def test_a_notice_is_not_cured_only_when_its_time_is_over(outcome, kind, minutes, refused):
	until = NOW + timedelta(minutes=minutes)
	assert (close_problem(outcome, kind, until, NOW) is not None) == refused
