"""Handover of a flat: inspection, rectification, proxy acceptance, transfer to the repair centre (R42-R50).

Plain values in, violations or a decision out. First-inspection problems stay the project department's until they are
closed and the owner has signed that; what is found later is the repair centre's (R45).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.time.duration import Term, add
from fangxiu_app.core.time.plausible import check_planned
from fangxiu_app.core.written import person

#: A pre-inspection is the stationed engineer's own round before the delivery (R22): no owner signs it.
PRE, FIRST, SECOND = "Pre-inspection", "First", "Re-inspection"
PROJECT_DEPARTMENT, REPAIR_CENTRE = "Project Department", "Repair Centre"
OPEN, RECTIFIED, CLOSED = "Open", "Rectified", "Closed"
#: The owner's opinion that ends the project department's part (R45); with a list he accepts what is repaired later. The third is "Refuse".
ACCEPT, LISTED = "Accept", "Accept With List"

#: Kinds of a transfer from the project department to the repair centre (R46, R50), and the unit's state after it.
SIGNED, PROXY = "Signed", "Proxy Acceptance"
NOT_INSPECTED = ("Unsold", "Not Deliverable", "Not Collected")
STATE_AFTER = {
	SIGNED: "Delivered",
	PROXY: "Proxy Accepted",
	"Unsold": "Unsold",
	"Not Deliverable": "Not Deliverable",
	"Not Collected": "Not Collected",
}
#: R46 counts one month; a setting, since contracts may name another length.
MONTHS = 1


@dataclass(frozen=True, slots=True)
class Problem:
	"""One line of an inspection: its state, who has to act, when it was rectified."""

	state: str
	responsible: str = PROJECT_DEPARTMENT
	rectified_on: date | None = None
	#: Where it is not the day of the rectification: the day from which the month of R46 runs.
	counted_from: date | None = None
	#: Found in a round the owner took part in; the stationed engineer's own round before it begins no month (R22, R46).
	with_owner: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
	"""A meter at one moment; ``before`` is the last reading known, None where there is none."""

	kind: str
	value: float
	before: float | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
	"""One attempt to get the owner to accept; ``on`` is the day that counts (:func:`counted_day`)."""

	on: date
	result: str


@dataclass(frozen=True, slots=True)
class Proxy:
	"""Facts of an acceptance on the owner's behalf (R46)."""

	today: date
	rectified_on: date | None
	reason: str
	attempts: tuple[Attempt, ...]
	witnesses: tuple[str, ...]
	photos: int
	problems: tuple[Problem, ...]
	attempts_needed: int = 2
	months: int = MONTHS
	#: :func:`counted_from`, where it is not ``rectified_on``.
	counted_from: date | None = None


def finally_accepted(opinions: Iterable[str]) -> bool:
	"""Whether the owner has signed that nothing is left (R45): a list of what is still to be done is no such signature.

	``opinions``: of the unit's rounds with the owner, empty for a round that is not signed.
	"""
	return ACCEPT in opinions


def responsible_for(accepted: bool) -> str:
	"""Who is responsible for a new problem and a round: the project department until the unit is accepted (R45).

	``accepted``: :func:`finally_accepted`, or the unit has been handed to the repair centre.
	"""
	return REPAIR_CENTRE if accepted else PROJECT_DEPARTMENT


def check_round(
	round_: str, inspected: bool, signed: bool, accepted: bool, repair_side: bool
) -> list[Violation]:
	"""What stands against recording a round: the re-inspection follows a first one, and is led by whom R45 names.

	``inspected``: a round with the owner exists; ``signed``: the owner has signed one and not refused; ``repair_side``: who
	records it does not act for the project department alone.
	"""
	if round_ == SECOND and not inspected and not accepted:
		return [Violation("reinspection_without_first")]
	if round_ == FIRST and signed:
		return [Violation("first_after_signature")]
	if round_ == SECOND and accepted and not repair_side:
		return [Violation("reinspection_of_repair_centre")]
	return []


def check_rectified(photo: str | None, note: str) -> list[Violation]:
	"""A rectification needs a description and a photo (R45)."""
	found = [] if note.strip() else [Violation("rectified_note_missing")]
	return found if photo else [*found, Violation("rectified_photo_missing")]


