"""The file of a unit, part by part, and the mean of several (R6, R11, R41)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from fangxiu_app.archive import rules_unit_file as rules
from fangxiu_app.archive import rules_unit_sections as sections
from fangxiu_app.archive.rules_unit_file import UnitFacts

WHOLE = UnitFacts(True, 2, 2, True, True, True, True, 3, 3, True, True, True)


@pytest.mark.clause("R6", "R11", "R41")
@pytest.mark.parametrize(
	("values", "lacks"),
	[
		({}, []),
		({"house_type": False}, ["house_type"]),
		({"area": False}, ["area"]),
		({"accepted": False}, ["accepted"]),
		({"warranty_book": False}, ["warranty_book"]),
		({"owners": 0, "owners_with_phone": 0}, ["owner"]),
		({"owners_with_phone": 1}, ["owner"]),
		({"meters": 0, "meters_numbered": 0}, ["meters"]),
		({"meters_numbered": 2}, ["meters"]),
		({"inspected": False}, ["inspected"]),
		({"owner_signed": False}, ["owner_signed"]),
		({"original_filed": False}, ["original_filed"]),
	],
)
def test_each_part_is_asked_for_when_its_time_has_come(values, lacks):
	facts = replace(WHOLE, **values)
	assert rules.missing(facts) == lacks
	late = {"owner", "inspected", "owner_signed", "original_filed"}
	assert rules.missing(replace(facts, delivered=False)) == [key for key in lacks if key not in late]


def test_percent_and_means():
	nothing = UnitFacts(True)
	assert (rules.percent(nothing), rules.percent(WHOLE), rules.percent(replace(WHOLE, area=False))) == (0, 100, 88)
	assert rules.share(replace(WHOLE, area=False, delivered=False)) == Fraction(80)
	assert rules.average([]) is None
	assert rules.average([WHOLE, nothing, nothing]) == 33
	assert rules.average([WHOLE, replace(WHOLE, area=False)]) == 94
	# 1 of 9 and nothing: 5.55… is 6; 4 of 9 and nothing of 8: half up
	assert rules.average([replace(nothing, area=True), nothing]) == 6


def test_what_to_ask_for_next():
	found = rules.most_missing([replace(WHOLE, area=False), replace(WHOLE, area=False, meters=0), replace(WHOLE, accepted=False), WHOLE])
	assert list(found.items()) == [("area", 2), ("accepted", 1), ("meters", 1)]


@pytest.mark.clause("R6", "R11", "R41")
def test_each_column_of_a_section_has_its_field_title_kind_and_width():
	rows = ("phone", "Phone"), ("amount", "Amount", "money", 16)
	assert sections._columns(*rows) == (sections.Column("phone", "Phone", "text", 12), sections.Column("amount", "Amount", "money", 16))
	codes = [section.code for section in sections.SECTIONS]
	assert len(set(codes)) == len(codes)
	for section in sections.SECTIONS:
		fields = [column.field for column in section.columns]
		assert len(set(fields)) == len(fields) > 0, section.code
