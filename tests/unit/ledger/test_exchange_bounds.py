"""Two currencies at their bounds: which side of a line stays, what is booked where only a part is paid (docs/adr/0074)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from fangxiu_app.ledger import rules_exchange as rules
from fangxiu_app.ledger.rules_exchange import Booked, Rate, Rates, Valued

DAY = date(2026, 3, 1)
RATE = D("7.1")


@pytest.mark.parametrize(
	("base", "amount", "old", "new", "found"),
	[
		# the bill stays, what is taken follows the rate
		("71", "10", RATE, D("7.2"), ("71", "9.86")),
		("71", "0", RATE, D("7.2"), ("71", "9.86")),
		("71", "0", D(0), RATE, ("71", "10.00")),
		("71", "10", RATE, RATE, ("71", "10")),
		# worth of a cent rounded up is a bill too
		("0.01", "0.01", D("0.5"), D("0.5"), ("0.01", "0.01")),
		# by hand: the amount stays, its worth follows
		("71", "9", RATE, RATE, ("63.90", "9")),
		("71", "9", D(0), RATE, ("63.90", "9")),
		("0", "9", RATE, RATE, ("63.90", "9")),
		("0", "0", RATE, RATE, ("0.00", "0")),
		("-1", "0", RATE, RATE, ("0.00", "0")),
	],
)
def test_which_side_of_a_line_stays(base, amount, old, new, found):
	assert rules.pair(D(base), D(amount), old, new) == tuple(map(D, found))


@pytest.mark.parametrize(("claimed", "amount", "left"), [(10, 10, 71), (10, 11, 71), (10, 5, "35.5"), (10, 0, 0)])
def test_what_is_left_of_a_bill_after_an_objection(claimed, amount, left):
	assert rules.lowered(D(71), D(claimed), D(amount), RATE) == D(left)
	assert rules.lowered(D(20), D(10), D(5), RATE) == D(20), "never more than the bill"


@pytest.mark.parametrize(("stale", "after", "known"), [(3, 2, True), (3, 3, False), (None, 9999, True), (0, 0, False), (1, 0, True)])
def test_a_rate_is_too_old_after_its_days(stale, after, known):
	rates = Rates("USD", "CNY", (Rate(RATE, DAY),), stale)
	assert rates.at(DAY + timedelta(days=after)) == (Rate(RATE, DAY) if known else None)
	assert rates.at(DAY - timedelta(days=1)) is None


COST, FEE = Valued("cost", D(10), D(71)), Valued("fee", D(5))


@pytest.mark.parametrize(
	("amounts", "lines", "debit", "values", "difference"),
	[
		({"cost": 10, "fee": 5}, [COST, FEE], 120, {"cost": 71, "fee": 40}, 9),
		({"cost": 5}, [COST], 40, {"cost": "35.5"}, "4.5"),
		({"cost": 5}, [COST], 30, {"cost": "35.5"}, "-5.5"),
		({"fee": 5}, [FEE], 40, {"fee": 40}, 0),
		({"fee": 1, "penalty": 2}, [FEE], 100, {"fee": "33.33", "penalty": "66.67"}, 0),
		({"fee": 5, "cost": 10}, [COST, FEE], 0, {"fee": 0, "cost": 71}, -71),
		({"fee": 0}, [FEE], 5, {"fee": 5}, 0),
		({}, [], 0, {}, 0),
	],
)
def test_bills_are_booked_at_their_worth_and_the_rest_at_the_deposits_rate(amounts, lines, debit, values, difference):
	found = rules.booked({kind: D(amount) for kind, amount in amounts.items()}, lines, D(debit))
	assert found == Booked({kind: D(value) for kind, value in values.items()}, D(difference))
	assert list(found.values) == list(amounts)


def test_several_bills_of_a_kind_are_one():
	lines = [COST, Valued("cost", D(10), D(80)), Valued("cost", D(0), D(0))]
	assert rules.booked({"cost": D(10)}, lines, D(0)).values == {"cost": D("75.50")}
	assert rules.booked({"cost": D(20)}, lines, D(0)).values == {"cost": D(151)}


def test_the_rate_of_a_claim_is_what_is_left_of_the_bills():
	assert rules.claim_rate({"cost": D(5)}, [COST], {"cost": D(31)}) == 8
	assert rules.claim_rate({"cost": D(5), "fee": D(5)}, [COST, FEE], {"fee": D(9)}) == D("14.2")
	assert rules.claim_rate({"fee": D(5)}, [COST, FEE], {}) is None
	assert rules.claim_rate({"cost": D(0)}, [COST], {}) is None
	assert rules.claim_rate({}, [COST], {}) is None


def test_shares_take_the_rounding_difference_at_the_end():
	assert rules.shared({"a": D(1), "b": D(1), "c": D(1)}, D(100)) == {"a": D("33.33"), "b": D("33.33"), "c": D("33.34")}
	assert rules.shared({"a": D(2), "b": D(4), "c": D(3)}, D(90)) == {"a": D(20), "b": D(40), "c": D(30)}
	assert rules.shared({"a": D(1)}, D(7)) == {"a": D(7)} and rules.shared({}, D(7)) == {}
