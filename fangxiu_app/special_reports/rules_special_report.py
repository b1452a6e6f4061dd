"""Special reports by routing slip: steps, whose turn it is, days by which departments and customer are answered (R60). Pure.

After the warranty the property company files what it found where a defect dates from the construction or the owner refuses to pay.
Departments are asked one after the other or side by side, a head decides, and the property company answers the customer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.core.time.calendar import CalendarNeverOpens, ServiceCalendar
from fangxiu_app.core.time.plausible import check_planned

DOCTYPE = "Special Report"
DRAFT, CIRCULATING, SENT_BACK, TO_DECIDE = "Draft", "In Circulation", "Sent Back", "To Be Decided"
DECIDED, ANSWERED, CLOSED, WITHDRAWN = "Decided", "Answered", "Closed", "Withdrawn"
STATES = (DRAFT, CIRCULATING, SENT_BACK, TO_DECIDE, DECIDED, ANSWERED, CLOSED, WITHDRAWN)
ENDED = (CLOSED, WITHDRAWN)
OPEN = tuple(state for state in STATES if state not in ENDED)
#: Nothing is decided: who filed a report may still withdraw it. A decision is taken back by a head first.
UNDECIDED = (DRAFT, CIRCULATING, SENT_BACK, TO_DECIDE)
#: The property company still writes the report itself; in every other state it stays as it was filed.
EDITABLE = (DRAFT, SENT_BACK)
#: The customer still waits for the answer.
UNANSWERED = (CIRCULATING, SENT_BACK, TO_DECIDE, DECIDED)

LEGACY, REFUSES, OTHER = "Legacy Construction Defect", "Owner Refuses to Pay", "Other"
COMPANY, OWNER_PAYS, SHARED, NO_REPAIR = "Repair at Company's Cost", "Owner Pays", "Shared Cost", "No Repair"
#: Who pays, as a department proposes and a head decides.
KINDS = (COMPANY, OWNER_PAYS, SHARED, NO_REPAIR)
BACK = "Send Back for Facts"
#: Decisions that something follows from: a repair, a quotation, a compensation.
CARRIED_OUT = (COMPANY, OWNER_PAYS, SHARED)
#: How urgent a report is, and what the names of its settings begin with (special_report_…opinion_days, …answer_days).
ORDINARY, URGENT, VERY_URGENT = "Ordinary", "Urgent", "Very Urgent"
LIMITS: Mapping[str, str] = {ORDINARY: "", URGENT: "urgent_", VERY_URGENT: "very_urgent_"}
#: What a department may answer.
OPINIONS = (*KINDS, BACK)

#: States of one department's opinion.
WAITING, ASKED, GIVEN, HANDED_ON, LAPSED = "Waiting", "Asked", "Given", "Handed On", "Lapsed"

#: Who takes a step: the property company, a person whose opinion is asked, a head, the property company or a head.
DESK, PERSON, HEAD, EITHER = "desk", "person", "head", "either"
#: So many years ahead a day of work is looked for at most.
_FAR = 366 * 10


@dataclass(frozen=True, slots=True)
class Step:
	"""One row of the table: from ``states`` to ``end`` (None: stays, or what the opinions say), by ``who``.

	``line`` is what the record says; ``needs`` are what has to be entered; ``after`` is the stored time before which it did not happen.
	"""

	line: str
	states: tuple[str, ...]
	end: str | None
	who: str
	needs: tuple[str, ...] = ()
	after: str = ""


#: Every way a report moves; form, REST and tests take it from here.
STEPS: Mapping[str, Step] = {
	"file": Step("Filed", EDITABLE, CIRCULATING, DESK),
	"opine": Step("Opinion Given", (CIRCULATING,), None, PERSON, ("opinion", "note")),
	"hand_on": Step("Handed On", (CIRCULATING,), None, PERSON, ("person", "note")),
	"return": Step("Sent Back for Facts", (TO_DECIDE,), SENT_BACK, HEAD, ("note",)),
	"decide": Step("Decided", (TO_DECIDE,), DECIDED, HEAD, ("decision", "note", "by_when")),
	"take_back": Step("Decision Taken Back", (DECIDED,), TO_DECIDE, HEAD, ("note",)),
	"answer": Step("Answered to the Customer", (DECIDED,), ANSWERED, DESK, ("way", "at", "note"), "decided_at"),
	"object": Step("Not Accepted by the Customer", (ANSWERED,), TO_DECIDE, DESK, ("way", "at", "note"), "answered_at"),
	"close": Step("Closed", (ANSWERED,), CLOSED, DESK),
	"follow_up": Step("Follow-up Entry", OPEN[1:], None, EITHER, ("note",)),
	"withdraw": Step("Withdrawn", UNDECIDED, WITHDRAWN, EITHER, ("note",)),
}
#: What the record says of a report that is filed after it was sent back, and of a ticket made from the decision.
FILED_AGAIN, TICKET_MADE = "Filed Again", "Repair Ticket Made"
#: States in which a ticket may be made from the decision.
WITH_DECISION = (DECIDED, ANSWERED)
_CHOICES = {"opinion": OPINIONS, "decision": KINDS}


@dataclass(frozen=True, slots=True)
class Route:
	"""A department to be asked: who, in which turn, in how many working days (0: as the settings say)."""

	department: str
	person: str
	turn: int
	days: int = 0


@dataclass(frozen=True, slots=True)
class Filing:
	"""What decides whether a report may be filed; days without a time are None."""

	today: date
	routes: tuple[Route, ...] = ()
	warranty_answer: str = ""
	owner_until: date | None = None
	reason: str = ""
	#: Quotations of the report's tickets that the owner has agreed to pay.
	agreed: tuple[str, ...] = ()


def check(step: str, state: str, said: Mapping[str, object], today: date) -> list[Violation]:
	"""Everything that stands against a step but its people and times; ``said`` is what was entered. Raises KeyError for an unknown step."""
	row = STEPS[step]
	if state not in row.states:
		return [Violation("special_report_state", (row.line, state, row.states))]
	return [
		Violation(f"special_report_{name}")
		for name in row.needs
		if not str(said.get(name) or "").strip() and not (name == "by_when" and said.get("decision") == NO_REPAIR)
	] + [*_share(step, said), *_wrong(row, said, today)]


def _share(step: str, said: Mapping[str, object]) -> list[Violation]:
	"""Who shares a cost is told which part is his: an amount or a percentage, or in words that the answer settles it."""
	shared = step == "decide" and said.get("decision") == SHARED
	return [Violation("special_report_share")] if shared and not str(said.get("share") or "").strip() else []


def check_closing(decision: str, carried_out: bool, why: str) -> list[Violation]:
	"""What was decided is carried out before the report is closed, or it is written why not: afterwards nothing leads to it."""
	open_end = decision in CARRIED_OUT and not carried_out and not why.strip()
	return [Violation("special_report_not_carried_out")] if open_end else []


def limit_names(urgency: str) -> tuple[str, str]:
	"""Names of the settings with the working days of departments and of the customer's answer; an unknown urgency is ordinary."""
	part = LIMITS.get(urgency, "")
	return f"special_report_{part}opinion_days", f"special_report_{part}answer_days"


