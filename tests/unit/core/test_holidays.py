"""A list of holidays becomes exceptions of a calendar."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.time.holidays import Exceptional, announced, exceptions, missing

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
