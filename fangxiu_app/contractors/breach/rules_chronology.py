"""Checks the order of the events of one case: a later step may not be dated before an earlier one (R16, R107, R109, R111).

Complaint, notice, its service, cure time, coordination, order, work, bill, notice of deduction, objection, answer, posting.
Every document that writes one of these moments asks here; a moment nobody knows breaks no order. Days are compared where
one side is known by its day alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from fangxiu_app.core.refusal import Violation

COMPLAINT, LATE = "Complaint", "Past Its Time"
NOTICE, SERVICE, REPLY = "Notice to the Contractor", "Receipt of the Notice", "Reply to the Notice"
CURE, COORDINATION = "End of the Cure Time", "Coordination Failed"
ORDER, WORK = "Third-party Order", "Completion of the Third-party Work"
READING, SETTLEMENT = "Meter Charge Confirmed", "Settlement Signed by the Owner"
BILL, TOLD = "Date of the Bill", "Receipt of the Notice of Deduction"
OBJECTION, HEARD, POSTING = "Objection of the Contractor", "End of the Objection Period", "Posting of the Deduction"
#: Giving a deposit back is a chain of its own.
APPLIED, CHECKED = "Application for the Release", "Joint Check Held"
#: The chain, first to last. A case has those that concern it.
CHAIN = (
	COMPLAINT,
	LATE,
	NOTICE,
	SERVICE,
	REPLY,
	CURE,
	COORDINATION,
	ORDER,
	WORK,
	READING,
	SETTLEMENT,
	BILL,
	TOLD,
	OBJECTION,
	HEARD,
	POSTING,
	APPLIED,
	CHECKED,
)
_RANK = {step: number for number, step in enumerate(CHAIN)}


@dataclass(frozen=True, slots=True)
class Event:
	"""Something that happened: ``step`` of ``CHAIN``, when (naive local; a date: some time that day), by which document."""

	step: str
	at: datetime | date | None
	document: str = ""


def violations(events: Iterable[Event]) -> list[Violation]:
	"""Each event that lies before one it must follow, with the latest of those (see ``_order``)."""
	dated = ((event, event.at) for event in events if event.at is not None)
	known = sorted(dated, key=lambda pair: _RANK[pair[0].step])
	found = []
	for later, at in known:
		earlier = [
			(one, when) for one, when in known if _RANK[one.step] < _RANK[later.step] and _before(at, when)
		]
		if earlier:
			worst, since = max(earlier, key=_order)
			found.append(
				Violation(
					"chronology", (later.step, later.document, at, worst.step, worst.document, since)
				)
			)
	return found


def concerning(events: Iterable[Event], step: str) -> list[Violation]:
	"""The violations in which ``step`` is the later event; the document that writes this step reports them."""
	return [found for found in violations(events) if found.params[0] == step]


def earliest(events: Iterable[Event], step: str) -> datetime | date | None:
	"""The first moment at which ``step`` can have happened; None while nothing before it is known."""
	before = [event.at for event in events if event.at is not None and _RANK[event.step] < _RANK[step]]
	return max(before, key=_moment, default=None)


def penalty_days(days: int, since: Iterable[date | None], until: date) -> Violation | None:
	"""A penalty per day is not longer than the time since the agreement, or the complaint, whichever came later."""
	begun = max((day for day in since if day is not None), default=None)
	if begun is None:
		return None
	possible = max(0, (until - begun).days + 1)
	return Violation("penalty_longer", (days, possible, begun)) if days > possible else None


def _before(one: datetime | date, other: datetime | date) -> bool:
	if isinstance(one, datetime) and isinstance(other, datetime):
		return one < other
	return _day(one) < _day(other)


def _order(dated: tuple[Event, datetime | date]) -> tuple[datetime, int]:
	"""Order by minute, as people write times; within one minute by the step's place in the chain."""
	event, at = dated
	return _moment(at).replace(second=0, microsecond=0), _RANK[event.step]


def _day(at: datetime | date) -> date:
	return at.date() if isinstance(at, datetime) else at


def _moment(at: datetime | date) -> datetime:
	return at if isinstance(at, datetime) else datetime.combine(at, time.min)
