"""What leaves the bank for a reviewed bill is worth what is owed, by rates on record (R16, R18)."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.money.outgoing.rules_paid_rate import TOLERANCE, Leg, violations

RATES = st.decimals("0.01", "500", places=4)


@pytest.mark.clause("R18")
@given(RATES, RATES, RATES, st.booleans())
def test_nobody_gets_more_than_a_fiftieth_beyond_the_record(rate, recorded, agreed, leaves):
	found = violations("PE-1", [Leg("USD", rate, leaves)], {"USD": recorded}, agreed)
	usual = recorded if leaves else max(recorded, agreed)
	given_away = usual / rate if leaves else rate / usual
	assert bool(found) == (given_away * (1 - TOLERANCE) > 1 if leaves else given_away > 1 + TOLERANCE)


@pytest.mark.clause("R18")
def test_without_a_record_the_rate_of_the_bill_counts_for_what_is_owed_only():
	owed, given_ = Leg("USD", D(7), False), Leg("USD", D(7), True)
	assert violations("PE-1", [owed], {}, D(7)) == []
	assert [found.code for found in violations("PE-1", [owed], {})] == ["paid_rate_missing"]
	assert [found.code for found in violations("PE-1", [given_], {}, D(7))] == ["paid_rate_missing"]
	assert violations("PE-1", [given_, owed], {}) == [], "one currency on both sides"
	assert [found.params for found in violations("PE-1", [Leg("EUR", D("7.50"), False)], {"EUR": D(7)})] == [("PE-1", "EUR", "7.5", "7")]


@pytest.mark.parametrize(("rate", "leaves", "refused"), [("98", True, False), ("97.999", True, True), ("102", False, False), ("102.001", False, True)])
def test_a_fiftieth_exactly_is_within(rate, leaves, refused):
	assert [found.code for found in violations("PE-1", [Leg("USD", D(rate), leaves)], {"USD": D(100)})] == ["paid_rate"] * refused


def test_a_refusal_names_voucher_currency_and_both_rates():
	assert violations("PE-1", [Leg("JPY", D(1), True)], {})[0].params == ("PE-1", "JPY")
	assert violations("PE-1", [Leg("JPY", D("100"), False)], {"JPY": D("0.05")})[0].params == ("PE-1", "JPY", "100", "0.05")


@pytest.mark.clause("R18")
@given(RATES, RATES, RATES, RATES, st.booleans())
def test_an_own_rate_widens_nothing(rate, recorded, others, agreed, leaves):
	"""Whatever the payer records, no more passes than by what others recorded, or the bill was booked at."""
	leg = [Leg("USD", rate, leaves)]
	if not violations("PE", leg, {"USD": recorded}, agreed, {"USD": others}):
		assert not violations("PE", leg, {"USD": others}, agreed)


@pytest.mark.clause("R18")
def test_who_pays_is_held_to_what_others_recorded():
	"""Both rates count: one that the payer recorded neither raises nor lowers what leaves the bank; alone it counts for nothing."""
	own, others = {"USD": D(14)}, {"USD": D(7)}
	[found] = violations("PE", [Leg("USD", D(14), False)], own, D(0), others)
	assert (found.code, found.params) == ("paid_rate_own", ("PE", "USD", "14", "7"))
	[found] = violations("PE", [Leg("USD", D(3), True)], {"USD": D(3)}, D(0), others)
	assert found.code == "paid_rate_own"
	assert violations("PE", [Leg("USD", D(7), False)], {"USD": D(7)}, D(0), others) == []
	[found] = violations("PE", [Leg("USD", D(14), False)], own, D(0), {"USD": D(0)})
	assert (found.code, found.params) == ("paid_rate_alone", ("PE", "USD", "14"))
	[found] = violations("PE", [Leg("USD", D(1), True)], {"USD": D(1)}, D(7), {"USD": D(0)})
	assert found.code == "paid_rate_alone", "the rate of a bill is none of what it is paid with"
	assert violations("PE", [Leg("USD", D(14), False)], own, D(0), {}) == [], "a colleague's"
	assert violations("PE", [Leg("USD", D(14), False)], own, D(14), others) == [], "as it was booked"