def renewed_days(days: int, usual_before: int, usual_now: int) -> int:
	"""Days of a department after the urgency changed: the usual ones follow it, others were written by hand and stay."""
	return usual_now if days in (0, usual_before) else days


def _wrong(row: Step, said: Mapping[str, object], today: date) -> list[Violation]:
	found = []
	for name, known in _CHOICES.items():
		if name in row.needs and said.get(name) and said[name] not in known:
			found.append(Violation("special_report_choice", (known,)))
	day = said.get("by_when")
	if "by_when" in row.needs and isinstance(day, date) and day < today:
		found.append(Violation("special_report_past", (today,)))
	if "by_when" in row.needs and isinstance(day, date):
		found += check_planned(day, today)
	return found


def check_filing(facts: Filing) -> list[Violation]:
	"""What a report lacks before departments can be asked (R60): the warranty is over and said so, somebody is asked, nobody agreed to pay."""
	found = check_routes(facts.routes)
	if not facts.routes:
		found.append(Violation("special_report_routes"))
	if not facts.warranty_answer.strip():
		found.append(Violation("special_report_warranty"))
	elif facts.owner_until and facts.owner_until >= facts.today:
		found.append(Violation("special_report_covered", (facts.owner_until,)))
	if facts.reason == REFUSES and facts.agreed:
		found.append(Violation("special_report_agreed", (facts.agreed,)))
	return found


