"""The register of figures: one code, one name, one meaning; and sums that are made of exact parts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.archive import rules_unit_file
from fangxiu_app.archive.rules_unit_file import UnitFacts
from fangxiu_app.figures import rules_figures, rules_kpi
from fangxiu_app.figures.rules_kpi import Measure
from fangxiu_app.warranty import rules_recourse
from fangxiu_app.warranty.rules_recourse import Group
from fangxiu_app.warranty.rules_warranty import UnitDates


def test_every_code_stands_once():
	assert len(rules_figures.BY_CODE) == len(rules_figures.REGISTER)


def test_two_rows_with_one_name_mean_the_same():
	"""A name that stands twice is two meanings of one word, unless it is both parts of a key figure."""
	names: dict[str, set] = {}
	for row in rules_figures.REGISTER:
		key = row.title if not row.part else f"{row.title} {row.part}"
		names.setdefault(key, set()).add(row.measure if row.measure else row.code)
	assert {name for name, meanings in names.items() if len(meanings) > 1} == set()


@pytest.mark.clause("R7")
def test_the_key_figures_are_in_the_register_with_both_parts():
	for row in rules_kpi.KPIS:
		assert rules_figures.BY_CODE[f"{row.code}.numerator"].measure == row.numerator
		assert (f"{row.code}.denominator" in rules_figures.BY_CODE) == bool(row.denominator)


def test_shared_parts_are_the_same_measure_wherever_they_stand():
	same = {
		"reported": "closing_rate.denominator",
		"closed": "closing_rate.numerator",
		"repeats": "rework_rate.numerator",
		"open_long": "open_long.numerator",
	}
	for one, other in same.items():
		assert rules_figures.BY_CODE[one].measure == rules_figures.BY_CODE[other].measure


def test_every_row_says_whom_when_and_where():
	for row in rules_figures.REGISTER:
		assert row.population in rules_figures.POPULATIONS and row.moment in rules_figures.MOMENTS
		assert row.title and row.words and not row.words.endswith(".")


FACTS = st.builds(
	UnitFacts,
	delivered=st.booleans(),
	owners=st.integers(0, 2),
	owners_with_phone=st.integers(0, 2),
	house_type=st.booleans(),
	area=st.booleans(),
	accepted=st.booleans(),
	meters=st.integers(0, 2),
	meters_numbered=st.integers(0, 2),
)


@pytest.mark.clause("R41")
@given(st.lists(FACTS, min_size=1, max_size=12))
def test_the_average_is_rounded_once(files):
	exact = sum(
		Fraction(100 - 100 * len(rules_unit_file.missing(one)) / len(rules_unit_file._asked(one))) for one in files
	)
	assert abs(rules_unit_file.average(files) - float(exact) / len(files)) <= 0.5 + 1e-6


def test_no_units_have_no_average():
	assert rules_unit_file.average([]) is None


@given(st.integers(1, 28))
def test_a_gap_runs_from_its_first_day_not_from_its_months(day):
	"""A gap that begins later in this month is not open yet; units count as uncovered from the day on."""
	gaps = {
		1: rules_recourse.Gap(date(2026, 11, 5), date(2027, 1, 1)),
		2: rules_recourse.Gap(date(2026, 11, 20), date(2027, 1, 1)),
	}
	line = rules_recourse.Line(date(2026, 11, 1), "P", "防水", "甲")
	found: dict = {(date(2026, 11, 1), "P", "防水", "甲"): line}
	for units, one in gaps.items():
		group = Group("P", "B", "", "", UnitDates(None, None, None), units)
		rules_recourse._add(found, one, group, "防水", "甲", date(2026, 11, day))
	assert (line.units, line.running) == (3, (1 if day >= 5 else 0) + (2 if day >= 20 else 0))


@pytest.mark.parametrize(
	("measure", "population", "moment"),
	[
		(None, "vouchers", "now"),
		(Measure("unit", "delivered", valid=False), "units", "end"),
		(Measure("ticket", "ever"), "warranty", "end"),
		(Measure("ticket", "now", ("open",), valid=False), "counted", "now"),
		(Measure("ticket", "now", ("counted",), valid=False), "counted", "now"),
		(Measure("ticket", "closed_at", ("in_hand", "late"), valid=False), "counted", "in"),
		(Measure("ticket", "closed_at", ("late",), valid=False), "all", "in"),
		(Measure("clock", "due_at"), "warranty", "in"),
	],
)
def test_whom_a_figure_counts_and_when(measure, population, moment):
	found = rules_figures.Figure("x", "X", "x", measure)
	assert (found.population, found.moment) == (population, moment)


def test_amounts_are_vouchers_of_the_period_in_the_list_of_costs_only():
	spent = rules_figures._amount("spent", "Spent", "all", "Repair Cost Vouchers", "Costs")
	assert spent == rules_figures.Figure("spent", "Spent", "all", None, "Costs", "R18", report="Repair Cost Vouchers")
	assert (spent.population, spent.moment) == ("vouchers", "in")
	held = rules_figures._amount("held", "Held", "all", "Deposit Register", "Register", "R111")
	assert (held.source, held.moment, held.part) == ("R111", "now", "")
	assert rules_figures._now("open", "late") == Measure("ticket", "now", ("open", "late"), valid=False)


def test_each_part_of_a_key_figure_is_a_row_with_its_words():
	parts = rules_figures._parts()
	assert tuple(parts) == rules_figures.REGISTER[-len(parts) :]
	assert len(parts) == sum(1 + bool(row.denominator) for row in rules_kpi.KPIS)
	rate = rules_kpi.BY_CODE["closing_rate"]
	assert parts[1] == rules_figures.Figure(
		"closing_rate.denominator", rate.title, rate.words, rate.denominator, "KPI sheet", rate.source, "denominator"
	)


def test_every_text_of_the_register_goes_to_the_translations_once():
	found = rules_figures.texts()
	rows = found[len(rules_figures.POPULATIONS) + len(rules_figures.MOMENTS) :]
	assert found[: -len(rows)] == [*rules_figures.POPULATIONS.values(), *rules_figures.MOMENTS.values()]
	assert len(set(rows)) == len(rows) and "" not in rows and {"Numerator", "Denominator"} <= set(rows)
	for row in rules_figures.REGISTER:
		assert {text for text in (row.title, row.words, row.shown) if text} <= set(rows)
