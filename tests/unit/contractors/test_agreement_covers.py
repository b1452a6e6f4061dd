"""Two signed agreements of a contractor for the same work, and which trainings count, at their days (R28, R30)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fangxiu_app.contractors import rules_agreement as rules
from fangxiu_app.contractors.rules_agreement import Cover
from fangxiu_app.core.refusal import Violation

DAY = date(2026, 9, 30)
ROWS = frozenset({("", "", ""), ("3", "一标", ""), ("3", "", "防水")})


@pytest.mark.clause("R28")
def test_what_is_signed_twice_is_named_as_people_say_it():
	mine, other = Cover("WA-1", ROWS, None, DAY), Cover("WA-2", ROWS | {("9", "", "")}, DAY, None)
	places = ("Whole Project", "3 防水", "3 一标")
	assert rules.signed_twice(mine, [other, Cover("WA-3", frozenset({("8", "", "")}))]) == [Violation("agreement_twice", ("WA-2", places))]
	assert rules.signed_twice(mine, [Cover("WA-2", ROWS, DAY + timedelta(days=1), None)]) == []


@pytest.mark.clause("R30")
def test_a_training_counts_today_and_not_on_the_day_of_the_delivery():
	days = [DAY, DAY - timedelta(days=1), DAY - timedelta(days=1), DAY - timedelta(days=9)]
	assert rules.training_days(days, DAY, DAY) == [days[3], days[1]]
	assert rules.training_days(days, DAY) == [days[3], days[1], DAY]
	assert rules.training_days(days, days[1], DAY + timedelta(days=9)) == [days[3], days[1]]
