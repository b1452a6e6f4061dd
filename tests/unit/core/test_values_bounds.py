"""Values from outside at their exact limits, and what a refusal shows of them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from fangxiu_app.core import values
from fangxiu_app.core.values import ValueProblem


def refused(read, *sent) -> tuple:
	with pytest.raises(ValueProblem) as caught:
		read(*sent)
	return caught.value.code, caught.value.shown, caught.value.limit


@pytest.mark.parametrize(
	("value", "text"),
	[
		("漏水", "漏水"),
		("a  b\n c", "a b c"),
		("x" * 60, "x" * 60),
		("x" * 61, "x" * 60 + "…"),
		("漏\x00水\ud800", "漏水"),
		(None, "None"),
		(" " * 239 + "y", "y"),
		(" " * 240 + "y", ""),
	],
)
def test_a_refused_value_is_shown_short_and_on_one_line(value, text):
	assert values.shown(value) == text


@pytest.mark.parametrize(
	("read", "sent", "code"),
	[
		(values.text, [1], "no_text"),
		(values.text, (1,), "no_text"),
		(values.text, {1}, "no_text"),
		(values.text, b"1", "no_text"),
		(values.number, "12a", "no_number"),
		(values.number, "1e999", "no_number"),
		(values.number, -1e12, "number_too_large"),
		(values.whole, "1.5", "no_whole_number"),
		(values.whole, -(2**31), "number_too_large"),
		(values.yes_no, "ja", "no_yes_no"),
		(values.yes_no, 0.5, "no_yes_no"),
		(values.moment, "1899-12-31", "no_time"),
		(values.moment, "3000-01-01", "no_time"),
		(values.moment, "2026-13-01", "no_time"),
		(values.day, 5, "no_date"),
		(values.day, "x", "no_date"),
		(values.clock, "9:60", "no_clock"),
		(values.clock, "9:05:60", "no_clock"),
		(values.clock, timedelta(days=1), "no_clock"),
		(values.clock, timedelta(microseconds=-1), "no_clock"),
		(values.clock, 9, "no_clock"),
		(values.decoded, "{", "no_json"),
		(values.mapping, "5", "no_mapping"),
		(values.rows, "5", "no_list"),
		(values.lists, "5", "no_list"),
		(values.names, "5", "no_list"),
	],
)
def test_each_refusal_shows_what_came(read, sent, code):
	assert refused(read, sent) == (code, values.shown(sent), None)


def test_a_refusal_names_the_limit_or_the_row():
	assert refused(values.text, "abc", 2) == ("too_long", "abc", 2)
	assert values.text("ab", 2) == "ab" and values.text("ab" * 999) == "ab" * 999
	assert refused(values.rows, [{}, 5]) == ("no_row", "5", 2)
	assert refused(values.lists, [[], {"a": 1}]) == ("no_row", "{'a': 1}", 2)
	assert refused(values.names, ["x" * 141])[::2] == ("too_long", 140)
	assert refused(values.one_of, "c", ("a", "b")) == ("no_choice", "c", None)


@pytest.mark.parametrize(
	("read", "sent", "found"),
	[
		(values.number, True, 1.0),
		(values.number, False, 0.0),
		(values.number, 999_999_999_999, 999_999_999_999.0),
		(values.number, "  ", None),
		(values.whole, 2**31 - 1, 2**31 - 1),
		(values.whole, 1 - 2**31, 1 - 2**31),
		(values.yes_no, " YES ", True),
		(values.yes_no, "on", True),
		(values.yes_no, "OFF", False),
		(values.yes_no, "", False),
		(values.yes_no, 1.0, True),
		(values.moment, "1900-01-01", datetime(1900, 1, 1)),
		(values.moment, "2999-12-31 23:59:59", datetime(2999, 12, 31, 23, 59, 59)),
		(values.moment, " 2026-1-2 3:4 ", datetime(2026, 1, 2, 3, 4)),
		(values.moment, "20260102T0304", datetime(2026, 1, 2, 3, 4)),
		(values.moment, datetime(2026, 1, 2, 3, 4, 5, 6), datetime(2026, 1, 2, 3, 4, 5)),
		(values.moment, None, None),
		(values.day, "", None),
		(values.day, date(2026, 1, 2), date(2026, 1, 2)),
		(values.clock, "", None),
		(values.clock, "23:59:59.9", timedelta(hours=23, minutes=59, seconds=59)),
		(values.clock, " 0:0 ", timedelta()),
		(values.clock, timedelta(), timedelta()),
		(values.clock, timedelta(days=1, microseconds=-1), timedelta(days=1, microseconds=-1)),
		(values.clock, time(1, 2, 3), timedelta(hours=1, minutes=2, seconds=3)),
		(values.text, None, ""),
		(values.decoded, " ", None),
		(values.decoded, 5, 5),
		(values.mapping, None, {}),
		(values.mapping, "[]", {}),
		(values.mapping, {1: 2}, {"1": 2}),
		(values.rows, None, []),
		(values.rows, ({1: 2},), [{"1": 2}]),
		(values.lists, None, []),
		(values.names, None, []),
		(values.names, ("a",), ["a"]),
	],
)
def test_at_its_limit_a_value_is_taken(read, sent, found):
	assert read(sent) == found and type(read(sent)) is type(found)


def test_a_choice_is_one_of_those_offered_or_nothing():
	assert [values.one_of(sent, ("a", "b")) for sent in ("b", "", None)] == ["b", "", ""]


@pytest.mark.parametrize("value", [0, 1.5, "x", "", None, [], 2**31 - 1, -(2**31) + 1, str(2**31 - 1)])
def test_what_a_column_of_whole_numbers_holds_or_is_no_number(value):
	assert values.is_beyond(value) is False


@pytest.mark.parametrize("value", [2**31, -(2**31), str(2**31), "1e300", "inf", "nan", float("nan"), 10**400])
def test_what_no_column_of_whole_numbers_holds(value):
	assert values.is_beyond(value) is True


def test_cleaned_leaves_the_shape_alone():
	sent = {"a": ["x\x00", 5, {"b": "\ud800y"}], "c": None}
	assert values.cleaned(sent) == {"a": ["x", 5, {"b": "y"}], "c": None}
	assert values.cleaned(5) == 5


def nested(levels: int, inner: object = 1) -> object:
	for level in range(levels):
		inner = [inner] if level % 2 else {"a": inner}
	return inner


def test_as_deep_as_a_form_sends_and_no_deeper():
	assert values.decoded(nested(20)) == nested(20)
	assert refused(values.decoded, nested(21)) == ("nested_too_deep", "", None)
	assert refused(values.decoded, nested(5, float("inf")))[:2] == ("no_number", "inf")
	assert refused(values.decoded, (1, float("nan")))[:2] == ("no_number", "nan")


def test_a_problem_is_told_by_its_code_and_a_yes_of_any_kind_is_one():
	assert str(values.ValueProblem("no_text", [1])) == "no_text"
	assert [values.yes_no(one) for one in (True, 1, 1.0, "1", "On")] == [True] * 5
	assert [values.yes_no(one) for one in (False, 0, 0.0, "0", None)] == [False] * 5


@pytest.mark.parametrize(
	("sent", "kept"),
	[
		("<br>", ""),
		("<p></p>", ""),
		("<p><br></p>\n", ""),
		("&nbsp;", ""),
		("&#8203;&#xFEFF;", ""),
		("<!-- 见附件 -->", ""),
		("<!-- a > b --><b> &nbsp;</b>", ""),
		("<!-- 没有结束 ", ""),
		("<!-- <img src=a> -->", ""),
		("<svg></svg>", ""),
		("<canvas></canvas><audio></audio>", ""),
		("<img>", ""),
		("<!x><?x?><![CDATA[]]></ >", ""),
		("<style>x</style><title>x</title>", ""),
		("<span hidden>x</span>", ""),
		('<p style="display: none">x</p>', ""),
		("<a href=x></a><textarea></textarea><input type=hidden value=x>", ""),
		("\U0001d159", ""),
		("< 5 和 > 3", "< 5 和 > 3"),
		("<p hidden>x</p>漏水", "<p hidden>x</p>漏水"),
		("<p>漏<!-- x --></p>", "<p>漏<!-- x --></p>"),
		("<img src='/files/a.png'>", "<img src='/files/a.png'>"),
		("<IMG src=a>", "<IMG src=a>"),
		("&amp;", "&amp;"),
		("a & b", "a & b"),
		("温度 < 5", "温度 < 5"),
		("<3", "<3"),
		("<", "<"),
		("&", "&"),
		(" ", " "),
		("", ""),
	],
)
def test_a_text_that_shows_nothing_on_a_page_is_none(sent, kept):
	assert values.text(sent) == kept


def test_a_text_of_unfinished_comments_is_read_in_one_pass():
	assert values.text("<!--" * 200_000) == ""
	assert values.text("<" * 200_000) == "<" * 200_000


def test_texts_inside_of_lists_and_objects_are_read_so_too():
	assert values.mapping('{"reason": "<p>&nbsp;</p><br>", "rows": [{"note": "<!-- x -->", "qty": 1}], "file": null}') == {
		"reason": "",
		"rows": [{"note": "", "qty": 1}],
		"file": None,
	}
	assert values.visible(["<br>", 5, {"a": "漏"}]) == ["", 5, {"a": "漏"}]


@pytest.mark.parametrize(
	"text", ["<!-- a -->漏", "漏<!-- a", "<!-- a -->漏<!-- b -->", "<!-- a --><!-- b -->漏", "<!-->漏", "<!--->漏"]
)
def test_what_stands_outside_of_comments_is_seen(text):
	assert values.visible(text) == text


@pytest.mark.parametrize("text", ["<!-- 漏 -->", "<!-- 漏", "<br><!-- a --><br><!-- 漏", "<!-- a --><!-- 漏 -->", "<!-- > 漏 -->"])
def test_what_stands_in_comments_is_not(text):
	assert values.visible(text) == ""


def test_what_a_method_of_a_document_is_given_is_read_so_too():
	sent = {"docs": '{"doctype": "Deposit Release"}', "args": '{"reason": "<br>", "seen": "a1"}'}
	assert values.visible_args(sent, ["Deposit Release"]) == {"args": '{"reason": "", "seen": "a1"}'}
	assert values.visible_args({"dt": "Deposit Release", "args": {"reason": "&nbsp;"}}, ["Deposit Release"]) == {"args": '{"reason": ""}'}
	assert values.visible_args(sent, ["Repair Ticket"]) == {}, "methods of others get what was sent"
	assert values.visible_args({**sent, "args": "{"}, ["Deposit Release"]) == {}
	assert values.visible_args({"docs": "5", "args": "{}"}, ["Deposit Release"]) == {}
