"""Records, digests, signatures, warnings and places at their bounds (R5, R25, R48, R52, R113)."""

from __future__ import annotations

import base64
import hashlib
from datetime import date, datetime, timedelta

import pytest

from fangxiu_app.archive import rules_building_board as board
from fangxiu_app.archive import rules_erasure as erasure
from fangxiu_app.archive.rules_building_board import Counts
from fangxiu_app.archive.rules_erasure import Needed
from fangxiu_app.core import kept_record as record
from fangxiu_app.core import sealing, signature
from fangxiu_app.core.refusal import Violation
from fangxiu_app.estate import rules_layout as layout
from fangxiu_app.estate import rules_place as place
from fangxiu_app.estate.rules_layout import Flat, Position
from fangxiu_app.estate.rules_place import Place, PlaceError
from fangxiu_app.quality import rules_risk_warning as risk_warning
from fangxiu_app.quality.rules_risk_warning import Facts
from tests.unit.helpers import signatures

TODAY, DAY = date(2026, 3, 10), timedelta(days=1)
DUE = TODAY + 7 * DAY


@pytest.mark.clause("R48")
@pytest.mark.parametrize(
	("after", "completable", "kept"),
	[
		({"a": "1", "b": ""}, (), True),
		({"a": "2", "b": ""}, ("a",), False),
		({"a": "1", "b": "x"}, ("b",), True),
		({"a": "1", "b": "x"}, (), False),
		({"a": "1"}, (), True),
		({"b": ""}, ("a",), False),
		({"a": "1", "b": "", "c": "new"}, (), True),
	],
)
def test_only_what_was_empty_is_added(after, completable, kept):
	assert record.keeps({"a": "1", "b": ""}, after, completable) is kept


@pytest.mark.parametrize(
	("value", "text"),
	[
		(None, ""),
		(datetime(2026, 1, 2, 3, 4, 5, 6), "2026-01-02 03:04:05"),
		(date(2026, 1, 2), "2026-01-02"),
		(0, ""),
		(0.0, ""),
		(False, ""),
		(True, "1"),
		(1.5, "1.5"),
		(2, "2"),
		(" a\r\nb ", "a\nb"),
	],
)
def test_one_text_per_value(value, text):
	assert sealing.plain(value) == text


def test_digests_of_years_ago_are_still_the_same():
	"""Signatures are compared with them: how they are written down must never change."""
	assert sealing.digest({"b": 1, "a": "房"}) == hashlib.sha256('{"a": "房", "b": 1}'.encode()).hexdigest()
	at = datetime(2026, 1, 2, 3, 4, 5)
	written = '["h", "王", "2026-01-02 03:04:05", "data:"]'
	assert sealing.signature_digest("h", "王", at, "data:") == hashlib.sha256(written.encode()).hexdigest()


def drawn(content: bytes) -> str:
	return "data:image/png;base64," + base64.b64encode(content).decode()


SIGNED = signatures.drawing()
LARGEST = signature.LARGEST - len(SIGNED)


@pytest.mark.parametrize(
	("given", "accepted"),
	[
		(drawn(SIGNED), True),
		(drawn(SIGNED + bytes(LARGEST)), True),
		(drawn(SIGNED + bytes(LARGEST + 100)), False),
		(drawn(b"GIF89a"), False),
		(drawn(b"x" + SIGNED), False),
		(drawn(SIGNED).replace("png", "svg+xml"), False),
		("data:image/png;base64,A", False),
		("https://example.com/a.png", False),
		(drawn(SIGNED) + '"><b>', False),
		("", False),
		(None, False),
	],
)
def test_a_signature_is_a_small_drawing(given, accepted):
	assert signature.is_drawn(given) is accepted


def test_a_drawing_is_as_long_as_its_bytes_allow_blanks_included():
	longest = signature.LARGEST * 4 // 3 + 100
	assert signature.is_drawn(drawn(SIGNED).ljust(longest))
	assert not signature.is_drawn(drawn(SIGNED).ljust(longest + 1))


def test_who_still_needs_a_person_is_told_longest_last():
	open_, soon, late = Needed("open", "RT-1", None), Needed("held", "WA-1", TODAY), Needed("held", "WA-0", DUE)
	assert erasure.refusals([late, open_, soon, late]) == [
		Violation("open", ("RT-1",)),
		Violation("held", ("WA-1", TODAY)),
		Violation("held", ("WA-0", DUE)),
	]
	many = [Needed("open", f"RT-{number:02}", None) for number in range(11)]
	assert [one.params for one in erasure.refusals(many)] == [(f"RT-{number:02}",) for number in range(1, 11)]


STEPS = risk_warning.STEPS
AHEAD = DUE + DAY


@pytest.mark.clause("R5", "R25", "R113")
@pytest.mark.parametrize("state", risk_warning.STATES)
@pytest.mark.parametrize("step", sorted(STEPS))
def test_a_step_is_taken_from_its_states_only(step, state):
	row = STEPS[step]
	answer = [] if state in row.states else [Violation("warning_state", (row.line, state, row.states))]
	assert risk_warning.check(step, Facts(state, DUE, TODAY), "已处理", AHEAD) == answer


