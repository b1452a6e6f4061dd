"""One photo proves one thing, and days are those of one's own time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.own_proof import shared
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.plausible import AHEAD, check_happened, check_planned

FILES = st.sampled_from(("", "/a.png", "/b.png", "/c.png"))
PROOFS = st.lists(st.tuples(st.text("门厅梯", min_size=1, max_size=3), FILES), max_size=6)
#: Two uploads of one photo.
CONTENTS = {"/a.png": "1", "/b.png": "1"}
TODAY = date(2027, 3, 1)
DAY = timedelta(days=1)


def content(file: str) -> str:
	return CONTENTS.get(file, file)


@pytest.mark.clause("R53")
@given(PROOFS, PROOFS)
def test_each_proof_that_was_there_before_is_named(proofs, known):
	seen = [content(file) for _thing, file in known if file]
	wrong = 0
	for _thing, file in proofs:
		wrong += bool(file) and content(file) in seen
		seen += [content(file)] if file else []
	found = shared(proofs, CONTENTS, known)
	assert len(found) == wrong
	things = {thing for thing, _file in (*known, *proofs)}
	assert all(one.code == "proof_of_another" and set(one.params) <= things for one in found)


@pytest.mark.clause("R53")
def test_the_same_photo_uploaded_twice_is_the_same():
	wrong = [Violation("proof_of_another", ("西门", "东门"))]
	assert shared([("东门", "/a.png"), ("西门", "/b.png")], CONTENTS) == wrong
	assert shared([("西门", "/b.png")], CONTENTS, [("东门", "/a.png")]) == wrong
	assert shared([("东门", "/a.png"), ("西门", "/c.png"), ("北门", "")], CONTENTS) == []


def test_days():
	assert check_happened(TODAY, TODAY, None) == check_happened(TODAY, TODAY, TODAY) == []
	assert check_happened(TODAY + DAY, TODAY, None) == [Violation("time_in_future", (TODAY + DAY,))]
	assert check_happened(TODAY - DAY, TODAY, TODAY) == [Violation("day_too_early", (TODAY - DAY, TODAY))]
	assert check_planned(TODAY + AHEAD, TODAY) == check_planned(TODAY - DAY, TODAY) == []
	assert check_planned(TODAY + AHEAD + DAY, TODAY) == [Violation("day_too_far", (TODAY + AHEAD + DAY, TODAY + AHEAD))]
