"""Published holes of the releases below us."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.setup import advisories

VERSIONS = st.tuples(st.integers(14, 16), st.integers(0, 130), st.integers(0, 9))


@given(VERSIONS, st.sampled_from(("frappe", "erpnext")))
def test_nothing_is_open_exactly_from_the_lowest_safe_release_on(version, app):
	text = ".".join(map(str, version))
	safe = version >= advisories.parts(advisories.lowest_safe(app))
	assert (advisories.sentence(app, text) == "") == safe
	assert {each.app for each in advisories.still_open(app, text)} <= {app}


def test_a_hole_is_open_until_the_release_that_closed_it():
	assert "CVE-2026-66003" in advisories.sentence("frappe", "15.114.9")
	assert "CVE-2026-66001" not in advisories.sentence("frappe", "15.114.9")
	assert "15.118.0" in advisories.sentence("erpnext", "15.53.1")


@pytest.mark.parametrize(("text", "found"), [("15.56.1", (15, 56, 1)), (" 15.9.0-beta.2", (15, 9, 0))])
def test_versions_are_numbers_not_words(text, found):
	assert advisories.parts(text) == found


def test_no_version_is_no_answer():
	with pytest.raises(ValueError, match="no version"):
		advisories.parts("develop")
