"""A list of holidays becomes exceptions of a calendar."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.time.holidays import WEEKEND_OFF, Exceptional, announced, exceptions, missing

ANNOUNCED = {date(2026, 2, 17): "春节", date(2026, 2, 20): "休息日（由 2026-02-14 调休）"}


def test_a_day_off_that_is_made_up_for_brings_its_workday_with_the_hours_it_stands_for():
	assert exceptions(ANNOUNCED) == [
		Exceptional(date(2026, 2, 14), "Workday", "调休上班", 4),
		Exceptional(date(2026, 2, 17), "Holiday", "春节"),
		Exceptional(date(2026, 2, 20), "Holiday", "调休放假"),
	]
	assert announced(exceptions(ANNOUNCED))


def test_a_year_without_announcement_has_holidays_only():
	rows = exceptions({date(2027, 2, 6): "春节"})
	assert [row.kind for row in rows] == ["Holiday"] and not announced(rows)


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)))
def test_what_stands_there_stays_and_a_second_time_adds_nothing(days, known):
	start = date(2026, 1, 1)
	wanted = exceptions({start + timedelta(days=n): "节" for n in days})
	there = {start + timedelta(days=n) for n in known}
	added = missing(wanted, there)
	assert {row.date for row in added} == {row.date for row in wanted} - there
	assert missing(wanted, there | {row.date for row in added}) == []


#: The Spring Festival of 2026 as the list has it; off are 15 to 23 February, worked are the 14th and the 28th.
SPRING = {date(2026, 2, day): "春节" for day in (16, 17, 18, 19)} | {
	date(2026, 2, 20): "休息日（由 2026-02-14 调休）",
	date(2026, 2, 23): "休息日（由 2026-02-28 调休）",
}


def test_a_calendar_that_is_open_at_week_ends_is_closed_on_those_of_a_holiday():
	def closed(*open_on):
		return [row.date.day for row in exceptions(SPRING, open_on) if row.kind == "Holiday"]

	assert closed(0, 1, 2, 3, 4) == [16, 17, 18, 19, 20, 23]
	assert closed(0, 1, 2, 3, 4, 5, 6) == [15, 16, 17, 18, 19, 20, 21, 22, 23]
	assert closed(0, 1, 2, 3, 4, 5) == [16, 17, 18, 19, 20, 21, 23]
	assert {row.date.day for row in exceptions(SPRING, (5, 6)) if row.remark == WEEKEND_OFF} == {15, 21, 22}


def test_a_year_that_is_not_announced_gets_no_week_ends():
	assert len(exceptions({date(2027, 1, 1): "元旦"}, (5, 6))) == 1


@given(st.sets(st.integers(0, 400)), st.sets(st.integers(0, 6)))
def test_a_week_end_of_a_holiday_joins_it(days, open_on):
	start = date(2026, 1, 1)
	names = {start + timedelta(days=n): "节" for n in days} | ANNOUNCED
	listed = exceptions(names)
	added = [row for row in exceptions(names, open_on) if row.remark == WEEKEND_OFF]
	assert len(exceptions(names, open_on)) == len(listed) + len(added)
	assert len({row.date for row in added} - {row.date for row in listed}) == len(added)
	for row in added:
		beside = {row.date + timedelta(days=step) for step in (-2, -1, 1, 2)}
		assert row.date.weekday() in open_on and row.date.weekday() >= 5 and beside & set(names)
