"""Days counted from a delivery: one number, that of its milestones (R20, R36, R37, R43)."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.time.duration import shift
from fangxiu_app.estate import rules_delivery_days as rules
from fangxiu_app.estate.rules_delivery_days import Rule
from fangxiu_app.importing import words

MILESTONES = Path(__file__).resolve().parents[3] / "fixtures" / "masters" / "milestones.csv"
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
RULES = st.builds(
	Rule,
	st.sampled_from(["a", "b", "c"]),
	st.sampled_from("DC"),
	st.integers(-90, 90),
	st.sampled_from(["Day", "Week", "Month"]),
)


def shipped() -> list[Rule]:
	with MILESTONES.open(encoding="utf-8", newline="") as file:
		return [
			Rule(rules.key(words.PROOFS[row["凭证"]], row["条款"]), row["起算"], int(row["偏移"]), words.OFFSET_UNITS[row["单位"]])
			for row in csv.DictReader(file)
		]


@pytest.mark.clause("R20", "R36", "R37", "R43")
@pytest.mark.parametrize(
	("delivery", "early", "ordered", "handed", "weekly"),
	[
		(date(2027, 3, 15), date(2026, 12, 15), date(2027, 1, 15), date(2027, 2, 15), date(2027, 4, 15)),
		(date(2027, 3, 31), date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 4, 30)),
		(date(2028, 3, 31), date(2027, 12, 31), date(2028, 1, 31), date(2028, 2, 29), date(2028, 4, 30)),
		(date(2027, 1, 1), date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1), date(2027, 2, 1)),
	],
)
def test_the_shipped_milestones_are_the_days_that_rooms_count_by(delivery, early, ordered, handed, weekly):
	found = rules.days(shipped(), delivery, None)
	keys = (rules.EARLY_STAGE, rules.PARTS_ORDERED, rules.PARTS_HANDED_OVER, rules.REPAIR_WEEKLY)
	assert tuple(found[key] for key in keys) == (early, ordered, handed, weekly)


@given(st.lists(RULES, max_size=6), DAYS, st.none() | DAYS)
def test_the_first_rule_of_a_key_that_has_a_day_counts(many, delivery, completion):
	found = rules.days(many, delivery, completion)
	for key in "abc":
		dated = [rule for rule in many if rule.key == key and (rule.anchor == "D" or completion)]
		if not dated:
			assert key not in found
			continue
		start = delivery if dated[0].anchor == "D" else completion
		assert found[key] == shift(start, dated[0].amount, dated[0].unit)
