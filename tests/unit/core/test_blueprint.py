"""Copies made from a blueprint: equal to the value, and independent of it and of one another."""

from __future__ import annotations

import copy
import datetime
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.blueprint import Blueprint

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.dates()
VALUES = st.recursive(
	SCALARS | st.sets(st.integers(), max_size=3) | st.tuples(st.integers(), st.text(max_size=2)),
	lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
	max_leaves=12,
)


class Mapping(dict):
	__slots__ = ()


class Thing:
	def __init__(self, **values):
		self.__dict__.update(values)


@given(VALUES)
def test_a_copy_is_equal_and_shares_nothing_that_can_be_changed(value):
	blueprint = Blueprint(copy.deepcopy(value))
	first = blueprint.copy()
	assert first == value and pickle.dumps(type(first)) == pickle.dumps(type(value))
	_spoil(first)
	assert blueprint.copy() == value


def _spoil(value) -> None:
	"""Change everything in it that can be changed, from the inside out."""
	for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
		_spoil(each)
	if isinstance(value, dict | list | set):
		value.clear()
		value.update({"spoilt": 1} if isinstance(value, dict) else {"spoilt"}) if not isinstance(value, list) else value.append(1)


def test_objects_get_their_class_and_attributes_and_stand_twice_where_they_stood_twice():
	field = Thing(name="owner", flags=Mapping(a=1), at=datetime.date(2026, 1, 2), names={"x"})
	top = Thing(fields=[field], by_name={"owner": field}, missing=None)
	top.itself = top
	blueprint = Blueprint(top)
	one, other = blueprint.copy(), blueprint.copy()
	assert type(one) is Thing and one.itself is one and one.missing is None
	assert one.fields[0] is one.by_name["owner"] and one.fields[0] is not field
	assert type(one.fields[0].flags) is Mapping and one.fields[0].at == field.at
	one.fields[0].name = one.fields[0].flags["a"] = "spoilt"
	one.fields[0].names.add("y")
	one.fields.append(1)
	for kept in (other, blueprint.copy()):
		assert len(kept.fields) == 1 and kept.fields[0].name == "owner"
		assert kept.fields[0].flags == {"a": 1} and kept.fields[0].names == {"x"}


@pytest.mark.parametrize(
	"value", [([1],), [print], {"a": iter(())}, {frozenset((1,)): {Thing}}, [lambda: 1], {(1, frozenset()): object()}]
)
def test_what_it_cannot_copy_is_refused(value):
	with pytest.raises(TypeError):
		Blueprint(value)
