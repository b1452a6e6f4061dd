"""Bills in one currency, the deposit in another: nothing is taken beyond the bill, and all sums agree."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.ledger.rules_deposit import CENT
from fangxiu_app.ledger.rules_exchange import (
	Rate,
	Rates,
	Valued,
	booked,
	claim_rate,
	lowered,
	pair,
	shared,
	taken,
	worth,
)
from fangxiu_app.money.deductions.rules_deduction import COST, PENALTY, SURCHARGE

DAY = date(2026, 3, 1)
CENTS = st.integers(1, 10**9).map(lambda number: Decimal(number) / 100)
RATES = st.integers(10**4, 10**12).map(lambda number: Decimal(number) / 10**9)
KINDS = (COST, SURCHARGE, PENALTY)


@given(CENTS, CENTS, RATES)
def test_an_amount_fits_a_bill_from_either_side(bill, amount, rate):
	assert (amount <= taken(bill, rate)) == (worth(amount, rate) <= bill)


@given(CENTS, RATES)
def test_there_and_back_is_the_bill_within_a_cent_of_the_deposit(bill, rate):
	back = worth(taken(bill, rate), rate)
	assert 0 <= bill - back < rate * CENT
	assert taken(worth(bill, rate), rate) >= bill


@given(st.lists(CENTS, min_size=1, max_size=6), RATES)
def test_parts_of_a_bill_never_take_more_than_the_bill(parts, rate):
	whole = taken(sum(parts), rate)
	together = sum(taken(part, rate) for part in parts)
	assert 0 <= whole - together <= CENT * len(parts)


@given(CENTS, RATES, RATES)
def test_another_rate_changes_what_is_taken_and_keeps_the_bill(bill, old, new):
	base, amount = pair(bill, taken(bill, old), old, new)
	assert (base, amount) == (bill, taken(bill, new))
	assert pair(base, amount, new, new) == (base, amount)


@given(CENTS, CENTS, RATES)
def test_an_amount_by_hand_stays_and_its_worth_follows(bill, amount, rate):
	found = pair(bill, amount, rate, rate)
	assert found[1] == amount
	fits = amount == taken(bill, rate) or bill == worth(amount, rate)
	assert found[0] == (bill if fits else worth(amount, rate))
	assert pair(*found, rate, rate) == found


def test_what_is_billed_in_yuan_and_taken_in_dollars():
	rate = Decimal("7.1")
	assert taken(Decimal(8000), rate) == Decimal("1126.76")
	assert worth(Decimal("1126.76"), rate) == Decimal(8000)
	assert taken(Decimal(100), Decimal("7.2")) == Decimal("13.88")
	for wrong in (Decimal(0), Decimal(-1)):
		for convert in (taken, worth):
			with pytest.raises(ValueError, match="above zero"):
				convert(Decimal(1), wrong)


@given(CENTS, RATES, st.integers(0, 100))
def test_an_objection_lowers_both_sides(bill, rate, percent):
	claimed = taken(bill, rate)
	amount = (claimed * percent / 100).quantize(CENT)
	left = lowered(bill, claimed, amount, rate)
	assert left <= bill
	assert left == bill or taken(left, rate) >= amount
	assert (left == bill) or amount < claimed


def test_the_rate_of_a_day_is_the_newest_before_it_unless_too_old():
	rows = tuple(Rate(Decimal(number), DAY + timedelta(days=number)) for number in (1, 5, 9))
	rates = Rates("USD", "CNY", rows)
	assert rates.at(DAY) is None
	assert [rates.at(DAY + timedelta(days=day)).value for day in (1, 4, 5, 8, 9, 99)] == [1, 1, 5, 5, 9, 9]
	strict = Rates("USD", "CNY", rows, stale_days=3)
	assert strict.at(DAY + timedelta(days=11)).value == 9
	assert strict.at(DAY + timedelta(days=12)) is None


@st.composite
def deductions(draw):
	"""Lines by kind, those of bills with their worth, and how much of each kind the deposit pays."""
	lines, paid = [], {}
	for kind in draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=3, unique=True)):
		amount = draw(st.integers(1, 10**7).map(lambda number: Decimal(number) / 100))
		rate = draw(RATES)
		base = Decimal(0) if kind == PENALTY else worth(amount, rate)
		lines.append(Valued(kind, amount, base))
		paid[kind] = (amount * draw(st.integers(1, 100)) / 100).quantize(CENT) or CENT
	return lines, paid


@given(deductions(), CENTS)
def test_bookings_add_up_and_bills_are_booked_at_their_worth(found, debit):
	lines, paid = found
	done = booked(paid, lines, debit)
	assert sum(done.values.values()) + done.difference == debit
	for line in lines:
		if line.base and paid[line.kind] == line.amount:
			assert done.values[line.kind] == line.base
	if not any(line.base for line in lines):
		assert done.difference == 0


@given(deductions())
def test_deposit_and_claim_together_are_worth_the_bills(found):
	lines, paid = found
	first = booked(paid, lines, Decimal(0)).values
	excess = {line.kind: line.amount - paid[line.kind] for line in lines if line.amount > paid[line.kind]}
	rate = claim_rate(excess, lines, first)
	bills = [line for line in lines if line.base and line.kind in excess]
	if not bills:
		assert rate is None
		return
	claimed = sum(excess[line.kind] for line in bills) * rate
	assert claimed + sum(first[line.kind] for line in bills) == pytest.approx(
		sum(line.base for line in bills)
	)


@given(st.dictionaries(st.sampled_from(KINDS), CENTS, min_size=1), CENTS)
def test_shares_add_up(amounts, total):
	assert sum(shared(amounts, total).values()) == total
