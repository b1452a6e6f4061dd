"""Until when evidence is kept, and what may be deleted when: never while a claim can be made."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.refusal import Violation
from fangxiu_app.evidence.rules_retention import Matter, keep_until, refusal, until

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
TICKET = Matter("RT-1", True, (date(2023, 5, 1), None, date(2022, 1, 1)))


@pytest.mark.clause("R109")
@given(st.lists(st.dates(date(2000, 1, 1), date(2100, 12, 31)), min_size=1), st.integers(0, 30))
def test_evidence_is_kept_for_whole_years_after_the_last_end(ends, years):
	until, last = keep_until([None, *ends], years), max(ends)
	assert (until.year, until.month) == (last.year + years, last.month)
	assert until.day == last.day or (last.month, last.day, until.day) == (2, 29, 28)


def test_nothing_ended_nothing_runs():
	assert keep_until([], 3) is None
	assert keep_until([None], 3) is None
	assert keep_until([date(2024, 2, 29)], 100_000) == date(9999, 2, 28), "a number too large is no error"
	assert keep_until([date(2024, 2, 29)], 3) == date(2027, 2, 28)


@pytest.mark.clause("R109")
def test_the_last_end_of_all_matters_counts_and_an_open_one_stops_the_time():
	deduction = Matter("CD-1", True, (date(2024, 3, 9),))
	assert until([TICKET], 3) == date(2026, 5, 1)
	assert until([TICKET, deduction], 3) == date(2027, 3, 9)
	assert until([TICKET, Matter("CP-1", False, (date(2020, 1, 1),))], 3) is None
	assert until([Matter("RT-2", True)], 3) is None


@pytest.mark.clause("R109")
@given(DAYS, st.integers(0, 30), st.integers(-400, 400))
def test_evidence_is_deleted_only_after_the_last_day(end, years, days):
	day = keep_until([end], years)
	refused = refusal([Matter("RT-1", True, (end,))], years, day + timedelta(days=days))
	assert refused == (None if days > 0 else Violation("evidence_kept", (day,)))


@pytest.mark.clause("R109")
def test_what_is_open_or_belongs_to_nothing_is_kept_however_old_it_is():
	far = date(2999, 1, 1)
	assert refusal([], 3, far) == Violation("evidence_of_none")
	assert refusal([TICKET, Matter("CD-1", False)], 3, far) == Violation("evidence_open", ("CD-1",))
	assert refusal([Matter("RT-2", True)], 3, far) == Violation("evidence_open", ("RT-2",))
	assert refusal([TICKET], 3, far) is None
