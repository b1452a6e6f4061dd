"""Giving a deposit back: each term of the safe amount, the sheet's answers, interest by the day (建质〔2017〕138号 Art. 10, 11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.money.releases import rules_release as rules
from fangxiu_app.money.releases.rules_release import Check, Safe

#: Every term has its own digit, so that each is seen in the sum.
SAFE = Safe(*map(Decimal, (900_000, 1)), 2, *map(Decimal, (5, 100, 1_000, 10_000, 100_000)))


@pytest.mark.clause("R18")
def test_each_term_stands_in_the_safe_amount_once():
	assert (SAFE.free, SAFE.for_defects, SAFE.claims) == (800_000, 10, 11_111)
	assert SAFE.amount == 788_889
	assert replace(SAFE, balance=Decimal(111_111)).amount == 0
	assert replace(SAFE, balance=Decimal("111111.01")).amount == Decimal("0.01")


@pytest.mark.parametrize(
	("days_so_far", "days_left", "cost"), [(0, 5, 0), (-1, 5, 0), (5, 0, 0), (5, -1, 0), (1, 1, 90), (2, 1, 45), (1, 2, 180)]
)
def test_the_pace_begins_with_the_first_day_and_ends_with_the_last(days_so_far, days_left, cost):
	assert rules.expected_cost(Decimal(90), days_so_far, days_left) == cost


@pytest.mark.parametrize(
	("parts", "percent", "until", "interest"),
	[
		([], 3, date(2027, 1, 1), "0"),
		([(36500, date(2026, 1, 1))], 1, date(2026, 1, 1), "0"),
		([(36500, date(2026, 1, 1))], 1, date(2026, 1, 2), "1"),
		([(36500, date(2026, 1, 1)), (36500, date(2026, 1, 3))], 2, date(2026, 1, 4), "8"),
		# held only after the day: no interest, and none taken away
		([(36500, date(2026, 1, 1)), (36500, date(2026, 2, 1))], 1, date(2026, 1, 2), "1"),
		# two halves of a cent are one: rounded once
		([(Decimal("18.25"), date(2026, 1, 1)), (Decimal("18.25"), date(2026, 1, 1))], 10, date(2026, 1, 2), "0.01"),
	],
)
def test_simple_interest_by_the_day(parts, percent, until, interest):
	held = [(Decimal(amount), day) for amount, day in parts]
	assert rules.interest(held, Decimal(percent), until) == Decimal(interest)


@pytest.mark.parametrize(
	("said", "contradicted"),
	[
		([], True),
		([Check("Defects", "In Order")], True),
		([Check("Defects", "In Order", " ")], True),
		([Check("Defects", "In Order", "已约")], False),
		([Check("Defects", "Open")], False),
		([Check("", "Open"), Check("Papers", "Open")], True),
	],
)
def test_what_the_records_call_open_is_named_with_its_number(said, contradicted):
	answer = [Violation("check_contradicted", ("Joint Check: Defects", 3))] if contradicted else []
	assert rules.contradictions(said, {"Defects": 3, "Objections": 0}) == answer


@pytest.mark.parametrize(("code", "answer"), [("Defects", "Open"), ("Objections", ""), ("Papers", "")])
def test_the_sheet_begins_with_what_the_records_say(code, answer):
	assert rules.proposed(code, {"Defects": 3, "Objections": 0}) == answer


@pytest.mark.parametrize(("day", "early"), [(9, True), (10, False), (11, False)])
def test_on_its_last_day_a_release_is_not_early(day, early):
	assert rules.is_early(date(2026, 3, 10), date(2026, 3, day)) is early


def test_what_runs_out_next_while_the_check_is_not_recorded_is_the_check():
	found = rules.Timers(date(2026, 3, 15), date(2026, 3, 24), None)
	assert rules.next_deadline(found, False) == ("check", date(2026, 3, 15))
	assert rules.next_deadline(found, True) == ("pay", date(2026, 3, 24))
	assert rules.next_deadline(replace(found, pay_by=None), True) == ("check", date(2026, 3, 15))
