"""What is written down later does not turn a missed limit into a kept one, and an arrival answers the appointment of its day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.tickets.clocks.rules_back_entries import EARLY, answers, hides_lateness

DUE = datetime(2026, 11, 30, 22)
MINUTES = st.integers(-3000, 3000).map(lambda minutes: timedelta(minutes=minutes))


@pytest.mark.clause("R72", "R79")
@pytest.mark.parametrize(
	("said", "entered", "stored", "hides"),
	[
		(-5, 120, -60, True),
		(-5, 4, -60, False),
		(-5, -1, -60, False),
		(5, 120, -60, False),
		(-5, 120, 30, False),
		(-5, 120, None, False),
	],
)
def test_a_limit_that_ran_out_before_the_entry_stays_missed(said, entered, stored, hides):
	at, told = (DUE + timedelta(minutes=minutes) for minutes in (said, entered))
	known = None if stored is None else DUE + timedelta(minutes=stored)
	assert hides_lateness(at, DUE, told, known, 10) is hides


def test_a_clock_without_a_due_time_hides_nothing():
	assert not hides_lateness(DUE, None, DUE + timedelta(days=1), DUE - timedelta(days=1), 10)


@given(MINUTES, MINUTES, MINUTES)
def test_only_a_missed_limit_of_a_stored_ticket_is_hidden(said, entered, stored):
	at, told, known = DUE + said, DUE + entered, DUE + stored
	if hides_lateness(at, DUE, told, known, 10):
		assert known <= DUE < told and at <= DUE and told - at > timedelta(minutes=10)


@pytest.mark.clause("R89", "R90")
@pytest.mark.parametrize(
	("arrived", "appointment", "wanted"),
	[
		("2026-11-30 22:20", "2026-12-01 15:00", False),
		("2026-11-29 20:00", "2026-12-01 09:30", False),
		("2026-12-01 08:00", "2026-12-01 15:00", True),
		("2026-12-02 08:00", "2026-12-01 15:00", True),
		("2026-11-30 23:55", "2026-12-01 00:10", True),
	],
)
def test_an_arrival_answers_the_appointment_of_its_day(arrived, appointment, wanted):
	assert answers(datetime.fromisoformat(arrived), datetime.fromisoformat(appointment)) is wanted


@given(MINUTES)
def test_who_comes_at_most_two_hours_early_comes_for_it(early):
	if early <= EARLY:
		assert answers(DUE - early, DUE)


def test_at_the_very_minute():
	later, hour = DUE + timedelta(hours=2), timedelta(hours=1)
	assert hides_lateness(DUE, DUE, later, DUE - hour, 10), "said for the last minute, written down after it"
	assert hides_lateness(DUE - hour, DUE, later, DUE, 10), "stored in the last minute"
	assert not hides_lateness(DUE - hour, DUE, DUE, DUE - hour, 10), "written down in the last minute"
	midnight = datetime(2026, 12, 1, 1, 30)
	assert answers(midnight - EARLY, midnight)
	assert not answers(midnight - EARLY - timedelta(minutes=1), midnight)
