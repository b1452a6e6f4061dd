"""Whatever arrives is a value of its kind or a problem with a code; never another exception."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core import values
from fangxiu_app.core.kept_record import keeps
from fangxiu_app.core.values import ValueProblem

READERS = (
	values.text,
	values.number,
	values.whole,
	values.yes_no,
	values.moment,
	values.day,
	values.clock,
	values.decoded,
	values.mapping,
	values.rows,
	values.lists,
	values.names,
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes() | st.times()
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10)


@given(st.sampled_from(READERS), ANYTHING)
def test_anything_is_read_or_refused(read, value):
	try:
		read(value)
	except ValueProblem as problem:
		assert problem.code
		assert len(problem.shown) <= values.SHOWN + 1
		problem.shown.encode()


@pytest.mark.parametrize(
	("read", "sent", "found"),
	[
		(values.number, "40", 40.0),
		(values.number, " 1,234.5 ", 1234.5),
		(values.number, "", None),
		(values.number, 5, 5.0),
		(values.whole, "40", 40),
		(values.whole, 40.0, 40),
		(values.whole, None, None),
		(values.yes_no, "1", True),
		(values.yes_no, "false", False),
		(values.yes_no, 0, False),
		(values.yes_no, None, False),
		(values.moment, "2026-01-02 03:04:05.678", datetime(2026, 1, 2, 3, 4, 5)),
		(values.moment, "2026-01-02T03:04", datetime(2026, 1, 2, 3, 4)),
		(values.moment, "2026-1-2", datetime(2026, 1, 2)),
		(values.moment, date(2026, 1, 2), datetime(2026, 1, 2)),
		(values.moment, "", None),
		(values.day, "2026-01-02 03:04", date(2026, 1, 2)),
		(values.day, datetime(2026, 1, 2, 3), date(2026, 1, 2)),
		(values.clock, "9:05", timedelta(hours=9, minutes=5)),
		(values.clock, time(9, 5, 1), timedelta(hours=9, minutes=5, seconds=1)),
		(values.text, "漏\x00水\ud800\n", "漏水\n"),
		(values.text, 5, "5"),
		(values.text, "\u200b", ""),
		(values.text, " \u2060\u3164\n", ""),
		(values.text, "漏\u200d水 ", "漏\u200d水 "),
		(values.text, " ", " "),
		(values.cleaned, ["\u2800", {"reason": "\ufeff"}], ["", {"reason": ""}]),
		(values.mapping, '{"a": 1}', {"a": 1}),
		(values.mapping, "", {}),
		(values.rows, '[{"a": 1}]', [{"a": 1}]),
		(values.lists, [("a", "b")], [["a", "b"]]),
		(values.names, '["a", 5]', ["a", "5"]),
	],
)
def test_what_is_right_becomes_its_kind(read, sent, found):
	assert read(sent) == found


@pytest.mark.parametrize(
	("read", "sent", "code"),
	[
		(values.number, "abc", "no_number"),
		(values.number, "nan", "no_number"),
		(values.number, float("inf"), "no_number"),
		(values.number, [], "no_number"),
		(values.number, 10**400, "no_number"),
		(values.number, 1e12, "number_too_large"),
		(values.whole, 1.5, "no_whole_number"),
		(values.whole, 2**31, "number_too_large"),
		(values.yes_no, 2, "no_yes_no"),
		(values.yes_no, [], "no_yes_no"),
		(values.moment, "2026-02-30", "no_time"),
		(values.moment, "2026-01-01T10:00:00+08:00", "no_time"),
		(values.moment, "0000-00-00", "no_time"),
		(values.moment, 5, "no_time"),
		(values.day, "99999-01-01", "no_date"),
		(values.clock, "24:00", "no_clock"),
		(values.text, {"a": 1}, "no_text"),
		(values.mapping, "[1]", "no_mapping"),
		(values.mapping, "{", "no_json"),
		(values.mapping, '{"a": NaN}', "no_number"),
		(values.mapping, "[" * 100_000, "no_json"),
		(values.rows, [5], "no_row"),
		(values.rows, "{}", "no_list"),
		(values.lists, [{}], "no_row"),
		(values.names, [[]], "no_text"),
	],
)
def test_what_is_wrong_is_refused_by_its_code(read, sent, code):
	with pytest.raises(ValueProblem) as caught:
		read(sent)
	assert caught.value.code == code


def test_limits_count_what_a_column_holds():
	assert values.text("长" * 140, values.MOST_DATA) == "长" * 140
	with pytest.raises(ValueProblem):
		values.text("长" * 141, values.MOST_DATA)
	deep: object = 1
	for _level in range(values.MOST_NESTED + 1):
		deep = [deep]
	with pytest.raises(ValueProblem):
		values.decoded(deep)


FIELDS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["", "x", "y"]))


@given(FIELDS, FIELDS, st.sets(st.sampled_from("abcd")))
def test_a_record_stays_but_for_what_was_left_out(before, after, completable):
	changed = {name for name, value in before.items() if after.get(name, "") != value}
	allowed = {name for name in changed if name in completable and before[name] == ""}
	assert keeps(before, after, completable) == (changed == allowed)
