"""Customer complaints: levels, which role may take which step from which state, and what a step requires (R15, R75, R110). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.plausible import check_planned

REGISTERED, CONTACTED, INVESTIGATING = "Registered", "Contacted", "Investigating"
IN_APPROVAL, APPROVED, ANSWERED = "Answer in Approval", "Answer Approved", "Answered"
CONFIRMED, CLOSED, WITHDRAWN = "Confirmed", "Closed", "Withdrawn"
STATES = (REGISTERED, CONTACTED, INVESTIGATING, IN_APPROVAL, APPROVED, ANSWERED, CONFIRMED, CLOSED, WITHDRAWN)
ENDED = (CLOSED, WITHDRAWN)
OPEN = tuple(state for state in STATES if state not in ENDED)

ORDINARY, SERIOUS, MAJOR = "Ordinary", "Serious", "Major"
#: From the lowest to the highest.
LEVELS = (ORDINARY, SERIOUS, MAJOR)
#: Where a complaint is a major one from the first minute: press, authorities and their hotlines.
PUBLIC = ("Media", "Authority")

FIRST_REPLY, SOLUTION = "First Reply", "Solution"
KINDS = (FIRST_REPLY, SOLUTION)

#: Who takes a step: whoever handles complaints, the owner of the case or a head, heads only, the app itself.
HANDLER, OWNER, HEAD, APP = "handler", "owner", "head", "app"


@dataclass(frozen=True, slots=True)
class Step:
	"""One row of the table: from ``states`` to ``end`` (None: stays), by ``who``; ``line`` is what the record says.

	``way`` asks how the customer was spoken to; such a step may have happened earlier than it is entered.
	"""

	line: str
	states: tuple[str, ...]
	end: str | None
	who: str
	note: bool = True
	way: bool = False


#: Every way a complaint moves; form, REST and tests take it from here.
STEPS: Mapping[str, Step] = {
	"contact": Step("First Contact", (REGISTERED,), CONTACTED, HANDLER, way=True),
	"investigate": Step("Investigation Begun", (CONTACTED,), INVESTIGATING, OWNER),
	"follow_up": Step("Follow-up Entry", OPEN, None, HANDLER),
	"speak": Step("Customer Contacted", OPEN[1:], None, HANDLER, way=True),
	"ask": Step("Approval Requested", (INVESTIGATING,), IN_APPROVAL, APP, note=False),
	"send_back": Step("Answer Sent Back", (IN_APPROVAL,), INVESTIGATING, APP, note=False),
	"approve": Step("Answer Approved", (IN_APPROVAL,), APPROVED, APP, note=False),
	"void": Step("Answer Voided", (APPROVED,), INVESTIGATING, APP, note=False),
	"give": Step("Answer Given to the Customer", (APPROVED,), ANSWERED, OWNER, note=False, way=True),
	"confirm": Step("Confirmed by the Customer", (ANSWERED,), CONFIRMED, OWNER, way=True),
	"reject": Step("Not Accepted by the Customer", (ANSWERED, CONFIRMED), INVESTIGATING, HANDLER, way=True),
	"close": Step("Closed", (CONFIRMED,), CLOSED, OWNER, note=False),
	"close_unconfirmed": Step("Closed Without Confirmation", (ANSWERED,), CLOSED, HEAD),
	"reopen": Step("Complaint Reopened", (CLOSED,), INVESTIGATING, HANDLER),
	"hand_over": Step("Case Handed Over", OPEN, None, HANDLER),
	"correct": Step("Fact Taken Back", OPEN, None, APP),
	"set_level": Step("Level Changed", OPEN, None, HEAD),
	"withdraw": Step("Withdrawn", OPEN, WITHDRAWN, HEAD),
}

#: Clock → the step or answer that stops it. All start when the complaint is received; the last two anew when it is not accepted.
CONTACT_CLOCK, REPLY_CLOCK, SOLUTION_CLOCK = "Complaint Contact", "Complaint Reply", "Complaint Solution"
#: From the customer's words to the repair centre, whoever took them (R69, R75, R76); it ends with the registration.
HANDOVER_CLOCK = "Handover"
CLOCKS = (HANDOVER_CLOCK, CONTACT_CLOCK, REPLY_CLOCK, SOLUTION_CLOCK)
#: Clocks whose limit depends on the level: their limits are named clock and level.
BY_LEVEL = (REPLY_CLOCK, SOLUTION_CLOCK)


@dataclass(frozen=True, slots=True)
class Weight:
	"""What decides how serious a complaint is at least."""

	channel: str = ""
	danger: bool = False
	lawsuit: bool = False
	asks_compensation: bool = False
	units: int = 1
	repeats: int = 0
	days_open: int = 0


@dataclass(frozen=True, slots=True)
class Bounds:
	"""From when on a complaint weighs more; numbers of Fangxiu Settings, inferred from practice."""

	group_units: int = 5
	repeats: int = 2
	long_days: int = 15


@dataclass(frozen=True, slots=True)
class Facts:
	"""The facts that a step needs. ``is_head`` and ``is_owner`` are about who takes it."""

	state: str
	owner: str = ""
	is_owner: bool = True
	is_head: bool = False
	kind: str = SOLUTION
	reason: str = ""
	lessons: str = ""
	open_tickets: tuple[str, ...] = ()
	attempts: int = 0
	attempts_needed: int = 2
	attempt_gap_hours: float = 4
	level: str = ORDINARY
	least_level: str = ORDINARY


def least_level(weight: Weight, bounds: Bounds) -> str:
	"""The lowest level that fits (practice of the trade): nobody calls a public or dangerous case an ordinary one.

	Major: press or authority, danger or structure, a lawsuit, many households with one cause. Serious: several households,
	repaired several times, open for long, or compensation asked for.
	"""
	if weight.channel in PUBLIC or weight.danger or weight.lawsuit or weight.units >= bounds.group_units:
		return MAJOR
	several = weight.units > 1 or weight.repeats >= bounds.repeats or weight.days_open > bounds.long_days
	return SERIOUS if several or weight.asks_compensation else ORDINARY


def higher(first: str, second: str) -> str:
	"""The higher of two levels. Raises ValueError for a word that is none."""
	return max(first, second, key=LEVELS.index)


def check_new(channel: str, authority: str, case_no: str, outlet: str, units: int, name: str) -> list[Violation]:
	"""What a new complaint lacks: who complains, and of a public one whose case it is."""
	found = []
	if not (name.strip() or units):
		found.append(Violation("complaint_who"))
	if channel == "Authority" and not (authority.strip() and case_no.strip()):
		found.append(Violation("complaint_authority"))
	if channel == "Media" and not outlet.strip():
		found.append(Violation("media_outlet_missing"))
	return found


def check(
	step: str, facts: Facts, note: str = "", way: str = "", new_owner: str = "", new_level: str = ""
) -> list[Violation]:
	"""Everything that stands against a step. Raises KeyError for a step that is not in the table."""
	row = STEPS[step]
	if facts.state not in row.states:
		return [Violation("complaint_state", (row.line, facts.state, row.states))]
	found = []
	if row.who == OWNER and not (facts.is_owner or facts.is_head):
		found.append(Violation("complaint_not_owner", (facts.owner,)))
	if row.note and not note.strip():
		found.append(Violation("complaint_note"))
	if row.way and not way.strip():
		found.append(Violation("complaint_way"))
	return found + _own(step, facts, new_owner, new_level)


def _own(step: str, facts: Facts, new_owner: str, new_level: str) -> list[Violation]:
	"""What one step asks for beside what its row says."""
	if step == "hand_over":
		return _hand_over(facts, new_owner)
	if step == "set_level":
		return _set_level(facts, new_level)
	if step == "close_unconfirmed" and facts.attempts < facts.attempts_needed:
		needed = (facts.attempts_needed, float(facts.attempt_gap_hours), facts.attempts)
		return [Violation("complaint_attempts", needed)]
	return _close(facts) if step in ("close", "close_unconfirmed") else []


def _hand_over(facts: Facts, new_owner: str) -> list[Violation]:
	if not new_owner.strip():
		return [Violation("complaint_owner_missing")]
	return [Violation("complaint_owner_same", (facts.owner,))] if new_owner == facts.owner else []


def _set_level(facts: Facts, new_level: str) -> list[Violation]:
	if new_level not in LEVELS:
		return [Violation("complaint_level_missing", (LEVELS,))]
	if new_level == facts.level:
		return [Violation("complaint_level_same", (new_level,))]
	if higher(new_level, facts.least_level) != new_level:
		return [Violation("complaint_level_low", (facts.least_level,))]
	return []


def _close(facts: Facts) -> list[Violation]:
	found = []
	if not facts.reason:
		found.append(Violation("complaint_reason"))
	if not facts.lessons.strip():
		found.append(Violation("complaint_lessons"))
	if facts.open_tickets:
		found.append(Violation("complaint_tickets", (facts.open_tickets,)))
	return found


#: What a complaint asks for or warns of: lines of its form that nobody takes back on the quiet.
FACTS = ("danger", "lawsuit", "asks_compensation")


@dataclass(frozen=True, slots=True)
class Asserted:
	"""What weighs in a complaint as it is written down; ``promised`` is the day an authority has set."""

	facts: frozenset[str] = frozenset()
	units: frozenset[str] = frozenset()
	tickets: frozenset[str] = frozenset()
	promised: datetime | None = None
	level: str = ORDINARY


def check_taken_back(before: Asserted, after: Asserted, is_head: bool, reason: str) -> list[Violation]:
	"""A fact, a household, a ticket or an authority's day is taken back, or the level the facts ask for falls: a head says why (R110)."""
	lost = sorted((before.facts - after.facts) | (before.units - after.units) | (before.tickets - after.tickets))
	longer = before.promised and (after.promised is None or after.promised > before.promised)
	if not (lost or longer or higher(before.level, after.level) != after.level):
		return []
	if not is_head:
		return [Violation("complaint_taken_back")]
	return [] if reason.strip() else [Violation("complaint_taken_back_reason")]


