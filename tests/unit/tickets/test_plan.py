"""The plan card's rules: what is important, and what a hash proves."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.sealing import signature_digest
from fangxiu_app.core.signature import LARGEST, is_drawn, is_picture
from fangxiu_app.tickets.site_work import rules_plan
from fangxiu_app.tickets.site_work.rules_plan import CONTENT, IDENTITY, content_digest, is_important
from tests.unit.helpers.signatures import SIGNATURE, as_uri, chunk, drawing, png

TIMES = ("start_at", "completion_at")
NUMBERS = ("days", "version", "important")
WHOLE_SECONDS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
	lambda t: t.replace(microsecond=0)
)
TEXT = st.text("abc 空鼓1\n", max_size=8).map(lambda text: text.strip() or "a")


def plans():
	kinds = {name: WHOLE_SECONDS for name in TIMES} | {name: st.integers(1, 40) for name in NUMBERS}
	return st.fixed_dictionaries({name: kinds.get(name, TEXT) for name in (*IDENTITY, *CONTENT)})


@given(plans(), st.sampled_from((*IDENTITY, *CONTENT)), st.data())
def test_any_change_of_the_content_changes_the_hash(plan, name, data):
	other = data.draw(plans())
	changed = {**plan, name: other[name]}
	assert (content_digest(changed) == content_digest(plan)) == (changed[name] == plan[name])


@given(plans())
def test_the_hash_does_not_depend_on_how_values_were_loaded(plan):
	as_text = {name: value.isoformat(" ") if name in TIMES else value for name, value in plan.items()}
	as_float = {**as_text, "days": float(plan["days"]), "steps": plan["steps"].replace("\n", "\r\n")}
	assert content_digest(as_float) == content_digest(plan)


def test_empty_and_missing_are_the_same():
	assert content_digest({"name": "RP-1", "material": ""}) == content_digest(
		{"name": "RP-1", "important": 0}
	)


@given(TEXT, TEXT, WHOLE_SECONDS)
def test_a_signature_belongs_to_content_name_and_time(content, name, at):
	sealed = signature_digest(content, name, at, SIGNATURE)
	assert sealed == signature_digest(content, name, at, SIGNATURE)
	assert sealed != signature_digest(content + "x", name, at, SIGNATURE)
	assert sealed != signature_digest(content, name + "x", at, SIGNATURE)
	assert sealed != signature_digest(content, name, at + timedelta(seconds=1), SIGNATURE)
	assert sealed != signature_digest(content, name, at, SIGNATURE + "A")


@pytest.mark.clause("R96")
@pytest.mark.parametrize(
	("marked", "days", "repeat", "limit", "important"),
	[
		(True, 1, False, 15, True),
		(False, 1, True, 15, True),
		(False, 15, False, 15, False),
		(False, 15.5, False, 15, True),
		(False, 90, False, 0, False),
		(False, 2, False, 1, True),
		(False, 1, False, 1, False),
	],
)
def test_what_the_manager_reviews(marked, days, repeat, limit, important):
	assert is_important(marked, days, repeat, limit) is important


@pytest.mark.parametrize(
	"drawing",
	[
		"",
		"x",
		"王晓明",
		"https://example.com/signature.png",
		"/private/files/other.png",
		"data:image/svg+xml;base64,PHN2Zz48c2NyaXB0PmFsZXJ0KDEpPC9zY3JpcHQ+PC9zdmc+",
		"data:image/png;base64,PHN2Zz4=",
		'data:image/png;base64,iVBORw0KGgo="><script>',
		"data:image/png;base64," + "A" * (LARGEST * 2),
	],
)
def test_what_is_no_drawing(drawing):
	assert not is_drawn(drawing)


def test_a_drawing():
	assert is_drawn(SIGNATURE)
	assert is_drawn(as_uri(drawing(900, 300)))


#: One pixel, as it was taken for a signature once.
PIXEL = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def plain(filter_: int, pixel: bytes, first: bytes) -> bytes:
	"""A field of one colour, predicted in one of the ways a PNG knows: what is said of the first pixel, and of all others."""
	return png([bytes((filter_,)) + first + pixel * 99] * 60, 100, {1: 0, 2: 4, 3: 2, 4: 6}[len(pixel)])


@pytest.mark.parametrize(
	"content",
	[
		drawing(59, 30),
		drawing(60, 29),
		drawing(8001, 30),
		drawing()[:-12],
		drawing()[:60],
		drawing()[:8] + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b""),
		drawing().replace(b"IDAT", b"IDAX"),
		plain(0, b"\xff", b"\xff"),
		plain(0, b"\0\xff", b"\0\xff"),
		plain(0, b"\xff\xff\xff\0", b"\xff\xff\xff\0"),
		plain(1, b"\0\0\0\0", b"\xff\xff\xff\xff"),
		png([bytes(1 + 120)] * 30, 60) + bytes(1000),
	],
)
def test_a_picture_without_strokes_is_no_signature(content):
	assert not is_drawn(as_uri(content))
	assert not is_drawn(PIXEL)


def test_what_was_stored_before_is_still_shown():
	assert is_picture(PIXEL) and is_picture(SIGNATURE)
	assert not is_picture("data:image/svg+xml;base64,PHN2Zz4=")


@pytest.mark.parametrize(
	("days", "between", "fits"), [(8, 10, False), (8, 9, True), (8, 7, True), (8, 6.5, False), (0.5, 0.1, True), (0, 40, True), (1, 40, False)]
)
def test_days_are_those_between_start_and_completion(days, between, fits):
	start = datetime(2026, 5, 6, 9)
	assert rules_plan.days_fit(days, start, start + timedelta(days=between)) is fits
