"""Giving a deposit back: the safe amount and the statute's deadlines; against naive references."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.ledger.rules_deposit import ZERO
from fangxiu_app.money.releases import rules_release as rules
from fangxiu_app.money.releases.rules_release import KNOWN, Check, Safe, contradictions, is_early, proposed

CENTS = st.integers(0, 10**9)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def yuan(cents: int) -> Decimal:
	return Decimal(cents) / 100


@pytest.mark.clause("R18")
@given(CENTS, CENTS, st.integers(0, 50), CENTS, CENTS, CENTS)
def test_safe_is_what_remains_when_everything_feared_comes_true(
	balance, undecided, defects, average, expected, promised
):
	found = rules.Safe(
		yuan(balance), yuan(undecided), defects, yuan(average), yuan(expected), promised=yuan(promised)
	)
	left = balance - promised - undecided - sum([average] * defects) - expected
	assert found.amount == yuan(max(0, left))
	assert found.free == yuan(balance - promised)
	assert found.for_defects == yuan(average * defects)


@given(CENTS, st.integers(-10, 2000), st.integers(-10, 2000))
def test_the_pace_so_far_goes_on_until_the_period_ends(deducted, so_far, left):
	found = rules.expected_cost(yuan(deducted), so_far, left)
	if so_far <= 0 or left <= 0:
		assert found == 0
	else:
		assert abs(Fraction(found) - Fraction(deducted * left, 100 * so_far)) <= Fraction(1, 200)


@given(st.integers(0, 10**6), st.integers(1, 700), st.integers(0, 700))
def test_the_expectation_falls_as_the_end_comes_near(deducted, so_far, left):
	assert rules.expected_cost(yuan(deducted), so_far, left) <= rules.expected_cost(
		yuan(deducted), so_far, left + 1
	)


@pytest.mark.clause("R18")
@given(DAYS, st.none() | DAYS, st.none() | DAYS, st.integers(1, 60), st.integers(1, 60))
def test_the_deadlines_of_article_11(applied, checked, reminded, check_days, pay_days):
	found = rules.timers(applied, checked, reminded, check_days, pay_days)
	assert found.check_by == applied + timedelta(check_days)
	if checked:
		assert (found.pay_by, found.consent_on) == (checked + timedelta(pay_days), None)
		assert rules.next_deadline(found, True) == ("pay", found.pay_by)
	elif reminded:
		assert (found.pay_by, found.consent_on) == (None, reminded + timedelta(check_days))
		assert rules.next_deadline(found, False) == ("consent", found.consent_on)
	else:
		assert (found.pay_by, found.consent_on) == (None, None)
		assert rules.next_deadline(found, False) == ("check", found.check_by)


def test_the_statutes_own_numbers():
	found = rules.timers(date(2026, 3, 1), date(2026, 3, 10), None, 14, 14)
	assert (found.check_by, found.pay_by) == (date(2026, 3, 15), date(2026, 3, 24))


@given(
	st.dictionaries(st.sampled_from(KNOWN), st.integers(0, 3)),
	st.dictionaries(
		st.sampled_from(KNOWN),
		st.tuples(
			st.sampled_from(("Open", "In Order", "Not Applicable")), st.sampled_from(("", " ", "已核"))
		),
	),
)
def test_what_the_records_call_open_is_admitted_or_explained(still_open, sheet):
	checks = [Check(code, *said) for code, said in sheet.items()]
	silent = {
		code
		for code, count in still_open.items()
		if count and (code not in sheet or (sheet[code][0] != "Open" and not sheet[code][1].strip()))
	}
	assert {found.params[0] for found in contradictions(checks, still_open)} == {
		f"Joint Check: {code}" for code in silent
	}
	honest = [Check(code, proposed(code, still_open)) for code in still_open]
	assert contradictions(honest, still_open) == []


@given(st.dates(), st.dates())
def test_a_release_is_early_until_the_period_ends_and_always_without_an_end(due, day):
	assert is_early(due, day) == (day < due)
	assert is_early(None, day)


@given(*[st.decimals(0, 10_000, places=2)] * 4)
def test_each_claim_makes_less_safe(balance, undecided, waiting, compensations):
	found = Safe(balance, undecided, 0, ZERO, ZERO, waiting, compensations)
	assert found.amount == max(ZERO, balance - undecided - waiting - compensations)