def check_promise(promises: str, until: date | None, today: date) -> list[Violation]:
	"""What is promised to a customer has a day (R110), and none that is years away."""
	if until:
		return check_planned(until, today)
	return [Violation("complaint_promise_day")] if promises.strip() else []


def earliest(step: str, lines: Iterable[tuple[str, datetime]], received: datetime) -> datetime:
	"""Before when a step cannot have happened: what the record says last about the state; a talk may be older, not than the complaint.

	``lines`` are the record's steps with their times.
	"""
	moving = {row.line for row in STEPS.values() if row.end}
	return received if STEPS[step].end is None else max([received, *(at for line, at in lines if line in moving)])


def tries(lines: Iterable[tuple[str, datetime]], answered: datetime | None) -> list[datetime]:
	"""When the customer was contacted after the last answer: entered after it and not before it was given."""
	found: list[datetime] = []
	for line, at in lines:
		if line == STEPS["give"].line:
			found = []
		elif line == STEPS["speak"].line and answered and at >= answered:
			found.append(at)
	return found


def end_of(step: str, state: str, kind: str) -> str:
	"""The state after a step. A first reply is no solution: after it the investigation goes on."""
	if step == "give" and kind == FIRST_REPLY:
		return INVESTIGATING
	return STEPS[step].end or state


def stopped_by(step: str, kind: str) -> tuple[str, ...]:
	"""The clocks that a step stops. A solution is a reply as well."""
	if step == "contact":
		return (CONTACT_CLOCK,)
	if step == "give":
		return (REPLY_CLOCK, SOLUTION_CLOCK) if kind == SOLUTION else (REPLY_CLOCK,)
	return ()


def limit_of(clock: str, level: str) -> str:
	"""The code of the Time Limit that holds the minutes of a clock."""
	return f"{clock} {level}" if clock in BY_LEVEL else clock


def clock_of(limit: str) -> str:
	"""The clock a limit belongs to."""
	return next(clock for clock in CLOCKS if limit.startswith(clock))


def due(limit: datetime | None, promised: datetime | None) -> datetime | None:
	"""The earlier of a limit and the day an authority has set."""
	return min((moment for moment in (limit, promised) if moment), default=None)
