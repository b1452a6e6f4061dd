"""What a deduction may take from its sources."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.money.deductions.rules_charges import Line, Source, Terms, days_late, key, violations
from fangxiu_app.money.deductions.rules_deduction import (
	COMPENSATION,
	COST,
	OVERDUE,
	PENALTY,
	RULE,
	SURCHARGE,
	THIRD_PARTY,
)

ORDER = ("Third Party Order", "TPO-1")
TERMS = Terms("WA-1", Decimal(20), Decimal(50), {"7.2": Decimal(500), "8": Decimal(0)})
SOURCES = {
	ORDER: Source(*ORDER, "WA-1", Decimal(8000)),
	("Repair Ticket", "RT-1"): Source("Repair Ticket", "RT-1", "WA-1"),
}


def codes(kind: str, *lines: Line, sources=SOURCES) -> list[str]:
	return [found.code for found in violations(kind, lines, sources, TERMS)]


def line(kind: str, claimed, source=ORDER, **values) -> Line:
	return Line(1, kind, Decimal(claimed), *source, **values)


def test_cost_ends_at_the_bill_and_surcharge_at_what_is_agreed():
	assert codes(THIRD_PARTY, line(COST, 8000), line(SURCHARGE, 1600), line(SURCHARGE, 50)) == []
	assert codes(THIRD_PARTY, line(COST, 5000), line(COST, 3001)) == ["cost_above_bill"]
	assert codes(THIRD_PARTY, line(COST, 5000), line(SURCHARGE, "1050.01")) == ["surcharge_above_agreed"]
	assert codes(COMPENSATION, line(SURCHARGE, 1, source=("", ""))) == ["surcharge_above_agreed"]


@pytest.mark.parametrize(
	("kind", "source", "found"),
	[
		(THIRD_PARTY, ("", ""), "cost_without_source"),
		(THIRD_PARTY, ("Repair Ticket", "RT-1"), "source_kind"),
		(THIRD_PARTY, ("Third Party Order", "TPO-9"), "source_not_fitting"),
		(COMPENSATION, ORDER, "source_kind"),
	],
)
def test_a_cost_rests_on_a_source_of_its_kind(kind, source, found):
	assert codes(kind, line(COST, 1, source=source)) == [found]


def test_a_source_of_another_agreement_or_out_of_force_does_not_fit():
	for source in (Source(*ORDER, "WA-2", Decimal(9)), Source(*ORDER, "WA-1", Decimal(9), fits=False)):
		assert codes(THIRD_PARTY, line(COST, 1), sources={ORDER: source}) == ["source_not_fitting"]


def test_a_penalty_is_what_its_clause_gives_per_case_or_day():
	late = {"source": ("Repair Ticket", "RT-1"), "clause": "7.2"}
	assert codes(OVERDUE, line(PENALTY, 1500, quantity=Decimal(3), **late)) == []
	assert codes(OVERDUE, line(PENALTY, 1501, quantity=Decimal(3), **late)) == ["penalty_above_clause"]
	assert codes(RULE, line(PENALTY, 9999, source=("", ""), clause="8")) == []


def test_a_ticket_is_charged_once_by_each_clause_an_order_once():
	assert key("Repair Ticket", "RT-1", "7.2") != key("Repair Ticket", "RT-1", "8")
	assert key(*ORDER, "7.2") == key(*ORDER)
	assert key("", "", "7.2") == ""


@given(st.integers(1, 10**6), st.integers(0, 86399))
def test_days_late_are_those_after_the_day_it_was_due(seconds, clock):
	due = datetime(2026, 3, 1) + timedelta(seconds=clock)
	ended = due + timedelta(seconds=seconds)
	after = {(due + timedelta(seconds=one)).date() for one in range(0, seconds, 3600)} | {ended.date()}
	assert days_late(due, ended) == max(1, len(after - {due.date()}))
	assert days_late(due, due) == days_late(due, due - timedelta(seconds=seconds)) == 0


def test_late_by_hours_is_one_day():
	due = datetime(2026, 11, 29, 10, 30)
	assert [days_late(due, datetime(2026, *at)) for at in ((11, 29, 11), (11, 30, 9), (11, 30, 23), (12, 1, 11, 53))] == [1, 1, 1, 2]
