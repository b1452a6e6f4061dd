"""Names and numbers as they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.core.written import person

HAN = st.text("李文静王小明欧阳娜", min_size=2, max_size=4)


@pytest.mark.clause("R110")
@pytest.mark.parametrize("typed", ["李文静", "李 文　静", "李文静（本人）", "(户主)李文静", "李文静.", "李文靜", "業主李文靜女士", "李·文静", "业主：李文静 女士", "李文静【3-1-1501】", "李文静（本人", "（李文静）"])
def test_one_person_is_one_however_the_name_is_typed(typed):
	assert person(typed) == "李文静"


@pytest.mark.parametrize(("typed", "name"), [("瀋玉蘭", "沈玉兰"), ("饒滙昇", "饶汇升"), ("戚繼燾", "戚继焘"), ("𠬠", "𠬠")])
def test_traditional_characters_are_read_as_simplified(typed, name):
	assert person(typed) == name


@pytest.mark.clause("R110")
@given(HAN, st.sampled_from(["", " ", "。", "（本人）", "-", "_", "*", "，"]), st.sampled_from(["", "业主", "户主 "]))
def test_signs_and_titles_make_no_other_person(name, behind, before):
	assert person(before + name + behind) == person(name) == person(person(name))


@pytest.mark.parametrize(("typed", "kept"), [("李先生", "李先生"), ("业主", "业主"), ("", ""), (None, ""), ("ＡＢ Ltd.", "abltd"), ("…", "")])
def test_what_is_left_is_a_name(typed, kept):
	assert person(typed) == kept
