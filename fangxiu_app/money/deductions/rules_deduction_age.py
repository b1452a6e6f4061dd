"""The stage of an open deduction, who has to act, and since when (R111): for the ageing of amounts not recovered yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from fangxiu_app.money.deductions.rules_deduction import ANSWERED, DRAFT, NOTIFIED, OBJECTED, POSTED

#: Amounts that may be charged and are in no deduction yet: their age counts from the source.
NOT_DRAFTED = "Not Drafted"
NOT_TOLD, RUNNING, UNANSWERED = "Not Notified", "Objection Running", "Objection Unanswered"
READY, SIGNING, OWED = "Ready for Approval", "In Approval", "Receivable Unpaid"
#: In the order a deduction goes through them.
STAGES = (NOT_DRAFTED, NOT_TOLD, RUNNING, UNANSWERED, READY, SIGNING, OWED)

#: First day of each age, counted from the notice.
AGES = (0, 31, 61, 91)


@dataclass(frozen=True, slots=True)
class Standing:
	"""The facts that decide the stage. Times are naive local; ``owed`` is what is outstanding on its debit note."""

	state: str
	created_at: datetime
	notified_at: datetime | None = None
	objection_until: datetime | None = None
	objected_at: datetime | None = None
	answered_at: datetime | None = None
	requested_at: datetime | None = None
	posted_at: datetime | None = None
	owed: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Stage:
	"""A stage and the moment it began."""

	code: str
	since: datetime


def stage(found: Standing, now: datetime) -> Stage | None:
	"""The stage of the deduction; None once nothing of it is open any more."""
	if found.state == POSTED:
		return Stage(OWED, found.posted_at or found.created_at) if found.owed > 0 else None
	if found.requested_at:
		return Stage(SIGNING, found.requested_at)
	if found.state == DRAFT:
		return Stage(NOT_TOLD, found.created_at)
	if found.state == OBJECTED:
		return Stage(UNANSWERED, found.objected_at or found.created_at)
	if found.state == ANSWERED:
		return Stage(READY, found.answered_at or found.created_at)
	if found.state == NOTIFIED:
		if found.objection_until is not None and now >= found.objection_until:
			return Stage(READY, found.objection_until)
		return Stage(RUNNING, found.notified_at or found.created_at)
	return None


def age(days: int, ages: Sequence[int] = AGES) -> int:
	"""Index of the age ``days`` fall into; the last one is open-ended."""
	return max(index for index, first in enumerate(ages) if days >= first or index == 0)


def recovered(
	posted: bool, from_deposit: Decimal, excess: Decimal, owed: Decimal, claimed_beyond: bool
) -> Decimal:
	"""The amount of a deduction that was recovered: from the deposit, and paid on its debit note.

	With a lump sum nothing is claimed beyond the deposit.
	"""
	if not posted:
		return Decimal(0)
	return from_deposit + (excess - owed if claimed_beyond else Decimal(0))
