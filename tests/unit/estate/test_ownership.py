"""Owners over time: together, one after the other, but nobody twice at once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.estate.rules_ownership import BOTH_PRIMARY, SAME_PERSON, Owner, contradictions, overlap

DAY = date(2026, 3, 1)
DAYS = st.dates(DAY, DAY + timedelta(40))


@pytest.mark.parametrize(
	("one", "other", "found"),
	[
		(Owner("甲", primary=True), Owner("乙"), []),
		(Owner("甲", primary=True), Owner("乙", primary=True), [(1, 2, BOTH_PRIMARY)]),
		(Owner("甲", until=DAY, primary=True), Owner("乙", since=DAY, primary=True), []),
		(Owner("甲", until=DAY, primary=True), Owner("乙", primary=True), []),
		(
			Owner("甲", until=DAY + timedelta(1), primary=True),
			Owner("乙", since=DAY, primary=True),
			[(1, 2, BOTH_PRIMARY)],
		),
		(Owner("王 明", "138 0000 0001"), Owner("王明", "13800000001"), [(1, 2, SAME_PERSON)]),
		(Owner("王明", "13800000001"), Owner("王明", "13900000001"), []),
		(Owner("王明", until=DAY), Owner("王明", since=DAY + timedelta(30)), []),
	],
)
def test_who_excludes_whom(one, other, found):
	assert contradictions([one, other]) == found


@given(st.lists(DAYS, min_size=4, max_size=4))
def test_dated_owners_overlap_when_they_share_a_day_that_is_not_the_one_of_their_change(days):
	(a, b), (c, d) = sorted(days[:2]), sorted(days[2:])
	one, other = (
		{first + timedelta(n) for n in range((last - first).days)} for first, last in ((a, b), (c, d))
	)
	if a < b and c < d:
		assert overlap(Owner("甲", since=a, until=b), Owner("乙", since=c, until=d)) == bool(one & other)


@given(DAYS, DAYS, DAYS, DAYS)
def test_the_order_of_the_rows_does_not_matter(a, b, c, d):
	one, other = Owner("甲", "", min(a, b), max(a, b), True), Owner("乙", "", min(c, d), max(c, d), True)
	assert bool(contradictions([one, other])) == bool(contradictions([other, one]))
