"""The chain of evidence of a deduction, link by link, from what is on file (R107, R109, R111).

For a third party's cost: notice, its proof of service, the second notice where the settings want one, the project
department's coordination, the cure time counted from the proven receipt, the order, the completed and verified work, its
booked bill. Then, whatever the source: the contractor was told with proof, and was heard.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from fangxiu_app.contractors.breach import rules_chronology
from fangxiu_app.contractors.breach.rules_breach import Breach as Breach
from fangxiu_app.contractors.breach.rules_breach import Notice as Notice
from fangxiu_app.contractors.breach.rules_breach import Standing, proved, standing
from fangxiu_app.contractors.breach.rules_chronology import Event
from fangxiu_app.core.refusal import Violation
from fangxiu_app.money.deductions.rules_deduction import ACTUAL, LUMP_SUM

Subject = tuple[str, str]
LETTER, TICKET = "Correspondence", "Repair Ticket"


@dataclass(frozen=True, slots=True)
class Work:
	"""A third party's order: whether it is in force, completed and verified, and its bill is booked."""

	name: str
	ordered: bool = False
	completed_at: datetime | None = None
	verified_at: datetime | None = None
	bill: str = ""
	breaches: tuple[Breach, ...] = ()
	ordered_at: datetime | None = None
	billed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Paid:
	"""An owner's compensation: signed by the owner, its bill in the books; ``given``: also without a bill, all of it in kind."""

	name: str
	signed: bool = False
	signed_at: datetime | None = None
	bill: str = ""
	billed_on: date | None = None
	given: bool = False


@dataclass(frozen=True, slots=True)
class Late:
	"""A ticket that was late by a clause; ``due`` is the moment its clock ran out, None where none did."""

	ticket: str
	due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Meter:
	"""A meter charge: confirmed by the project department, with the photo of the last reading (R48)."""

	name: str
	confirmed_at: datetime | None = None
	evidence: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
	"""What is on file for a deduction. ``clauses``: (clause of a line, whether the agreement has it)."""

	agreement: str = ""
	mode: str = ACTUAL
	works: tuple[Work, ...] = ()
	paid: tuple[Paid, ...] = ()
	late: tuple[Late, ...] = ()
	meters: tuple[Meter, ...] = ()
	clauses: tuple[tuple[str, bool], ...] = ()
	notices_wanted: int = 1
	notified_at: datetime | None = None
	notified_proof: bool = False
	objection_until: datetime | None = None
	objected: bool = False
	answered: bool = False
	#: (ticket of a line, when it was reported)
	complaints: tuple[tuple[str, datetime], ...] = ()
	objected_at: datetime | None = None
	answered_at: datetime | None = None
	posting_on: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
	"""One link of the chain: whether it is there, when it happened, and its document."""

	code: str
	done: bool
	at: datetime | None = None
	subject: Subject = ("", "")


def chain(facts: Facts, now: datetime) -> list[Step]:
	"""The evidence a deduction needs, in the order it comes about.

	A lump sum (包干) needs neither notice nor objection: it was agreed beforehand that the deposit is drawn down.
	"""
	lump_sum = facts.mode == LUMP_SUM
	steps: list[Step] = []
	for work in facts.works:
		if not lump_sum:
			for breach in work.breaches or (Breach(""),):
				steps += _breach(breach, facts.notices_wanted, work.completed_at or now)
		steps += _work(work)
	for paid in facts.paid:
		subject = ("Compensation", paid.name)
		bill = ("Purchase Invoice", paid.bill) if paid.bill else subject
		steps += [
			Step("signed", paid.signed, paid.signed_at, subject),
			Step("paid", bool(paid.bill) or paid.given, None, bill),
		]
	for meter in facts.meters:
		photo = ("Evidence Item", meter.evidence) if meter.evidence else ("Meter Charge", meter.name)
		steps += [
			Step("read", bool(meter.evidence), None, photo),
			Step(
				"confirmed", meter.confirmed_at is not None, meter.confirmed_at, ("Meter Charge", meter.name)
			),
		]
	steps += [Step("late", late.due is not None, late.due, (TICKET, late.ticket)) for late in facts.late]
	steps += [
		Step("clause", known and bool(clause), None, ("Warranty Agreement", facts.agreement))
		for clause, known in facts.clauses
	]
	return steps if lump_sum else [*steps, *_hearing(facts, now)]


def order_events(work: Work) -> list[list[Event]]:
	"""The moments of a third party's work, one chain for each ticket of it, and one for each notice of another round."""
	done = [
		Event(rules_chronology.ORDER, work.ordered_at, work.name),
		Event(rules_chronology.WORK, work.completed_at, work.name),
		Event(rules_chronology.BILL, work.billed_on, work.bill),
	]
	chains: list[list[Event]] = []
	for breach in work.breaches:
		begun, *apart = _breach_events(breach, work.ordered_at)
		chains += [[*begun, *done], *apart]
	return chains or [done]


