"""What proves that a letter was received, until when it gives time, and what comes next."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.domain import correspondence
from fangxiu_app.domain.correspondence import NEEDED, Letter, cure_until, ladder, proof_problems, served_at

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


@given(st.lists(st.datetimes(), max_size=5), st.integers(0, 60))
def test_cure_time_counts_from_the_earliest_proven_receipt(times, days):
	received = served_at(times)
	assert (received is None) == (not times)
	if received:
		assert all(cure_until(received, days) <= time + timedelta(days=days) for time in times)


def letter(**values) -> Letter:
	facts = {"served_at": NOW - timedelta(days=8), "cure_until": NOW - timedelta(days=1), **values}
	return Letter("L", facts.pop("kind", "Notice"), facts.pop("state", "Served"), **facts)


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("letters", "coordination", "wanted", "step"),
	[
		([], "", 1, "write_notice"),
		([letter(kind="Work Contact Letter")], "", 1, "write_notice"),
		([letter(state="Draft", served_at=None)], "", 1, "issue_notice"),
		([letter(state="Issued", served_at=None)], "", 1, "serve_notice"),
		([letter(cure_until=NOW + timedelta(days=1))], "Pending", 1, "wait"),
		([letter(cure_until=NOW + timedelta(days=1))], "Failed", 1, "third_party"),
		([letter()], "Pending", 1, "third_party"),
		([letter()], "Pending", 2, "second_notice"),
		([letter(), letter(kind="Second Notice")], "Pending", 2, "third_party"),
		([letter()], "Succeeded", 1, "cured"),
		([letter(outcome="Cured")], "Pending", 1, "cured"),
		([letter(state="Withdrawn")], "Pending", 1, "write_notice"),
	],
)
def test_the_ladder(letters, coordination, wanted, step):
	assert ladder(letters, coordination, wanted, NOW).code == step
	assert ladder(letters, coordination, wanted, NOW, already=True).code == "third_party_works"


states = st.sampled_from(("Draft", "Issued", "Served", "Answered", "Closed", "Withdrawn"))
times = st.none() | st.datetimes(NOW - timedelta(days=30), NOW + timedelta(days=30))


@given(
	st.lists(
		st.builds(Letter, st.just("L"), st.sampled_from(correspondence.NOTICES), states, times, times),
		max_size=4,
	),
	st.sampled_from(("", "Pending", "Succeeded", "Failed")),
	st.integers(1, 2),
)
def test_no_third_party_without_a_proven_notice(letters, coordination, wanted):
	step = ladder(letters, coordination, wanted, NOW)
	if step.code == "third_party":
		last = [found for found in letters if found.state != "Withdrawn"][-1]
		assert last.served_at is not None
		assert coordination == "Failed" or last.cure_until is None or last.cure_until < NOW
