"""Warranty deposit: cents, first in first out, what is held, and what no voucher may do; against naive references."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fangxiu_app.ledger import rules_deposit as rules
from fangxiu_app.ledger.rules_deposit import Bucket, Line, Terms

CENTS = st.integers(0, 10**9)
PERCENTS = st.integers(0, 10_000).map(lambda number: Decimal(number) / 100)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


def yuan(cents: int) -> Decimal:
	return Decimal(cents) / 100


def bucket(name: str, remaining: Decimal, day: date | None = None, **values) -> Bucket:
	given_values = {"agreement": "WA-1", "party": "恒固", "account": "质保金", **values}
	return Bucket(name=name, remaining=remaining, posted_on=day, **given_values)


@given(CENTS, PERCENTS)
def test_a_share_is_rounded_half_up_to_the_cent(cents, percent):
	exact = Fraction(cents) * Fraction(percent) / 100
	nearest = int(exact + Fraction(1, 2))
	assert rules.share(yuan(cents), percent) == yuan(nearest)


@pytest.mark.parametrize(
	("value", "cents"), [(None, 0), ("", 0), (0.1 + 0.2, 30), ("2.675", 268), (1.005, 101), (-0.005, -1)]
)
def test_a_number_becomes_money(value, cents):
	assert rules.money(value) == yuan(cents)


@given(st.lists(st.tuples(CENTS, DAYS), max_size=8), CENTS)
def test_the_oldest_buckets_pay_first(rows, wanted):
	"""Reference: cent by cent from the oldest bucket that has one, in whole runs."""
	buckets = [bucket(f"JE-{number}", yuan(cents), day) for number, (cents, day) in enumerate(rows)]
	taken, rest = rules.first_in_first_out(buckets, yuan(wanted))
	left, expected = wanted, []
	for _day, name, cents in sorted((day, f"JE-{n}", cents) for n, (cents, day) in enumerate(rows)):
		if left and cents:
			expected.append((name, yuan(min(left, cents))))
			left -= min(left, cents)
	assert [(one.name, part) for one, part in taken] == expected
	assert rest == yuan(left)


def test_a_negative_amount_is_a_programming_error():
	with pytest.raises(ValueError, match="negative"):
		rules.first_in_first_out([], Decimal(-1))


@given(PERCENTS, CENTS, CENTS, CENTS, CENTS)
def test_what_is_held_of_an_invoice(rate, agreed, total, outstanding, held):
	"""Reference in whole cents: the share, or what is missing; at most the room, at most what is unpaid."""
	found = rules.hold_amount(rate, yuan(agreed), yuan(total), yuan(outstanding), yuan(held))
	part = int(Fraction(total) * Fraction(rate) / 100 + Fraction(1, 2))
	room = max(0, agreed - held)
	limits = [outstanding, part if rate else room]
	if agreed:
		limits.append(room)
	assert found == yuan(min(limits))


@given(PERCENTS, CENTS, CENTS)
def test_never_above_three_percent(rate, agreed, price):
	found = rules.cap_violation(rate, yuan(agreed), yuan(price), Decimal(3))
	if rate > 3:
		assert found.code == "deposit_rate_above_cap"
	elif price and agreed > int(Fraction(price) * 3 / 100 + Fraction(1, 2)):
		assert found.code == "deposit_amount_above_cap"
	else:
		assert found is None


TERMS = {
	name: Terms(name, party, "质保金")
	for name, party in (("WA-1", "恒固"), ("WA-2", "恒固"), ("WA-3", "宏达"))
}
BUCKETS = {
	"JE-1": bucket("JE-1", Decimal(100)),
	"JE-2": bucket("JE-2", Decimal(50)),
	"JE-3": bucket("JE-3", Decimal(70), agreement="WA-2"),
	"JE-4": bucket("JE-4", Decimal(80), agreement="WA-3", party="宏达"),
}
SMALL = st.integers(-20, 12_000).map(yuan)
LINES = st.lists(
	st.builds(
		Line,
		row=st.integers(1, 9),
		account=st.sampled_from(("质保金", "质保金", "质保金", "其他")),
		party=st.sampled_from(("恒固", "恒固", "恒固", "宏达", "")),
		agreement=st.sampled_from(("WA-1", "WA-1", "WA-1", "WA-2", "WA-3", "WA-9", "")),
		debit=st.one_of(SMALL, st.just(Decimal(0))),
		credit=st.one_of(st.just(Decimal(0)), st.just(Decimal(0)), SMALL),
		bucket=st.sampled_from(("JE-1", "JE-1", "JE-2", "JE-3", "JE-4", "JE-9", "")),
		reference_type=st.sampled_from(
			("Journal Entry", "Journal Entry", "Journal Entry", "Purchase Invoice", "")
		),
	),
	min_size=1,
	max_size=4,
)


#: A row of nothing that names a voucher which is no bucket.
EMPTY = Line(1, "质保金", "恒固", "WA-1", bucket="JE-9", reference_type="Journal Entry")


@given(LINES)
@example([EMPTY])
def test_a_voucher_without_violation_leaves_every_deposit_sound(lines):
	"""Whatever passes: each row its own agreement's, no bucket below zero, at most one new bucket, nothing out of the air."""
	if rules.line_violations(lines, TERMS, BUCKETS):
		return
	left = {name: one.remaining for name, one in BUCKETS.items()}
	for line in lines:
		agreed = TERMS[line.agreement]
		assert (line.party, line.account) == (agreed.contractor, agreed.account)
		assert line.debit >= 0 and line.credit >= 0 and not (line.debit and line.credit)
		if line.debit:
			assert BUCKETS[line.bucket].agreement == line.agreement
			left[line.bucket] -= line.debit
		if line.credit:
			assert not line.reference_type
	assert min(left.values()) >= 0
	assert sum(1 for line in lines if line.credit) <= 1


