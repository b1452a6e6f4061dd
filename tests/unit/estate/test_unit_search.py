"""What a search means, and which unit comes first; the SQL patterns rank as a plain reading of the parts does."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fangxiu_app.estate.rules_unit_code import normalise
from fangxiu_app.estate.rules_unit_fields import derive_unit, key_prefixes, search_keys
from fangxiu_app.estate.rules_unit_search import like_pattern, rank_patterns, read, walled


@pytest.mark.parametrize(
	("typed", "words"),
	[
		("2-1-101", ("2", "1", "101")),
		("3栋2单元1501室", ("3", "2", "1501")),
		("3号楼 2单元 1501", ("3", "2", "1501")),
		("三栋二单元", ("3", "2")),
		("３－２－１５０１", ("3", "2", "1501")),
		("138 0001 0002", ("13800010002",)),
		("138-0001-0002", ("13800010002",)),
		("+86 138 0001 0002", ("13800010002",)),
		("１３８０００１０００２", ("13800010002",)),
		("3 2 13800010002", ("3", "2", "13800010002")),
		("0002", ("0002",)),
		("01501", ("1501",)),
		("1501王晓明", ("1501", "王晓明")),
		("张　三", ("张三",)),
		("李 1501室", ("李", "1501")),
	],
)
def test_words_of_what_people_type(typed, words):
	assert read(typed).words == words


def test_a_phone_and_a_name_are_no_parts_of_a_code():
	assert read("3 2 13800010002 王").code == ("3", "2")
	assert read("0002").code == ()
	assert read("3栋2单元1501").whole_code == "3-2-1501"


def test_a_name_filled_with_blanks_is_found_without_them_and_with_them():
	text = derive_unit("3", "2", "1501", None, [("张　三", "13800010002"), ("Li  Na", "")]).search_text
	assert text.split() == ["3", "2", "1501", "15", "张三", "13800010002", "0002", "li", "na"]
	assert all(_fits(text, word) for typed in ("张三", "张　三", "三") for word in read(typed).words)


def test_each_of_several_phones_is_found_by_its_end():
	text = derive_unit("3", "2", "801", None, [("王", "13800001501、0571-87654321转801")]).search_text
	keys = search_keys(text)
	for typed in ("1501", "4321", "138 0000 1501", "87654321"):
		(word,) = read(typed).words
		assert any(key.startswith(prefix) for key in keys for prefix in key_prefixes(word)), typed


def _fits(text: str, word: str) -> bool:
	return _like(like_pattern(word), f" {text} ")


def _like(pattern: str, text: str) -> bool:
	"""LIKE of SQL, by a regular expression."""
	parts = re.split(r"(\\.|%|_)", pattern)
	regular = "".join(
		{"%": ".*", "_": "."}.get(part) or re.escape(part[1:] if part[:1] == "\\" else part) for part in parts
	)
	return re.fullmatch(regular, text, re.DOTALL) is not None


def _rank(code: str, words: tuple[str, ...]) -> int:
	return next((n for n, pattern in enumerate(rank_patterns(words)) if _like(pattern, walled(code))), 6)


def _reference(code: str, words: tuple[str, ...]) -> int:
	"""The same ranking, said by the parts of the code instead of patterns."""
	parts, count = tuple(code.split("-")), len(words)
	front, last = words[:-1], words[-1]
	if parts == words:
		return 0
	if parts[:count] == words:
		return 1
	if parts[: count - 1] == front and len(parts) >= count and parts[count - 1].startswith(last):
		return 2
	if parts[-count:] == words:
		return 3
	if _in_order(parts, words):
		return 4
	cut = _end_of(parts, front)
	return 5 if cut is not None and any(part.startswith(last) for part in parts[cut:]) else 6


def _in_order(parts, words) -> bool:
	return _end_of(parts, words) is not None


def _end_of(parts, words) -> int | None:
	at = 0
	for word in words:
		if word not in parts[at:]:
			return None
		at = parts.index(word, at) + 1
	return at


NUMBERS = st.integers(1, 12).map(str)
ROOMS = st.builds(lambda floor, flat: f"{floor}{flat:02}", st.integers(1, 12), st.integers(1, 3))
CODES = st.builds(
	"-".join, st.lists(NUMBERS, min_size=1, max_size=2).flatmap(lambda f: ROOMS.map(lambda r: (*f, r)))
)
WORDS = st.lists(st.one_of(NUMBERS, ROOMS), min_size=1, max_size=4).map(tuple)


@given(CODES, WORDS)
def test_patterns_rank_as_the_parts_of_the_code_say(code, words):
	assert _rank(code, words) == _reference(code, words)


@given(CODES, CODES)
def test_who_types_a_code_in_any_writing_gets_it_before_every_other(wanted, other):
	for typed in (
		wanted,
		wanted.replace("-", " "),
		wanted.replace("-", "栋", 1) + "室",
		wanted.replace("-", "－"),
	):
		words = read(typed).code
		assert _rank(wanted, words) == 0
		assert (_rank(other, words) == 0) == (other == wanted)


@given(CODES)
def test_the_order_typed_goes_before_another_order(code):
	words = tuple(code.split("-"))
	turned = "-".join((*reversed(words[:-1]), words[-1]))
	assert _rank(code, words) <= _rank(turned, words)
	assert turned == code or _rank(code, words) < _rank(turned, words)


@given(st.text(max_size=40))
@example("0:0:0:0:0:0:0:A:1")
def test_whatever_is_typed_is_read(text):
	search = read(text)
	assert len(search.words) <= 8 and set(search.code) <= set(search.words)
	assert all(word == word.lower() for word in search.words)


@given(CODES)
def test_reading_a_code_gives_its_parts(code):
	assert read(code).whole_code == normalise(code)
