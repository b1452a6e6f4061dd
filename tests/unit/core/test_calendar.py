"""Service calendars by example: several windows a day, holidays, make-up workdays, and what is refused."""

from datetime import date, datetime, timedelta

import pytest

from fangxiu_app.core.time.calendar import (
	ALWAYS_ON,
	CalendarException,
	CalendarNeverOpens,
	Problem,
	ServiceCalendar,
	Window,
	add_working,
	add_working_time,
	next_opening,
	validate,
	working_seconds,
	working_time,
)

MORNING, AFTERNOON = (510, 720), (840, 1050)  # 08:30-12:00, 14:00-17:30
HOUR = 3600


def split_days(*exceptions: CalendarException) -> ServiceCalendar:
	windows = tuple(Window(day, *span) for day in range(5) for span in (MORNING, AFTERNOON))
	return ServiceCalendar(windows, exceptions)


NATIONAL_DAY = split_days(
	CalendarException(date(2025, 9, 28), "Workday", like_weekday=1),
	*(CalendarException(date(2025, 10, day), "Holiday") for day in range(1, 9)),
	CalendarException(date(2025, 10, 11), "Workday", windows=(MORNING,)),
)


def test_a_lunch_break_does_not_count():
	assert add_working(split_days(), datetime(2025, 11, 24, 11, 30), HOUR) == datetime(2025, 11, 24, 14, 30)
	assert working_seconds(split_days(), datetime(2025, 11, 24, 11), datetime(2025, 11, 24, 15)) == 2 * HOUR


@pytest.mark.parametrize(
	("moment", "opens"),
	[
		(datetime(2025, 11, 24, 9, 15), datetime(2025, 11, 24, 9, 15)),
		(datetime(2025, 11, 24, 8, 30), datetime(2025, 11, 24, 8, 30)),
		(datetime(2025, 11, 24, 12), datetime(2025, 11, 24, 14)),
		(datetime(2025, 9, 30, 17, 30), datetime(2025, 10, 9, 8, 30)),
	],
)
def test_the_next_opening_is_now_or_the_next_window(moment, opens):
	assert next_opening(NATIONAL_DAY, moment) == opens


def test_a_make_up_sunday_works_like_the_weekday_it_names():
	assert NATIONAL_DAY.windows_on(date(2025, 9, 28)) == [
		(datetime(2025, 9, 28, 8, 30), datetime(2025, 9, 28, 12)),
		(datetime(2025, 9, 28, 14), datetime(2025, 9, 28, 17, 30)),
	]


def test_a_make_up_day_with_its_own_hours_keeps_them():
	assert NATIONAL_DAY.windows_on(date(2025, 10, 11)) == [
		(datetime(2025, 10, 11, 8, 30), datetime(2025, 10, 11, 12))
	]


def test_a_limit_jumps_over_the_national_day_holidays():
	start = datetime(2025, 9, 30, 17)
	assert add_working(NATIONAL_DAY, start, HOUR) == datetime(2025, 10, 9, 9)
	assert working_seconds(NATIONAL_DAY, start, datetime(2025, 10, 9, 9)) == HOUR


def test_a_limit_uses_the_make_up_saturday():
	assert add_working(NATIONAL_DAY, datetime(2025, 10, 10, 17), HOUR) == datetime(2025, 10, 11, 9)


