"""Milestones at their bounds: when a record counts, when one is late, how many are done (R20-R50)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fangxiu_app.delivery import rules_milestones as rules
from fangxiu_app.delivery.rules_milestones import Fact

TODAY, DAY = date(2027, 3, 1), timedelta(days=1)
SIGNED = "Agreements Signed"


@pytest.mark.parametrize(
	("have", "wanted", "fulfilled"), [(0, 0, False), (1, 0, False), (1, 1, True), (0, 1, False), (2, 1, True), (0, -1, False), (1, 2, False)]
)
def test_nothing_wanted_is_nothing_done(have, wanted, fulfilled):
	assert Fact(have, wanted).fulfilled is fulfilled


@pytest.mark.clause("R27", "R30")
def test_a_number_of_its_own_counts_unless_it_is_wanted_of_each():
	fact = Fact(3, 9, TODAY, ("恒固",), ("WA-1",))
	assert rules.required(fact, 2) == Fact(3, 2, TODAY, ("恒固",), ("WA-1",))
	assert rules.required(fact, 0) == fact
	assert rules.required(fact, 2, "Trainings") == fact
	assert rules.required(fact, 2, "Inspections").wanted == 2


@pytest.mark.clause("R28")
@pytest.mark.parametrize(
	("proof", "on", "due", "early"),
	[
		(SIGNED, date(2027, 2, 1), TODAY, False),
		(SIGNED, date(2027, 1, 31), TODAY, True),
		(SIGNED, None, TODAY, False),
		(SIGNED, date(2027, 1, 31), None, False),
		("Trainings", date(2027, 1, 31), TODAY, False),
	],
)
def test_a_signature_counts_in_time_within_the_month_before(proof, on, due, early):
	assert rules.too_early(proof, Fact(1, 1, on), due) is early
	assert rules.too_early(proof, Fact(0, 1, on), due) is False
	start = date(2027, 2, 1) if proof == SIGNED and due else None
	assert rules.window_start(proof, due) == start


@pytest.mark.parametrize(
	("fact", "due", "state", "late"),
	[
		(Fact(1, 1, TODAY), TODAY, "Done", 0),
		(Fact(1, 1, TODAY), TODAY - DAY, "Done Late", 1),
		(Fact(1, 1, TODAY), None, "Done", 0),
		(Fact(1, 1, TODAY - 5 * DAY), TODAY - 3 * DAY, "Done", 0),
		(Fact(1, 1), TODAY - 3 * DAY, "Done", 3),
		(Fact(), None, "No Date", 0),
		(Fact(), TODAY - DAY, "Overdue", 1),
		(Fact(), TODAY, "Soon", 0),
		(Fact(), TODAY + 7 * DAY, "Soon", 0),
		(Fact(), TODAY + 8 * DAY, "Not Yet Due", 0),
		(Fact(0, 1, TODAY - 9 * DAY), TODAY - 2 * DAY, "Overdue", 2),
	],
)
def test_standing_and_days_over(fact, due, state, late):
	assert rules.standing(fact, due, TODAY) == state
	assert rules.overdue_days(fact, due, TODAY) == late


@pytest.mark.clause("R21")
@pytest.mark.parametrize(
	("fact", "entered", "due", "rescues"),
	[
		(Fact(), [TODAY - DAY], TODAY - DAY, True),
		(Fact(), [TODAY, TODAY - 3 * DAY], TODAY - DAY, True),
		(Fact(), [TODAY], TODAY - DAY, False),
		(Fact(), [], TODAY - DAY, False),
		(Fact(), [TODAY], TODAY, False),
		(Fact(1, 1, TODAY), [TODAY - DAY], TODAY - DAY, True),
		(Fact(1, 1, TODAY - DAY), [TODAY - DAY], TODAY - DAY, False),
		(Fact(1, 1, TODAY), [TODAY], None, False),
	],
)
def test_a_day_entered_for_the_due_day_hides_that_it_was_missed(fact, entered, due, rescues):
	assert rules.rescued(fact, due, entered, TODAY) is rescues


@pytest.mark.parametrize(
	("states", "percent"),
	[([], 100), (["Done"], 100), (["Done Late", "Overdue"], 50), (["Done", "Soon", "Soon"], 33), (["Done", "Done", "Soon"], 66), (["Soon"], 0)],
)
def test_the_share_is_rounded_down(states, percent):
	assert rules.percent(iter(states)) == percent
