"""Numbers of the settings that the law bounds: refused beyond it, read as the law's where one was stored before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core import lawful_settings as bounds
from fangxiu_app.core.refusal import Field, Violation

FORM = Path(bounds.__file__).parents[1] / "fangxiu_app/doctype/fangxiu_settings/fangxiu_settings.json"
NAMES = st.sampled_from(sorted(bounds.BOUNDS))


@pytest.mark.clause("R109")
def test_evidence_is_kept_three_years_at_least():
	wrong = Violation("setting_below_law", (Field("Fangxiu Settings", "evidence_keep_years"), 0, 3, "民法典第188条"))
	assert bounds.violations({"evidence_keep_years": None}) == bounds.violations({"evidence_keep_years": 0}) == [wrong]
	assert bounds.violations({"evidence_keep_years": 3}) == bounds.violations({"evidence_keep_years": 30}) == bounds.violations({}) == []
	assert [bounds.lawful("evidence_keep_years", years) for years in (None, 0, 2, 3, 10)] == [3, 3, 3, 3, 10]


@given(NAMES, st.integers(-1000, 1000))
def test_what_is_refused_is_read_as_the_bound_and_nothing_else_is_changed(name, value):
	bound = bounds.BOUNDS[name]
	read, found = bounds.lawful(name, value), bounds.violations({name: value})
	assert bounds.violations({name: read}) == []
	assert (read == value) is not bool(found)
	assert [one.params[2] for one in found] == ([read] if found else [])
	assert [one.code for one in found] == ([] if not found else ["setting_below_law" if bound.least else "setting_above_law"])


def test_each_number_is_a_field_that_is_shipped_within_the_law():
	fields = {row["fieldname"]: row for row in json.loads(FORM.read_text())["fields"]}
	assert bounds.violations({name: float(fields[name]["default"]) for name in bounds.BOUNDS}) == []
