"""Every step of a deduction's chain of evidence: its document and its moment, as the sheet shows them (R107, R109, R111)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from fangxiu_app.contractors.breach import rules_chronology
from fangxiu_app.contractors.breach.rules_breach import Breach, Notice
from fangxiu_app.contractors.breach.rules_chronology import Event
from fangxiu_app.core.refusal import Violation
from fangxiu_app.money.deductions.rules_deduction import LUMP_SUM
from fangxiu_app.money.deductions.rules_evidence_chain import (
	Facts,
	Late,
	Meter,
	Paid,
	Step,
	Work,
	chain,
	events,
	missing,
	order_events,
)

NOW = datetime(2026, 3, 20, 9)
HOUR = timedelta(hours=1)


def at(day: int) -> datetime:
	return datetime(2026, 3, day, 9)


ONE = Notice("CL-1", at(1), at(2), at(9), 1)
TWO = Notice("CL-2", at(10), at(11), at(15), 1)
TICKET, FIRST, SECOND = ("Repair Ticket", "RT-1"), ("Correspondence", "CL-1"), ("Correspondence", "CL-2")
ORDER, BILL = ("Third Party Order", "TPO-1"), ("Purchase Invoice", "PI-1")
BREACH = Breach("RT-1", (ONE,), taken_over_at=at(16), reported_at=at(1) - HOUR)
WORK = Work("TPO-1", True, at(18), at(19), "PI-1", (BREACH,), at(17), at(19).date())


def steps(breach: Breach, wanted: int = 1, work: Work = WORK) -> list[Step]:
	"""The steps that lead to the order."""
	found = chain(Facts(works=(replace(work, breaches=(breach,)),), notices_wanted=wanted), NOW)
	return [step for step in found if step.code not in AFTER]


AFTER = {"order", "completion", "verified", "bill", "told", "told_proof", "objection", "unanswered"}
NOTICE = [Step("notice", True, at(1), FIRST), Step("service", True, at(2), FIRST)]

LED = [
	("whole", BREACH, 1, [*NOTICE, Step("coordination_open", True, None, TICKET), Step("cure_over", True, at(9), FIRST)]),
	(
		"nothing written",
		replace(BREACH, notices=()),
		1,
		[
			Step("notice", False, None, TICKET),
			Step("service", False, None, TICKET),
			Step("coordination", False, None, TICKET),
			Step("cure_over", False, None, TICKET),
		],
	),
	(
		"not proved",
		replace(BREACH, notices=(replace(ONE, proofs=0),)),
		1,
		[
			NOTICE[0],
			Step("service", False, at(2), FIRST),
			Step("coordination", False, None, TICKET),
			Step("cure_over", False, None, TICKET),
		],
	),
	(
		"settled",
		replace(BREACH, coordination="Succeeded"),
		1,
		[*NOTICE, Step("coordination", False, None, TICKET), Step("cure_over", True, at(9), FIRST)],
	),
	(
		"failed after the cure time",
		replace(BREACH, coordination="Failed", coordinated_at=at(12)),
		1,
		[*NOTICE, Step("coordination", True, at(12), TICKET), Step("cure_over", True, at(9), FIRST)],
	),
	(
		"failed before it ended",
		replace(BREACH, notices=(replace(ONE, cure_until=at(19)),), coordination="Failed", coordinated_at=at(12)),
		1,
		[*NOTICE, Step("coordination", True, at(12), TICKET), Step("cure_waived", True, None, FIRST)],
	),
	(
		"cure time still running",
		replace(BREACH, notices=(replace(ONE, cure_until=at(16)),)),
		1,
		[*NOTICE, Step("coordination", False, None, TICKET), Step("cure_over", False, at(16), FIRST)],
	),
	(
		"two served",
		replace(BREACH, notices=(ONE, TWO)),
		2,
		[
			*NOTICE,
			Step("second_notice", True, at(11), SECOND),
			Step("coordination_open", True, None, TICKET),
			Step("cure_over", True, at(15), SECOND),
		],
	),
	(
		"two served, one wanted",
		replace(BREACH, notices=(ONE, TWO)),
		1,
		[
			*NOTICE,
			Step("second_notice", True, at(11), SECOND),
			Step("coordination_open", True, None, TICKET),
			Step("cure_over", True, at(15), SECOND),
		],
	),
	(
		"the second only written",
		replace(BREACH, notices=(ONE, replace(TWO, served_at=None, cure_until=None, proofs=0))),
		2,
		[
			*NOTICE,
			Step("second_notice", False, None, SECOND),
			Step("coordination_open", True, None, TICKET),
			Step("cure_over", True, at(9), FIRST),
		],
	),
	(
		"the second not even written",
		BREACH,
		2,
		[
			*NOTICE,
			Step("second_notice", False, None, TICKET),
			Step("coordination_open", True, None, TICKET),
			Step("cure_over", True, at(9), FIRST),
		],
	),
	(
		"two of three",
		replace(BREACH, notices=(ONE, TWO)),
		3,
		[
			*NOTICE,
			Step("second_notice", False, None, SECOND),
			Step("coordination_open", True, None, TICKET),
			Step("cure_over", True, at(15), SECOND),
		],
	),
	(
		"failed, so that the second is not waited for",
		replace(BREACH, coordination="Failed", coordinated_at=at(12)),
		2,
		[*NOTICE, Step("coordination", True, at(12), TICKET), Step("cure_over", True, at(9), FIRST)],
	),
	(
		"failed after the second",
		replace(BREACH, notices=(ONE, TWO), coordination="Failed", coordinated_at=at(12)),
		3,
		[
			*NOTICE,
			Step("second_notice", True, at(11), SECOND),
			Step("coordination", True, at(12), TICKET),
			Step("cure_over", True, at(15), SECOND),
		],
	),
]


@pytest.mark.clause("R107", "R109")
@pytest.mark.parametrize(("breach", "wanted", "wanted_steps"), [row[1:] for row in LED], ids=[row[0] for row in LED])
def test_what_led_to_the_order(breach, wanted, wanted_steps):
	assert steps(breach, wanted) == wanted_steps


@pytest.mark.clause("R107")
@pytest.mark.parametrize(("taken", "over"), [(at(9), False), (at(9) + HOUR, True)])
def test_the_cure_time_is_judged_at_the_takeover_and_without_one_when_the_work_was_done(taken, over):
	at_takeover = steps(replace(BREACH, taken_over_at=taken))
	assert at_takeover[-1] == Step("cure_over", over, at(9), FIRST)
	assert steps(replace(BREACH, taken_over_at=None), work=replace(WORK, completed_at=taken))[-1].done is over
	assert steps(replace(BREACH, taken_over_at=None), work=replace(WORK, completed_at=None))[-1].done


@pytest.mark.clause("R107")
def test_a_letter_of_the_moment_of_the_takeover_belongs_to_it_a_later_one_does_not():
	assert [step.code for step in steps(replace(BREACH, notices=(ONE, TWO), taken_over_at=at(10)))].count("second_notice") == 0
	late = replace(BREACH, notices=(ONE, replace(TWO, served_at=at(10))), taken_over_at=at(10))
	assert steps(late)[2] == Step("second_notice", True, at(10), SECOND)
	only_later = replace(BREACH, notices=(TWO,), taken_over_at=at(9))
	assert steps(only_later)[:2] == [Step("notice", True, at(10), SECOND), Step("service", True, at(11), SECOND)]


LATER = [(TWO, TICKET)] + [(replace(TWO, issued_at=when, served_at=None), SECOND) for when in (at(10), None)]


@pytest.mark.clause("R107")
@pytest.mark.parametrize(("second", "subject"), LATER)
def test_a_notice_written_after_the_takeover_is_no_step_towards_it(second, subject):
	moment = at(9) + HOUR if second is TWO else at(10)
	found = steps(replace(BREACH, notices=(ONE, second), taken_over_at=moment), 2)
	assert found[2] == Step("second_notice", False, None, subject)


@pytest.mark.clause("R107")
@pytest.mark.parametrize(("wanted", "number"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_document_and_receipt_of_a_further_notice_belong_together(wanted, number):
	three = Notice("CL-3", at(15), at(15), at(15), 1)
	last = (ONE, TWO, three)[number]
	draft = Notice("CL-0", at(3))
	found = steps(replace(BREACH, notices=(ONE, draft, TWO, three), taken_over_at=at(17)), wanted)[2]
	done = wanted < 4
	assert found == Step("second_notice", done, last.served_at if done else None, ("Correspondence", last.name))


def test_each_ticket_of_each_order_has_its_own_steps():
	other = replace(BREACH, ticket="RT-2")
	two = replace(WORK, breaches=(BREACH, other))
	led = [step for step in chain(Facts(works=(two, replace(WORK, name="TPO-2"))), NOW) if step.code not in AFTER]
	assert led == [*steps(BREACH), *steps(other), *steps(BREACH)]
	assert chain(Facts(works=(replace(WORK, breaches=()),)), NOW)[0] == Step("notice", False, None, ("Repair Ticket", ""))
	assert [len(one) for one in order_events(two)] == [7, 7]
	assert [one[0].document for one in order_events(two)] == ["RT-1", "RT-2"]


def test_a_notice_received_at_the_moment_of_the_order_led_to_it():
	last = replace(TWO, served_at=at(17))
	[led, _apart] = order_events(replace(WORK, breaches=(replace(BREACH, notices=(ONE, last)),)))
	assert led[1:3] == letter(last)


def test_the_work_itself():
	order = [
		Step("order", True, None, ORDER),
		Step("completion", True, at(18), ORDER),
		Step("verified", True, at(19), ORDER),
		Step("bill", True, None, BILL),
	]
	assert chain(Facts(works=(WORK,), mode=LUMP_SUM), NOW) == order
	bare = [Step("order", False, None, ORDER), *(Step(code, False, None, ORDER) for code in ("completion", "verified", "bill"))]
	assert chain(Facts(works=(Work("TPO-1"),), mode=LUMP_SUM), NOW) == bare


def test_other_sources_show_their_documents():
	facts = Facts(
		"WA-1",
		LUMP_SUM,
		paid=(Paid("CO-1", True, at(3), "PI-2"), Paid("CO-2")),
		meters=(Meter("MC-1", at(4), "EV-1"), Meter("MC-2")),
		late=(Late("RT-1", at(5)), Late("RT-2")),
		clauses=(("7.2", True), ("7.3", False), ("", True)),
	)
	agreement = ("Warranty Agreement", "WA-1")
	assert chain(facts, NOW) == [
		Step("signed", True, at(3), ("Compensation", "CO-1")),
		Step("paid", True, None, ("Purchase Invoice", "PI-2")),
		Step("signed", False, None, ("Compensation", "CO-2")),
		Step("paid", False, None, ("Compensation", "CO-2")),
		Step("read", True, None, ("Evidence Item", "EV-1")),
		Step("confirmed", True, at(4), ("Meter Charge", "MC-1")),
		Step("read", False, None, ("Meter Charge", "MC-2")),
		Step("confirmed", False, None, ("Meter Charge", "MC-2")),
		Step("late", True, at(5), TICKET),
		Step("late", False, None, ("Repair Ticket", "RT-2")),
		Step("clause", True, None, agreement),
		Step("clause", False, None, agreement),
		Step("clause", False, None, agreement),
	]


@pytest.mark.clause("R111")
@pytest.mark.parametrize(
	("values", "heard"),
	[
		({"objection_until": NOW}, Step("objection", True, NOW)),
		({"objection_until": NOW + HOUR}, Step("objection", False, NOW + HOUR)),
		({}, Step("objection", False, None)),
		({"objected": True, "objection_until": NOW}, Step("unanswered", False, None)),
		({"objected": True, "answered": True, "answered_at": at(8)}, Step("objection", True, at(8))),
		({"answered": True, "answered_at": at(8), "objection_until": NOW + HOUR}, Step("objection", False, NOW + HOUR)),
	],
)
def test_the_contractor_was_told_with_proof_and_was_heard(values, heard):
	told = Facts(notified_at=at(6), notified_proof=True, **values)
	assert chain(told, NOW) == [Step("told", True, at(6)), Step("told_proof", True), heard]
	assert chain(replace(told, notified_at=None, notified_proof=False), NOW)[:2] == [Step("told", False), Step("told_proof", False)]


def test_a_missing_step_names_document_and_moment():
	found = [Step("notice", True, at(1), FIRST), Step("service", False, at(2), FIRST)]
	assert missing(found) == [Violation("chain_service", ("CL-1", at(2)))]


DONE = [
	Event(rules_chronology.ORDER, at(17), "TPO-1"),
	Event(rules_chronology.WORK, at(18), "TPO-1"),
	Event(rules_chronology.BILL, at(19).date(), "PI-1"),
]
COMPLAINT = Event(rules_chronology.COMPLAINT, at(1) - HOUR, "RT-1")


def letter(notice: Notice) -> list[Event]:
	return [
		Event(rules_chronology.NOTICE, notice.issued_at, notice.name),
		Event(rules_chronology.SERVICE, notice.served_at, notice.name),
	]


LATER = Notice("CL-3", at(17) + HOUR, at(17) + HOUR, at(18), 1)
UNPROVED = replace(TWO, proofs=0)


@pytest.mark.clause("R107", "R111")
@pytest.mark.parametrize(
	("breach", "chains"),
	[
		(BREACH, [[COMPLAINT, *letter(ONE), Event(rules_chronology.CURE, at(9), "CL-1"), *DONE]]),
		(
			replace(BREACH, coordination="Failed", coordinated_at=at(12)),
			[[COMPLAINT, *letter(ONE), Event(rules_chronology.COORDINATION, at(12), "RT-1"), *DONE]],
		),
		(
			replace(BREACH, notices=(ONE, TWO)),
			[[COMPLAINT, *letter(TWO), Event(rules_chronology.CURE, at(15), "CL-2"), *DONE], [COMPLAINT, *letter(ONE)]],
		),
		# served only after the order, or without a proof: it did not lead to it
		(
			replace(BREACH, notices=(ONE, UNPROVED, LATER)),
			[
				[COMPLAINT, *letter(ONE), Event(rules_chronology.CURE, at(9), "CL-1"), *DONE],
				[COMPLAINT, *letter(UNPROVED)],
				[COMPLAINT, *letter(LATER)],
			],
		),
		(
			replace(BREACH, notices=(LATER, replace(LATER, name="CL-4"))),
			[
				[COMPLAINT, *letter(LATER), Event(rules_chronology.CURE, at(18), "CL-3"), *DONE],
				[COMPLAINT, *letter(replace(LATER, name="CL-4"))],
			],
		),
		(replace(BREACH, notices=(UNPROVED,)), [[COMPLAINT, *DONE], [COMPLAINT, *letter(UNPROVED)]]),
		(
			replace(BREACH, notices=(replace(ONE, served_at=at(17)),)),
			[[COMPLAINT, *letter(replace(ONE, served_at=at(17))), Event(rules_chronology.CURE, at(9), "CL-1"), *DONE]],
		),
	],
)
def test_the_moments_of_an_order_ticket_by_ticket(breach, chains):
	assert order_events(replace(WORK, breaches=(breach,))) == chains


def test_an_order_without_a_day_rests_on_its_last_notice_and_one_without_a_ticket_on_itself():
	[led, _apart] = order_events(replace(WORK, breaches=(replace(BREACH, notices=(ONE, LATER)),), ordered_at=None))
	assert led[1:3] == letter(LATER)
	assert order_events(replace(WORK, breaches=())) == [DONE]


MOMENTS = {"notified_at": at(20), "objection_until": at(25), "answered_at": at(24), "objected_at": at(22), "posting_on": at(26).date()}


def heard(moment: datetime) -> list[Event]:
	return [
		Event(rules_chronology.TOLD, at(20)),
		Event(rules_chronology.OBJECTION, at(22)),
		Event(rules_chronology.HEARD, moment),
		Event(rules_chronology.POSTING, at(26).date()),
	]


@pytest.mark.clause("R111")
def test_the_moments_of_every_source_go_on_with_those_of_the_hearing():
	facts = Facts(
		works=(replace(WORK, breaches=()),),
		complaints=(("RT-7", at(4)),),
		paid=(Paid("CO-1", True, at(3), "PI-2", at(5).date()), Paid("CO-2")),
		meters=(Meter("MC-1", at(6)),),
		late=(Late("RT-8", at(7)),),
		**MOMENTS,
	)
	sources = [
		DONE,
		[Event(rules_chronology.COMPLAINT, at(4), "RT-7")],
		[Event(rules_chronology.SETTLEMENT, at(3).date(), "CO-1"), Event(rules_chronology.BILL, at(5).date(), "PI-2")],
		[Event(rules_chronology.SETTLEMENT, None, "CO-2"), Event(rules_chronology.BILL, None, "")],
		[Event(rules_chronology.READING, at(6), "MC-1")],
		[Event(rules_chronology.LATE, at(7), "RT-8")],
	]
	assert events(facts) == [[*source, *heard(at(25))] for source in sources]
	assert events(replace(facts, objected=True)) == [[*source, *heard(at(24))] for source in sources]
	assert events(Facts(**MOMENTS)) == [heard(at(25))]
