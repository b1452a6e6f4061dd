"""End of warranty: who is told when, against a reference that walks day by day; nobody is missed after silent days (R51-R57)."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.expiry import rules_expiry as rules
from fangxiu_app.expiry.rules_expiry import Limits, Span, Standing

START = date(2027, 1, 1)
#: Ends around two Februaries, one of them of a leap year.
ENDS = st.lists(st.dates(date(2027, 3, 1), date(2028, 5, 31)), max_size=12)
GATHER = st.integers(0, 40)
ONE = Limits()


def month_ahead(end: date) -> date:
	"""Naive: walk back day by day to the month before, and to the same day of it or its last."""
	day = end.replace(day=1) - timedelta(days=1)
	while day.day > end.day:
		day -= timedelta(days=1)
	return day


def play(ends, days, limits) -> list[Span]:
	"""The campaigns that runs on these days make."""
	known: list[Span] = []
	for day in days:
		known += rules.new_spans(ends, known, day, limits)
	return known


def every_day(first=START, number=540):
	return [first + timedelta(days=count) for count in range(number)]


@pytest.mark.clause("R52")
@given(st.dates(date(2000, 2, 1), date(2100, 12, 31)))
def test_the_notice_is_due_on_the_same_day_of_the_month_before_or_its_last(end):
	assert rules.notice_due(end, 1) == month_ahead(end)


@pytest.mark.clause("R53")
@given(st.integers(-10_000, 400))
def test_a_poster_hangs_between_the_day_of_the_notice_and_today(days):
	day, due = START + timedelta(days=days), START - timedelta(days=20)
	found = [one.code for one in rules.check_posting("Under Way", "东门", "/p.png", day, START, due)]
	assert found == (["time_in_future"] if day > START else ["day_too_early"] if day < due else [])
	assert [one.code for one in rules.check_posting("Closed", " ", "", START, START, due)] == ["expiry_over", "expiry_posting_missing"]


@pytest.mark.clause("R56")
@given(st.integers(-400, 4000), st.booleans(), st.booleans())
def test_a_repair_day_lies_within_a_year_and_is_of_a_contractor_of_the_project(days, taken, works):
	found = [one.code for one in rules.check_day("Under Way", START + timedelta(days=days), START, taken, works)]
	own = ["expiry_day_past"] if days < 0 else ["day_too_far"] if days > 366 else []
	assert found == [*own, *["expiry_day_twice"] * taken, *["expiry_no_contractor"] * (not works)]
	assert [one.code for one in rules.check_day("Closed", None, START, False, True)] == ["expiry_over", "expiry_day_past"]


@pytest.mark.clause("R52")
@pytest.mark.parametrize(
	("end", "told"),
	[
		(date(2028, 2, 29), date(2028, 1, 29)),
		(date(2028, 3, 31), date(2028, 2, 29)),
		(date(2027, 3, 31), date(2027, 2, 28)),
		(date(2027, 3, 28), date(2027, 2, 28)),
		(date(2027, 1, 15), date(2026, 12, 15)),
	],
)
def test_ends_of_months(end, told):
	assert rules.notice_due(end, 1) == told
	assert not rules.is_due(end, told - timedelta(days=1), 1)
	assert rules.is_due(end, told, 1) and rules.is_due(end, end, 1)
	assert not rules.is_due(end, end + timedelta(days=1), 1)


@pytest.mark.clause("R52")
@given(ENDS, GATHER)
def test_each_end_is_told_once_and_a_month_ahead(ends, gather):
	"""Reference: on every day, whoever ends within a month and is in no campaign yet begins one."""
	limits = Limits(gather_days=gather)
	told: dict[date, date] = {}
	firsts: list[date] = []
	for day in every_day():
		for end in sorted(set(ends)):
			if end not in told and month_ahead(end) <= day <= end:
				firsts.append(end)
				for other in ends:
					if end <= other <= end + timedelta(days=gather):
						told.setdefault(other, day)
	spans = play(ends, every_day(), limits)
	assert [span.first for span in spans] == firsts
	for end in ends:
		assert sum(span.covers(end) for span in spans) == 1
		assert told[end] <= month_ahead(end)


@pytest.mark.clause("R52")
@given(ENDS, GATHER, st.lists(st.integers(1, 27), min_size=30, max_size=60))
def test_silent_days_miss_nobody_and_double_nobody(ends, gather, gaps):
	limits = Limits(gather_days=gather)
	runs = [START]
	for gap in gaps:
		runs.append(runs[-1] + timedelta(days=gap))
	runs = [day for day in runs for _twice in range(2)]
	until = [day for day in every_day(number=(runs[-1] - START).days + 1)]
	assert play(ends, runs, limits) == play(ends, until, limits)


@given(ENDS, ENDS, GATHER)
def test_spans_never_overlap_also_where_an_earlier_end_is_entered_late(first, later, gather):
	limits = Limits(gather_days=gather)
	known = play(first, every_day(number=300), limits)
	day = START + timedelta(days=300)
	known += rules.new_spans([*first, *later], known, day, limits)
	for before, after in pairwise(sorted(known, key=lambda span: span.first)):
		assert before.last < after.first
	for end in (*first, *later):
		assert not rules.is_due(end, day, 1) or rules.span_of(end, known)


@pytest.mark.clause("R52", "R55", "R56", "R57")
@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(0, 60))
def test_every_step_is_due_between_the_notice_and_the_end(end, meeting_days):
	found = rules.dues(end, Limits(meeting_days=meeting_days))
	assert found.notice == month_ahead(end)
	assert found.notice <= found.meeting <= found.repair == found.briefing == end
	assert found.meeting == min(found.notice + timedelta(days=meeting_days), end)


def test_a_name_says_place_and_day_and_is_never_too_long():
	assert rules.campaign_name("P-1", "P-1-3", date(2027, 3, 5)) == "EC-P-1-3-20270305"
	assert rules.campaign_name("P-1", "", date(2027, 3, 5)) == "EC-P-1-20270305"
	assert len(rules.campaign_name("P", "楼" * 140, date(2027, 3, 5))) == 140


def test_a_row_has_one_name_that_fits_a_signed_link():
	assert rules.row_name("a", "b") == rules.row_name("a", "b") != rules.row_name("a", "c")
	assert len(rules.row_name("a", "b")) == 20 and rules.row_name("a").isalnum()


def codes(violations):
	return [one.code for one in violations]


@pytest.mark.clause("R52")
def test_a_notice_names_both_ways_to_report_and_somebody_is_told():
	assert codes(rules.check_issue(rules.TO_NOTIFY, "400 1", "物业 1", 3)) == []
	assert codes(rules.check_issue(rules.UNDER_WAY, " ", " ", 3)) == ["expiry_no_phone", "expiry_no_after_route"]
	assert codes(rules.check_issue(rules.UNDER_WAY, "1", "2", 0)) == ["expiry_all_told"]
	assert codes(rules.check_issue(rules.CLOSED, "1", "2", 1)) == ["expiry_over"]


@pytest.mark.clause("R54")
def test_a_reply_follows_the_notice_and_says_what_was_found():
	assert codes(rules.check_reply(rules.UNDER_WAY, rules.NOTHING_FOUND, "", True)) == []
	assert codes(rules.check_reply(rules.UNDER_WAY, rules.PROBLEMS, "墙裂", True)) == []
	assert codes(rules.check_reply(rules.UNDER_WAY, rules.PROBLEMS, " ", True)) == ["expiry_note_missing"]
	assert codes(rules.check_reply(rules.TO_NOTIFY, rules.NO_ANSWER, "", False)) == ["expiry_not_told"]
	assert codes(rules.check_reply(rules.WITHDRAWN, rules.PROBLEMS, "", False)) == ["expiry_over"]


@pytest.mark.clause("R52")
def test_what_is_printed_says_whom_to_report_to_before_and_after_the_end():
	assert codes(rules.check_ways("400 1", "物业 1")) == []
	assert codes(rules.check_ways(" ", "")) == ["expiry_no_phone", "expiry_no_after_route"]
	assert codes(rules.check_ways("400 1", " ")) == ["expiry_no_after_route"]


DONE = Standing(postings=1, meetings=1)
END = date(2027, 3, 5)


@pytest.mark.clause("R52", "R53", "R55", "R57")
@pytest.mark.parametrize(
	("standing", "code"),
	[
		(Standing(1, 1, 1), "expiry_unnotified"),
		(Standing(0, 0, 1), "expiry_no_posting"),
		(Standing(0, 1, 0), "expiry_no_meeting"),
		(Standing(0, 1, 1, 2), "expiry_unbriefed"),
		(Standing(0, 1, 1, 0, 3), "expiry_unsigned"),
	],
)
def test_a_campaign_is_closed_when_every_step_is_proved(standing, code):
	found = rules.check_close(standing, END, END, "赶时间")
	assert codes(found) == [code], "before the end no reason stands for a step"
	after = END + timedelta(days=1)
	assert codes(rules.check_close(standing, END, after, " ")) == [code]
	assert rules.check_close(standing, END, after, "业主拒签") == []


@pytest.mark.clause("R52", "R53", "R55", "R57")
def test_a_campaign_with_all_its_proofs_needs_no_reason():
	assert rules.check_close(DONE, END, END, "") == []
	found = rules.check_close(Standing(4, 0, 0, 2, 3), END, END, "")
	assert [one.params for one in found] == [(4,), (), (), (2,), (3,)]


@pytest.mark.clause("R54", "R57")
def test_no_reason_stands_for_a_problem_of_which_there_is_no_ticket():
	after = END + timedelta(days=1)
	lost = Standing(postings=1, meetings=1, unreported=2)
	for day, reason in ((END, ""), (after, "业主拒签")):
		(found,) = rules.check_close(lost, END, day, reason)
		assert (found.code, found.params) == ("expiry_unreported", (2,))
	assert codes(rules.check_close(Standing(unreported=1, meetings=1), END, after, "业主拒签")) == ["expiry_unreported"]
	assert codes(rules.check_close(Standing(unreported=1, meetings=1), END, END, "")) == ["expiry_unreported", "expiry_no_posting"]


@pytest.mark.clause("R57")
def test_a_briefing_is_signed_by_owner_and_contractor():
	sign = rules.check_sign
	assert codes(sign("owner", "S", (), "王", True, 1)) == []
	assert codes(sign("owner", "S", ("owner",), "王", True, 1)) == ["expiry_signed_already"]
	assert codes(sign("owner", "S", (), " ", True, 1)) == ["drawn_signature_missing"]
	assert codes(sign("contractor", "S", (), "李", False, 0)) == ["drawn_signature_missing", "expiry_nothing_open"]
	assert codes(sign("contractor", "", (), "李", True, 1)) == ["expiry_no_side"]
	assert codes(sign("manager", "S", (), "李", True, 1)) == ["expiry_no_side"]
	states = [rules.state_after("S", signed) for signed in ((), ("owner",), ("contractor",), ("owner", "contractor"))]
	assert states == ["Draft", "Awaiting Other Side", "Awaiting Other Side", "Signed"]
	assert rules.state_after("", ("owner",)) == "Signed"


def test_a_share_of_nothing_is_none():
	assert rules.percent(0, 0) is None
	assert rules.percent(1, 3) == 33.3
	assert rules.percent(2, 2) == 100


@pytest.mark.clause("R52")
@pytest.mark.parametrize(
	("phone", "mobile"),
	[("13800001501", "13800001501"), ("0571-87654321、13800001501", "13800001501"), ("0571-87654321", ""), ("", "")],
)
def test_a_message_goes_to_a_mobile_only(phone, mobile):
	assert rules.mobile_of(phone) == mobile


def test_parts_say_their_day_where_they_end_on_different_ones():
	first, second = date(2027, 3, 5), date(2027, 3, 9)
	assert rules.parts_text([(first, "电气管线"), (first, "装修工程")]) == "电气管线；装修工程"
	assert rules.parts_text([(first, "电气管线"), (second, "装修工程")]) == "电气管线（2027-03-05）；装修工程（2027-03-09）"
	assert rules.parts_text([]) == ""


@pytest.mark.parametrize(
	("phone", "dialled"),
	[("400-820-1501", "4008201501"), ("010-88886666转801、13800001501", "01088886666"), ("+85223456789", "+85223456789"), ("", "")],
)
def test_the_code_on_the_letter_dials_the_first_number(phone, dialled):
	assert rules.digits_of(phone) == dialled