@pytest.mark.clause("R113")
@pytest.mark.parametrize(
	("step", "facts", "note", "due", "answer"),
	[
		("acknowledge", Facts("Raised", DUE, TODAY), "", None, []),
		("acknowledge", Facts("Raised", DUE, TODAY, True), "", None, [Violation("warning_acknowledged")]),
		("rectify", Facts("Raised", DUE, TODAY, True), "好", None, []),
		("rectify", Facts("Raised", DUE, TODAY), " ", None, [Violation("warning_note_missing")]),
		("pass", Facts("Rectified", DUE, TODAY, unseen=2), "好", None, [Violation("warning_sisters", (2,))]),
		("pass", Facts("Rectified", DUE, TODAY), "好", None, []),
		("fail", Facts("Rectified", DUE, TODAY), "漏", None, [Violation("warning_due", (TODAY,))]),
		("fail", Facts("Rectified", DUE, TODAY), "漏", TODAY - DAY, [Violation("warning_due", (TODAY,))]),
		("fail", Facts("Rectified", DUE, TODAY), "漏", TODAY, []),
		("move", Facts("Raised", DUE, TODAY), "雨", DUE, [Violation("warning_due", (DUE + DAY,))]),
		("move", Facts("Raised", TODAY - DAY, TODAY), "雨", TODAY - DAY, [Violation("warning_due", (TODAY,))]),
		("move", Facts("Raised", TODAY - 3 * DAY, TODAY), "雨", TODAY - DAY, [Violation("warning_due", (TODAY,))]),
		("move", Facts("Raised", TODAY - DAY, TODAY), "雨", TODAY, []),
		("move", Facts("Raised", DUE, TODAY), "雨", None, [Violation("warning_due", (DUE + DAY,))]),
	],
)
def test_what_a_step_lacks(step, facts, note, due, answer):
	assert risk_warning.check(step, facts, note, due) == answer


@pytest.mark.clause("R113")
def test_a_step_without_a_word_of_it_lacks_its_note():
	assert risk_warning.check("rectify", Facts("Raised", DUE, TODAY)) == [Violation("warning_note_missing")]


@pytest.mark.clause("R25")
@pytest.mark.parametrize(
	("lot", "building", "units", "due", "answer"),
	[
		(" ", "", 0, TODAY, [Violation("warning_place_missing")]),
		("一标", "", 0, TODAY, []),
		("", "3", 0, TODAY, []),
		("", "", 1, TODAY, []),
		("", "3", 0, TODAY - DAY, [Violation("warning_due_past", (TODAY - DAY,))]),
	],
)
def test_a_new_warning(lot, building, units, due, answer):
	assert risk_warning.check_new(due, TODAY, lot, building, units) == answer


def test_only_a_danger_that_is_there_is_over_its_day():
	over = [risk_warning.days_over("Raised", TODAY - number * DAY, TODAY) for number in (-1, 0, 1, 9)]
	assert over == [0, 0, 1, 9]
	assert risk_warning.days_over("Rectified", TODAY - DAY, TODAY) == 0


@pytest.mark.clause("R52")
def test_the_marks_of_a_flat():
	assert board.flags(Counts(), False) == ""
	assert board.flags(Counts(3, 2, 1), True) == "orte"
	assert [board.flags(Counts(*one), False) for one in ((1, 0, 0), (0, 1, 0), (0, 0, 1))] == ["t", "o", "r"]
	days = [TODAY + number * DAY for number in (-1, 0, 31, 32)]
	assert [board.is_ending([day], TODAY) for day in days] == [False, True, True, False]
	assert board.is_ending([None, TODAY], TODAY) and not board.is_ending([None], TODAY) and not board.is_ending([], TODAY)
	assert board.summary(["orte", "t", "", "t"]) == {"o": 1, "r": 1, "t": 3, "e": 1}


@pytest.mark.clause("R52", "R58", "R59")
@pytest.mark.parametrize(
	("where", "code", "words"),
	[
		(Place("Whole Estate", "3", "2", 5), "小区公共部位", "3 公共部位 小区 小区公共部位"),
		(Place("Building", "3", "2", 5), "3栋公共部位", "3 公共部位 3栋公共部位"),
		(Place("Entrance", "A", "2", 5), "A栋2单元公共部位", "a 2 公共部位 a栋2单元公共部位"),
		(Place("Entrance", "东区-3", "2-1"), "东区-3栋2-1单元公共部位", "东区 3 2 1 公共部位 东区-3栋2-1单元公共部位"),
		(Place("Floor", "3", "东", -2), "3栋东负2层公共部位", "3 东 -2 公共部位 3栋东负2层公共部位"),
		(Place("Floor", "3", "", 1), "3栋1层公共部位", "3 1 公共部位 3栋1层公共部位"),
	],
)
def test_a_place_has_one_code_and_its_words(where, code, words):
	assert (place.code(where), place.search_text(where)) == (code, words)


def test_a_place_names_the_field_it_lacks():
	for where, field in ((Place(""), "place_level"), (Place("Floor", "", "1", 1), "building"), (Place("Entrance", "3"), "entrance")):
		with pytest.raises(PlaceError) as refused:
			place.code(where)
		assert (refused.value.field, str(refused.value)) == (field, field)
	assert [place.building(number) for number in ("3", "3栋", "会所", "b")] == ["3栋", "3栋", "会所", "B栋"]


def test_flats_of_a_building():
	assert layout.parse_positions(" 1 \n\n02a 三室, 99.5\n03，两室，88") == [
		Position("01"),
		Position("02A", "三室", "99.5"),
		Position("03", "两室", "88"),
	]
	assert layout.floors(-1, 2) == [-1, 1, 2] and layout.floors(1, 1) == [1] and layout.floors(2, 1) == []
	one = Position("01")
	assert list(layout.flats(["1"], [-1, 15], [one])) == [Flat("1", -1, "B101", one), Flat("1", 15, "1501", one)]
