"""The steps of R107, in their order."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fangxiu_app.domain.breach import Breach, stage

NOW = datetime(2026, 3, 2, 12)
HOUR = timedelta(hours=1)


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("values", "expected"),
	[
		({}, ""),
		({"finish_due": NOW + HOUR}, ""),
		({"finish_due": NOW - HOUR}, "Notice"),
		({"failed": True}, "Notice"),
		({"failed": True, "served_at": NOW, "cure_until": NOW + HOUR, "result": "Pending"}, "Waiting"),
		({"served_at": NOW - 2 * HOUR, "cure_until": NOW - HOUR, "result": "Pending"}, "Ended"),
		({"served_at": NOW, "cure_until": NOW + HOUR, "result": "Failed"}, "Failed"),
		({"served_at": NOW, "cure_until": NOW - HOUR, "result": "Succeeded"}, "Settled"),
	],
)
def test_each_step_has_its_sign(values, expected):
	assert stage(Breach("In Repair", **values), NOW) == expected


@given(st.sampled_from(("Surveyed", "Third Party", "Pre-accepted", "Closed")), st.booleans())
@settings(max_examples=20, deadline=None)
def test_nothing_is_asked_once_a_third_party_works_or_the_work_passed(status, failed):
	assert stage(Breach(status, finish_due=NOW - HOUR, failed=failed), NOW) == ""