@given(st.lists(st.tuples(st.sampled_from(("JE-1", "JE-2")), st.integers(1, 9000)), min_size=1, max_size=5))
def test_a_proper_voucher_passes_exactly_as_far_as_its_buckets_reach(rows):
	"""The other way round: nothing that fits is refused, and what does not fit names bucket, amount and what is left."""
	lines = [
		Line(number, "质保金", "恒固", "WA-1", yuan(cents), bucket=name, reference_type="Journal Entry")
		for number, (name, cents) in enumerate(rows, 1)
	]
	found = {one.params for one in rules.line_violations(lines, TERMS, BUCKETS)}
	sums = {name: yuan(sum(cents for other, cents in rows if other == name)) for name, _cents in rows}
	over = {
		(name, total, BUCKETS[name].remaining)
		for name, total in sums.items()
		if total > BUCKETS[name].remaining
	}
	assert found == over


LINE = Line(1, "质保金", "恒固", "WA-1", Decimal(10), bucket="JE-1", reference_type="Journal Entry")
NEW = Line(1, "质保金", "恒固", "WA-1", credit=Decimal(10))


def changed(line: Line, **values) -> Line:
	return Line(**{name: values.get(name, getattr(line, name)) for name in Line.__slots__})


@pytest.mark.parametrize(
	("lines", "code"),
	[
		([changed(LINE, debit=Decimal(-1))], "one_side_only"),
		([changed(LINE, credit=Decimal(1))], "one_side_only"),
		([changed(LINE, agreement="")], "agreement_missing"),
		([changed(LINE, agreement="WA-9")], "agreement_unknown"),
		([changed(LINE, party="宏达")], "other_contractor"),
		([changed(LINE, account="其他")], "other_account"),
		([changed(NEW, reference_type="Journal Entry")], "credit_with_reference"),
		([changed(LINE, bucket="")], "debit_without_bucket"),
		([changed(LINE, reference_type="Purchase Invoice")], "debit_without_bucket"),
		([changed(LINE, bucket="JE-9")], "not_a_bucket"),
		([changed(LINE, bucket="JE-3")], "other_deposit"),
		([NEW, changed(NEW, agreement="WA-2")], "two_agreements"),
		([NEW, changed(NEW, row=2)], "two_credits"),
		([LINE, changed(LINE, debit=Decimal("90.01"))], "bucket_exceeded"),
	],
)
def test_each_rule_has_its_own_refusal(lines, code):
	assert [one.code for one in rules.line_violations(lines, TERMS, BUCKETS)] == [code]


def test_a_row_without_amount_says_nothing():
	assert rules.line_violations([changed(LINE, debit=Decimal(0), bucket="")], TERMS, BUCKETS) == []


def test_buckets_of_one_day_pay_by_name():
	day = date(2026, 1, 1)
	rows = [
		bucket("JE-2", Decimal(5), day),
		bucket("JE-1", Decimal(5), day),
		bucket("JE-0", Decimal(5), day + timedelta(1)),
	]
	taken, _rest = rules.first_in_first_out(rows, Decimal(12))
	assert [(one.name, part) for one, part in taken] == [("JE-1", 5), ("JE-2", 5), ("JE-0", 2)]
