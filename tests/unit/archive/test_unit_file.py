"""What a unit's file lacks, and how complete it is."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.archive import rules_unit_file
from fangxiu_app.archive.rules_unit_file import UnitFacts

WHOLE = UnitFacts(True, 1, 1, True, True, True, True, 2, 2, True, True, True)
FACTS = st.builds(
	UnitFacts,
	**{
		field.name: st.integers(0, 3) if field.type == "int" else st.booleans() for field in fields(UnitFacts)
	},
)


@pytest.mark.clause("R41")
def test_a_whole_file_lacks_nothing():
	assert (rules_unit_file.missing(WHOLE), rules_unit_file.percent(WHOLE)) == ([], 100)


@pytest.mark.clause("R41")
def test_before_the_handover_nobody_asks_for_the_owners_signature():
	before = UnitFacts(
		False, house_type=True, area=True, accepted=True, warranty_book=True, meters=1, meters_numbered=1
	)
	assert rules_unit_file.missing(before) == []
	assert rules_unit_file.missing(replace(before, delivered=True)) == [
		"owner",
		"inspected",
		"owner_signed",
		"original_filed",
	]


def test_an_owner_without_phone_and_a_meter_without_number_are_missing():
	assert rules_unit_file.missing(replace(WHOLE, owners=2)) == ["owner"]
	assert rules_unit_file.missing(replace(WHOLE, meters_numbered=1)) == ["meters"]


@given(FACTS)
def test_percent_is_whole_exactly_when_nothing_is_missing(facts):
	assert (rules_unit_file.percent(facts) == 100) == (rules_unit_file.missing(facts) == [])
	assert 0 <= rules_unit_file.percent(facts) <= 100


@given(st.lists(FACTS, max_size=8))
def test_what_most_units_lack_comes_first(units):
	counts = list(rules_unit_file.most_missing(units).values())
	assert counts == sorted(counts, reverse=True)
	assert sum(counts) == sum(len(rules_unit_file.missing(facts)) for facts in units)

@given(st.lists(FACTS, max_size=12))
def test_an_average_is_made_of_whole_shares_and_rounded_once(units):
	"""Three files of 6/9 each are 67 % together, not the 66 that each of them shows rounded down."""
	third = replace(WHOLE, owner_signed=False, original_filed=False, inspected=False)
	assert (rules_unit_file.percent(third), rules_unit_file.average([third] * 3)) == (66, 67)
	found = rules_unit_file.average(units)
	if not units:
		assert found is None
		return
	asked = [9 if one.delivered else 5 for one in units]
	have = [(total - len(rules_unit_file.missing(one))) / total for one, total in zip(units, asked, strict=True)]
	assert abs(found - 100 * sum(have) / len(have)) <= 0.5 + 1e-9
