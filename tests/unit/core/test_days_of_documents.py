"""How far ahead the days of documents may lie: those of a plan, and those of what happened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.core.time import days_of_documents as days

TODAY = date(2027, 3, 1)
DAY = timedelta(days=1)
PLANNED = [(doctype, name, ahead) for doctype, fields in days.PLANNED.items() for name, ahead in fields.items()]
HAPPENED = [(doctype, name) for doctype, fields in days.HAPPENED.items() for name in sorted(fields)]


@pytest.mark.parametrize(("doctype", "name", "ahead"), PLANNED)
def test_a_plan_lies_no_further_ahead_than_is_arranged(doctype, name, ahead):
	last = TODAY + ahead
	assert days.check(doctype, name, last, TODAY) == days.check(doctype, name, date.min, TODAY) == []
	too_far = Violation("field_too_far", ("Row 2: ", Field(doctype, name), last + DAY, last))
	assert days.check(doctype, name, last + DAY, TODAY, "Row 2: ") == [too_far]
	assert name in days.fields_of(doctype)


@pytest.mark.parametrize(("doctype", "name"), HAPPENED)
def test_what_happened_is_past(doctype, name):
	assert days.check(doctype, name, TODAY, TODAY) == days.check(doctype, name, date.min, TODAY) == []
	future = Violation("field_in_future", ("", Field(doctype, name), TODAY + DAY))
	assert days.check(doctype, name, TODAY + DAY, TODAY) == [future]
	assert name in days.fields_of(doctype)


def test_a_day_is_of_one_kind_and_others_are_free():
	assert not {(doctype, name) for doctype, name, _ahead in PLANNED} & set(HAPPENED)
	assert days.check("Correspondence", "subject", date.max, TODAY) == days.check("User", "birth_date", date.max, TODAY) == []
	assert days.fields_of("User") == () and days.fields_of("Correspondence") == ("reply_due",)
	assert days.fields_of("Paid Repair Quote") == ("resolution_date", "valid_until")
