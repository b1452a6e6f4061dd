"""Defect feedback: which step is possible from which state, who takes it, and what it has to say (R113). Pure.

A defect is classified, the department that can prevent it answers with a measure here and one for later projects, the effect is
checked, and what is learnt stays in the library. What later projects read names no person, unit or telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fangxiu_app.core.refusal import Field, Violation

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
#: Telephone and identity numbers, a unit's code, and a flat as people say it; numbers of standards and dates are none of them.
_PERSONAL = re.compile(
	r"(?<!\d)1[3-9]\d(?:[\s-]?\d){8}|(?<!\d)0\d{2,3}[\s-]?\d{7,8}|\d{7,}"
	r"|(?<!\d)\d{1,3}\s*[-－—]\s*\d{1,3}\s*[-－—]\s*\d{3,4}(?!\d)|\d\s*单元|(?<!\d)\d{3,4}\s*[室房]"
)


@dataclass(frozen=True, slots=True)
class Step:
	"""One row of the table: from ``states`` to ``end`` (None: stays), by ``who``.

	``line`` is what the log says; ``needs`` are fields that the step fills in and that must not be empty; ``note`` whether it must be explained.
	"""

	line: str
	states: tuple[str, ...]
	end: str | None
	who: str
	needs: tuple[str, ...] = ()
	note: bool = False


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
	"done": Step("Measures Carried Out", (UNDER_WAY,), TO_CHECK, DEPARTMENT, note=True),
	"check": Step("Effect Checked", (TO_CHECK,), PROVED, HEAD, ("result", "checked_on", "effect")),
	"close": Step("Closed", (PROVED,), CLOSED, HEAD, ("lesson",)),
	"note": Step("Follow-up Entry", OPEN, None, EITHER, note=True),
	"withdraw": Step("Withdrawn", OPEN, WITHDRAWN, HEAD, note=True),
}
#: Deadlines that a step sets lie ahead.
AHEAD = ("answer_due", "here_due", "later_due")
_CHOICES = {"classification": CLASSES, "department": DEPARTMENTS, "result": RESULTS}


def check(step: str, state: str, said: Mapping[str, object], note: str, today: date) -> list[Violation]:
	"""Everything that stands against a step; ``said`` are its fields. Raises KeyError for a step that is not in the table."""
	row = STEPS[step]
	if wrong := check_state(step, state):
		return wrong
	needs = fields(step, said)
	missing = tuple(Field(DOCTYPE, name) for name in needs if not str(said.get(name) or "").strip())
	found = [Violation("feedback_missing", (missing,))] if missing else []
	if row.note and not note.strip():
		found.append(Violation("feedback_note"))
	for name, known in _CHOICES.items():
		if name in needs and said.get(name) and said[name] not in known:
			found.append(Violation("feedback_choice", (Field(DOCTYPE, name), known)))
	for name in needs:
		day = said.get(name)
		if name in AHEAD and isinstance(day, date) and day < today:
			found.append(Violation("feedback_due", (Field(DOCTYPE, name), today)))
	checked = said.get("checked_on")
	if "checked_on" in needs and isinstance(checked, date) and checked > today:
		found.append(Violation("feedback_checked_on", (today,)))
	return found + check_public({name: said.get(name) for name in needs if name in PUBLIC})


def check_state(step: str, state: str) -> list[Violation]:
	"""Whether a step is possible from a state. Raises KeyError for a step that is not in the table."""
	row = STEPS[step]
	return [] if state in row.states else [Violation("feedback_state", (row.line, state, row.states))]


def fields(step: str, said: Mapping[str, object]) -> tuple[str, ...]:
	"""Fields that a step fills in: a measure without effect also gets the day by which it is answered anew."""
	again = step == "check" and said.get("result") == NOT_EFFECTIVE
	return (*STEPS[step].needs, "answer_due") if again else STEPS[step].needs


def end(step: str, state: str, result: object = None) -> str:
	"""The state after a step that was allowed."""
	if step == "check" and result == NOT_EFFECTIVE:
		return TO_ANSWER
	return STEPS[step].end or state


def check_public(texts: Mapping[str, object]) -> list[Violation]:
	"""What stands against texts that other projects read: numbers of people, and units."""
	return [
		Violation("feedback_personal", (Field(DOCTYPE, name),))
		for name, text in texts.items()
		if _PERSONAL.search(str(text or ""))
	]


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
