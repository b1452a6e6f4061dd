"""Who answers for a ticket, and what may be chosen for it by hand (R107, R111)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.contractors.rules_answering import Agreement, Answer, chosen, longest
from fangxiu_app.core.refusal import Violation

OURS = Agreement("WA-C", "C", cure_days=10)
NAMES = st.sampled_from(("", "C", "D", "P"))


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("answer", "charged", "concerned", "liable"),
	[
		(Answer("T"), set(), set(), ""),
		(Answer("T", "C"), {"C"}, {"C"}, "C"),
		(Answer("T", "C", agreement=OURS), {"C"}, {"C"}, "C"),
		(Answer("T", "P", "C", OURS), {"C"}, {"C", "P"}, "C"),
		(Answer("T", "P", "C"), {"C"}, {"C", "P"}, "C"),
		(Answer("T", "D", agreement=OURS), {"C", "D"}, {"C", "D"}, "C"),
	],
)
def test_whose_a_ticket_is(answer, charged, concerned, liable):
	assert (answer.charged, answer.concerned, answer.liable) == (charged, concerned, liable)


@pytest.mark.clause("R111")
@pytest.mark.parametrize(
	("answer", "agreement", "contractor", "billed"),
	[
		(Answer("T", "C", agreement=OURS), "WA-C", "C", True),
		(Answer("T", "C", agreement=OURS), "WA-C2", "C", False),
		(Answer("T", "C", agreement=OURS, covering=frozenset({"WA-C2"})), "WA-C2", "C", False),
		(Answer("T", "P", "C", OURS, taken_over=True), "WA-C", "C", True),
		(Answer("T", "P", "C", OURS, taken_over=True), "WA-P", "P", False),
		(Answer("T", "D"), "WA-D", "D", False),
		(Answer("T", "D", covering=frozenset({"WA-D"})), "WA-D", "D", True),
		(Answer("T", "P", "D", covering=frozenset({"WA-D"}), taken_over=True), "WA-D", "D", False),
		(Answer("T", "D", covering=frozenset({"WA-C"})), "WA-C", "C", False),
	],
)
def test_under_which_agreement_a_ticket_is_charged(answer, agreement, contractor, billed):
	assert answer.bills(agreement, contractor) is billed


@pytest.mark.clause("R111")
@given(NAMES, NAMES, st.one_of(st.none(), st.sampled_from(("C", "D"))), NAMES, st.booleans())
def test_nobody_is_charged_who_does_not_answer(at_work, original, party, contractor, taken_over):
	answer = Answer("T", at_work, original, Agreement("WA", party) if party else None, frozenset({"WA"}), taken_over)
	assert answer.bills("WA", contractor) <= (contractor in answer.charged)
	assert answer.charged <= answer.concerned


@pytest.mark.clause("R107")
def test_the_longest_time_to_cure_of_this_contractor():
	short, long, others = replace(OURS, cure_days=3), Agreement("WA-L", "C", cure_days=12), Agreement("WA-D", "D", cure_days=30)
	tickets = [Answer("1", agreement=short), Answer("2", agreement=others), Answer("3")]
	assert longest([], "C") is None and longest([Answer("3")], "C") is None
	assert longest(tickets, "C") == short and longest(tickets, "D") == others and longest(tickets, "") == others
	assert longest(tickets, "C", long) == long and longest(tickets, "C", others) == short


@pytest.mark.clause("R107")
@pytest.mark.parametrize(
	("contractor", "agreement", "covers", "known", "found"),
	[
		("", None, False, False, []),
		("C", None, False, True, []),
		("C", None, False, False, [Violation("ticket_contractor_unknown", ("C",))]),
		("C", OURS, True, False, []),
		("D", OURS, True, True, [Violation("ticket_other_agreement", ("WA-C", "C"))]),
		("", OURS, True, True, [Violation("ticket_other_agreement", ("WA-C", "C"))]),
		("C", replace(OURS, in_force=False), True, True, [Violation("ticket_agreement_over", ("WA-C",))]),
		("C", OURS, False, True, [Violation("ticket_agreement_elsewhere", ("WA-C",))]),
	],
)
def test_what_may_be_chosen_for_a_ticket(contractor, agreement, covers, known, found):
	assert chosen(contractor, agreement, covers, known) == found
