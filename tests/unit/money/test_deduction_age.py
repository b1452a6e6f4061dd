"""Stage and age of open deductions, and what of one has come back."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.money.deductions.rules_deduction_age import AGES, Standing, age, recovered, stage

NOW = datetime(2026, 3, 20, 9)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
	("standing", "code", "days"),
	[
		(Standing("Draft", NOW - DAY), "Not Notified", 1),
		(Standing("Notified", NOW, NOW - 2 * DAY, NOW + DAY), "Objection Running", 2),
		(Standing("Notified", NOW, NOW - 9 * DAY, NOW), "Ready for Approval", 0),
		(Standing("Objected", NOW, objected_at=NOW - 3 * DAY), "Objection Unanswered", 3),
		(Standing("Answered", NOW, answered_at=NOW - 4 * DAY), "Ready for Approval", 4),
		(Standing("Answered", NOW, answered_at=NOW, requested_at=NOW - 5 * DAY), "In Approval", 5),
		(Standing("Posted", NOW, posted_at=NOW - 6 * DAY, owed=Decimal(1)), "Receivable Unpaid", 6),
	],
)
def test_stage_and_its_beginning(standing, code, days):
	found = stage(standing, NOW)
	assert (found.code, NOW - found.since) == (code, days * DAY)


def test_nothing_is_open_once_paid_withdrawn_or_reversed():
	for state in ("Posted", "Withdrawn", "Reversed"):
		assert stage(Standing(state, NOW), NOW) is None


@given(st.integers(0, 4000))
def test_every_day_has_one_age(days):
	index = age(days)
	assert AGES[index] <= days and (index == len(AGES) - 1 or days < AGES[index + 1])


def test_recovered_counts_what_was_paid_and_never_what_was_not_claimed():
	thirty, six, two = Decimal(30), Decimal(6), Decimal(2)
	assert recovered(True, thirty, six, two, claimed_beyond=True) == 34
	assert recovered(True, thirty, six, Decimal(0), claimed_beyond=False) == 30
	assert recovered(False, thirty, six, two, claimed_beyond=True) == 0
