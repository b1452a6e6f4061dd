"""Ending an agreement, or taking a guarantee for its deposit, needs two people and the deposit's fate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.contractors.rules_agreement import was_signed
from fangxiu_app.core.refusal import Violation
from fangxiu_app.money.deposits.rules_agreement_change import (
	GUARANTEE,
	KEEP,
	KNOWN_LATER,
	PAST,
	TERMINATE,
	TERMS,
	TERMS_CHANGED,
	Change,
	are_fixed,
	by_hand,
	in_future,
	is_low,
	may_agree,
	needs_two,
	not_replaced,
	rows_apart,
	stays,
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


@pytest.mark.clause("R18", "R28")
def test_a_signed_agreement_is_not_called_unsigned_again():
	for state in ("Draft", "In Talks"):
		assert needs_two(("Signed", "Deposit"), (state, "Deposit"), Decimal(0))
		assert not needs_two((state, "Deposit"), ("Signed", "Deposit"), Decimal(5))


@pytest.mark.clause("R18", "R28")
def test_one_person_changes_no_fixed_term_but_what_was_not_known():
	assert are_fixed(True, Decimal(0)) and are_fixed(False, Decimal("0.01"))
	assert not are_fixed(False, Decimal(0))
	day = date(2026, 1, 1)
	assert was_signed("Signed", None) and was_signed("Terminated", day)
	assert not any(was_signed(status, day) for status in ("Draft", "In Talks")) and not was_signed("Terminated", None)
	known = dict.fromkeys(TERMS, ("a", "b"))
	assert by_hand(known, True) == TERMS and by_hand(known, False) == ()
	assert set(by_hand(dict.fromkeys(TERMS, (None, "b")), True)) == set(TERMS) - set(KNOWN_LATER)
	assert set(PAST) <= set(KNOWN_LATER) <= set(TERMS)


def test_new_terms_are_named_and_give_no_deposit_up():
	def codes(terms, **values):
		return [found.code for found in violations(replace(WHOLE, kind=TERMS_CHANGED, security="Deposit", terms=terms, **values))]

	assert codes({}) == ["change_terms_none"]
	assert codes({"interest_percent": 2}, fate="") == codes({"security": "Deposit"}) == []
	assert codes({"security": "None"}) == ["change_exchange"]
	assert codes({"security": "None"}, held=Decimal(0)) == []
	cent = replace(WHOLE, kind=TERMS_CHANGED, security="Deposit", terms={"security": "None"}, held=Decimal("0.01"))
	assert violations(cent) == [Violation("change_exchange", (Decimal("0.01"),))]
	assert codes({"interest_percent": 2}, reason="") == ["change_reason"]


def test_what_has_happened_is_not_to_come():
	today = date(2026, 5, 1)
	assert in_future({"accepted_on": today, "valid_to": date(2030, 1, 1), "signed_on": None}, today) == []
	day = date(2026, 5, 2)
	assert in_future({"accepted_on": day}, today) == [Violation("time_in_future", (day,))]


def test_a_guarantee_is_low_below_what_is_held():
	assert [is_low(Decimal(given), Decimal(10)) for given in (0, "0.01", 9, 10, 11)] == [False, True, True, False, False]


@pytest.mark.clause("R18", "R28")
@given(STATES, STATES, st.sampled_from("ab"), st.sampled_from("ab"))
def test_a_signed_agreement_keeps_its_contractor_and_its_end(before, after, one, other):
	assert stays(False, (before, one), (after, other)) == []
	codes = {found.code for found in stays(True, (before, one), (after, other))}
	assert ("change_contractor" in codes) == (one != other)
	assert ("change_ended" in codes) == (before == "Terminated" != after)


def test_a_request_that_waits_is_not_replaced():
	at = datetime(2026, 5, 1, 9)
	assert not_replaced(TERMINATE, "an", None, False) == not_replaced(TERMINATE, "an", at, True) == []
	assert not_replaced(TERMINATE, "an", at, False) == [Violation("change_pending", (TERMINATE, "an", at))]


ROWS = st.lists(st.sampled_from("abcd"), max_size=6)


@given(ROWS, ROWS)
def test_every_row_that_differs_is_shown(before, after):
	"""What is taken away and what is added is all that tells the two tables apart, and equal tables show nothing."""
	found = rows_apart(before, after)
	assert (found == []) == (before == after)
	assert sorted(before + [new for _row, _old, new in found if new]) == sorted(after + [old for _row, old, _new in found if old])
	assert all(old != new for _row, old, new in found)
	assert all(after[row - 1] == new for row, _old, new in found if new)
	assert all(before[row - 1] == old for row, old, new in found if old and not new)


def test_in_a_long_table_of_like_rows_only_the_new_one_is_shown():
	assert rows_apart(["a"] * 250, ["b", *["a"] * 250]) == [(1, "", "b")]