def test_a_limit_used_up_at_closing_time_falls_due_at_closing_time():
	assert add_working(split_days(), datetime(2025, 11, 21, 17), HOUR // 2) == datetime(2025, 11, 21, 17, 30)
	assert add_working(split_days(), datetime(2025, 11, 21, 11, 30), HOUR // 2) == datetime(2025, 11, 21, 12)


def test_no_time_is_over_at_once_even_outside_opening_hours():
	sunday = datetime(2025, 11, 23, 3)
	assert add_working(split_days(), sunday, 0) == sunday
	assert add_working(split_days(), sunday, 1) == datetime(2025, 11, 24, 8, 30, 1)


def test_a_window_up_to_midnight_goes_on_the_next_day():
	night = ServiceCalendar((Window(0, 1320, 1440), Window(1, 0, 360)))
	assert night.windows_on(date(2025, 11, 24)) == [(datetime(2025, 11, 24, 22), datetime(2025, 11, 25))]
	assert add_working(night, datetime(2025, 11, 24, 23), HOUR) == datetime(2025, 11, 25)
	assert add_working(night, datetime(2025, 11, 24, 23), 2 * HOUR) == datetime(2025, 11, 25, 1)


def test_windows_that_overlap_or_touch_count_once():
	calendar = ServiceCalendar((Window(0, 600, 720), Window(0, 540, 660), Window(0, 720, 780)))
	assert calendar.windows_on(date(2025, 11, 24)) == [
		(datetime(2025, 11, 24, 9), datetime(2025, 11, 24, 13))
	]
	assert working_seconds(calendar, datetime(2025, 11, 24), datetime(2025, 11, 25)) == 4 * HOUR


@pytest.mark.clause("R72")
def test_around_the_clock_ignores_windows_and_holidays():
	assert add_working(ALWAYS_ON, datetime(2025, 10, 1, 23, 50), 900) == datetime(2025, 10, 2, 0, 5)
	holiday = CalendarException(date(2025, 10, 1), "Holiday")
	always = ServiceCalendar((Window(0, 0, 60),), (holiday,), always_on=True)
	assert working_seconds(always, datetime(2025, 10, 1), datetime(2025, 10, 2)) == 24 * HOUR


def test_fractions_of_a_second_are_kept_and_whole_seconds_rounded_down():
	start = datetime(2025, 11, 24, 11, 59, 59, 600_000)
	assert add_working(split_days(), start, 1) == datetime(2025, 11, 24, 14, 0, 0, 600_000)
	assert working_time(split_days(), start, datetime(2025, 11, 24, 14)) == timedelta(milliseconds=400)
	assert working_seconds(split_days(), start, datetime(2025, 11, 24, 14)) == 0
	half = timedelta(milliseconds=500)
	assert add_working_time(split_days(), start, half) == datetime(2025, 11, 24, 14, 0, 0, 100_000)


def test_working_time_backwards_is_none_at_all():
	assert working_seconds(split_days(), datetime(2025, 11, 25), datetime(2025, 11, 24)) == 0


def test_negative_time_cannot_be_added():
	with pytest.raises(ValueError, match="negative"):
		add_working(split_days(), datetime(2025, 11, 24), -1)


@pytest.mark.parametrize(
	"calendar",
	[
		ServiceCalendar(),
		ServiceCalendar((), (CalendarException(date(2025, 11, 24), "Workday", ((540, 600),)),)),
	],
)
def test_a_calendar_that_does_not_open_long_enough_says_so(calendar):
	with pytest.raises(CalendarNeverOpens):
		add_working(calendar, datetime(2025, 11, 1), 2 * HOUR)


def test_a_single_working_day_is_enough_for_what_it_holds():
	calendar = ServiceCalendar((), (CalendarException(date(2025, 11, 24), "Workday", ((540, 600),)),))
	assert add_working(calendar, datetime(2025, 11, 1), HOUR) == datetime(2025, 11, 24, 10)


def test_of_two_exceptions_on_one_date_the_later_one_counts():
	day = date(2025, 11, 24)
	calendar = split_days(CalendarException(day, "Holiday"), CalendarException(day, "Workday", (MORNING,)))
	assert len(calendar.windows_on(day)) == 1


def test_an_empty_window_is_none_and_a_weekday_is_counted_on_from_sunday():
	monday = datetime(2025, 11, 24)
	calendar = ServiceCalendar((Window(0, 600, 600), Window(0, 700, 800)), (CalendarException(date(2025, 11, 29), "Workday", like_weekday=7),))
	assert calendar.windows_on(monday.date()) == [(monday + timedelta(minutes=700), monday + timedelta(minutes=800))]
	assert len(calendar.windows_on(date(2025, 11, 29))) == 1


class TestValidate:
	MONDAY = Window(0, *MORNING)
	DAY = date(2025, 10, 11)

	def test_a_sound_calendar_has_no_problems(self):
		assert validate(NATIONAL_DAY) == []
		assert validate(ALWAYS_ON) == []

	@pytest.mark.parametrize(
		("window", "problem"),
		[
			(Window(0, 600, 660), Problem("window_overlap", (0, 600))),
			(Window(1, 720, 720), Problem("window_order", (1, 720, 720))),
			(Window(1, 1320, 360), Problem("window_order", (1, 1320, 360))),
			(Window(1, -10, 360), Problem("window_range", (1, -10, 360))),
			(Window(1, 1300, 1441), Problem("window_range", (1, 1300, 1441))),
			(Window(7, 0, 60), Problem("weekday_range", (7,))),
			(Window(7, 60, 60), Problem("weekday_range", (7,))),
			(Window(-1, 0, 60), Problem("weekday_range", (-1,))),
			(Window(1, 1440, 1440), Problem("window_range", (1, 1440, 1440))),
			(Window(1, 0, 0), Problem("window_range", (1, 0, 0))),
			(Window(0, 600, 600), Problem("window_order", (0, 600, 600))),
		],
	)
	def test_a_window_that_cannot_be_meant_is_named(self, window, problem):
		assert validate(ServiceCalendar((self.MONDAY, window))) == [problem]

	@pytest.mark.parametrize("window", [Window(1, 0, 1), Window(1, 0, 1440), Window(1, 1439, 1440), Window(6, 0, 60)])
	def test_a_window_up_to_the_ends_of_day_and_week_is_sound(self, window):
		assert validate(ServiceCalendar((self.MONDAY, window))) == []

	def test_each_exception_adds_its_problems(self):
		first = CalendarException(date(2025, 10, 1), "Holiday", (MORNING,))
		second = CalendarException(self.DAY, "Workday", ((720, 510),))
		assert validate(ServiceCalendar((self.MONDAY,), (first, second))) == [
			Problem("holiday_with_windows", (date(2025, 10, 1),)),
			Problem("window_order", (self.DAY, 720, 510)),
		]

	def test_windows_that_only_touch_are_sound(self):
		assert validate(ServiceCalendar((self.MONDAY, Window(0, 720, 840)))) == []

	@pytest.mark.parametrize(
		("exceptions", "problem"),
		[
			(
				(CalendarException(DAY, "Holiday"), CalendarException(DAY, "Holiday")),
				Problem("exception_repeated", (DAY,)),
			),
			((CalendarException(DAY, "Holiday", (MORNING,)),), Problem("holiday_with_windows", (DAY,))),
			((CalendarException(DAY, "Workday", like_weekday=6),), Problem("workday_closed", (DAY,))),
			(
				(CalendarException(DAY, "Workday", (MORNING, (700, 760))),),
				Problem("window_overlap", (DAY, 700)),
			),
			((CalendarException(DAY, "Workday", ((720, 510),)),), Problem("window_order", (DAY, 720, 510))),
		],
	)
	def test_an_exception_that_cannot_be_meant_is_named(self, exceptions, problem):
		assert validate(ServiceCalendar((self.MONDAY,), exceptions)) == [problem]

	def test_a_calendar_without_hours_is_named(self):
		holiday = CalendarException(self.DAY, "Holiday")
		assert validate(ServiceCalendar((), (holiday,))) == [Problem("never_opens")]