def check_routes(routes: Collection[Route]) -> list[Violation]:
	"""What is wrong with the plan: nobody twice for one department, turns from 1 on, no negative days."""
	found, seen = [], Counter((route.department, route.person) for route in routes)
	for department, person in (pair for pair, times in seen.items() if times > 1):
		found.append(Violation("special_report_twice", (department, person)))
	for number, route in enumerate(routes, 1):
		if route.turn < 1:
			found.append(Violation("special_report_turn", (number, Field("Special Report Route", "turn"))))
		if route.days < 0:
			found.append(Violation("special_report_days", (number, Field("Special Report Route", "days"))))
	return found


def next_turn(opinions: Iterable[tuple[int, str]]) -> int | None:
	"""The turn that begins now, of (turn, state) pairs of one circulation: the lowest that waits while nobody is asked; else None."""
	opinions = list(opinions)
	if any(state == ASKED for _turn, state in opinions):
		return None
	return min((turn for turn, state in opinions if state == WAITING), default=None)


def all_given(opinions: Iterable[tuple[int, str]]) -> bool:
	"""Whether nobody of a circulation has to answer any more."""
	return not any(state in (WAITING, ASKED) for _turn, state in opinions)


def end_of(step: str, state: str, opinion: str = "", opinions: Iterable[tuple[int, str]] = ()) -> str:
	"""The state after a step; ``opinions`` are those of the circulation once it is taken."""
	if step == "opine":
		if opinion == BACK:
			return SENT_BACK
		return TO_DECIDE if all_given(opinions) else state
	return STEPS[step].end or state


def due_day(calendar: ServiceCalendar, start: date, days: int) -> date:
	"""The last day of a limit of ``days`` working days: the day it begins on does not count; a day with any opening hours does.

	Raises ValueError for negative days, CalendarNeverOpens where the calendar has not so many days within ten years.
	"""
	if days < 0:
		raise ValueError(f"days must not be negative: {days}")
	day, left = start, days
	for _each in range(_FAR):
		if not left:
			return day
		day += timedelta(days=1)
		left -= bool(calendar.windows_on(day))
	raise CalendarNeverOpens


def days_late(due: date | None, done: datetime | date | None, today: date) -> int:
	"""Days by which an answer was late, or is by now where it is still missing; 0 in time."""
	if not due:
		return 0
	end = done.date() if isinstance(done, datetime) else done or today
	return max((end - due).days, 0)


def next_due(state: str, answer_due: date | None, asked: Iterable[date | None]) -> date | None:
	"""The next day somebody has to keep: of the departments asked now, else the answer to the customer; None once it is given."""
	if state == CIRCULATING:
		return min((day for day in asked if day), default=answer_due)
	return answer_due if state in UNANSWERED else None


def told_of_delay(due: date | None, today: date, head_after: int) -> tuple[str, ...]:
	"""Who hears of a missing opinion: the person from the day after, the heads ``head_after`` days later."""
	late = days_late(due, None, today)
	if not late:
		return ()
	return (PERSON, HEAD) if late > head_after else (PERSON,)
