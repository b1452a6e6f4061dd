"""Milestones of a delivery (R20-R50), with dates counted from D, its first day, and C, the day it is completed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from fangxiu_app.contractors.rules_agreement import SIGNED_WITHIN
from fangxiu_app.core.time.duration import shift
from fangxiu_app.estate import rules_delivery_days

#: States of a milestone.
DONE, DONE_LATE, OPEN, SOON, OVERDUE, UNDATED = (
	"Done",
	"Done Late",
	"Not Yet Due",
	"Soon",
	"Overdue",
	"No Date",
)
STATES = (DONE, DONE_LATE, OPEN, SOON, OVERDUE, UNDATED)
#: Dates without anything to do: beginnings and ends of stages.
MARKER = rules_delivery_days.MARKER
#: Days ahead on which an open milestone is called soon, and its reminder goes out.
AHEAD_DAYS = 7


@dataclass(frozen=True, slots=True)
class Fact:
	"""What the records prove: ``have`` of ``wanted``, the day of the latest record that counts, and what is missing.

	``missing`` says it as people name it (a contractor, a flat); ``names`` are documents that want completing.
	"""

	have: int = 0
	wanted: int = 1
	on: date | None = None
	missing: tuple[str, ...] = ()
	names: tuple[str, ...] = ()

	@property
	def fulfilled(self) -> bool:
		"""Whether everything wanted is there; False where nothing is wanted."""
		return self.wanted > 0 and self.have >= self.wanted


def due_date(anchor: str, amount: int, unit: str, delivery: date, completion: date | None) -> date | None:
	"""When a milestone is due; None while it counts from a completion day that is not known."""
	start = completion if anchor == "C" else delivery
	return shift(start, amount, unit) if start else None


#: Proofs whose number is wanted of each contractor: their readers count contractors.
EACH = ("Trainings",)
#: Proofs that hold only from so long before their due day on (R28: within the month before D).
WINDOWS = {"Agreements Signed": SIGNED_WITHIN}


def required(fact: Fact, wanted: int, proof: str = "") -> Fact:
	"""The fact measured against a number of its own, where the rule names one."""
	return replace(fact, wanted=wanted) if wanted and proof not in EACH else fact


def window_start(proof: str, due: date | None) -> date | None:
	"""The first day on which a record counts as made in time; None where any day before the due day does."""
	return shift(due, *WINDOWS[proof]) if due and proof in WINDOWS else None


def too_early(proof: str, fact: Fact, due: date | None) -> bool:
	"""Whether the record lies before the milestone's window: it still counts, and the window moves with D."""
	start = window_start(proof, due)
	return bool(fact.fulfilled and start and fact.on and fact.on < start)


def standing(fact: Fact, due: date | None, today: date) -> str:
	"""One of ``STATES``. Fulfilled after the due day is late; on the due day it is in time."""
	if fact.fulfilled:
		return DONE_LATE if due and fact.on and fact.on > due else DONE
	if due is None:
		return UNDATED
	if due < today:
		return OVERDUE
	return SOON if (due - today).days <= AHEAD_DAYS else OPEN


def escapes(fact: Fact, old: date | None, new: date | None, today: date) -> bool:
	"""Whether a milestone that is overdue would get a later day, or none."""
	return standing(fact, old, today) == OVERDUE and (new is None or (old is not None and new > old))


def rescued(fact: Fact, due: date | None, days: Iterable[date], today: date) -> bool:
	"""Whether one of these days lets a milestone that is overdue, or was fulfilled late, look as if it had been kept."""
	missed = standing(fact, due, today) in (OVERDUE, DONE_LATE)
	return missed and due is not None and any(day <= due for day in days)


def overdue_days(fact: Fact, due: date | None, today: date) -> int:
	"""Days past the due day: of an open milestone until today, of a late one until it was done; else 0."""
	end = (fact.on or today) if fact.fulfilled else today
	return max((end - due).days, 0) if due else 0


def percent(states: Iterable[str]) -> int:
	"""Share of done milestones, rounded down; nothing to do is 100."""
	states = list(states)
	done = sum(state in (DONE, DONE_LATE) for state in states)
	return 100 * done // len(states) if states else 100


def reminders(state: str) -> str | None:
	"""Which reminder a state calls for: "ahead" or "overdue"; each is sent once per milestone."""
	return {SOON: "ahead", OVERDUE: "overdue"}.get(state)
