"""Deductions: lines, the chain of evidence, and what the deposit pays of them; against naive references."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.domain import deduction as rules
from fangxiu_app.domain.deduction import Facts, Line

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
	found = rules.line_violations(
		[Line(rules.COST, Decimal(a), Decimal(c)) for a, c in rows], rules.THIRD_PARTY
	)
	wrong = {
		n for n, (amount, claimed) in enumerate(rows, 1) if amount < 0 or claimed <= 0 or amount > claimed
	}
	assert {one.params[0] for one in found} == wrong


FULL = Facts(
	rules.THIRD_PARTY,
	notice_served_at=NOW - timedelta(30),
	notice_proof=True,
	cure_until=NOW - timedelta(23),
	completed_at=NOW - timedelta(20),
	bill=True,
	clause=True,
	notified_at=NOW - timedelta(10),
	notified_proof=True,
	objection_until=NOW - timedelta(5),
)
#: What each fact proves, and for which sources an actual deduction needs it.
NEEDED = {
	"notice_served_at": (None, "notice", (rules.THIRD_PARTY,)),
	"notice_proof": (False, "notice_proof", (rules.THIRD_PARTY,)),
	"cure_until": (None, "cure_over", (rules.THIRD_PARTY,)),
	"completed_at": (None, "completion", (rules.THIRD_PARTY,)),
	"bill": (False, "bill", (rules.THIRD_PARTY, rules.COMPENSATION)),
	"clause": (False, "clause", (rules.OVERDUE, rules.RULE)),
	"notified_at": (None, "told", rules.SOURCES),
	"notified_proof": (False, "told_proof", rules.SOURCES),
	"objection_until": (None, "objection", rules.SOURCES),
}


@pytest.mark.clause("R107", "R111")
@given(st.sampled_from(rules.SOURCES), st.sets(st.sampled_from(sorted(NEEDED))))
def test_exactly_what_is_missing_is_named(source, gone):
	facts = replace(FULL, source=source, **{name: NEEDED[name][0] for name in gone})
	found = {one.code for one in rules.missing(facts, NOW)}
	assert found == {f"chain_{NEEDED[name][1]}" for name in gone if source in NEEDED[name][2]}


@pytest.mark.clause("R111")
@given(st.sampled_from(rules.SOURCES), st.sets(st.sampled_from(sorted(NEEDED))))
def test_a_lump_sum_needs_neither_notice_nor_hearing(source, gone):
	facts = replace(FULL, source=source, mode=rules.LUMP_SUM, **{name: NEEDED[name][0] for name in gone})
	own = {"completed_at", "bill", "clause"}
	assert {one.code for one in rules.missing(facts, NOW)} == {
		f"chain_{NEEDED[name][1]}" for name in gone & own if source in NEEDED[name][2]
	}


@given(st.integers(-72, 72), st.booleans(), st.booleans())
def test_silence_counts_after_the_window_and_an_objection_only_when_answered(hours, objected, answered):
	facts = replace(FULL, objection_until=NOW + timedelta(hours=hours), objected=objected, answered=answered)
	heard = answered if objected else hours <= 0
	assert ("chain_objection" in {one.code for one in rules.missing(facts, NOW)}) == (not heard)


@given(st.integers(-72, 72))
def test_the_third_party_worked_after_the_cure_time(hours):
	facts = replace(FULL, cure_until=FULL.completed_at + timedelta(hours=hours))
	assert ("chain_cure_over" in {one.code for one in rules.missing(facts, NOW)}) == (hours > 0)


def test_the_window_begins_with_the_proven_receipt():
	assert rules.objection_until(NOW, 5) == datetime(2026, 6, 20, 12)
