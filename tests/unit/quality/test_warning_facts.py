"""What counts under which key, and what is new: changed tickets, and what time alone brought in since the last run."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.quality import rules_warning_facts as reader
from fangxiu_app.quality import rules_warning_rules as rules
from fangxiu_app.quality.rules_warning_facts import Scene, View

NOW = datetime(2026, 11, 24, 6)
DAY = timedelta(days=1)


def row(**values):
	given_values = {
		"name": "T1",
		"project": "P",
		"building": "B1",
		"riser": "01",
		"unit": "U1",
		"location": "bath",
		"defect_type": "leak",
		"reported_at": NOW - DAY,
		"modified": NOW - DAY,
		"repeat_state": "None",
		"contractor": "C",
		"contractor_until": None,
		"owner_until": None,
	}
	return SimpleNamespace(**{**given_values, **values})


def facts(kind, *rows, days=30, since=None, **scene):
	read = {"hits": rows, "leaks": rows, "running": rows, "batches": {"B1": "DB"}, **scene}
	return reader.facts(kind, View(Scene(**read), days, NOW, since))


@pytest.mark.parametrize(
	("kind", "key"),
	[
		(rules.BUILDING, ("P", "bath", "leak", "B1")),
		(rules.RISER, ("P", "bath", "leak", "B1", "01")),
		(rules.BATCH, ("P", "leak", "DB")),
	],
)
def test_a_defect_counts_for_its_place_within_the_days(kind, key):
	assert [fact.key for fact in facts(kind, row())] == [key]
	assert facts(kind, row(reported_at=NOW - 31 * DAY)) == []
	assert facts(kind, row(reported_at=NOW - 30 * DAY))


def test_without_a_riser_or_a_batch_there_is_no_such_place():
	assert facts(rules.RISER, row(riser=None)) == []
	assert facts(rules.BATCH, row(), batches={}) == []


@pytest.mark.parametrize("kind", [rules.BUILDING, rules.RISER, rules.BATCH])
@pytest.mark.parametrize(("ago", "new"), [(1, False), (0, False), (-1, True)])
def test_what_changed_since_the_last_run_is_new(kind, ago, new):
	last = NOW - 5 * DAY
	assert [fact.fresh for fact in facts(kind, row(modified=last - ago * DAY), since=last)] == [new]
	assert [fact.fresh for fact in facts(kind, row(modified=last - ago * DAY))] == [True], (
		"the first run sees all"
	)


@pytest.mark.parametrize(
	("moment", "counted"),
	[(-25, False), (-24, True), (0, True), (72, True), (73, False)],
)
@pytest.mark.clause("R113")
def test_leaks_belong_to_a_rain_from_the_day_before_its_end(moment, counted):
	ended = NOW - 4 * DAY
	rain = SimpleNamespace(name="RN", project="P", ended_at=ended, modified=ended)
	leak = row(reported_at=ended + timedelta(hours=moment))
	found = facts(rules.RAIN, leak, row(project="Q", reported_at=ended), days=3, rains=(rain,))
	assert [fact.key for fact in found] == ([("P", "RN", "DB")] if counted else [])
	unknown = facts(rules.RAIN, leak, days=3, rains=(rain,), batches=None)
	assert [fact.place for fact in unknown] == ([("B1",)] if counted else [])


def test_a_rain_entered_late_makes_its_leaks_new():
	rain = SimpleNamespace(name="RN", project="P", ended_at=NOW - 2 * DAY, modified=NOW)
	assert [fact.fresh for fact in facts(rules.RAIN, row(), rains=(rain,), since=NOW - DAY / 2)] == [True]


@pytest.mark.clause("R113")
def test_only_confirmed_repeats_count():
	again = [row(repeat_state=state) for state in ("None", "Suspected", "Rejected", "Confirmed")]
	assert [fact.key for fact in facts(rules.REPEATS, *again)] == [("P", "U1", "bath", "leak")]


@pytest.mark.clause("R113")
def test_a_repair_counts_from_the_moment_it_is_too_long():
	reported = NOW - 15 * DAY
	found = facts(rules.LONG, row(reported_at=reported), days=15, since=NOW - DAY / 24)
	assert [(fact.key, fact.at, fact.fresh) for fact in found] == [(("P", "C"), NOW, True)]
	assert facts(rules.LONG, row(reported_at=reported + DAY / 24), days=15) == []
	assert facts(rules.LONG, row(reported_at=reported, contractor=None), days=15) == []
	old = row(reported_at=reported - DAY, modified=reported)
	assert [fact.fresh for fact in facts(rules.LONG, old, days=15, since=NOW - DAY / 2)] == [False]


@pytest.mark.clause("R113")
def test_an_ending_warranty_counts_by_building_and_day_the_first_end_of_both_sides():
	owner, contractor = date(2026, 12, 20), date(2026, 12, 1)
	ticket = row(owner_until=owner, contractor_until=contractor, reported_at=NOW - 90 * DAY)
	assert [fact.key for fact in facts(rules.ENDING, ticket)] == [("P", "B1", "2026-12-01")]
	over = row(owner_until=owner, contractor_until=date(2026, 11, 1))
	assert [fact.place for fact in facts(rules.ENDING, over)] == [("B1", "2026-12-20")]
	assert facts(rules.ENDING, row(owner_until=date(2026, 12, 25))) == []
	assert facts(rules.ENDING, row(owner_until=owner, building=None)) == []


@given(st.integers(0, 60), st.integers(1, 60))
def test_whatever_days_the_scheduler_missed_no_end_of_a_warranty_is_missed(missed, days):
	"""Every end that came within the rule's days since the last run is new in the next one, also when it is over by then."""
	last = NOW - missed * DAY
	for ahead in range(days + 1, missed + days + 1):
		ends = last.date() + ahead * DAY
		ticket = row(owner_until=ends, reported_at=last - 9 * DAY, modified=last - DAY)
		assert [fact.fresh for fact in facts(rules.ENDING, ticket, days=days, since=last)] == [True]


def test_places_are_counted_in_flats():
	rows = [("P", "B1", "01", 10), ("P", "B1", None, 2), ("P", "B2", "01", 5), ("Q", "B3", "01", 7)]
	assert reader.place_sizes(rows, {"B1": "DB", "B2": "DB"}) == {
		("P",): 17,
		("B1",): 12,
		("B1", "01"): 10,
		("DB",): 17,
		("B2",): 5,
		("B2", "01"): 5,
		("Q",): 7,
		("B3",): 7,
		("B3", "01"): 7,
	}


def test_a_kind_that_counts_no_tickets_has_no_facts():
	assert facts(rules.DEPOSIT, row()) == []
