"""Which delivery state may follow which by hand (R45, R50)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.estate import rules_delivery_state as rules

STATES = ("Not Delivered", "Delivered", "Proxy Accepted", "Unsold", "Not Deliverable", "Not Collected")


@given(st.sampled_from(STATES), st.booleans(), st.booleans())
def test_what_stays_is_never_in_the_way(state, owned, corrects):
	assert rules.hindrance(state, state, owned, corrects) == ""


@given(st.sampled_from(rules.GIVEN), st.sampled_from(STATES), st.booleans())
def test_what_was_given_is_taken_back_by_nobody_without_that_right(before, after, owned):
	expected = "" if after in rules.GIVEN else rules.TAKEN_BACK
	assert rules.hindrance(before, after, owned, False) == expected


@given(st.sampled_from(STATES[:1] + STATES[3:]), st.sampled_from(rules.GIVEN), st.booleans(), st.booleans())
def test_nothing_is_given_by_hand_without_that_right(before, after, owned, corrects):
	assert rules.hindrance(before, after, owned, corrects) == ("" if corrects else rules.BY_HAND)


@pytest.mark.clause("R45", "R50")
@given(st.sampled_from(STATES[:1] + STATES[4:]), st.booleans(), st.booleans())
def test_a_flat_with_an_owner_is_not_unsold(before, owned, corrects):
	assert rules.hindrance(before, "Unsold", owned, corrects) == (rules.HAS_OWNER if owned else "")
