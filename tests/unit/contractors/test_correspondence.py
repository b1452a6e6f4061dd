"""What proves that a letter was received, until when it gives time, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.contractors.breach.rules_breach import Breach, Notice
from fangxiu_app.contractors.breach.rules_correspondence import (
	ABOUT_WORK,
	BLAMING,
	DEDUCTION,
	NEEDED,
	NOTICES,
	RE_INSPECTION,
	WORK_CONTACT,
	Earlier,
	Letter,
	close_problem,
	cure_until,
	issue_problems,
	ladder,
	outcomes,
	proof_problems,
	received_late,
	reply_problems,
	reply_time_problems,
	served_at,
	too_late,
)
from fangxiu_app.contractors.rules_answering import Agreement, Answer
from fangxiu_app.core.refusal import Field, Violation

NOW = datetime(2026, 3, 10, 9)
ISSUED = NOW - timedelta(days=1)
WHOLE = dict.fromkeys(
	("receiver_name", "receiver_address", "tracking_no", "words_said", "answer_given", "evidence"), "x"
)


def codes(found):
	return [violation.code for violation in found]


@pytest.mark.clause("R109")
@pytest.mark.parametrize("method", NEEDED)
def test_every_way_of_service_proves_itself_only_with_all_its_facts(method):
	proof = {**WHOLE, "method": method, "at": NOW}
	assert proof_problems(proof, ISSUED, NOW) == []
	for fact in NEEDED[method]:
		assert codes(proof_problems({**proof, fact: " "}, ISSUED, NOW)) == ["service_missing"]


@pytest.mark.parametrize(
	("changes", "says"),
	[
		({"method": "Shouting"}, ["service_method"]),
		({"at": None}, ["service_time"]),
		({"at": NOW + timedelta(hours=1)}, ["time_in_future"]),
		({"at": ISSUED - timedelta(hours=1)}, ["chronology"]),
	],
)
def test_times_and_ways_that_cannot_be(changes, says):
	proof = {**WHOLE, "method": "Phone", "at": NOW, **changes}
	assert codes(proof_problems(proof, ISSUED, NOW)) == says


@pytest.mark.clause("R107")
@given(st.lists(st.datetimes(), max_size=5), st.integers(0, 60))
def test_cure_time_counts_from_the_earliest_proven_receipt(times, days):
	received = served_at(times)
	assert (received is None) == (not times)
	if received:
		assert all(cure_until(received, days) <= time + timedelta(days=days) for time in times)


SERVED = Notice("L", NOW - timedelta(days=8), NOW - timedelta(days=8), NOW - timedelta(days=1), 1)
RUNNING = replace(SERVED, cure_until=NOW + timedelta(days=1))


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("notices", "coordination", "wanted", "step"),
	[
		([], "", 1, "write_notice"),
		([Notice("L")], "", 1, "issue_notice"),
		([Notice("L", NOW)], "", 1, "serve_notice"),
		([RUNNING], "Pending", 1, "wait"),
		([RUNNING], "Failed", 1, "third_party"),
		([SERVED], "Pending", 1, "third_party"),
		([SERVED], "Pending", 2, "second_notice"),
		([SERVED, Notice("M", NOW)], "Pending", 2, "serve_notice"),
		([SERVED, SERVED], "Pending", 2, "third_party"),
		([SERVED], "Succeeded", 1, "cured"),
		([replace(SERVED, outcome="Cured")], "Pending", 1, "cured"),
	],
)
def test_the_ladder(notices, coordination, wanted, step):
	breach = Breach("T", tuple(notices), coordination)
	assert ladder(breach, wanted, NOW).code == step
	assert ladder(breach, wanted, NOW, already=True).code == "third_party_works"


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("outcome", "kind", "minutes", "refused"),
	[
		("Not Cured", "Notice", 0, True),
		("Not Cured", "Second Notice", 1, True),
		("Not Cured", "Notice", -1, False),
		("Cured", "Notice", 60, False),
		("Not Cured", "Work Contact Letter", 60, False),
	],
)
def test_a_notice_is_not_cured_only_when_its_time_is_over(outcome, kind, minutes, refused):
	until = NOW + timedelta(minutes=minutes)
	assert (close_problem(outcome, kind, until, NOW) is not None) == refused


KINDS = (*BLAMING, RE_INSPECTION, WORK_CONTACT)
AGREED = Agreement("WA-C", "C", cure_days=10)
#: Row 1 is under the agreement of C, in row 2 a third party P works for C.
ROWS = ((1, Answer("T1", "C", agreement=AGREED)), (2, Answer("T2", "P", "C")))


def elsewhere(kind: str, row: int, answer: Answer) -> Violation:
	"""The refusal of one row: it names the table and who answers for the ticket instead."""
	whose = ("C", "P") if kind in ABOUT_WORK and row == 2 else ("C",)
	return Violation("letter_other_contractor", (Field("Correspondence", "tickets"), row, answer.ticket, whose))


def letter(kind: str = "Notice", **values) -> Letter:
	first = Earlier("CR-1", "Notice", "Served", True) if kind == "Second Notice" else None
	return replace(Letter(kind, "Contractor", "C", ROWS, AGREED, 10, first), **values)


@pytest.mark.clause("R107")
def test_a_second_notice_follows_an_issued_one_about_the_same_ticket():
	assert codes(issue_problems(letter("Second Notice", earlier=None))) == ["letter_no_earlier"]
	right = Earlier("CR-1", "Second Notice", "Issued", True)
	assert issue_problems(letter("Second Notice", earlier=right)) == []
	for wrong in ({"kind": "Work Contact Letter"}, {"state": "Draft"}, {"state": "Withdrawn"}, {"same": False}):
		named = replace(right, **wrong)
		expected = Violation("letter_wrong_earlier", (named.name, named.kind, named.state))
		assert issue_problems(letter("Second Notice", earlier=named)) == [expected]
	assert issue_problems(letter("Notice", earlier=None)) == []


@pytest.mark.clause("R107")
def test_a_notice_about_work_that_a_third_party_took_over_is_said_to_be_too_late():
	over = tuple((number, Answer(f"T{number}", "P", "C", taken_over=True)) for number in (1, 2))
	assert too_late(letter("Second Notice", tickets=over)) == [Violation("letter_third_party_works", (("T1", "T2"),))]
	assert too_late(letter("Notice", tickets=(over[0], ROWS[0]))) == too_late(letter("Notice", tickets=())) == []
	assert too_late(letter(WORK_CONTACT, tickets=over)) == []


@pytest.mark.clause("R17")
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_with_places_nobody_wrote_into_stays(kind):
	found = issue_problems(letter(kind, blanks=("致：", "事由：")))
	assert found == [Violation("letter_blanks", (("致：", "事由："),))]


@pytest.mark.clause("R17")
@pytest.mark.parametrize(
	("line", "quoted"),
	[
		("请于    月  日前完成。", "请于    月  日前完成"),
		("请于    月  日前完成 ；。", "请于    月  日前完成"),
		("on ____ at 9 a.m., ", "on ____ at 9 a.m"),
		("。请于    月  日前完成", "。请于    月  日前完成"),
		("门牌    号 BX", "门牌    号 BX"),
		("。   。", "。   。"),
	],
)
def test_a_place_is_quoted_without_the_stop_of_its_line(line, quoted):
	assert issue_problems(letter("Notice", blanks=(line,))) == [Violation("letter_blanks", ((quoted,),))]


@pytest.mark.clause("R107", "R112")
@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_to_who_answers_for_its_tickets_goes_out(kind):
	assert issue_problems(letter(kind)) == issue_problems(letter(kind, agreement=None, cure_days=0)) == []


@pytest.mark.clause("R107", "R112")
@pytest.mark.parametrize("kind", KINDS)
def test_what_counts_against_a_contractor_names_it_goes_to_it_and_rests_on_its_tickets(kind):
	blaming = kind in BLAMING
	assert issue_problems(letter(kind, tickets=(), agreement=None)) == [Violation("letter_no_ticket", (kind,))] * blaming
	assert codes(issue_problems(letter(kind, contractor=""))) == ["letter_contractor"] * blaming
	astray = issue_problems(letter(kind, to_party="Owner"))
	wanted = Violation("letter_not_to_contractor", ("Owner",)) if kind in NOTICES else Violation("letter_blames", (kind, "Owner"))
	assert astray == ([wanted] if blaming else [])
	foreign = issue_problems(letter(kind, contractor="D", agreement=None))
	assert foreign == ([] if kind == WORK_CONTACT else [elsewhere(kind, row, one) for row, one in ROWS])


@pytest.mark.clause("R107")
def test_a_ticket_that_nobody_answers_for_says_so():
	found = issue_problems(letter("Notice", tickets=((3, Answer("T3")),), agreement=None))
	assert found == [Violation("letter_nobodys", (Field("Correspondence", "tickets"), 3, "T3"))]


@pytest.mark.clause("R107", "R112")
@pytest.mark.parametrize("kind", KINDS)
def test_a_third_party_is_told_of_its_work_and_blamed_for_no_breach(kind):
	found = issue_problems(letter(kind, to_party="Third Party", contractor="P", tickets=ROWS[1:], agreement=None))
	misaddressed = ["letter_not_to_contractor"] if kind in NOTICES else []
	assert codes(found) == [*misaddressed, *(["letter_other_contractor"] if kind in (*NOTICES, DEDUCTION) else [])]


@pytest.mark.clause("R107")
@pytest.mark.parametrize("kind", KINDS)
def test_the_agreement_of_a_letter_is_the_contractors_and_binds(kind):
	assert issue_problems(letter(kind, agreement=Agreement("WA-D", "D"))) == [Violation("letter_other_agreement", ("WA-D", "D"))]
	draft, ended = Agreement("WA-N", "C", False, False), Agreement("WA-E", "C", True, False)
	for named in (draft, ended):
		over = [] if kind == WORK_CONTACT else [Violation("letter_agreement_over", (named.name,))]
		assert issue_problems(letter(kind, agreement=named)) == over
	own = ((1, Answer("T1", "C", agreement=ended)),)
	assert issue_problems(letter(kind, agreement=ended, tickets=own)) == []
	unsigned = issue_problems(letter(kind, agreement=draft, tickets=((1, Answer("T1", "C", agreement=draft)),)))
	assert codes(unsigned) == ([] if kind == WORK_CONTACT else ["letter_agreement_over"])
	assert issue_problems(letter(kind, agreement=Agreement("WA-C2", "C"))) == []


@pytest.mark.clause("R107")
@pytest.mark.parametrize("kind", NOTICES)
def test_no_notice_gives_less_than_the_longest_agreed_time_whatever_agreement_it_names(kind):
	less = [Violation("letter_cure_days", ("WA-C", 10, 9))]
	for agreement in (AGREED, None, Agreement("WA-C2", "C", cure_days=2)):
		assert issue_problems(letter(kind, agreement=agreement, cure_days=9)) == less
		for enough in (0, 10, 11):
			assert issue_problems(letter(kind, agreement=agreement, cure_days=enough)) == []
	assert issue_problems(letter(kind, cure_days=1)) == [Violation("letter_cure_days", ("WA-C", 10, 1))]
	named = letter(kind, agreement=Agreement("WA-L", "C", cure_days=20), cure_days=19)
	assert issue_problems(named) == [Violation("letter_cure_days", ("WA-L", 20, 19))]


def test_other_kinds_set_no_time_to_cure():
	assert [kind for kind in KINDS if issue_problems(letter(kind, cure_days=9))] == list(NOTICES)


@pytest.mark.clause("R17")
def test_a_reply_follows_the_receipt_and_has_its_original():
	assert reply_problems("Work Contact Letter", "ok", "/f.png", True) == []
	assert reply_problems("Work Contact Letter", " ", "", False) == [
		Violation("letter_reply_unserved", ("Work Contact Letter",)),
		Violation("letter_reply"),
		Violation("letter_reply_original"),
	]


@pytest.mark.clause("R17")
def test_the_first_receipt_lies_before_the_reply():
	early, replied, late = (datetime(2026, 11, day) for day in (1, 2, 3))
	late_one = [Violation("letter_received_late", ("Notice", late, replied))]
	assert received_late("Notice", late, None, replied) == late_one
	assert received_late("Notice", early, None, replied) == received_late("Notice", late, early, replied) == []
	assert received_late("Notice", replied, None, replied) == received_late("Notice", late, replied, replied) == [], "received and answered at once"
	assert received_late("Notice", late, None, None) == received_late("Notice", None, None, replied) == []


@pytest.mark.clause("R17")
def test_only_what_asks_for_a_defect_to_be_put_right_ends_cured():
	cured = {kind: "Cured" in outcomes(kind) for kind in ("Notice", "Second Notice", "Rectification Notice", "Re-inspection Notice")}
	assert all(cured.values())
	for kind in ("Work Contact Letter", "Deduction Notice"):
		assert outcomes(kind) == ("Settled", "Disputed", "No Action Needed")


def test_a_further_reply_is_not_older_and_one_of_another_day_says_why():
	at = NOW.replace(hour=10)
	for replied, before, reason, wanted in (
		(at, None, "", []),
		(at, at, "", []),
		(earlier := at - timedelta(seconds=1), at, "", [Violation("letter_reply_order", ("Notice", earlier, at))]),
		(yesterday := at - timedelta(days=1), None, " ", [Violation("letter_reply_late", ("Notice", yesterday))]),
		(at - timedelta(days=1), None, "x", []),
	):
		assert reply_time_problems("Notice", replied, before, at, reason) == wanted
