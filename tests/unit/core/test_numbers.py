"""Numbers keep the digits that were entered, on screens and in seals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.numbers import plain_number
from fangxiu_app.core.sealing import plain
from fangxiu_app.paid_repairs.rules_paid_repair import content_digest, six_digits


@pytest.mark.parametrize(
	("value", "said"),
	[(3, "3"), (3.0, "3"), (0.5, "0.5"), (12345.67, "12345.67"), (1234567.0, "1234567"), (1200, "1200"), (-2.5, "-2.5"), (0, "0"), (0.1 + 0.2, "0.3")],
)
def test_no_digit_is_lost_and_no_zero_is_said(value, said):
	assert plain_number(value) == said


@given(st.integers(-10**9, 10**9))
def test_a_number_of_cents_reads_back(cents):
	assert round(float(plain_number(cents / 100)) * 100) == cents


@pytest.mark.parametrize(("value", "sealed"), [(0, ""), (None, ""), (2.0, "2"), (12345.67, "12345.67"), (True, "1"), (" a\r\nb ", "a\nb")])
def test_a_seal_holds_every_digit(value, sealed):
	assert plain(value) == sealed


@pytest.mark.clause("R58")
def test_a_cent_on_a_quotation_is_another_quotation():
	rows = [{"item": "x", "qty": 1, "rate": 12345.67, "amount": 12345.67}]
	other = [{**rows[0], "rate": 12345.71, "amount": 12345.71}]
	assert content_digest({}, rows) != content_digest({}, other)
	assert content_digest({}, rows, six_digits) == content_digest({}, other, six_digits), "as it was before"
	assert (six_digits(12345.67), six_digits(0), six_digits("x ")) == ("12345.7", "", "x")
