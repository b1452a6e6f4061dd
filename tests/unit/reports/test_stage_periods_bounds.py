"""Which period a stage report covers on which day, and between which days reports are drafted at all (R24, R43, R105)."""

from __future__ import annotations

from datetime import date

import pytest

from fangxiu_app.delivery.rules_report_windows import DeliveryDays, window
from fangxiu_app.reports import rules_stage_reports as rules

EARLY, WEEKLY, QUALITY = rules.EARLY, rules.WEEKLY, rules.QUALITY
#: A Monday.
MON = date(2026, 3, 9)


def march(first: int, last: int) -> tuple[date, date]:
	return date(2026, 3, first), date(2026, 3, last)


@pytest.mark.clause("R24", "R43", "R105")
@pytest.mark.parametrize(
	("kind", "day", "weekday", "covered", "whole"),
	[
		(WEEKLY, MON, "Monday", march(2, 8), march(9, 15)),
		(WEEKLY, date(2026, 3, 8), "Monday", (date(2026, 2, 23), date(2026, 3, 1)), march(2, 8)),
		(WEEKLY, date(2026, 3, 10), "Monday", march(2, 8), march(9, 15)),
		(EARLY, MON, "Sunday", march(1, 7), march(8, 14)),
		(EARLY, MON, "Tuesday", (date(2026, 2, 24), date(2026, 3, 2)), march(3, 9)),
		(QUALITY, date(2026, 3, 31), "Monday", march(1, 31), march(1, 31)),
		(QUALITY, date(2026, 3, 30), "Monday", (date(2026, 2, 1), date(2026, 2, 28)), march(1, 31)),
		(QUALITY, date(2026, 3, 1), "Monday", (date(2026, 2, 1), date(2026, 2, 28)), march(1, 31)),
	],
)
def test_the_period_of_a_day(kind, day, weekday, covered, whole):
	assert rules.period(kind, day, weekday) == covered
	assert rules.whole_period(kind, day, weekday) == whole


def test_a_week_begins_on_monday_where_nothing_is_said():
	assert rules.period(WEEKLY, MON) == march(2, 8)
	assert rules.whole_period(WEEKLY, MON) == march(9, 15)


DELIVERY = date(2026, 5, 31)
DAYS = DeliveryDays(DELIVERY, date(2026, 2, 28), date(2026, 6, 30))


@pytest.mark.clause("R24", "R43", "R105")
def test_the_windows_of_a_delivery():
	assert window(EARLY, DAYS) == (date(2026, 2, 28), DELIVERY)
	assert window(WEEKLY, DAYS) == (date(2026, 6, 30), None)
	assert window(QUALITY, DAYS) == (DELIVERY, None)
	bare = DeliveryDays(DELIVERY, None, None)
	assert [window(kind, bare) for kind in (EARLY, WEEKLY, QUALITY)] == [None, None, (DELIVERY, None)]


@pytest.mark.clause("R24", "R43", "R105")
@pytest.mark.parametrize(
	("kind", "starts", "until", "deliveries", "spans"),
	[
		(EARLY, None, None, [DAYS], [(date(2026, 2, 28), DELIVERY)]),
		(EARLY, None, date(2026, 4, 1), [DAYS], [(date(2026, 2, 28), date(2026, 4, 1))]),
		(EARLY, None, date(2026, 6, 1), [DAYS], [(date(2026, 2, 28), DELIVERY)]),
		(EARLY, None, date(2026, 2, 28), [DAYS], [(date(2026, 2, 28), date(2026, 2, 28))]),
		(EARLY, None, date(2026, 2, 27), [DAYS], []),
		(WEEKLY, MON, None, [DAYS], [(MON, None)]),
		(WEEKLY, MON, MON, [], [(MON, MON)]),
		(WEEKLY, None, None, [DAYS, DeliveryDays(MON, None, date(2026, 4, 9))], [(date(2026, 6, 30), None), (date(2026, 4, 9), None)]),
		(QUALITY, None, None, [DAYS], [(DELIVERY, None)]),
		(QUALITY, None, None, [], []),
		(WEEKLY, None, None, [], []),
	],
)
def test_between_which_days_reports_are_drafted(kind, starts, until, deliveries, spans):
	assert rules.spans(kind, starts, until, deliveries) == spans


@pytest.mark.clause("R24", "R43", "R105")
@pytest.mark.parametrize(
	("starts", "until", "today", "drafted"),
	[
		(date(2026, 3, 8), None, MON, march(2, 8)),
		(date(2026, 3, 9), None, MON, None),
		(date(2026, 1, 1), date(2026, 3, 2), MON, march(2, 8)),
		(date(2026, 1, 1), date(2026, 3, 1), MON, None),
		(None, None, MON, None),
	],
)
def test_a_period_counts_with_one_day_inside(starts, until, today, drafted):
	assert rules.due(WEEKLY, starts, "Monday", today, (), until) == drafted


def test_a_period_of_one_of_several_deliveries_is_enough():
	assert rules.due(EARLY, None, "Monday", date(2026, 6, 1), [DeliveryDays(date(2027, 1, 1), date(2026, 10, 1), None), DAYS]) == (date(2026, 5, 25), DELIVERY)


def test_the_last_report_of_a_span():
	assert rules.last_period(WEEKLY, MON, "Monday") == (*march(9, 15), date(2026, 3, 16))
	assert rules.last_period(QUALITY, MON, "Monday") == (*march(1, 31), date(2026, 3, 31))


def test_every_text_of_a_report_is_known_to_the_translations():
	found = rules.texts()
	for kind in rules.KINDS.values():
		assert kind.name in found
		assert {label for _code, label in kind.cards} <= set(found)
		assert {column.label for section in kind.sections for column in section.columns} <= set(found)
		assert {section.title for section in kind.sections} <= set(found)
	assert set(rules.RECHECKS.values()) <= set(found)


def test_a_row_of_a_table_is_a_column():
	assert rules._columns(("a", "A"), ("b", "B", "int", 5)) == (rules.Column("a", "A", "text", 10), rules.Column("b", "B", "int", 5))
