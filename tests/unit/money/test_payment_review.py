"""What a repair bill may be paid (R16, R18)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.money.payments.rules_payment_review import (
	ORDINARY,
	SPECIAL,
	Line,
	contained_tax,
	payment,
	price,
	tax,
	workload,
)

D = Decimal
money = st.decimals(min_value=0, max_value=10_000, places=2)


def codes(found) -> list[str]:
	return [violation.code for violation in found]


@pytest.mark.clause("R18")
@given(money, money, st.sampled_from(["", "note"]))
def test_approved_is_never_above_verified_and_a_reduction_has_its_reason(verified, approved, note):
	found = codes(price([Line(1, D(1), D(1), verified, approved, note=note)], "Quotation"))
	assert ("review_above" in found) == (approved > verified)
	assert ("review_note" in found) == (approved != verified and not note)


def test_a_price_needs_its_basis():
	assert codes(price([Line(1, D(1), D(1), D(5), D(5))], "")) == ["review_basis"]


@pytest.mark.clause("R16")
def test_the_workload_says_why_it_differs():
	assert codes(workload([Line(1, D(8), D(7), D(0), D(0))])) == ["verify_reason"]
	assert codes(workload([Line(1, D(8), D(0), D(0), D(0))])) == ["verify_none"], "nothing verified yet is no difference to explain"
	assert workload([Line(1, D(8), D(0), D(0), D(0), "not done")]) == []
	assert codes(workload([Line(1, D(8), D(9), D(0), D(0), "x")])) == ["verify_above_claim"]
	assert workload([Line(1, D(8), D(8), D(0), D(0))]) == []


@pytest.mark.clause("R18")
@given(st.lists(money, max_size=6), money)
def test_payments_never_pass_what_was_approved(amounts, approved):
	paid = D(0)
	for amount in amounts:
		if not payment("PI", amount, paid, approved):
			paid += amount
	assert paid <= approved


def test_no_payment_without_a_review():
	assert codes(payment("PI", D(1), D(0), None)) == ["payment_unreviewed"]


@pytest.mark.clause("R16")
@given(money, st.decimals(min_value=0, max_value=99, places=2))
def test_the_tax_of_a_bill_is_inside_it(amount, rate):
	found = contained_tax(amount, rate)
	assert D(0) <= found <= amount
	assert abs((amount - found) * rate / 100 - found) <= D("0.02")


@pytest.mark.clause("R16")
@given(st.sampled_from(["", SPECIAL, ORDINARY, "Receipt"]), st.decimals(min_value=-10, max_value=120, places=2))
def test_a_bill_has_a_kind_and_a_rate_that_can_be(kind, rate):
	wanted = ["tax_missing"] if kind not in (SPECIAL, ORDINARY) else []
	if kind and not wanted and not (0 <= rate < 100 and (rate or kind == ORDINARY)):
		wanted = ["tax_rate"]
	assert codes(tax(kind, rate)) == wanted
	assert codes(tax(SPECIAL, D(9))) == [] and contained_tax(D(700), D(9)) == D("57.80")
