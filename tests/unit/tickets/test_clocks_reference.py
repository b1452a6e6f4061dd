"""Calendars and clocks against the walk of `reference_clocks`, on generated calendars, holidays and holds."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.time.calendar import (
	CalendarException,
	ServiceCalendar,
	Window,
	add_working_time,
	working_seconds,
	working_time,
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
)
from tests.unit.helpers import reference_clocks as walk

# The week of the National Day of 2025: weekend, 8 holidays, make-up days on 28 September and 11 October.
BASE = datetime(2025, 9, 26)
HOLDERS = ("owner", "contractor", "material")



@dataclass
class Case:
	"""One generated calendar with its naive twin, and what happens on it. All times are multiples of the grain."""

	grain: int
	calendar: ServiceCalendar
	pattern: walk.Pattern
	start: datetime
	end: datetime
	limit: int
	holds: list[Hold]
	pauses: list[walk.Pause]


def spans(grain: int, least: int = 0):
	"""Up to three windows a day, in any order, overlapping or not; 24:00 often."""
	marks = st.integers(0, 1440 // grain - 1)
	lengths = st.integers(1, max(1, 480 // grain))
	span = st.tuples(marks, lengths).map(lambda s: (s[0] * grain, min(1440, (s[0] + s[1]) * grain)))
	return st.lists(st.one_of(span, st.just((1440 - 4 * grain, 1440))), min_size=least, max_size=3)


@st.composite
def calendars(draw, grain: int):
	"""Two patterns of a day over the week, and on up to five dates a holiday, own hours, or another weekday's."""
	days = ([], draw(spans(grain, least=1)), draw(spans(grain)))
	week = dict(enumerate(days[n] for n in draw(st.permutations((0, 0, 1, 1, 1, 2, 2)))))
	exceptions, dates = [], {}
	kinds = st.tuples(st.integers(-2, 18), st.sampled_from(("Holiday", "Workday", "Like")), st.integers(0, 6))
	for offset, kind, like in draw(st.lists(kinds, max_size=5, unique_by=lambda row: row[0])):
		day = (BASE + timedelta(days=offset)).date()
		own = draw(spans(grain, least=1)) if kind == "Workday" else []
		exceptions.append(
			CalendarException(day, "Holiday" if kind == "Holiday" else "Workday", tuple(own), like)
		)
		dates[day] = week[like] if kind == "Like" else own
	windows = tuple(Window(weekday, *span) for weekday, rows in week.items() for span in rows)
	return ServiceCalendar(windows, tuple(exceptions)), walk.Pattern(week, dates)


