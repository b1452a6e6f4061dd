"""Risk warnings: which role may take which step from which state, and what the step requires (R5, R25, R113). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.plausible import check_planned

#: Proposed by a rule (R113); a person confirms or withdraws it.
PROPOSED = "To Be Confirmed"
RAISED, RECTIFIED, CLOSED, WITHDRAWN = "Raised", "Rectified", "Closed", "Withdrawn"
STATES = (PROPOSED, RAISED, RECTIFIED, CLOSED, WITHDRAWN)
OPEN = (RAISED, RECTIFIED)
#: Who takes a step: the repair centre's engineers, the responsible department or they, only that department, the heads.
CRAFT, EITHER, DEPARTMENT, HEAD = "craft", "either", "department", "head"


@dataclass(frozen=True, slots=True)
class Step:
	"""One row of the table: from ``states`` to ``end`` (None: stays), by ``who``; ``line`` is what the follow-up says."""

	line: str
	states: tuple[str, ...]
	end: str | None
	who: str
	note: bool = True
	due: bool = False


#: Every way a warning moves; form, REST and tests take it from here.
STEPS: Mapping[str, Step] = {
	"raise": Step("Raised", (PROPOSED,), RAISED, CRAFT, note=False, due=True),
	"acknowledge": Step("Receipt Confirmed", (RAISED,), None, DEPARTMENT, note=False),
	"follow_up": Step("Follow-up Entry", OPEN, None, EITHER),
	"rectify": Step("Rectified", (RAISED,), RECTIFIED, EITHER),
	"pass": Step("Re-check Passed", (RECTIFIED,), CLOSED, CRAFT),
	"fail": Step("Re-check Failed", (RECTIFIED,), RAISED, CRAFT, due=True),
	"move": Step("Deadline Moved", (RAISED,), None, HEAD, due=True),
	"withdraw": Step("Withdrawn", (PROPOSED, *OPEN), WITHDRAWN, HEAD),
}


@dataclass(frozen=True, slots=True)
class Facts:
	"""The facts that a step needs."""

	state: str
	due_on: date
	today: date
	acknowledged: bool = False
	#: Sister units that nobody has looked at yet.
	unseen: int = 0


def check(step: str, facts: Facts, note: str = "", due: date | None = None) -> list[Violation]:
	"""Everything that stands against a step. Raises KeyError for a step that is not in the table."""
	row = STEPS[step]
	if facts.state not in row.states:
		return [Violation("warning_state", (row.line, facts.state, row.states))]
	found = []
	if step == "acknowledge" and facts.acknowledged:
		found.append(Violation("warning_acknowledged"))
	if step == "pass" and facts.unseen:
		found.append(Violation("warning_sisters", (facts.unseen,)))
	if row.note and not note.strip():
		found.append(Violation("warning_note_missing"))
	if row.due:
		earliest = max(facts.today, facts.due_on + timedelta(days=1)) if step == "move" else facts.today
		if due is None or due < earliest:
			found.append(Violation("warning_due", (earliest,)))
		else:
			found += check_planned(due, facts.today)
	return found


def check_new(due_on: date, today: date, lot: str, building: str, units: int) -> list[Violation]:
	"""What a new warning lacks: a place, a realistic deadline."""
	found = []
	if not (lot.strip() or building or units):
		found.append(Violation("warning_place_missing"))
	if due_on < today:
		found.append(Violation("warning_due_past", (due_on,)))
	return [*found, *check_planned(due_on, today)]


def days_over(state: str, due_on: date, today: date) -> int:
	"""Days past the deadline of a danger that is not rectified; a rectified one waits for its re-check."""
	return max((today - due_on).days, 0) if state == RAISED else 0
