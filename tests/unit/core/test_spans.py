"""Row numbers as people write them."""

from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.parts.rules_spare_parts import spans


def test_runs_are_joined():
	assert spans([1, 3, 5, 6, 7, 26]) == "1, 3, 5–7, 26"
	assert spans([]) == ""


@given(st.sets(st.integers(1, 200)))
def test_every_number_and_no_other_is_named(numbers):
	named = set()
	for part in filter(None, spans(numbers).split(", ")):
		first, _dash, last = part.partition("–")
		named |= set(range(int(first), int(last or first) + 1))
	assert named == numbers
