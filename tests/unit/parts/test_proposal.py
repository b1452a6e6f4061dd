"""What a proposal adds beside the rows a spare parts list has (R36)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.parts.rules_proposal import Listed, addition, namesake

TILES = Listed("卫生间墙砖", "块", 80, 80)
AMOUNTS = st.integers(0, 500).map(float)


@pytest.mark.clause("R36")
@pytest.mark.parametrize(
	("name", "uom", "same"),
	[
		("墙砖", "块", True),
		("北区卫生间墙砖", "块", True),
		("墙砖", "箱", False),
		("地砖", "块", False),
		("砖", "块", False),
		("墙砖填缝剂", "块", False),
	],
)
def test_the_same_part_is_known_by_the_end_of_its_name(name, uom, same):
	assert bool(namesake(name, uom, [Listed("角阀", "块", 4), TILES])) is same


@pytest.mark.clause("R36")
def test_what_is_listed_or_ordered_under_another_name_is_not_proposed_again():
	assert addition("墙砖", "块", 60, [TILES]).qty == 0
	more = addition("墙砖", "块", 100, [TILES])
	assert (more.qty, more.like) == (20, TILES)
	assert addition("墙砖", "块", 100, [Listed("卫生间墙砖", "块", 80, 95)]).qty == 5, "ordered beyond the plan"
	assert addition("墙砖", "块", 60, []).qty == 60


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_listed_and_added_together_are_enough_and_no_more_than_needed(wanted, planned, coming):
	row = Listed("卫生间墙砖", "块", planned, coming)
	more = addition("墙砖", "块", wanted, [row])
	assert more.qty + row.provided == max(wanted, row.provided)
