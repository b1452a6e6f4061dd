"""Defect feedback: which step is possible from which state, who takes it, and what it has to say (R113). Pure.

A defect is classified, the department that can prevent it answers with a measure here and one for later projects, the effect is
checked, and what is learnt stays in the library. What later projects read names no person, unit or telephone number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.core.time.plausible import AHEAD as PLANNED
from fangxiu_app.core.time.plausible import check_happened, check_planned
from fangxiu_app.estate import rules_shared_text

DOCTYPE = "Defect Feedback"
TO_CLASSIFY, TO_ANSWER, UNDER_WAY = "To Be Classified", "To Be Answered", "Measures Under Way"
TO_CHECK, PROVED, CLOSED, WITHDRAWN = "Effect To Be Checked", "Effect Proved", "Closed", "Withdrawn"
STATES = (TO_CLASSIFY, TO_ANSWER, UNDER_WAY, TO_CHECK, PROVED, CLOSED, WITHDRAWN)
OPEN = STATES[:5]
#: The measure for later projects is said and in force: other projects read it.
IN_FORCE = (UNDER_WAY, TO_CHECK, PROVED, CLOSED)
#: What the feedback is about may still be completed; afterwards the department has answered it.
EDITABLE = (TO_CLASSIFY, TO_ANSWER)
CLASSES = ("Design Defect", "Construction Defect", "Material Defect", "Cost and Contract Defect")
DESIGN, ENGINEERING = "Design Department", "Engineering Department"
PROCUREMENT, COST = "Procurement Department", "Cost Department"
DEPARTMENTS = (DESIGN, ENGINEERING, PROCUREMENT, COST)
EFFECTIVE, NOT_EFFECTIVE = "Effective", "Not Effective"
RESULTS = (EFFECTIVE, NOT_EFFECTIVE)
#: Who takes a step: the heads of the repair centre, the responsible department, or either.
HEAD, DEPARTMENT, EITHER = "head", "department", "either"
#: Fields that other projects read as they were written.
PUBLIC = ("material", "measure_later", "lesson")


@dataclass(frozen=True, slots=True)
class Step:
	"""One row of the table: from ``states`` to ``end`` (None: stays), by ``who``.

	``line`` is what the log says; ``needs`` are fields that the step fills in and that must not be empty; ``note`` whether it must be explained;
	``either`` are fields of which one must be filled in.
	"""

	line: str
	states: tuple[str, ...]
	end: str | None
	who: str
	needs: tuple[str, ...] = ()
	note: bool = False
	either: tuple[str, ...] = ()


#: Every way a feedback moves; form, REST and tests take it from here. A measure that is not effective goes back to be answered.
STEPS: Mapping[str, Step] = {
	"classify": Step(
		"Classified", (TO_CLASSIFY,), TO_ANSWER, HEAD, ("classification", "department", "cause", "answer_due")
	),
	"return": Step("Returned", (TO_ANSWER,), TO_CLASSIFY, DEPARTMENT, note=True),
	"answer": Step(
		"Answered",
		(TO_ANSWER, UNDER_WAY),
		UNDER_WAY,
		DEPARTMENT,
		("measure_here", "here_due", "here_by", "measure_later", "later_due", "later_by"),
	),
	"done": Step(
		"Measures Carried Out", (UNDER_WAY,), TO_CHECK, DEPARTMENT, note=True, either=("done_file", "done_without")
	),
	"check": Step("Effect Checked", (TO_CHECK,), PROVED, HEAD, ("result", "checked_on", "effect")),
	"close": Step("Closed", (PROVED,), CLOSED, HEAD, ("lesson",)),
	"note": Step("Follow-up Entry", OPEN, None, EITHER, note=True),
	"withdraw": Step("Withdrawn", OPEN, WITHDRAWN, HEAD, note=True),
}
#: Deadlines that a step sets lie ahead.
AHEAD = ("answer_due", "here_due", "later_due")
#: Inferred: an answer and a measure here within a year, a measure for later projects within five.
FURTHEST = {"answer_due": PLANNED, "here_due": PLANNED, "later_due": 5 * PLANNED}
_CHOICES = {"classification": CLASSES, "department": DEPARTMENTS, "result": RESULTS}


def check(
	step: str, state: str, said: Mapping[str, object], note: str, today: date, raised: date | None = None
) -> list[Violation]:
	"""Everything that stands against a step; ``said`` are its fields, ``raised`` is when the feedback was. Raises KeyError for a step that is not in the table."""
	row = STEPS[step]
	if wrong := check_state(step, state):
		return wrong
	needs = _needed(step, said)
	missing = tuple(Field(DOCTYPE, name) for name in needs if not str(said.get(name) or "").strip())
	found = [Violation("feedback_missing", (missing,))] if missing else []
	if row.either and not any(str(said.get(name) or "").strip() for name in row.either):
		found.append(Violation("feedback_proof_missing", tuple(Field(DOCTYPE, name) for name in row.either)))
	if row.note and not note.strip():
		found.append(Violation("feedback_note"))
	for name, known in _CHOICES.items():
		if name in needs and said.get(name) and said[name] not in known:
			found.append(Violation("feedback_choice", (Field(DOCTYPE, name), known)))
	days = {name: day for name in needs if isinstance(day := said.get(name), date)}
	return found + _check_days(days, today, raised) + check_public({name: said.get(name) for name in needs if name in PUBLIC})


def _check_days(days: Mapping[str, date], today: date, raised: date | None) -> list[Violation]:
	found = []
	for name in AHEAD:
		if name in days and days[name] < today:
			found.append(Violation("feedback_due", (Field(DOCTYPE, name), today)))
		elif name in days:
			found += check_planned(days[name], today, FURTHEST[name])
	if checked := days.get("checked_on"):
		found += [Violation("feedback_checked_on", (today,))] if checked > today else check_happened(checked, today, raised)
	return found


def check_state(step: str, state: str) -> list[Violation]:
	"""Whether a step is possible from a state. Raises KeyError for a step that is not in the table."""
	row = STEPS[step]
	return [] if state in row.states else [Violation("feedback_state", (row.line, state, row.states))]


def fields(step: str, said: Mapping[str, object]) -> tuple[str, ...]:
	"""Fields that a step fills in."""
	return (*_needed(step, said), *STEPS[step].either)


def _needed(step: str, said: Mapping[str, object]) -> tuple[str, ...]:
	"""Fields that must not be empty: a measure without effect also gets the day by which it is answered anew."""
	again = step == "check" and said.get("result") == NOT_EFFECTIVE
	return (*STEPS[step].needs, "answer_due") if again else STEPS[step].needs


def end(step: str, state: str, result: object = None) -> str:
	"""The state after a step that was allowed."""
	if step == "check" and result == NOT_EFFECTIVE:
		return TO_ANSWER
	return STEPS[step].end or state


def check_public(texts: Mapping[str, object]) -> list[Violation]:
	"""What stands against texts that other projects read: numbers of people, and units."""
	return rules_shared_text.violations((Field(DOCTYPE, name), text) for name, text in texts.items())


def check_new(building: object, location: object, material: object, contractor: object) -> list[Violation]:
	"""What a new feedback lacks: something by which it can be found again."""
	if not any((building, location, material, contractor)):
		return [Violation("feedback_about")]
	return []


def due(state: str, answer_due: date | None, here_due: date | None, later_due: date | None) -> date | None:
	"""The next day by which the responsible department has to do something; None when it has nothing to do."""
	if state == TO_ANSWER:
		return answer_due
	if state == UNDER_WAY:
		return min((day for day in (here_due, later_due) if day), default=None)
	return None


def days_over(next_due: date | None, today: date) -> int:
	"""Days past the deadline."""
	return max((today - next_due).days, 0) if next_due else 0
