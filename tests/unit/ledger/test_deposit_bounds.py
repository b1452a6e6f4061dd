"""What each refusal about a deposit account names, and where its bounds lie (建质〔2017〕138号 Art. 7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger import rules_deposit as rules
from fangxiu_app.ledger.rules_deposit import Bucket, Line, Terms

TERMS = {
	"WA-1": Terms("WA-1", "恒固", "质保金", moving_to="质保金 新"),
	"WA-2": Terms("WA-2", "恒固", "质保金"),
}
BUCKETS = {
	"JE-1": Bucket("JE-1", "WA-1", "恒固", "质保金", Decimal(100)),
	"JE-2": Bucket("JE-2", "WA-2", "恒固", "质保金", Decimal(50)),
	"JE-3": Bucket("JE-3", "WA-1", "宏达", "质保金", Decimal(50)),
	"JE-4": Bucket("JE-4", "WA-1", "恒固", "其他", Decimal(50)),
}
OUT = Line(3, "质保金", "恒固", "WA-1", Decimal(10), bucket="JE-1", reference_type="Journal Entry")
#: A credit of a deposit that moves to another account.
INTO = Line(4, "质保金 新", "恒固", "WA-1", credit=Decimal(10))


def answers(*lines: Line) -> list[Violation]:
	return rules.line_violations(lines, TERMS, BUCKETS)


@pytest.mark.parametrize(
	("line", "answer"),
	[
		(replace(OUT, debit=Decimal(-1)), Violation("one_side_only", (3,))),
		(replace(INTO, credit=Decimal("-0.01")), Violation("one_side_only", (4,))),
		(replace(OUT, credit=Decimal(1)), Violation("one_side_only", (3,))),
		(replace(OUT, agreement=""), Violation("agreement_missing", (3, "质保金"))),
		(replace(OUT, agreement="WA-9"), Violation("agreement_unknown", (3, "WA-9"))),
		(replace(OUT, party="宏达"), Violation("other_contractor", (3, "WA-1", "恒固"))),
		(replace(OUT, account="质保金 新"), Violation("other_account", (3, "WA-1", "质保金"))),
		(replace(INTO, account="质保金"), Violation("other_account", (4, "WA-1", "质保金"))),
		(replace(INTO, reference_type="Journal Entry"), Violation("credit_with_reference", (4,))),
		(replace(OUT, bucket=""), Violation("debit_without_bucket", (3,))),
		(replace(OUT, reference_type="Purchase Invoice"), Violation("debit_without_bucket", (3,))),
		(replace(OUT, bucket="JE-9"), Violation("not_a_bucket", (3, "JE-9"))),
		(replace(OUT, bucket="JE-2"), Violation("other_deposit", (3, "JE-2", "WA-2"))),
		(replace(OUT, bucket="JE-3"), Violation("other_deposit", (3, "JE-3", "WA-1"))),
		(replace(OUT, bucket="JE-4"), Violation("other_deposit", (3, "JE-4", "WA-1"))),
		(
			replace(OUT, debit=Decimal("100.01")),
			Violation("bucket_exceeded", ("JE-1", Decimal("100.01"), Decimal(100))),
		),
	],
)
def test_each_refusal_names_its_row_and_what_would_be_right(line, answer):
	assert answers(line) == [answer]


def test_up_to_the_bound_a_voucher_passes():
	assert answers(OUT, INTO) == []
	assert answers(replace(OUT, debit=Decimal(100))) == []
	assert answers(replace(OUT, debit=Decimal(60)), replace(OUT, debit=Decimal(40))) == []


def test_one_voucher_holds_one_new_deposit():
	other = replace(INTO, agreement="WA-2", account="质保金")
	assert answers(other, INTO) == [Violation("two_agreements", (("WA-1", "WA-2"),))]
	assert answers(INTO, INTO) == [Violation("two_credits")]
	assert answers(replace(OUT, debit=Decimal(101)), INTO, INTO) == [Violation("two_credits")]


def test_broken_rows_are_all_told_before_sums_are_looked_at():
	both = [replace(OUT, party="宏达"), replace(OUT, row=9, bucket="JE-9"), replace(OUT, debit=Decimal(1000))]
	assert [one.params[0] for one in answers(*both)] == [3, 9]


@pytest.mark.parametrize(
	("rate", "agreed", "price", "answer"),
	[
		("3", 30, 1000, None),
		("3.01", 30, 1000, Violation("deposit_rate_above_cap", (Decimal("3.01"), Decimal(3)))),
		(
			"3",
			"30.01",
			1000,
			Violation("deposit_amount_above_cap", (Decimal("30.01"), Decimal("30.00"), Decimal(3))),
		),
		("0", 30, 0, None),
		("0", 0, 1000, None),
	],
)
def test_the_cap_of_three_percent(rate, agreed, price, answer):
	assert rules.cap_violation(Decimal(rate), Decimal(agreed), Decimal(price), Decimal(3)) == answer


@pytest.mark.parametrize(
	("rate", "agreed", "outstanding", "held", "wanted"),
	[
		# a share of 1,000; what is missing to the agreed total; nothing beyond it, or beyond what is unpaid
		("3", 0, 900, 0, 30),
		("3", 100, 900, 80, 20),
		("0", 100, 900, 80, 20),
		("0", 100, 15, 80, 15),
		("0", 100, 900, 120, 0),
		("0", 0, 900, 0, 0),
		("3", 0, -5, 0, 0),
	],
)
def test_what_is_held_of_an_invoice_of_a_thousand(rate, agreed, outstanding, held, wanted):
	found = rules.hold_amount(
		Decimal(rate), Decimal(agreed), Decimal(1000), Decimal(outstanding), Decimal(held)
	)
	assert found == wanted


def test_a_bucket_without_a_day_is_the_oldest_and_an_empty_one_pays_nothing():
	rows = [
		replace(BUCKETS["JE-1"], posted_on=date(2026, 1, 2), remaining=Decimal(5)),
		replace(BUCKETS["JE-2"], posted_on=date(2026, 1, 1), remaining=Decimal(0)),
		replace(BUCKETS["JE-4"], remaining=Decimal(5)),
	]
	taken, rest = rules.first_in_first_out(rows, Decimal(11))
	assert [(one.name, part) for one, part in taken] == [("JE-4", 5), ("JE-1", 5)] and rest == 1
	assert rules.first_in_first_out(rows, Decimal(0)) == ([], Decimal(0))


@pytest.mark.parametrize(
	("user", "reason", "answer"),
	[
		("c@", "", [Violation("free_reason")]),
		("a@", " ", [Violation("free_reason")]),
		("a@", "更正", [Violation("free_same_person")]),
		("c@", "更正", []),
	],
)
def test_the_second_signature_is_another_persons_and_has_a_reason(user, reason, answer):
	assert rules.second_signature(user, ["a@", None, "b@"], reason) == answer