def events(facts: Facts) -> list[list[Event]]:
	"""The moments of each source of a deduction, with those of its objection and posting (docs/adr/0105)."""
	heard_at = facts.answered_at if facts.objected else facts.objection_until
	moments = [
		Event(rules_chronology.TOLD, facts.notified_at),
		Event(rules_chronology.OBJECTION, facts.objected_at),
		Event(rules_chronology.HEARD, heard_at),
		Event(rules_chronology.POSTING, facts.posting_on),
	]
	sources = [chain for work in facts.works for chain in order_events(work)]
	sources += [[Event(rules_chronology.COMPLAINT, at, ticket)] for ticket, at in facts.complaints]
	sources += [
		[
			Event(rules_chronology.SETTLEMENT, paid.signed_at and paid.signed_at.date(), paid.name),
			Event(rules_chronology.BILL, paid.billed_on, paid.bill),
		]
		for paid in facts.paid
	]
	sources += [[Event(rules_chronology.READING, meter.confirmed_at, meter.name)] for meter in facts.meters]
	sources += [[Event(rules_chronology.LATE, late.due, late.ticket)] for late in facts.late]
	return [[*source, *moments] for source in sources or [[]]]


def _breach_events(breach: Breach, ordered_at: datetime | None) -> list[list[Event]]:
	"""First what led to the order: the last notice served before it, with its cure time or the failed coordination."""
	complaint = Event(rules_chronology.COMPLAINT, breach.reported_at, breach.ticket)
	served = [notice for notice in breach.notices if notice.proved]
	before = [one for one in served if not (ordered_at and one.served_at and one.served_at > ordered_at)] or served[:1]
	led = [complaint]
	if before:
		failed = breach.coordination == "Failed"
		step = rules_chronology.COORDINATION if failed else rules_chronology.CURE
		at, subject = (
			(breach.coordinated_at, breach.ticket) if failed else (before[-1].cure_until, before[-1].name)
		)
		led += [*_notice_events(before[-1]), Event(step, at, subject)]
	apart = [one for one in breach.notices if not before or one is not before[-1]]
	return [led, *([complaint, *_notice_events(notice)] for notice in apart)]


def _notice_events(notice: Notice) -> list[Event]:
	return [
		Event(rules_chronology.NOTICE, notice.issued_at, notice.name),
		Event(rules_chronology.SERVICE, notice.served_at, notice.name),
	]


def missing(steps: Iterable[Step]) -> list[Violation]:
	"""The missing links, as violations that name document and time."""
	return [refusal(step) for step in steps if not step.done]


def refusal(step: Step) -> Violation:
	"""What a missing link says; of a window that has not begun, what begins it."""
	code = "objection_unbegun" if step.code == "objection" and not step.at else step.code
	return Violation(f"chain_{code}", (step.subject[1], step.at))


def _breach(breach: Breach, wanted: int, worked_at: datetime) -> list[Step]:
	"""Notice, service, further notice, coordination, cure time: what makes the third party the contractor's cost.

	Judged as it stood when others took over, by what can be proved; later letters are about another round.
	"""
	ticket = (TICKET, breach.ticket)
	breach = replace(breach, notices=_before_takeover(breach))
	found = standing(proved(breach), wanted, breach.taken_over_at or worked_at)
	notices = breach.notices
	first = notices[0] if notices else Notice("")
	steps = [
		Step("notice", bool(first.issued_at), first.issued_at, _letter(first) or ticket),
		Step("service", first.proved, first.served_at, _letter(first) or ticket),
	]
	if len(found.served) > 1 or (wanted > 1 and not found.failed):
		# the notice that makes their number full, or else the one that is next
		there = found.served[: max(wanted, 2)]
		later = there[-1] if len(there) > 1 else (notices[1] if len(notices) > 1 else Notice(""))
		done = found.failed or len(there) >= wanted
		steps.append(Step("second_notice", done, later.served_at if done else None, _letter(later) or ticket))
	return [*steps, _coordination(breach, found), _cure(breach, found)]


def _before_takeover(breach: Breach) -> tuple[Notice, ...]:
	"""Letters before the commissioning: what was written after the ticket was reopened is about another round."""
	at = breach.taken_over_at
	earlier = tuple(one for one in breach.notices if at is None or one.issued_at is None or one.issued_at <= at)
	return earlier or breach.notices


def _coordination(breach: Breach, found: Standing) -> Step:
	"""The coordination failed, or it was still without a result when the cure time ended; the two are named differently."""
	ticket = (TICKET, breach.ticket)
	if found.failed:
		return Step("coordination", True, breach.coordinated_at, ticket)
	without_result = found.over and found.step != "settled"
	return Step("coordination_open" if without_result else "coordination", without_result, None, ticket)


def _cure(breach: Breach, found: Standing) -> Step:
	"""The cure time; after a failed coordination it need not be waited for, and then is not called over."""
	last = found.served[-1] if found.served else Notice("")
	subject = _letter(last) or (TICKET, breach.ticket)
	if found.failed and not found.over:
		return Step("cure_waived", True, None, subject)
	return Step("cure_over", found.over, last.cure_until, subject)


def _letter(notice: Notice) -> Subject | None:
	return (LETTER, notice.name) if notice.name else None


def _work(work: Work) -> list[Step]:
	order = ("Third Party Order", work.name)
	bill = ("Purchase Invoice", work.bill) if work.bill else order
	return [
		Step("order", work.ordered, None, order),
		Step("completion", work.completed_at is not None, work.completed_at, order),
		Step("verified", work.verified_at is not None, work.verified_at, order),
		Step("bill", bool(work.bill), None, bill),
	]


def _hearing(facts: Facts, now: datetime) -> list[Step]:
	if facts.objected:
		heard = facts.answered
	else:
		heard = facts.objection_until is not None and now >= facts.objection_until
	return [
		Step("told", facts.notified_at is not None, facts.notified_at),
		Step("told_proof", facts.notified_proof),
		Step("unanswered" if facts.objected and not heard else "objection", heard, facts.answered_at if facts.objected else facts.objection_until),
	]
