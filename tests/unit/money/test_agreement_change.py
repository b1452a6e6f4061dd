"""Ending an agreement, or taking a guarantee for its deposit, needs two people and the deposit's fate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.money.deposits.rules_agreement_change import (
	GUARANTEE,
	KEEP,
	TERMINATE,
	Change,
	may_agree,
	needs_two,
	violations,
)

STATES = st.sampled_from(("Draft", "In Talks", "Signed", "Terminated"))
SECURITIES = st.sampled_from(("Deposit", "Guarantee", "None"))
HELD = st.integers(0, 10**6).map(Decimal)
WHOLE = Change(GUARANTEE, "换开保函", True, KEEP, Decimal(30_000), date(2028, 6, 30), ("a", "b", "c", 1), date(2028, 6, 30))


@pytest.mark.clause("R18", "R28")
@given(st.tuples(STATES, SECURITIES), st.tuples(STATES, SECURITIES), HELD)
def test_money_that_is_held_is_never_left_without_two_people(before, after, held):
	free = not needs_two(before, after, held)
	if free and held:
		assert after[1] == "Deposit" or before[1] != "Deposit"
		assert after[0] != "Terminated" or before[0] == "Terminated"
	if before == after:
		assert free


def test_what_is_missing_is_named():
	def codes(**values):
		return [found.code for found in violations(replace(WHOLE, **values))]

	assert codes() == []
	assert codes(kind="x") == ["change_kind"]
	assert codes(reason=" ") == codes(file=False) == ["change_reason"]
	assert codes(fate="") == ["change_fate"] and codes(fate="", held=Decimal(0)) == []
	assert codes(guarantee=("a", None)) == ["change_guarantee"]
	assert codes(guaranteed_until=date(2028, 6, 29)) == ["change_guarantee_short"]
	assert codes(kind=TERMINATE, guarantee=()) == []


@given(st.sampled_from("abc"), st.sampled_from("abc"), st.sampled_from("abc"))
def test_nobody_agrees_to_what_they_asked_for(user, asked_by, owner):
	assert (may_agree(user, asked_by, owner) == []) == (user not in (asked_by, owner))
