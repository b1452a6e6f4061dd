"""Flats of a building from floors and positions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.estate import rules_layout
from fangxiu_app.estate.rules_layout import Position
from fangxiu_app.estate.rules_unit_fields import floor_of_room

PLACES = st.lists(st.integers(1, 12), min_size=1, max_size=6, unique=True).map(
	lambda numbers: [Position(f"{number:02}") for number in numbers]
)


@pytest.mark.clause("R41")
def test_positions_are_read_with_house_type_and_area():
	assert rules_layout.parse_positions("01 三室两厅 118.5\n\n2，两室\n3A") == [
		Position("01", "三室两厅", "118.5"),
		Position("02", "两室"),
		Position("3A"),
	]


@pytest.mark.parametrize("text", ["东户", "01 三室 百平", "1\n01", "123"])
def test_a_line_that_is_no_position_is_named(text):
	with pytest.raises(ValueError, match=text.splitlines()[-1]):
		rules_layout.parse_positions(text)


@given(
	st.lists(st.sampled_from("123"), min_size=1, unique=True), st.integers(-3, 3), st.integers(0, 40), PLACES
)
def test_every_flat_stands_once_and_its_number_tells_its_floor(entrances, first, more, places):
	storeys = rules_layout.floors(first, first + more)
	found = list(rules_layout.flats(entrances, storeys, places))
	assert len({(flat.entrance, flat.room_no) for flat in found}) == len(found)
	assert len(found) == len(entrances) * len(storeys) * len(places)
	assert 0 not in storeys
	for flat in found:
		assert floor_of_room(flat.room_no) == flat.floor


def test_a_house_without_a_fourth_floor():
	assert rules_layout.floors(3, 5, skipped=(4,)) == [3, 5]
