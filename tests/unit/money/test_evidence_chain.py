"""The chain of evidence of a deduction, link by link."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangxiu_app.contractors.breach.rules_breach import Breach, Notice
from fangxiu_app.contractors.breach.rules_chronology import violations
from fangxiu_app.money.deductions.rules_deduction import LUMP_SUM
from fangxiu_app.money.deductions.rules_evidence_chain import Facts, Late, Paid, Work, chain, events, missing

NOW = datetime(2026, 3, 20, 9)
SERVED = NOW - timedelta(days=15)
FIRST = Notice("CL-1", SERVED, SERVED, SERVED + timedelta(days=7), 1)
BREACH = Breach("RT-1", (FIRST,))
WORK = Work("TPO-1", True, NOW - timedelta(days=2), NOW - timedelta(days=1), "BILL-1", (BREACH,))
HEARD = {"notified_at": NOW - timedelta(days=6), "notified_proof": True, "objection_until": NOW}


def open_steps(breach=BREACH, wanted: int = 1, **values) -> list[str]:
	work = replace(WORK, breaches=(breach,), **values)
	facts = Facts("WA-1", works=(work,), notices_wanted=wanted, **HEARD)
	return [step.code for step in chain(facts, NOW) if not step.done]


@pytest.mark.clause("R107", "R109")
def test_whole_and_each_link_missing():
	assert open_steps() == []
	assert open_steps(Breach("RT-1")) == ["notice", "service", "coordination", "cure_over"]
	assert open_steps(replace(BREACH, notices=(replace(FIRST, proofs=0),))) == [
		"service",
		"coordination",
		"cure_over",
	]
	late = replace(FIRST, cure_until=NOW - timedelta(days=1))
	assert open_steps(replace(BREACH, notices=(late,))) == ["coordination", "cure_over"]
	assert open_steps(replace(BREACH, coordination="Succeeded")) == ["coordination"]
	assert open_steps(ordered=False) == ["order"]
	assert open_steps(completed_at=None, verified_at=None, bill="") == ["completion", "verified", "bill"]


@pytest.mark.clause("R107")
def test_a_failed_coordination_needs_no_waiting_and_a_second_notice_only_where_wanted():
	early = replace(FIRST, cure_until=NOW + timedelta(days=1))
	assert open_steps(Breach("RT-1", (early,), "Failed")) == []
	assert open_steps(wanted=2) == ["second_notice"]
	assert open_steps(replace(BREACH, coordination="Failed"), wanted=2) == []
	second = replace(FIRST, name="CL-2", cure_until=NOW - timedelta(days=3))
	assert open_steps(Breach("RT-1", (FIRST, second)), wanted=2) == []
	assert open_steps(Breach("RT-1", (FIRST, second), taken_over_at=NOW - timedelta(days=4))) == [
		"coordination",
		"cure_over",
	]


def test_every_ticket_of_an_order_needs_its_notice_and_an_order_without_any_has_none():
	facts = Facts(works=(replace(WORK, breaches=(BREACH, Breach("RT-2"))),), **HEARD)
	assert {found.params[0] for found in missing(chain(facts, NOW))} == {"RT-2"}
	bare = Facts(works=(replace(WORK, breaches=()),), **HEARD)
	assert "notice" in [step.code for step in chain(bare, NOW) if not step.done]


def test_a_lump_sum_needs_neither_notice_nor_hearing():
	facts = Facts(mode=LUMP_SUM, works=(replace(WORK, breaches=()),))
	assert [step.code for step in chain(facts, NOW)] == ["order", "completion", "verified", "bill"]
	assert missing(chain(facts, NOW)) == []


def test_other_sources_have_their_own_links():
	facts = Facts("WA-1", paid=(Paid("CO-1", True, NOW, "BILL-2"), Paid("CO-2")), **HEARD)
	assert [(step.code, step.done) for step in chain(facts, NOW)][:4] == [
		("signed", True),
		("paid", True),
		("signed", False),
		("paid", False),
	]
	facts = Facts(
		"WA-1", late=(Late("RT-1", NOW), Late("RT-2")), clauses=(("7.2", True), ("", False)), **HEARD
	)
	assert [step.done for step in chain(facts, NOW)][:4] == [True, False, True, False]


def test_an_objection_is_heard_by_its_answer_not_by_time():
	told = Facts(clauses=(("1", True),), **{**HEARD, "objection_until": NOW + timedelta(days=1)})
	assert [found.code for found in missing(chain(told, NOW))] == ["chain_objection"]
	objected = replace(told, objected=True)
	assert [found.code for found in missing(chain(objected, NOW + timedelta(days=9)))] == ["chain_unanswered"]
	assert missing(chain(replace(objected, answered=True), NOW)) == []


#: What takes a link away → the links that are missing then, of a third party's cost.
GONE = {
	"issued": ({"notices": ()}, {"notice", "service", "coordination", "cure_over"}),
	"proof": ({"notices": (replace(FIRST, proofs=0),)}, {"service", "coordination", "cure_over"}),
	"ordered": ({"ordered": False}, {"order"}),
	"verified": ({"verified_at": None}, {"verified"}),
	"bill": ({"bill": ""}, {"bill"}),
	"told": ({"notified_at": None}, {"told"}),
	"told proof": ({"notified_proof": False}, {"told_proof"}),
	"window": ({"objection_until": None}, {"objection_unbegun"}),
}


@pytest.mark.clause("R107", "R111")
@given(st.sets(st.sampled_from(sorted(GONE))), st.booleans())
def test_exactly_what_is_missing_is_named(gone, lump_sum):
	"""Reference: the union of what each missing fact takes away; a lump sum asks for the work and its bill alone."""
	values, wanted = {}, set()
	for name in sorted(gone, reverse=True):
		values |= GONE[name][0]
		wanted |= GONE[name][1]
	letter = {"notices": values.pop("notices")} if "notices" in values else {}
	work = {name: values.pop(name) for name in list(values) if name in ("ordered", "verified_at", "bill")}
	works = (replace(WORK, breaches=(replace(BREACH, **letter),), **work),)
	facts = Facts(works=works, mode=LUMP_SUM if lump_sum else "Actual", **{**HEARD, **values})
	found = {violation.code.removeprefix("chain_") for violation in missing(chain(facts, NOW))}
	assert found == (wanted & {"order", "verified", "bill"} if lump_sum else wanted)


@given(st.integers(-72, 72), st.booleans(), st.booleans())
def test_silence_counts_after_the_window_and_an_objection_only_when_answered(hours, objected, answered):
	values = {**HEARD, "objection_until": NOW + timedelta(hours=hours)}
	steps = chain(Facts(objected=objected, answered=answered, **values), NOW)
	heard = answered if objected else hours <= 0
	assert [step.done for step in steps if step.code in ("objection", "unanswered")] == [heard]


@given(st.integers(-72, 72))
def test_the_third_party_took_over_after_the_cure_time(hours):
	notice = replace(FIRST, cure_until=WORK.completed_at + timedelta(hours=hours))
	assert ("cure_over" in open_steps(replace(BREACH, notices=(notice,)))) == (hours >= 0)  # the last moment is still its own


@pytest.mark.clause("R107")
def test_what_was_not_waited_for_is_not_said_to_be_over():
	"""A tick beside a day that is still to come, or beside a coordination nobody recorded, tells something untrue."""
	early = replace(FIRST, cure_until=NOW + timedelta(days=1))
	steps = {s.code: s for s in chain(Facts(works=(replace(WORK, breaches=(Breach("RT-1", (early,), "Failed"),)),)), NOW)}
	assert "cure_over" not in steps and steps["cure_waived"].done and steps["cure_waived"].at is None
	steps = {s.code: s for s in chain(Facts(works=(WORK,)), NOW)}
	assert "coordination" not in steps and steps["coordination_open"].done
	answered = NOW - timedelta(days=3)
	facts = Facts(**{**HEARD, "objection_until": NOW + timedelta(days=1)}, objected=True, answered=True, answered_at=answered)
	assert {s.code: s.at for s in chain(facts, NOW)}["objection"] == answered


@given(st.integers(1, 100), st.integers(1, 100), st.integers(1, 100), st.booleans())
def test_no_done_step_lies_in_the_future(served, cure, worked, failed):
	at = NOW - timedelta(days=served)
	notice = Notice("CL-1", at, at, at + timedelta(days=cure), 1)
	breach = Breach("RT-1", (notice,), "Failed" if failed else "", coordinated_at=at if failed else None)
	work = replace(WORK, breaches=(breach,), completed_at=NOW - timedelta(hours=worked))
	assert all(step.at is None or step.at <= NOW for step in chain(Facts(works=(work,), **HEARD), NOW) if step.done)


@pytest.mark.clause("R107", "R111")
def test_letters_of_the_next_round_do_not_take_the_first_one_away():
	again = Notice("CL-9", NOW, NOW, NOW + timedelta(days=7), 1)
	taken = replace(BREACH, notices=(FIRST, again), taken_over_at=NOW - timedelta(days=5))
	assert open_steps(taken) == []
	work = replace(WORK, breaches=(taken,), ordered_at=NOW - timedelta(days=5))
	assert [one for found in events(Facts(works=(work,))) for one in violations(found)] == []


@pytest.mark.clause("R107", "R111")
def test_an_impossible_order_of_events_is_found_in_every_chain():
	ordered = NOW - timedelta(days=5)
	work = replace(WORK, ordered_at=ordered, completed_at=ordered - timedelta(days=1))
	[(found,)] = [violations(one) for one in events(Facts(works=(work,)))]
	assert (found.params[0], found.params[3]) == ("Completion of the Third-party Work", "Third-party Order")
	told = Facts(complaints=(("RT-1", NOW),), notified_at=NOW - timedelta(days=8))
	[(found,)] = [violations(one) for one in events(told)]
	assert (found.params[0], found.params[3]) == ("Receipt of the Notice of Deduction", "Complaint")
