"""Meter charges: the meter never runs backwards, nothing is charged twice, amounts to the cent (R48)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.money.meters import rules_meter_charge as rules
from fangxiu_app.money.meters.rules_meter_charge import Charge, Mark

TODAY = date(2026, 11, 24)
VALUES = st.decimals(0, 9999, places=2)


def charge(first, last, days=30, price="3.5", name="") -> Charge:
	start = Mark(TODAY - timedelta(days=days), Decimal(first))
	return Charge(start, Mark(TODAY, Decimal(last)), Decimal(price), name)


def codes(wanted: Charge, known=(), others=()) -> list[str]:
	return [found.code for found in rules.check(wanted, known, others, TODAY)]


@given(VALUES, VALUES, st.decimals("0.01", 99, places=4))
def test_only_a_meter_that_ran_forwards_is_charged_and_to_the_cent(first, last, price):
	wanted = charge(first, last, price=price)
	assert (codes(wanted) == []) == (last > first)
	if last > first:
		assert abs(wanted.amount - (last - first) * price) <= Decimal("0.005")
		assert wanted.amount == wanted.amount.quantize(Decimal("0.01"))


@given(st.lists(st.tuples(st.integers(0, 60), VALUES), max_size=6), VALUES, VALUES)
def test_with_all_known_readings_the_meter_runs_forwards(known, first, last):
	marks = [Mark(TODAY - timedelta(days=days), value) for days, value in known]
	wanted = charge(min(first, last), max(first, last) + 1)
	fits = all(
		(mark.value <= own.value or mark.on >= own.on) and (mark.value >= own.value or mark.on <= own.on)
		for mark in marks
		for own in (wanted.start, wanted.end)
	)
	assert (codes(wanted, marks) == []) == fits


@given(*[st.integers(0, 100)] * 4)
def test_no_unit_of_the_meter_is_charged_twice(a, b, c, d):
	mine, other = sorted((a, b)), sorted((c, d))
	if mine[0] == mine[1]:
		return
	overlap = set(range(*mine)) & set(range(*other))
	found = codes(charge(*mine), others=[charge(*other, name="MC-1")])
	assert found == (["charge_twice"] if overlap else [])


def test_days_price_and_nothing_used():
	assert codes(charge(1, 2, days=-1)) == ["charge_days"]
	assert codes(charge(1, 2, price="0")) == ["charge_price"]
	assert codes(charge(2, 2)) == ["charge_nothing"]


def test_a_confirmed_charge_has_its_photo_and_a_cancelled_one_its_reason():
	def found(*given):
		return [violation.code for violation in rules.check_step(*given)]

	assert found(rules.DRAFT, rules.CONFIRMED, "", False) == ["charge_photo"]
	assert found(rules.DRAFT, rules.CONFIRMED, "", True) == []
	assert found(rules.CONFIRMED, rules.CONFIRMED, "", True) == ["charge_state"]
	assert found(rules.CONFIRMED, rules.CANCELLED, " ", True) == ["charge_reason"]
	assert found(rules.CANCELLED, rules.CONFIRMED, "", True) == ["charge_state"]


@pytest.mark.clause("R48")
@pytest.mark.parametrize(
	("kind", "value", "told"),
	[("Water", 3.0, "3 m³"), ("Hot Water", 0.5, "0.5 m³"), ("Gas", 12.25, "12.25 m³"), ("Electricity", 480.0, "480 kWh"), ("Heat", 2.5, "2.5")],
)
def test_a_consumption_is_told_with_the_unit_of_its_meter(kind, value, told):
	assert rules.quantity(kind, value) == told
