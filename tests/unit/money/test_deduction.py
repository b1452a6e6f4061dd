"""Deductions: lines, and what the deposit pays of them; against naive references."""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.money.deductions import rules_deduction as rules
from fangxiu_app.money.deductions.rules_deduction import Line

NOW = datetime(2026, 6, 15, 12)
CENTS = st.integers(0, 10**8)
LINES = st.lists(st.tuples(st.sampled_from(rules.ORDER), CENTS), max_size=6)


def yuan(cents: int) -> Decimal:
	return Decimal(cents) / 100


def lines_of(rows) -> list[Line]:
	return [Line(kind, yuan(cents), yuan(cents)) for kind, cents in rows]


@given(LINES, st.integers(-1000, 10**9))
def test_the_deposit_pays_cost_before_surcharge_before_penalty(rows, balance):
	"""Reference: the lines in the order of their kind, each as far as the money reaches."""
	found = rules.split(lines_of(rows), yuan(balance))
	left, paid, excess = max(0, balance), {}, {}
	for kind in rules.ORDER:
		for cents in (cents for other, cents in rows if other == kind):
			part = min(left, cents)
			left -= part
			paid[kind] = paid.get(kind, 0) + part
			excess[kind] = excess.get(kind, 0) + cents - part
	assert found.paid == {kind: yuan(cents) for kind, cents in paid.items() if cents}
	assert found.excess == {kind: yuan(cents) for kind, cents in excess.items() if cents}
	assert found.paid_total + found.excess_total == yuan(sum(cents for _kind, cents in rows))
	assert found.paid_total <= max(0, yuan(balance))


@given(CENTS, st.integers(0, 5000), CENTS)
def test_a_third_partys_cost_gets_the_agreed_surcharge_and_fee(cost, percent, fee):
	found = rules.proposal(yuan(cost), yuan(percent), yuan(fee))
	surcharge = int(Fraction(cost * percent, 10_000) + Fraction(1, 2))
	wanted = [(rules.COST, cost), (rules.SURCHARGE, surcharge), (rules.SURCHARGE, fee)]
	assert found == [(kind, yuan(cents)) for kind, cents in wanted if cents]


@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), max_size=5))
def test_lines_are_above_zero_and_never_above_the_claim(rows):
	found = rules.line_violations([Line(rules.COST, Decimal(a), Decimal(c)) for a, c in rows])
	wrong = {
		n for n, (amount, claimed) in enumerate(rows, 1) if amount < 0 or claimed <= 0 or amount > claimed
	}
	assert {one.params[0] for one in found} == wrong


def test_the_window_begins_with_the_proven_receipt():
	assert rules.objection_until(NOW, 5) == datetime(2026, 6, 20, 12)


DAY = st.dates(date(2026, 1, 1), date(2026, 2, 28))


@given(DAY, st.lists(DAY, min_size=3, max_size=3), DAY, DAY)
def test_on_a_day_a_deduction_stands_where_it_had_come_by_then(made, steps, over, day):
	"""Against the naive recount: the last step that lies behind, and nothing before the first or after the last."""
	names = (rules.NOTIFIED, rules.OBJECTED, rules.ANSWERED)
	course = rules.Course(made, *sorted(steps), over=over)
	passed = [name for name, at in zip(names, sorted(steps), strict=True) if at <= day]
	expected = None if day < made or day >= over else (passed or [rules.DRAFT])[-1]
	assert rules.undecided_on(course, day) == expected
