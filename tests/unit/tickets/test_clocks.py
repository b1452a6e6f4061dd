"""Clocks by example: the cases that stock ERPNext gets wrong, holds, escalation, agreed moments, holders."""

from datetime import date, datetime, timedelta

import pytest

from fangxiu_app.core.time.calendar import (
	ALWAYS_ON,
	CalendarException,
	CalendarNeverOpens,
	ServiceCalendar,
	Window,
)
from fangxiu_app.tickets.clocks.rules_clocks import (
	ClockRule,
	Hold,
	due_at,
	due_steps,
	elapsed_seconds,
	fixed_due,
	minutes_by_holder,
	read,
	shift_due,
	step_times,
	time_by_holder,
	whole_minutes,
)

OFFICE = ServiceCalendar(tuple(Window(day, 540, 1080) for day in range(5)))  # Monday to Friday, 09:00-18:00
HOUR = 3600

FRIDAY_16 = datetime(2025, 11, 21, 16)
MONDAY = datetime(2025, 11, 24)


def at(hour: int, minute: int = 0) -> datetime:
	return MONDAY.replace(hour=hour, minute=minute)


class TestCasesStockErpnextGetsWrong:
	"""Measured on ERPNext 15.71.1; its answers stand in the comments."""

	def test_a_hold_over_the_weekend_costs_one_working_hour_not_64(self):
		hold = Hold(datetime(2025, 11, 21, 17), at(9))
		assert due_at(FRIDAY_16, 8 * HOUR, OFFICE, []) == at(15)
		assert due_at(FRIDAY_16, 8 * HOUR, OFFICE, [hold]) == at(16)  # ERPNext: Thursday 27th, 07:00

	def test_two_windows_a_day_are_both_kept(self):
		windows = tuple(Window(day, *span) for day in range(5) for span in ((510, 720), (840, 1050)))
		assert due_at(at(9), HOUR // 2, ServiceCalendar(windows), []) == at(9, 30)  # ERPNext: 14:30


class TestHolds:
	def test_resuming_gives_back_exactly_what_was_left(self):
		holds = [Hold(at(10), at(11)), Hold(at(13), None, at(13, 20))]
		reading = read(ClockRule("any", 2 * HOUR, OFFICE), at(9), None, holds, at(11))
		assert reading.remaining_seconds == HOUR
		assert due_at(at(9), 2 * HOUR, OFFICE, holds) == at(12)
		assert due_at(at(9), 4 * HOUR, OFFICE, holds) == at(14, 20)

	def test_a_hold_wakes_up_by_itself(self):
		hold = Hold(at(10), at(11))
		rule = ClockRule("any", 2 * HOUR, OFFICE)
		assert read(rule, at(9), None, [hold], at(10, 59)).state == "Held"
		assert read(rule, at(9), None, [hold], at(11)).state == "Running"

	def test_a_hold_ended_early_counts_until_then(self):
		assert due_at(at(9), 2 * HOUR, OFFICE, [Hold(at(10), at(15), ended=at(10, 30))]) == at(11, 30)

	def test_ending_a_hold_after_it_woke_up_does_not_lengthen_it(self):
		assert due_at(at(9), 2 * HOUR, OFFICE, [Hold(at(10), at(11), ended=at(15))]) == at(12)

	def test_holds_that_overlap_count_once(self):
		holds = [Hold(at(10), at(12)), Hold(at(11), at(13)), Hold(at(11, 30), at(11, 45))]
		assert due_at(at(9), 2 * HOUR, OFFICE, holds) == at(14)
		assert elapsed_seconds(at(9), at(14), OFFICE, holds) == 2 * HOUR

	def test_a_hold_that_began_before_the_clock_counts_from_its_start(self):
		assert due_at(at(10), HOUR, OFFICE, [Hold(at(9), at(11))]) == at(12)

	def test_a_hold_outside_opening_hours_costs_nothing(self):
		saturday = datetime(2025, 11, 22)
		hold = Hold(saturday, saturday + timedelta(days=1))
		assert due_at(FRIDAY_16, 3 * HOUR, OFFICE, [hold]) == at(10)

	def test_a_hold_over_holidays_costs_the_working_days_only(self):
		holidays = tuple(CalendarException(date(2025, 10, day), "Holiday") for day in range(1, 9))
		calendar = ServiceCalendar(OFFICE.windows, holidays)
		hold = Hold(datetime(2025, 9, 30, 17), datetime(2025, 10, 9, 10))
		assert due_at(datetime(2025, 9, 30, 16), 2 * HOUR, calendar, [hold]) == datetime(2025, 10, 9, 11)

	def test_an_open_hold_leaves_no_due_time_but_loses_no_time(self):
		rule = ClockRule("any", 2 * HOUR, OFFICE)
		reading = read(rule, at(9), None, [Hold(at(10), None)], at(17))
		assert (reading.state, reading.due_at) == ("Held", None)
		assert (reading.elapsed_seconds, reading.remaining_seconds) == (HOUR, HOUR)

	def test_a_hold_that_begins_when_the_limit_is_used_up_comes_too_late(self):
		assert due_at(at(9), HOUR, OFFICE, [Hold(at(10), None)]) == at(10)

	def test_fractions_of_a_second_are_no_second(self):
		end = at(9) + timedelta(milliseconds=1999)
		assert repr(elapsed_seconds(at(9), end, OFFICE, [])) == "1", "whole seconds, rounded down"
		agreed = fixed_due(ClockRule("agreed_completion", 0, OFFICE), end)
		assert repr(read(agreed, at(9), None, [], at(9)).remaining_seconds) == "1"

	def test_a_hold_without_length_is_no_hold(self):
		assert due_at(at(9), HOUR, OFFICE, [Hold(at(9, 30), at(9, 30)), Hold(at(9, 40), at(9, 10))]) == at(10)


class TestReading:
	RULE = ClockRule("first_response", HOUR // 2, OFFICE)

	@pytest.mark.clause("R89")
	def test_in_time_up_to_and_including_the_due_moment(self):
		assert read(self.RULE, at(9), None, [], at(9, 30)).state == "Running"
		assert read(self.RULE, at(9), at(9, 30), [], at(12)).state == "Met"

	@pytest.mark.clause("R89")
	def test_late_and_overdue_a_moment_after(self):
		after = at(9, 30) + timedelta.resolution
		assert read(self.RULE, at(9), None, [], after).state == "Overdue"
		assert read(self.RULE, at(9), after, [], at(12)).state == "Late"

	@pytest.mark.clause("R72")
	def test_an_emergency_runs_around_the_clock(self):
		rule = ClockRule("emergency_arrival", 900, ALWAYS_ON)
		start = datetime(2025, 10, 1, 2, 10)
		assert read(rule, start, None, [], start).due_at == datetime(2025, 10, 1, 2, 25)

	def test_how_far_over_is_counted_in_working_time(self):
		reading = read(self.RULE, FRIDAY_16, None, [], at(9, 10))
		assert reading.overdue_seconds == HOUR + 1800 + 600
		assert (reading.elapsed_seconds, reading.remaining_seconds) == (2 * HOUR + 600, 0)

	def test_an_overdue_clock_stays_overdue_when_it_is_held(self):
		reading = read(self.RULE, at(9), None, [Hold(at(10), None)], at(12))
		assert (reading.state, reading.due_at) == ("Overdue", at(9, 30))
		assert reading.overdue_seconds == 1800

	def test_a_clock_stopped_during_a_hold_is_met_and_keeps_a_due_time(self):
		reading = read(self.RULE, at(9), at(10), [Hold(at(9, 10), None)], at(17))
		assert (reading.state, reading.due_at) == ("Met", at(10, 20))
		assert (reading.elapsed_seconds, reading.remaining_seconds) == (600, 1200)

	def test_a_hold_that_was_over_before_the_stop_is_not_lengthened_to_it(self):
		reading = read(self.RULE, at(9), at(9, 40), [Hold(at(9, 10), None, ended=at(9, 15))], at(17))
		assert (reading.state, reading.due_at, reading.elapsed_seconds) == ("Late", at(9, 35), 35 * 60)

	def test_what_happens_after_the_stop_changes_nothing(self):
		stopped = read(self.RULE, at(9), at(9, 20), [], at(9, 20))
		assert read(self.RULE, at(9), at(9, 20), [Hold(at(9, 25), None)], at(17)) == stopped

	def test_a_fact_before_the_start_meets_the_clock_with_nothing_elapsed(self):
		reading = read(self.RULE, at(9), at(8), [], at(10))
		assert (reading.state, reading.elapsed_seconds) == ("Met", 0)

	def test_a_calendar_without_hours_is_not_silent(self):
		with pytest.raises(CalendarNeverOpens):
			read(ClockRule("any", 60, ServiceCalendar()), at(9), None, [], at(10))


class TestEscalation:
	RULE = ClockRule("plan", 2 * HOUR, OFFICE)

	def test_the_usual_steps(self):
		assert step_times(self.RULE, at(9), []) == [
			(50, at(10)),
			(80, at(10, 36)),
			(100, at(11)),
			(150, at(12)),
		]

	def test_steps_move_with_holds_and_wait_behind_an_open_one(self):
		holds = [Hold(at(9, 30), at(10)), Hold(at(11, 15), None)]
		assert step_times(self.RULE, at(9), holds) == [
			(50, at(10, 30)),
			(80, at(11, 6)),
			(100, None),
			(150, None),
		]

	def test_each_step_fires_once(self):
		assert due_steps(self.RULE, at(9), None, [], at(9, 59), set()) == []
		assert due_steps(self.RULE, at(9), None, [], at(10), set()) == [50]
		assert due_steps(self.RULE, at(9), None, [], at(10, 40), {50}) == [80]
		assert due_steps(self.RULE, at(9), None, [], at(12), {50, 80, 100, 150}) == []

	def test_steps_missed_by_the_sweep_come_back_together(self):
		assert due_steps(self.RULE, at(9), None, [], at(17), {50}) == [80, 100, 150]

	def test_a_stopped_clock_escalates_no_more(self):
		assert due_steps(self.RULE, at(9), at(17), [], at(17), set()) == []

	def test_a_step_is_never_early(self):
		rule = ClockRule("any", 3, ALWAYS_ON, steps=(50,))
		assert step_times(rule, at(9), []) == [(50, at(9) + timedelta(seconds=2))]


class TestAgreedMoment:
	"""Agreed completion (R106): the plan's own date."""

	RULE = ClockRule("agreed_completion", 0, OFFICE)

	@pytest.mark.clause("R106")
	def test_the_agreed_moment_is_kept_even_outside_opening_hours(self):
		evening = datetime(2025, 11, 29, 20)
		reading = read(fixed_due(self.RULE, evening), at(9), None, [], at(18))
		assert (reading.due_at, reading.state) == (evening, "Running")
		assert (reading.elapsed_seconds, reading.remaining_seconds) == (9 * HOUR, 36 * HOUR)

	@pytest.mark.clause("R106")
	def test_held_working_time_puts_it_off(self):
		assert shift_due(FRIDAY_16, OFFICE, [Hold(FRIDAY_16 - timedelta(hours=2), at(10))]) == at(12)

	def test_a_hold_after_the_agreed_moment_changes_nothing(self):
		assert shift_due(FRIDAY_16, OFFICE, [Hold(FRIDAY_16, None)]) == FRIDAY_16

	def test_a_hold_that_begins_within_the_extension_counts_too(self):
		holds = [Hold(at(9), at(11)), Hold(at(12, 30), at(13))]
		assert shift_due(at(12), OFFICE, holds) == at(14, 30)

	def test_held_time_before_the_plan_was_signed_does_not_count(self):
		hold = Hold(at(9), at(11))
		assert shift_due(at(15), OFFICE, [hold], since=at(10)) == at(16)
		assert read(fixed_due(self.RULE, at(15)), at(10), None, [hold], at(10)).due_at == at(16)

	def test_what_is_due_at_night_during_a_hold_falls_due_when_the_hold_ends(self):
		saturday = datetime(2025, 11, 22, 20)
		assert shift_due(saturday, OFFICE, [Hold(saturday - timedelta(hours=10), at(8))]) == at(8)

	def test_holds_that_follow_one_another_are_one(self):
		saturday = datetime(2025, 11, 22, 20)
		holds = [Hold(saturday - timedelta(hours=10), saturday), Hold(saturday, at(8))]
		assert shift_due(saturday, OFFICE, holds) == at(8)

	def test_an_open_hold_leaves_no_due_time(self):
		assert shift_due(at(15), OFFICE, [Hold(at(10), None)]) is None

	def test_steps_are_shares_of_the_time_agreed(self):
		assert step_times(fixed_due(self.RULE, at(13)), at(9), []) == [
			(50, at(11)),
			(80, at(12, 12)),
			(100, at(13)),
			(150, at(15)),
		]

	@pytest.mark.clause("R106")
	def test_the_whole_step_is_the_agreed_moment_itself_even_in_the_evening(self):
		evening = at(20)
		assert dict(step_times(fixed_due(self.RULE, evening), at(9), []))[100] == evening


class TestWhoHeldTheBall:
	def test_every_working_minute_has_one_holder(self):
		holds = [Hold(at(10), at(11), holder="Owner"), Hold(at(12), at(20), holder="Contractor")]
		assert minutes_by_holder(at(9), at(19), OFFICE, holds, "Engineer") == {
			"Engineer": 120,
			"Owner": 60,
			"Contractor": 360,
		}

	def test_of_several_holds_the_one_that_started_last_has_the_ball(self):
		holds = [Hold(at(11), at(12), holder="Owner"), Hold(at(10), at(13), holder="Contractor")]
		assert minutes_by_holder(at(10), at(13), OFFICE, holds, "Engineer") == {
			"Contractor": 120,
			"Owner": 60,
		}

	def test_of_two_holds_that_started_together_the_later_row_has_the_ball(self):
		holds = [Hold(at(10), at(11), holder="Owner"), Hold(at(10), at(12), holder="Weather")]
		assert minutes_by_holder(at(10), at(12), OFFICE, holds, "Engineer") == {"Weather": 120}

	def test_rounding_loses_no_minute(self):
		second = timedelta(seconds=1)
		holds = [Hold(at(9) + 40 * second, at(9) + 80 * second, holder="Owner")]
		end = at(9) + 120 * second
		assert time_by_holder(at(9), end, OFFICE, holds, "Engineer") == {
			"Engineer": 80 * second,
			"Owner": 40 * second,
		}
		assert minutes_by_holder(at(9), end, OFFICE, holds, "Engineer") == {"Engineer": 1, "Owner": 1}

	def test_a_minute_lost_by_rounding_goes_to_the_largest_fraction(self):
		seconds = {"A": 110, "B": 130, "C": 0}
		assert whole_minutes({one: timedelta(seconds=spent) for one, spent in seconds.items()}) == {"A": 2, "B": 2, "C": 0}
		assert whole_minutes({"A": timedelta(seconds=50), "B": timedelta(seconds=10)}) == {"A": 1, "B": 0}

	def test_no_time_has_no_holder(self):
		hold = Hold(at(8), at(12), holder="Owner")
		assert minutes_by_holder(at(10), at(9), OFFICE, [hold], "Engineer") == {}
		assert minutes_by_holder(at(19), at(20), OFFICE, [hold], "Engineer") == {}
