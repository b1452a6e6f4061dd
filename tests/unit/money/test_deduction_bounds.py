"""Where exactly a deduction changes its state, who may still object, and what each broken line answers (R111)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.money.deductions import rules_deduction as rules
from fangxiu_app.money.deductions.rules_deduction import Course, Line, Split

COURSE = Course(date(2026, 3, 1), date(2026, 3, 3), date(2026, 3, 5), date(2026, 3, 7), date(2026, 3, 9))


@pytest.mark.parametrize(
	("day", "state"),
	[
		(28, None),
		(1, "Draft"),
		(2, "Draft"),
		(3, "Notified"),
		(4, "Notified"),
		(5, "Objected"),
		(7, "Answered"),
		(8, "Answered"),
		(9, None),
	],
)
def test_a_step_counts_from_its_own_day_on(day, state):
	on = date(2026, 2, 28) if day == 28 else date(2026, 3, day)
	assert rules.undecided_on(COURSE, on) == state


@pytest.mark.clause("R111")
@pytest.mark.parametrize("state", rules.STATES)
@pytest.mark.parametrize("docstatus", [0, 1, 2])
@pytest.mark.parametrize("objected", [False, True])
def test_one_objection_from_the_notice_on_while_the_deduction_stands(state, docstatus, objected):
	allowed = state in {"Notified", "Posted"} and docstatus in {0, 1} and not objected
	assert rules.may_object(state, docstatus, objected) is allowed


@pytest.mark.parametrize(
	("amount", "claimed", "answer"),
	[
		(0, 1, []),
		(5, 5, []),
		(-1, 5, [Violation("line_amount", (2,))]),
		(0, 0, [Violation("line_amount", (2,))]),
		(6, 5, [Violation("line_above_claim", (2, Decimal(6), Decimal(5)))]),
	],
)
def test_each_broken_line_says_which_and_how_far(amount, claimed, answer):
	sound = Line(rules.COST, Decimal(1), Decimal(1))
	assert rules.line_violations([sound, Line(rules.COST, Decimal(amount), Decimal(claimed))]) == answer


def test_an_empty_split_is_an_amount_too():
	assert isinstance(Split({}, {}).paid_total, Decimal) and isinstance(Split({}, {}).excess_total, Decimal)
	assert rules.split([], Decimal(5)) == Split({}, {})
