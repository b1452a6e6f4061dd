"""When a report is due and what it covers: no day twice, none left out, nothing before the start."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.time.duration import MONTH, shift
from fangxiu_app.delivery.rules_report_windows import DeliveryDays
from fangxiu_app.reports import rules_stage_reports as rules

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
WEEKLY, MONTHLY = "Repair Weekly Report", "Quality Inspection Report"
ONE_DAY = timedelta(days=1)


def follows(delivery: date) -> DeliveryDays:
	"""A delivery with the shipped milestones."""
	return DeliveryDays(delivery, shift(delivery, -3, MONTH), shift(delivery, 1, MONTH))


@given(DAYS, st.sampled_from(rules.WEEKDAYS))
def test_a_week_ends_before_its_weekday_and_stays_until_the_next(day, weekday):
	first, last = rules.period(WEEKLY, day, weekday)
	assert (last - first).days == 6
	assert last < day <= last + timedelta(days=7)
	assert rules.WEEKDAYS[(last + ONE_DAY).weekday()] == weekday


@given(DAYS)
def test_a_month_is_due_on_its_last_day_and_until_the_next_month_ends(day):
	first, last = rules.period(MONTHLY, day)
	assert first.day == 1
	assert (last + ONE_DAY).day == 1
	assert last <= day < (last + ONE_DAY).replace(day=28) + timedelta(days=4)
	assert (last == day) == ((day + ONE_DAY).day == 1)


@given(DAYS, st.sampled_from(list(rules.KINDS)), st.sampled_from(rules.WEEKDAYS))
def test_day_after_day_the_periods_join(day, kind, weekday):
	now, later = rules.period(kind, day, weekday), rules.period(kind, day + ONE_DAY, weekday)
	assert later == now or later[0] == now[1] + ONE_DAY


@given(DAYS, st.sampled_from(list(rules.KINDS)), st.sampled_from(rules.WEEKDAYS))
def test_a_report_asked_for_by_hand_covers_the_day(day, kind, weekday):
	first, last = rules.whole_period(kind, day, weekday)
	assert first <= day <= last
	assert rules.period(kind, last + ONE_DAY, weekday) == (first, last)


@pytest.mark.parametrize(
	("starts_on", "answer"),
	[
		(date(2026, 3, 8), (date(2026, 3, 2), date(2026, 3, 8))),
		(date(2026, 3, 9), None),
		(date(2026, 1, 1), (date(2026, 3, 2), date(2026, 3, 8))),
		(None, None),
	],
)
def test_nothing_is_due_before_the_start(starts_on, answer):
	assert rules.due(WEEKLY, starts_on, "Monday", date(2026, 3, 11)) == answer


@given(DAYS, st.integers(-200, 200), st.sampled_from(rules.WEEKDAYS))
def test_weekly_reports_follow_the_delivery_until_and_from_its_days(delivery, away, weekday):
	"""R24: every week with a day from D - 3 months to D; R43: every week that ends in the second month after D or later;
	R105: every month that ends on D or later."""
	today = delivery + timedelta(days=away)
	first, last = rules.period(WEEKLY, today, weekday)
	days = [first + timedelta(days=n) for n in range(7)]
	before = {shift(delivery, -3, MONTH) + timedelta(days=n) for n in range(93)}
	early = any(day in before and day <= delivery for day in days)
	assert rules.due(rules.EARLY, None, weekday, today, [follows(delivery)]) == ((first, last) if early else None)
	later = last >= shift(delivery, 1, MONTH)
	assert rules.due(WEEKLY, None, weekday, today, [follows(delivery)]) == ((first, last) if later else None)
	first, last = rules.period(MONTHLY, today)
	assert rules.due(MONTHLY, None, weekday, today, [follows(delivery)]) == ((first, last) if last >= delivery else None)


def test_a_start_somebody_set_counts_instead_of_the_delivery():
	delivery = [follows(date(2026, 3, 1))]
	assert rules.due(rules.EARLY, date(2026, 3, 9), "Monday", date(2026, 3, 11), delivery) is None
	assert rules.due(WEEKLY, date(2026, 1, 1), "Monday", date(2026, 3, 11), delivery) is not None


@given(DAYS, st.integers(-60, 200), st.integers(0, 200), st.sampled_from(rules.WEEKDAYS), st.booleans())
def test_a_last_day_ends_them_and_the_last_one_is_told(delivery, until_after, away, weekday, own_start):
	"""R43: drafted day by day, the last period that comes is the one that was told; after it nothing comes."""
	until = delivery + timedelta(days=until_after)
	start = delivery if own_start else None
	spans = rules.spans(WEEKLY, start, until, [follows(delivery)])
	came = {
		rules.due(WEEKLY, start, weekday, until + timedelta(days=n), [follows(delivery)], until) for n in range(-8, 21)
	} - {None}
	if not spans:
		assert not came
		return
	first, last, drafted = rules.last_period(WEEKLY, spans[0][1], weekday)
	assert max(came) == (first, last)
	assert first <= until <= last and drafted == last + ONE_DAY
	assert rules.due(WEEKLY, start, weekday, drafted + timedelta(days=7 + away), [follows(delivery)], until) is None


def test_a_monthly_report_ends_with_the_month_of_the_last_day():
	until = date(2026, 3, 5)
	assert rules.last_period(MONTHLY, until, "") == (date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 31))
	assert rules.due(MONTHLY, date(2026, 1, 1), "", date(2026, 3, 31), (), until) is not None
	assert rules.due(MONTHLY, date(2026, 1, 1), "", date(2026, 4, 30), (), until) is None


@pytest.mark.parametrize("kind", rules.KINDS.values(), ids=lambda kind: kind.name)
def test_columns_fill_the_page_and_codes_are_unique(kind):
	for section in kind.sections:
		assert sum(column.width for column in section.columns) == 100, section.code
		assert len({column.field for column in section.columns}) == len(section.columns)
	assert len({section.code for section in kind.sections}) == len(kind.sections)
