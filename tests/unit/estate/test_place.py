"""Common parts as places: each has one code, which people read, and none is a flat's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.estate.rules_place import LEVELS, Place, PlaceError, code, search_text


@pytest.mark.clause("R52", "R58", "R59")
@pytest.mark.parametrize(
	("place", "wanted"),
	[
		(Place("Whole Estate"), "小区公共部位"),
		(Place("Building", "3"), "3栋公共部位"),
		(Place("Building", "会所"), "会所公共部位"),
		(Place("Entrance", "3", "2"), "3栋2单元公共部位"),
		(Place("Floor", "3", "2", 15), "3栋2单元15层公共部位"),
		(Place("Floor", "3", "", 15), "3栋15层公共部位"),
		(Place("Floor", "3", "2", -1), "3栋2单元负1层公共部位"),
		(Place("Building", "3", "2", 15), "3栋公共部位"),
		(Place("Building", "03栋"), "3栋公共部位"),
	],
)
def test_a_place_is_called_as_people_say_it(place, wanted):
	assert code(place) == wanted


@pytest.mark.parametrize(
	("place", "field"),
	[
		(Place("Roof"), "place_level"),
		(Place("Building"), "building"),
		(Place("Entrance", "3"), "entrance"),
		(Place("Floor", "3", "2"), "floor"),
	],
)
def test_what_is_missing_is_named(place, field):
	with pytest.raises(PlaceError) as refused:
		code(place)
	assert refused.value.field == field


PLACES = st.builds(
	Place,
	level=st.sampled_from(LEVELS),
	building_no=st.from_regex(r"[1-9][0-9]?", fullmatch=True),
	entrance=st.from_regex(r"[1-9]", fullmatch=True),
	floor=st.integers(-3, 60).filter(bool),
)


@given(PLACES, PLACES)
def test_two_places_share_a_code_only_if_they_are_the_same(one, other):
	def facts(place):
		depth = LEVELS.index(place.level)
		return place.level, *(place.building_no, place.entrance, place.floor)[:depth]

	assert (code(one) == code(other)) == (facts(one) == facts(other))


@given(PLACES)
def test_a_place_is_found_by_its_numbers(place):
	words = search_text(place).split()
	assert "公共部位" in words
	assert place.level == "Whole Estate" or place.building_no in words