def check_recheck(passed: bool, note: str, same_person: bool) -> list[Violation]:
	"""A problem is re-checked by somebody else than who reported it rectified; what is still wrong is written down."""
	found = [Violation("recheck_same_person")] if same_person else []
	return found if passed or note.strip() else [*found, Violation("recheck_note_missing")]


def rectified_on(problems: Iterable[Problem]) -> date | None:
	"""The day the last problem found with the owner was rectified; None while any is open, or when there was none to rectify."""
	return _last(problems, lambda problem: problem.rectified_on)


def counted_day(stated: date, written: date, vouched: bool) -> date:
	"""The day that something counts by which was done on ``stated`` and ``written`` down later: the earlier one if somebody else vouches for it (ADR 0180)."""
	return stated if vouched else max(stated, written)


def counted_from(problems: Iterable[Problem]) -> date | None:
	"""The day from which the month of R46 runs; None while :func:`rectified_on` is."""
	return _last(problems, lambda problem: problem.counted_from or problem.rectified_on)


def _last(problems: Iterable[Problem], day_of: Callable[[Problem], date | None]) -> date | None:
	problems = list(problems)
	if any(problem.state == OPEN for problem in problems):
		return None
	return max((day for problem in problems if problem.with_owner and (day := day_of(problem))), default=None)


def proxy_from(rectified: date, months: int = MONTHS) -> date:
	"""The first day on which the repair centre may accept on the owner's behalf: one month after the rectification (R46)."""
	return add(rectified, Term(months, "Month"))


def proxy_due(problems: Iterable[Problem], today: date, months: int = MONTHS) -> bool:
	"""Whether the problems of a unit :func:`waits_for_proxy` were rectified a month ago: board and transfer ask this (R46)."""
	counted = counted_from(problems)
	return counted is not None and proxy_from(counted, months) <= today


def waits_for_proxy(opinions: Sequence[str], handed_over: bool) -> bool:
	"""Whether the repair centre may accept in the owner's place (R46): inspected with the owner, not finally accepted, not handed over.

	A unit no owner has inspected is handed over by R50 instead.
	"""
	return bool(opinions) and not finally_accepted(opinions) and not handed_over


def next_transfer(opinions: Sequence[str], handed_over: bool, problems: Sequence[Problem]) -> str:
	"""The kind of transfer the form of an inspection offers, empty while there is none (R45, R46).

	On the owner's behalf from the rectification on: the attempts to reach the owner are recorded in the draft during the
	month after it, and nobody can sign before that month is over (:func:`check_proxy`).
	"""
	if handed_over or any(problem.state == OPEN for problem in problems):
		return ""
	if waits_for_proxy(opinions, handed_over):
		return PROXY if rectified_on(problems) else ""
	closed = all(problem.state == CLOSED for problem in problems)
	return SIGNED if closed and finally_accepted(opinions) else ""


def check_readings(readings: Sequence[Reading]) -> list[Violation]:
	"""A meter reading may not be lower than the one before, and each meter is read once (R48)."""
	kinds = [reading.kind for reading in readings]
	found = [Violation("meter_twice", (kind,)) for kind in dict.fromkeys(kinds) if kinds.count(kind) > 1]
	for reading in readings:
		if reading.value < (reading.before or 0):
			found.append(Violation("meter_backwards", (reading.kind, reading.value, reading.before or 0)))
	return found


def check_owner_signs(problems: Sequence[Problem], opinion: str, reason: str) -> list[Violation]:
	"""What stands against the owner's signature under an inspection (R45)."""
	found = []
	if opinion == ACCEPT and any(problem.state != CLOSED for problem in problems):
		open_ = sum(problem.state != CLOSED for problem in problems)
		found.append(Violation("accept_with_open_problems", (open_,)))
	if opinion == "Refuse" and not reason.strip():
		found.append(Violation("refusal_reason_missing"))
	if opinion == LISTED and all(problem.state == CLOSED for problem in problems):
		found.append(Violation("list_empty"))
	if not opinion:
		found.append(Violation("opinion_missing"))
	return found


