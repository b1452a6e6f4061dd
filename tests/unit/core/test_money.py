"""The one rounding of money: half up, once, whatever way a number came in."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.money import exact, minus_first, money, product, share, total

THOUSANDTHS = st.integers(0, 10**10).map(lambda number: Decimal(number) / 1000)
QUANTITIES = st.integers(0, 10**6).map(lambda number: Decimal(number) / 1000)
RATES = st.integers(0, 10**7).map(lambda number: Decimal(number) / 100)


@pytest.mark.parametrize(
	("quantity", "rate", "amount"),
	[(31.5, 189.03, "5954.45"), (1, 0.005, "0.01"), (1, 0.015, "0.02"), (1, 1.005, "1.01"), (3, 2.675, "8.03"), (None, 5, "0")],
)
def test_halves_go_up_where_floats_and_bankers_go_down(quantity, rate, amount):
	assert product(quantity, rate) == Decimal(amount)


@given(THOUSANDTHS)
def test_an_amount_is_the_nearest_cent_and_halves_are_the_upper_one(value):
	found = money(value)
	assert abs(Fraction(found) - Fraction(value)) <= Fraction(1, 200)
	assert found >= value or Fraction(value) - Fraction(found) < Fraction(1, 200)
	assert money(found) == found, "rounding twice changes nothing"
	assert money(float(value)) == money(str(value)) == found, "a form's float is the number it shows"


@given(QUANTITIES, RATES)
def test_a_product_is_rounded_once(quantity, rate):
	exact = Fraction(quantity) * Fraction(rate)
	found = product(float(quantity), float(rate))
	assert -Fraction(1, 200) < Fraction(found) - exact <= Fraction(1, 200)


@given(st.lists(RATES, max_size=8))
def test_a_total_is_the_sum_of_its_cents(amounts):
	assert total(map(float, amounts)) == sum(amounts, Decimal(0))


@given(RATES, st.integers(0, 100))
def test_a_share_is_never_more_than_the_whole(amount, percent):
	assert 0 <= share(amount, Decimal(percent)) <= amount
	assert abs(share(amount, Decimal(percent)) - amount * percent / 100) <= Decimal("0.005")


def test_nothing_is_zero_and_a_decimal_stays_the_one_it_was():
	assert isinstance(total([]), Decimal), "of no amounts too"
	same = Decimal("1.10")
	assert exact(same) is same
	assert exact(None) == exact("") == 0


@pytest.mark.parametrize(
	("said", "shown"),
	[("¥ -960.00", "−¥ 960.00"), ("-960.00", "−960.00"), ("¥ 960.00", "¥ 960.00"), ("–", "–"), ("¥ 1-2", "¥ 1-2"), ("-1-2", "−1-2"), ("", "")],
)
def test_a_negative_amount_has_its_minus_first(said, shown):
	assert minus_first(said) == shown
