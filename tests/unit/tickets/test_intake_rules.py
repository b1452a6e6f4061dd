"""What a report has to say: phone, units, problems, and why a visitor came."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fangxiu_app.core.refusal import Violation
from fangxiu_app.tickets.intake import rules_intake as rules
from fangxiu_app.tickets.intake.rules_intake import Report, check_report, is_media


def codes(**values) -> list[str]:
	whole = {"channel": "Repair Centre", "caller_phone": "13800001501", "unit": "U", "problems": 1}
	return [found.code for found in check_report(Report(**{**whole, **values}))]


@pytest.mark.clause("R65", "R67", "R68")
@pytest.mark.parametrize(
	("values", "wanted"),
	[
		({}, []),
		({"unit": ""}, ["unit_missing"]),
		({"problems": 0}, ["items_missing"]),
		({"caller_phone": "abc"}, ["phone_invalid"]),
		({"caller_phone": "12345"}, ["phone_invalid"]),
		({"channel": "Walk-in"}, ["visit_reason_missing"]),
		({"channel": "Walk-in", "visit_reason": "报修", "visit_detail": " "}, ["visit_reason_missing"]),
		({"channel": "Walk-in", "visit_reason": "咨询", "visit_detail": "x", "problems": 0}, []),
		({"channel": "Walk-in", "visit_reason": "咨询", "visit_detail": "x", "unit": ""}, ["unit_missing"]),
		({"channel": "Media", "visit_reason": "采访", "visit_detail": "x", "unit": ""}, ["unit_missing_for_problems"]),
		(
			{
				"channel": "Media",
				"visit_reason": "采访",
				"visit_detail": "x",
				"media": True,
				"unit": "",
				"problems": 0,
			},
			["media_outlet_missing"],
		),
		(
			{
				"channel": "Media",
				"visit_reason": "采访",
				"visit_detail": "x",
				"media": True,
				"media_outlet": "晚报",
				"unit": "",
				"problems": 0,
			},
			[],
		),
	],
)
def test_what_a_report_has_to_say(values, wanted):
	assert codes(**values) == wanted


@pytest.mark.clause("R68")
def test_the_media_are_the_media_by_whatever_door():
	assert is_media("Media", "Other")
	assert is_media("Walk-in", "Media")
	assert not is_media("Walk-in", "Owner")


@pytest.mark.clause("R65", "R68")
def test_a_refused_report_shows_the_start_of_its_phone_and_both_halves_of_a_visit_are_wanted():
	long = "1" * 41
	assert check_report(Report("Repair Centre", long, "U", 1)) == [Violation("phone_invalid", ("1" * 40,))]
	phone = "13800001501"
	assert check_report(Report("Media", phone, "", 0, visit_reason="采访", visit_detail=" ")) == [Violation("visit_reason_missing")]
	assert check_report(Report("Walk-in", phone, "U", 1, visit_reason=" ", visit_detail="x")) == [Violation("visit_reason_missing")]
	assert check_report(Report("Repair Centre", phone, "U", 1, media=True, media_outlet=" ")) == [Violation("media_outlet_missing")]
	assert check_report(Report("Media", phone, "U", 1, visit_reason="采访", visit_detail="x")) == []
	assert [is_media(*pair) for pair in (("Media", "Owner"), ("Walk-in", "Media"), ("Walk-in", "Owner"))] == [True, True, False]


@pytest.mark.parametrize(
	("place", "problem", "expected"),
	[
		("主卧卫生间", "卫生间渗漏", rules.FITS),
		("主卫", "卫生间渗漏", rules.FITS),
		("厨房", "卫生间渗漏", rules.ELSEWHERE),
		("主卧", "阳台渗漏", rules.ELSEWHERE),
		("露台", "阳台渗漏", rules.FITS),
		("厨房", "给水管渗漏", rules.NEUTRAL),
		("主卧", "外墙渗漏", rules.NEUTRAL),
		("主卧", "屋面渗漏", rules.NEUTRAL),
		("屋面", "屋面渗漏", rules.FITS),
		("楼顶平台", "屋面渗漏", rules.FITS),
		("屋面", "外墙渗漏", rules.ELSEWHERE),
		("屋面", "窗边渗漏", rules.ELSEWHERE),
		("屋面", "卫生间渗漏", rules.ELSEWHERE),
		("屋面", "墙面空鼓", rules.NEUTRAL),
		("外墙", "外墙渗漏", rules.FITS),
		("外墙", "窗边渗漏", rules.NEUTRAL),
		("外墙", "屋面渗漏", rules.ELSEWHERE),
		("", "卫生间渗漏", rules.NEUTRAL),
	],
)
def test_a_problem_that_names_a_room_goes_with_that_room(place, problem, expected):
	assert rules.fit(place, problem) == expected


@given(st.sampled_from(["", "次卧", "厨房", "屋面", "外墙"]), st.sampled_from(["厨房渗漏", "外墙渗漏", "屋面渗漏", "墙面开裂", "窗边渗漏"]))
@example("次卧", "外墙渗漏")
def test_a_list_names_the_place_first_and_other_places_last(place, problem):
	"""Where water may come in from outside stands after what names no place."""
	plain = rules.rank(place, "墙面开裂")
	found = rules.rank(place, problem)
	assert {rules.FITS: found < plain, rules.ELSEWHERE: found > plain, rules.NEUTRAL: found >= plain}[rules.fit(place, problem)]
	assert [rules.rank("次卧", one) for one in ("次卧墙面开裂", "墙面开裂", "外墙渗漏", "厨房渗漏")] == [1, 1, 2, 3]
	assert [rules.rank("厨房", one) for one in ("厨房渗漏", "卫生间渗漏")] == [0, 3]


@pytest.mark.clause("R72", "R80")
@pytest.mark.parametrize(
	("place", "problem", "common", "expected"),
	[
		("屋面", "外墙渗漏", True, True),
		("屋面", "外墙渗漏", False, True),
		("屋面", "屋面渗漏", True, False),
		("楼梯间", "卫生间渗漏", True, True),
		("楼梯间", "屋面渗漏", True, False),
		("厨房", "卫生间渗漏", False, False),
	],
)
def test_a_part_of_the_building_has_no_problem_of_another_part(place, problem, common, expected):
	assert rules.is_misplaced(place, problem, common) is expected