def check_promise(promised: date | None, today: date, opinion: str) -> list[Violation]:
	"""The day promised to the owner for the rectification, when the owner signs: it lies ahead, and not out of reach (R45).

	Who accepts with a list accepts it for that day.
	"""
	if promised is None:
		return [Violation("promise_missing")] if opinion == LISTED else []
	return [Violation("promise_past", (promised, today))] if promised < today else check_planned(promised, today)


def check_proxy(facts: Proxy) -> list[Violation]:
	"""Everything that stands against accepting on the owner's behalf (R46), which is optional and must be provable.

	An attempt to reach the owner counts from the rectification on: before it there was nothing to accept.
	"""
	found = []
	if any(problem.state == OPEN for problem in facts.problems):
		found.append(Violation("proxy_open_problems"))
	if facts.rectified_on is None:
		found.append(Violation("proxy_not_rectified"))
	else:
		found += _too_early(facts, facts.counted_from or facts.rectified_on)
	if not facts.reason.strip():
		found.append(Violation("proxy_reason_missing"))
	since = facts.rectified_on or date.min
	if len({attempt.on for attempt in facts.attempts if attempt.on >= since}) < facts.attempts_needed:
		found.append(Violation("proxy_attempts_missing", (facts.attempts_needed,)))
	if len({person(name) for name in facts.witnesses} - {""}) < 2:
		found.append(Violation("proxy_witnesses_missing"))
	if not facts.photos:
		found.append(Violation("proxy_photos_missing"))
	return found


def _too_early(facts: Proxy, counted: date) -> list[Violation]:
	"""The month is not over, and why it counts from a later day than the rectification."""
	first = proxy_from(counted, facts.months)
	if facts.today >= first:
		return []
	if facts.rectified_on and counted > facts.rectified_on:
		return [Violation("proxy_counted_later", (facts.rectified_on, counted, first))]
	return [Violation("proxy_too_early", (facts.rectified_on, first))]


def untrue(kind: str, inspection: str, given: bool, owner: str) -> list[Violation]:
	"""Why a transfer of this kind cannot be true for its unit, whatever else is filled in (R46, R50).

	``inspection``: the unit's last one with an owner, empty for none; ``given``: an owner has the unit; ``owner``: the present one's
	name, empty for none.
	"""
	found = []
	if kind in NOT_INSPECTED and inspection:
		found.append(Violation("transfer_inspected", (kind, inspection)))
	if kind in NOT_INSPECTED and given:
		found.append(Violation("transfer_handed_over", (kind, SIGNED)))
	elif kind == "Unsold" and owner:
		found.append(Violation("transfer_has_owner", (owner,)))
	if kind == PROXY and not inspection:
		found.append(Violation("proxy_not_inspected"))
	if kind == SIGNED and given and not inspection:
		found.append(Violation("transfer_not_needed"))
	return found


def check_transfer(
	kind: str, opinion: str, self_checked: bool, problems: Sequence[Problem]
) -> list[Violation]:
	"""What stands against handing a unit to the repair centre (R45, R46, R50).

	``opinion`` is the owner's final acceptance, otherwise the last signed one, empty without a signature. A signed unit goes over once its problems are
	closed by a re-check and the owner has signed that; in the other kinds the repair centre's signature is the re-check.
	"""
	found = []
	if kind == SIGNED and opinion in ("", "Refuse"):
		found.append(Violation("transfer_owner_unsigned"))
	if kind == SIGNED and opinion == LISTED:
		found.append(Violation("transfer_list_unconfirmed"))
	if kind == PROXY and opinion == ACCEPT:
		found.append(Violation("proxy_owner_accepted"))
	if kind in NOT_INSPECTED and not self_checked:
		found.append(Violation("transfer_self_check_missing"))
	unfinished = (OPEN, RECTIFIED) if kind == SIGNED else (OPEN,)
	if any(
		problem.state in unfinished and problem.responsible == PROJECT_DEPARTMENT for problem in problems
	):
		found.append(Violation("transfer_open_problems"))
	return found
