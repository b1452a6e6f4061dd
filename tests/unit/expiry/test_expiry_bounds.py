"""What each refusal at the end of a warranty names, and names that stay what they are (R52-R57)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fangxiu_app.core.refusal import Violation
from fangxiu_app.expiry import rules_expiry as rules
from fangxiu_app.expiry.rules_expiry import Limits, Span

TODAY = date(2027, 2, 5)
END = date(2027, 3, 5)
OVER = Violation("expiry_over", (rules.CLOSED,))
UNPOSTED = Violation("expiry_posting_missing")


@pytest.mark.clause("R52", "R53", "R54", "R56")
def test_what_is_over_is_refused_with_its_state():
	assert rules.check_issue(rules.CLOSED, "", "", 0) == [OVER]
	assert rules.check_reply(rules.CLOSED, rules.PROBLEMS, "", False) == [OVER]
	assert rules.check_posting(rules.CLOSED, "东门", "/p.png", TODAY, TODAY, TODAY) == [OVER]
	assert rules.check_day(rules.CLOSED, TODAY, TODAY, False, True) == [OVER]
	assert rules.check_day(rules.TO_NOTIFY, TODAY, TODAY, True, True) == [Violation("expiry_day_twice", (TODAY,))]


@pytest.mark.clause("R53")
@pytest.mark.parametrize(("place", "photo", "answer"), [("东门", "/p.png", []), (" ", "/p.png", [UNPOSTED]), ("东门", "", [UNPOSTED])])
def test_a_posting_hangs_somewhere_and_is_seen(place, photo, answer):
	for state in rules.OPEN:
		assert rules.check_posting(state, place, photo, TODAY, TODAY, TODAY) == answer


@pytest.mark.clause("R53", "R55")
@pytest.mark.parametrize(
	("done", "due", "hides"),
	[
		(20, 20, True),
		(21, 20, True),
		(20, 21, False),
		(8, 8, True),
		(7, 7, False),
		(8, 1, True),
		(8, 0, False),
		(8, -1, False),
		(7, 1, False),
		(30, 31, False),
		(0, 1, False),
		(-1, -1, False),
	],
)
def test_a_day_of_more_than_a_week_ago_hides_a_delay_where_its_due_day_has_passed(done, due, hides):
	"""In days before the one on which it is entered."""
	assert rules.hides_delay(TODAY - timedelta(days=done), TODAY - timedelta(days=due), TODAY) is hides


@pytest.mark.clause("R54")
def test_a_reply_lacks_the_notice_and_the_words():
	missing = [Violation("expiry_not_told"), Violation("expiry_note_missing")]
	assert rules.check_reply(rules.TO_NOTIFY, rules.PROBLEMS, " ", False) == missing
	assert rules.check_reply(rules.TO_NOTIFY, rules.NOTHING_FOUND, " ", False) == missing[:1]


@pytest.mark.clause("R57")
def test_a_signature_lacks_all_that_is_missing_at_once():
	assert rules.check_sign("owner", "", ("owner",), "王", False, 0) == [
		Violation("expiry_signed_already"),
		Violation("drawn_signature_missing"),
		Violation("expiry_nothing_open"),
	]


@pytest.mark.clause("R52")
def test_ends_are_gathered_up_to_the_bound_or_to_the_next_campaign():
	limits = Limits()
	assert rules.new_spans([END], [], TODAY, limits) == [Span(END, END + timedelta(days=14))]
	later = Span(END + timedelta(days=5), END + timedelta(days=19))
	assert rules.new_spans([END], [later], TODAY, limits) == [Span(END, END + timedelta(days=4))]
	same = Span(END, END)
	assert rules.new_spans([END], [same], TODAY, limits) == []
	assert rules.new_spans([END], [], TODAY - timedelta(days=1), limits) == []


def test_the_name_of_a_row_stays_what_it_was():
	"""It is stored: another way to make it would store every row a second time."""
	assert rules.row_name("EC-1", "U-2") == "8196fdf1e5a68caca492"
	assert rules.row_name("EC-1", "U-2") != rules.row_name("EC-1U-2")


def test_a_long_name_keeps_its_day():
	assert rules.campaign_name("P", "楼" * 140, END) == "EC-" + "楼" * 128 + "-20270305"


@pytest.mark.parametrize(
	("phone", "mobile", "dialled"),
	[
		("0571-87654321转8、13800001501、13900001501", "13800001501", "057187654321"),
		("12800001501、138000015011", "", "12800001501"),
		("8765 4321+1", "", "876543211"),
	],
)
def test_the_first_of_several_numbers(phone, mobile, dialled):
	assert (rules.mobile_of(phone), rules.digits_of(phone)) == (mobile, dialled)
