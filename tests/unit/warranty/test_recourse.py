"""The recourse gap of grouped units against a recomputation unit by unit."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.time.duration import Term
from fangxiu_app.warranty import rules_recourse as rules
from fangxiu_app.warranty.rules_recourse import Group
from fangxiu_app.warranty.rules_warranty import PartTerm, UnitDates, answer

ON = date(2026, 11, 24)
days = st.dates(date(2016, 1, 1), date(2027, 6, 1))
terms = st.builds(
	PartTerm,
	part=st.sampled_from(("防水", "装修", "门窗")),
	owner=st.builds(Term, st.integers(1, 6), st.just("Year")),
	contractor=st.builds(Term, st.integers(1, 6), st.just("Year")),
	legal_minimum=st.none() | st.builds(Term, st.integers(1, 8), st.just("Year")),
	season=st.none(),
)
groups = st.lists(
	st.builds(
		Group,
		project=st.sampled_from("AB"),
		building=st.sampled_from(("1", "2")),
		lot=st.just(""),
		book=st.just(""),
		dates=st.builds(UnitDates, st.none() | days, st.none() | days, st.none() | days),
		units=st.integers(1, 300),
	),
	max_size=8,
)


@pytest.mark.clause("R18")
@given(groups, st.lists(terms, max_size=4, unique_by=lambda term: term.part), st.integers(0, 800))
def test_grouped_as_unit_by_unit(found, parts, ahead):
	horizon = ON + timedelta(days=ahead)
	lines = rules.lines(found, lambda _p, _b: parts, lambda group, part: group.building + part, ON, horizon)
	units, unit_days = Counter(), Counter()
	for group in found:
		for term in parts:
			said = answer(term, group.dates, ON)
			given_ = group.dates.handover or group.dates.deemed_handover
			if not said.contractor_until or not said.owner_until or given_ > ON:
				continue
			uncovered = [
				day
				for number in range((said.owner_until - said.contractor_until).days)
				if (day := said.contractor_until + timedelta(days=number + 1)) >= ON
			]
			start = said.contractor_until + timedelta(days=1)
			if uncovered and start <= horizon:
				key = (start.replace(day=1), group.project, term.part, group.building + term.part)
				units[key] += group.units
				unit_days[key] += group.units * len(uncovered)
	made = {(line.month, line.project, line.part, line.contractor): line for line in lines}
	assert {key: line.units for key, line in made.items()} == dict(units)
	assert {key: line.unit_days for key, line in made.items()} == dict(unit_days)


def test_money_at_risk():
	assert rules.at_risk(1000, 10_000, 5_000) == 500
	assert rules.at_risk(0, 10, 5) == 0
	assert rules.at_risk(1000, 0, 5) is None
