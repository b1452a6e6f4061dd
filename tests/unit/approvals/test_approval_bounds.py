"""Approval, patrol and papers of two sides: what each refusal names, and the edges of bands, scores and days."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal as D

import pytest

from fangxiu_app.approvals import rules_approval
from fangxiu_app.approvals.rules_approval import (
	APPROVED,
	REQUESTED,
	SENT_BACK,
	Entry,
	Progress,
	Rule,
	progress,
)
from fangxiu_app.core.refusal import Violation
from fangxiu_app.delivery import rules_two_sided
from fangxiu_app.tickets.site_work import rules_patrol
from fangxiu_app.tickets.site_work.rules_patrol import ASPECTS, Check, Day

ROLES = ("Manager", "Cost", "Finance")
BEGUN = (Entry(REQUESTED, "author", "1", ROLES),)
ASKED = Progress(ROLES, "author", (), "1")
ONCE = Progress(ROLES, "author", ("an",), "2", "s")
TWICE = Progress(ROLES, "author", ("an", "bo"), "1")
DONE = Progress(ROLES, "author", ("an", "bo", "chen"), "1")


@pytest.mark.parametrize(
	("low", "high", "amount", "covered"),
	[
		(0, 0, 0, True),
		(0, 0, "-0.01", False),
		(0, 5, 0, True),
		(0, 5, 5, True),
		(0, 5, "5.01", False),
		(5, 9, 5, False),
		(5, 9, "5.01", True),
		(5, 0, 10**9, True),
		("0.5", 9, 0, False),
		(-1, 9, 0, True),
	],
)
def test_a_band_owns_its_upper_end_and_zero_where_it_begins_there(low, high, amount, covered):
	assert Rule("r", ROLES, D(low), D(high)).covers(D(amount)) is covered


@pytest.mark.parametrize(
	("one", "other", "both"),
	[((0, 5), (5, 9), False), ((0, "5.01"), (5, 9), True), ((0, 0), (5, 9), True), ((5, 0), (9, 0), True), ((0, 5), (9, 0), False), ((1, 2), (1, 2), True)],
)
def test_bands_overlap_where_an_amount_falls_under_both(one, other, both):
	first, second = (Rule("r", ROLES, *map(D, band)) for band in (one, other))
	assert first.overlaps(second) is both and second.overlaps(first) is both


def test_a_round_is_read_from_its_log():
	signed = [Entry(APPROVED, user, "1") for user in ("an", "bo", "chen")]
	assert progress(BEGUN) == ASKED
	assert progress([*BEGUN, Entry(APPROVED, "an", "2", seal="s")]) == ONCE
	assert progress([*BEGUN, Entry(APPROVED, "an", "2", seal="s"), signed[1]]) == TWICE, "the last signature's seal"
	assert progress([*BEGUN, *signed]) == DONE
	assert progress([*BEGUN, *signed, Entry(SENT_BACK, "an")]) == progress([]) == Progress()


def test_where_a_round_stands():
	assert (ASKED.role, ASKED.ahead, ASKED.is_last, ASKED.complete) == ("Manager", ROLES, False, False)
	assert (ONCE.role, ONCE.ahead, ONCE.is_last, ONCE.signed) == ("Cost", ROLES[1:], False, ("an",))
	assert (ONCE.digest, ONCE.seal, ONCE.requested_by, ONCE.steps) == ("2", "s", "author", ROLES)
	assert (TWICE.role, TWICE.ahead, TWICE.is_last, TWICE.complete) == ("Finance", ROLES[2:], True, False)
	assert (DONE.role, DONE.ahead, DONE.is_last, DONE.complete) == ("", (), False, True)
	nothing = Progress()
	assert (nothing.role, nothing.running, nothing.complete, nothing.is_last) == ("", False, False, False)
	assert not Progress(("Manager",)).is_last


def test_the_first_rule_that_covers_is_chosen():
	rules = [Rule("a", ROLES, D(0), D(5)), Rule("b", ROLES, D(5))]
	assert [rules_approval.choose(rules, D(amount)) for amount in (5, 6)] == rules
	assert rules_approval.choose(rules[1:], D(5)) is None


HOLDERS = {"Manager": {"an"}, "Cost": {"bo"}, "Finance": {"chen", "an"}, "Director": {"deng"}}


@pytest.mark.parametrize(
	("substitutes", "holders", "barred", "steps", "answer"),
	[
		({}, {}, (), ROLES, []),
		({}, {}, ("bo",), ("Manager", "Finance"), [Violation("approval_nobody", ("Cost",))]),
		({}, {"Cost": ()}, (), ("Manager", "Finance"), [Violation("approval_nobody", ("Cost",))]),
		({"Cost": "Director"}, {}, ("bo",), ("Manager", "Director", "Finance"), []),
		({"Cost": "Director"}, {}, (), ROLES, []),
		({"Cost": "Director"}, {}, ("bo", "deng"), ("Manager", "Finance"), [Violation("approval_nobody", ("Cost",))]),
		({"Cost": "Finance"}, {}, ("bo",), ("Manager", "Finance"), []),
		({}, {"Finance": {"an"}}, (), ROLES, [Violation("approval_too_few", (ROLES,))]),
		({}, {"Manager": {"an", "bo"}, "Cost": {"an", "bo"}, "Finance": {"bo", "an"}}, (), ROLES, [Violation("approval_too_few", (ROLES,))]),
		({}, {"Manager": {"an", "bo", "chen"}, "Cost": {"an", "bo"}, "Finance": {"an"}}, (), ROLES, []),
	],
)
def test_who_could_sign_a_round(substitutes, holders, barred, steps, answer):
	rule = Rule("r", ROLES, substitutes=substitutes)
	assert rules_approval.staffed(rule, HOLDERS | holders, barred) == (steps, answer)


@pytest.mark.parametrize(
	("state", "docstatus", "rule", "answer"),
	[
		(Progress(), 0, Rule("r", ROLES), []),
		(Progress(), 1, Rule("r", ROLES), [Violation("approval_final")]),
		(ASKED, 2, Rule("r", ROLES), [Violation("approval_final")]),
		(ONCE, 0, Rule("r", ROLES), [Violation("approval_running", ("Cost",))]),
		(Progress(), 0, None, [Violation("approval_no_rule", (D(7),))]),
		(Progress(), 0, Rule("r", ()), [Violation("approval_no_rule", (D(7),))]),
	],
)
def test_asking(state, docstatus, rule, answer):
	assert rules_approval.check_request(state, docstatus, rule, D(7)) == answer


@pytest.mark.parametrize(
	("state", "user", "roles", "digest", "answer"),
	[
		(ASKED, "an", ["Manager"], "1", []),
		(ASKED, "an", ["Cost"], "1", [Violation("approval_role", ("Manager",))]),
		(ASKED, "author", ["Manager"], "1", [Violation("approval_author")]),
		(ASKED, "eng", ["Manager"], "1", [Violation("approval_engineer")]),
		(ONCE, "an", ["Cost"], "2", [Violation("approval_twice")]),
		(ONCE, "bo", ["Cost"], "1", [Violation("approval_changed")]),
		(DONE, "deng", ["Finance"], "1", [Violation("approval_complete")]),
		(Progress(), "an", ["Manager"], "1", [Violation("approval_not_requested")]),
	],
)
def test_signing(state, user, roles, digest, answer):
	assert rules_approval.check_approve(state, user, roles, {"eng": "approval_engineer"}, digest) == answer


@pytest.mark.parametrize(
	("user", "roles", "reason", "beside", "answer"),
	[
		("author", [], "错", [], []),
		("an", ["Manager"], "错", [], []),
		("bo", ["Cost"], "错", [], [Violation("approval_role", ("Manager",))]),
		("bo", ["Cost"], "错", ["Cost"], []),
		("an", ["Manager"], " ", [], [Violation("approval_reason")]),
	],
)
def test_sending_back(user, roles, reason, beside, answer):
	assert rules_approval.check_send_back(ASKED, user, roles, reason, beside) == answer
	assert rules_approval.check_send_back(Progress(), user, roles, reason, beside) == [Violation("approval_not_requested")]


def test_taking_effect():
	assert rules_approval.check_submit(TWICE, "1") == [Violation("approval_steps_open", (("Finance",),))]
	assert rules_approval.check_submit(Progress(), "1") == [Violation("approval_steps_open", (("–",),))]
	assert rules_approval.check_submit(DONE, "1") == []
	assert rules_approval.check_submit(DONE, "2") == [Violation("approval_changed")]


def test_a_digest_is_that_of_the_shortest_text():
	"""Signatures of years ago are compared with it: it must never be written in another way."""
	written = '{"a":[1],"b":"房"}'
	assert rules_approval.digest({"b": "房", "a": [1]}) == hashlib.sha256(written.encode()).hexdigest()


def sheet(**marks) -> list[Check]:
	return [Check(aspect, *marks.get(aspect, ("Pass", "", 80))) for aspect in ASPECTS]


@pytest.mark.clause("R100", "R103")
@pytest.mark.parametrize(
	("mark", "answer"),
	[
		(("Pass", "", 0), []),
		(("Pass", "", 100), []),
		(("Pass", "", 101), [Violation("score_missing", ("Quality", 100))]),
		(("Pass", "", -1), [Violation("score_missing", ("Quality", 100))]),
		(("Pass", "", None), [Violation("score_missing", ("Quality", 100))]),
		(("Not Applicable", "", None), []),
		(("Fault", "裂", 10), []),
		(("Fault", " ", 10), [Violation("fault_not_described", ("Quality",))]),
		(("Good", "", 10), [Violation("aspects_missing", (("Quality",),))]),
	],
)
def test_a_spot_check_names_the_aspect(mark, answer):
	checks = sheet(Quality=mark)
	assert rules_patrol.check_sheet(checks, True) == answer
	assert rules_patrol.check_sheet(checks, False) == [one for one in answer if one.code != "score_missing"]


def test_nothing_checked_is_told_of_a_whole_sheet_only():
	nothing = [Check(aspect, "Not Applicable") for aspect in ASPECTS]
	assert rules_patrol.check_sheet(nothing, True) == [Violation("nothing_checked")]
	assert rules_patrol.check_sheet(nothing[1:], True) == [Violation("aspects_missing", (ASPECTS[:1],))]
	assert rules_patrol.check_sheet([], False) == [Violation("aspects_missing", (ASPECTS,))]


def test_a_score_is_the_mean_to_one_decimal():
	assert rules_patrol.score([Check("a", "Pass", score=80), Check("b", "Pass", score=81), Check("c", "Fault", score=81)]) == 80.7
	assert rules_patrol.score([Check("a", "Pass", score=0)]) == 0
	assert rules_patrol.score([Check("a", "Not Applicable", score=5)]) is None


MON = datetime(2026, 3, 2)
HOUR = timedelta(hours=1)


@pytest.mark.clause("R12", "R100")
@pytest.mark.parametrize(
	("begin", "end", "state"),
	[
		(MON + 24 * HOUR, MON + 48 * HOUR, "On Hold"),
		(MON + 25 * HOUR, MON + 48 * HOUR, "Missed"),
		(MON + 24 * HOUR, MON + 47 * HOUR, "Missed"),
		(MON + 24 * HOUR, None, "On Hold"),
		(MON + 25 * HOUR, None, "Missed"),
	],
)
def test_only_a_hold_of_the_whole_day_frees_from_the_patrol(begin, end, state):
	work = [(MON + 10 * HOUR, MON + 58 * HOUR)]
	found = rules_patrol.days(work, [], [(begin, end)], MON + 90 * HOUR)
	assert found == [Day(date(2026, 3, 2), "Not Due"), Day(date(2026, 3, 3), state), Day(date(2026, 3, 4), "Not Due")]


def test_a_day_that_ends_one_period_and_lies_inside_another_is_due_once():
	first, second = (MON, MON + 34 * HOUR), (MON + 35 * HOUR, MON + 80 * HOUR)
	found = {row.day.day: row.state for row in rules_patrol.days([first, second], [], [], MON + 200 * HOUR)}
	assert found == {2: "Not Due", 3: "Not Due", 4: "Missed", 5: "Not Due"}
	around = [(MON, MON + 34 * HOUR), (MON - 24 * HOUR, MON + 80 * HOUR)]
	assert {row.day.day: row.state for row in rules_patrol.days(around, [], [], MON + 200 * HOUR)}[3] == "Missed"
	kept = rules_patrol.days(around[::-1], [MON + 30 * HOUR], [], MON + 200 * HOUR)
	assert {row.day.day: row.state for row in kept}[3] == "Kept"


def test_today_is_not_over_and_a_work_that_goes_on_has_no_last_day():
	found = [row.state for row in rules_patrol.days([(MON, None)], [], [], MON + 50 * HOUR)]
	assert found == ["Not Due", "Missed", "Today"]


def test_work_goes_on_from_its_first_moment_to_its_last():
	spans = [(MON, MON + HOUR), (MON + 3 * HOUR, None)]
	moments = (MON - HOUR, MON, MON + HOUR, MON + 2 * HOUR, MON + 3 * HOUR, MON + 99 * HOUR)
	assert [rules_patrol.within(one, spans) for one in moments] == [False, True, True, False, True, True]
	assert rules_patrol.work_periods([(MON, "", "Planned")], ("In Repair",)) == []
	moves = [(MON, "", "In Repair"), (MON + HOUR, "", "In Repair"), (MON + 2 * HOUR, "", "Closed"), (MON + 3 * HOUR, "", "Merged")]
	assert rules_patrol.work_periods(moves, ("In Repair",)) == [(MON, MON + 2 * HOUR)]


PD, RC = "Project Department", "Repair Centre"


@pytest.mark.clause("R37", "R39", "R46")
def test_a_paper_names_its_fields_and_what_is_in_the_way():
	giving, taking = rules_two_sided.PAPERS["Parts Handover"]
	assert giving.fields == ("handed_over_by", "handed_over_signature", "handed_over_user", "handed_over_signed_at")
	assert (taking.name, taking.fields[0]) == (RC, "received_by")
	empty = (rules_two_sided.Signed(giving), rules_two_sided.Signed(taking))
	half = (rules_two_sided.Signed(giving, "chen"), rules_two_sided.Signed(taking))
	both = (rules_two_sided.Signed(giving, "chen"), rules_two_sided.Signed(taking, "li"))
	assert rules_two_sided.open_side(empty, (PD, RC), "chen") == (giving, [])
	assert rules_two_sided.open_side(empty, (RC,), "li") == (taking, [])
	assert rules_two_sided.open_side(half, (PD, RC), "li") == (taking, [])
	assert rules_two_sided.open_side(half, (PD,), "wu") == (None, [Violation("paper_other_side", (RC,))])
	assert rules_two_sided.open_side(empty, (), "wu") == (None, [Violation("paper_other_side", (PD,))])
	assert rules_two_sided.open_side(half, (RC,), "chen") == (None, [Violation("paper_same_login")])
	assert rules_two_sided.open_side(both, (PD, RC), "wu") == (None, [Violation("paper_signed")])


def test_a_rule_of_a_level_covers_that_level_only_and_one_without_covers_all():
	every, serious, major = Rule("a", ROLES), Rule("s", ROLES, level="Serious"), Rule("m", ROLES, level="Major")
	assert [rule.covers(D(0), "Serious") for rule in (every, serious, major)] == [True, True, False]
	assert [rule.covers(D(0)) for rule in (every, serious, major)] == [True, False, False]
	assert not serious.overlaps(major) and every.overlaps(major) and major.overlaps(every) and major.overlaps(major)
	assert rules_approval.choose([serious, major], D(0), "Major") is major
	assert rules_approval.choose([serious], D(0), "Major") is None