def holds(grain: int, span: int):
	"""Up to four holds, some empty, some open-ended, some ended before or after they would have woken up."""
	start = st.integers(-span // 4, span)
	length = st.one_of(st.none(), *[st.integers(-2, span // 2)] * 4)
	ended = st.one_of(st.none(), st.integers(-2, span // 2))
	row = st.tuples(start, length, ended, st.sampled_from(HOLDERS))
	return st.lists(row.map(lambda r: hold_of(grain, *r)), max_size=4)


def hold_of(grain: int, start: int, length: int | None, ended: int | None, holder: str) -> Hold:
	def moment(grains: int | None) -> datetime | None:
		return None if grains is None else BASE + timedelta(minutes=grain * (start + grains))

	return Hold(moment(0), moment(length), moment(ended), holder)


def pause_of(hold: Hold) -> walk.Pause:
	ends = [end for end in (hold.until, hold.ended) if end]
	return walk.Pause(hold.start, min(ends) if ends else None, hold.holder)


@st.composite
def cases(draw):
	grain, span, longest = draw(
		st.sampled_from(((1, 1440, 300), (5, 1000, 120), (30, 480, 80), (60, 360, 60)))
	)
	calendar, pattern = draw(calendars(grain))
	moment = st.integers(0, span).map(lambda n: BASE + timedelta(minutes=grain * n))
	rows = draw(holds(grain, span))
	return Case(
		grain=grain,
		calendar=calendar,
		pattern=pattern,
		start=draw(moment),
		end=draw(moment),
		limit=grain * draw(st.integers(0, longest)),
		holds=rows,
		pauses=[pause_of(hold) for hold in rows],
	)


@given(cases())
def test_due_and_elapsed_time_agree_with_the_walk(case):
	expected = walk.due(case.pattern, case.start, case.limit, case.pauses, case.grain)
	minutes = walk.elapsed(case.pattern, case.start, case.end, case.pauses, case.grain)
	assert due_at(case.start, case.limit * 60, case.calendar, case.holds) == expected
	assert elapsed_seconds(case.start, case.end, case.calendar, case.holds) == minutes * 60


@given(cases())
def test_agreed_moment_put_off_agrees_with_the_walk(case):
	expected = walk.shifted(case.pattern, case.end, case.pauses, case.start, case.grain)
	assert shift_due(case.end, case.calendar, case.holds, since=case.start) == expected


@given(cases())
def test_minutes_by_holder_agree_with_the_walk_and_leave_nothing_out(case):
	expected = walk.spent(case.pattern, case.start, case.end, case.pauses, "engineer", case.grain)
	minutes = minutes_by_holder(case.start, case.end, case.calendar, case.holds, "engineer")
	assert minutes == expected
	assert sum(minutes.values()) * 60 == working_seconds(case.calendar, case.start, case.end)


@given(cases())
def test_an_open_clock_reads_as_the_walk_says(case):
	now = case.end
	rule = ClockRule("any", case.limit * 60, case.calendar)
	reading = read(rule, case.start, None, case.holds, now)
	due = walk.due(case.pattern, case.start, case.limit, case.pauses, case.grain)
	minutes = walk.elapsed(case.pattern, case.start, now, case.pauses, case.grain)
	assert reading.due_at == due
	assert reading.elapsed_seconds == minutes * 60
	assert reading.remaining_seconds == max(case.limit - minutes, 0) * 60
	assert reading.overdue_seconds == max(minutes - case.limit, 0) * 60
	if due is not None and now > due:
		assert reading.state == "Overdue"
	else:
		assert reading.state == ("Held" if walk.is_paused(case.pauses, now) else "Running")


@given(cases())
def test_a_stopped_clock_is_late_exactly_when_the_limit_was_used_up_before(case):
	stopped = case.end
	rule = ClockRule("any", case.limit * 60, case.calendar)
	reading = read(rule, case.start, stopped, case.holds, stopped + timedelta(days=400))
	due = walk.due(case.pattern, case.start, case.limit, case.pauses, case.grain)
	assert reading.state == ("Late" if due is not None and due < stopped else "Met")
	assert reading.due_at is not None
	assert (reading.due_at < stopped) == (reading.state == "Late")


@given(cases())
def test_escalation_steps_agree_with_the_walk_and_fire_once(case):
	limit = case.limit * 2  # so that half of it is a whole number of grains
	rule = ClockRule("any", limit * 60, case.calendar, steps=(150, 50, 100))
	expected = [
		(percent, walk.due(case.pattern, case.start, limit * percent // 100, case.pauses, case.grain))
		for percent in (50, 100, 150)
	]
	assert step_times(rule, case.start, case.holds) == expected
	reached = [percent for percent, moment in expected if moment is not None and moment <= case.end]
	assert due_steps(rule, case.start, None, case.holds, case.end, set()) == reached
	assert due_steps(rule, case.start, None, case.holds, case.end, set(reached)) == []


@given(cases())
def test_a_limit_and_the_moment_it_gives_are_put_off_alike(case):
	rule = ClockRule("any", case.limit * 60, case.calendar)
	moment = due_at(case.start, case.limit * 60, case.calendar, [])
	fixed = fixed_due(rule, moment)
	assert step_times(fixed, case.start, case.holds) == step_times(rule, case.start, case.holds)
	assert read(fixed, case.start, None, case.holds, case.end) == read(
		rule, case.start, None, case.holds, case.end
	)


@given(cases(), st.timedeltas(timedelta(0), timedelta(days=9)), st.integers(0, 3_599_999_999))
def test_adding_working_time_is_the_first_moment_that_has_it(case, length, microseconds):
	start = case.start + timedelta(microseconds=microseconds)
	end = add_working_time(case.calendar, start, length)
	assert working_time(case.calendar, start, end) == length
	assert end == start or working_time(case.calendar, start, end - timedelta.resolution) < length


@given(st.sampled_from((30, 60)).flatmap(calendars), st.integers(-30, 20), st.integers(0, 2000))
def test_years_of_working_time_agree_with_the_walk_over_days(pair, offset, days):
	calendar, pattern = pair
	start = BASE + timedelta(days=offset)
	end = start + timedelta(days=days)
	assert working_seconds(calendar, start, end) == walk.open_minutes(pattern, start, end) * 60


@given(cases(), st.integers(-2, 18))
def test_opening_hours_of_a_day_are_merged_sorted_and_complete(case, offset):
	day: date = (BASE + timedelta(days=offset)).date()
	hours = case.calendar.windows_on(day)
	midnight = datetime(day.year, day.month, day.day)
	for minute in range(0, 1440, case.grain):
		moment = midnight + timedelta(minutes=minute)
		assert walk.is_open(case.pattern, moment) == any(start <= moment < end for start, end in hours)
	assert all(a[1] < b[0] for a, b in pairwise(hours))
