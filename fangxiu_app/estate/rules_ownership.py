"""Owners of a unit over time: several at once are allowed, the same person twice is not, and one is the main contact. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from fangxiu_app.core.phone import is_phone
from fangxiu_app.core.refusal import Violation
from fangxiu_app.estate.rules_unit_fields import name_key, phone_digits

#: What two rows that hold at the same time may be: the same person, or both the main contact.
SAME_PERSON, BOTH_PRIMARY = "same_person", "both_primary"


@dataclass(frozen=True, slots=True)
class Owner:
	"""One owner's period: both days are part of it; None is open."""

	name: str
	phone: str = ""
	since: date | None = None
	until: date | None = None
	primary: bool = False

	@property
	def person(self) -> tuple[str, str]:
		return name_key(self.name), phone_digits(self.phone)


def overlap(one: Owner, other: Owner) -> bool:
	"""Whether both own the unit on some day other than that of the change.

	A missing beginning is taken to follow the other's end, because a sale is usually recorded that way.
	"""
	for earlier, later in ((one, other), (other, one)):
		if earlier.until and (later.since is None or later.since >= earlier.until):
			return False
	return True


def contradictions(owners: Sequence[Owner]) -> list[tuple[int, int, str]]:
	"""(row, later row, what is wrong) of owners that exclude each other; rows count from 1."""
	found = []
	for (first, one), (second, other) in combinations(enumerate(owners, 1), 2):
		if not overlap(one, other):
			continue
		if one.person == other.person:
			found.append((first, second, SAME_PERSON))
		elif one.primary and other.primary:
			found.append((first, second, BOTH_PRIMARY))
	return found


#: What may happen to the people of a unit: sold on, one more owner, one owner less, let, let no longer, or written wrongly.
SALE, JOINT, LEAVING, TENANT, TENANT_LEFT, CORRECTION, OTHER_DAY = CHANGES = (
	"Unit Sold",
	"Owner Added",
	"Owner Leaves",
	"Tenant Moves In",
	"Tenant Moves Out",
	"Name or Phone Corrected",
	"Day Corrected",
)
#: New people come with these; people of the unit go, or are corrected, with these.
COMING, GOING = (SALE, JOINT, TENANT, CORRECTION), (SALE, LEAVING, TENANT_LEFT, CORRECTION, OTHER_DAY)
LONGEST_NAME = 140


@dataclass(frozen=True, slots=True)
class Change:
	"""One change: its day (none for a correction), who comes (name, phone), who goes or is corrected, who stays.

	``handed_over``: when the unit was handed over to who is there. ``former``: who had left by the day that is corrected.
	``others``: the other owners of the unit, of all times.
	"""

	kind: str
	day: date | None
	coming: tuple[Owner, ...]
	going: tuple[Owner, ...]
	staying: tuple[Owner, ...]
	handed_over: date | None = None
	former: tuple[Owner, ...] = ()
	others: tuple[Owner, ...] = ()


def check_change(change: Change, today: date) -> list[Violation]:
	"""Everything that is missing or wrong in a change, before anything is written."""
	if change.kind not in CHANGES:
		return [Violation("people_change", (change.kind[:40],))]
	found = [*_check_day(change, today), *_check_coming(change)]
	if not change.going and (change.kind in GOING and (change.kind != SALE or change.staying)):
		found.append(Violation("people_going"))
	if change.kind == LEAVING and change.going and not change.staying:
		found.append(Violation("people_last"))
	return found


def same_person(one: Owner, other: Owner) -> bool:
	"""The same name, however it is spaced, and not two different phones."""
	(name, phone), (other_name, other_phone) = one.person, other.person
	return name == other_name and (phone == other_phone or not phone or not other_phone)


def is_contact(person: Owner, name: str, phone: str) -> bool:
	"""Whether a ticket's caller is this person: by name, or by the phone."""
	caller, digits = name_key(name), phone_digits(phone)
	return caller == person.person[0] or (bool(digits) and digits == person.person[1])


def _check_day(change: Change, today: date) -> list[Violation]:
	if change.kind == CORRECTION:
		return []
	if not change.day:
		return [Violation("people_day")]
	if change.day > today:
		return [Violation("people_day_ahead", (change.day,))]
	there = change.former if change.kind == OTHER_DAY else change.going
	late = [one for one in there if one.since and one.since > change.day]
	found = [Violation("people_day_early", (change.day, one.name, one.since)) for one in late]
	taken_over = change.handed_over if change.kind == OTHER_DAY or (change.going and change.kind in (SALE, LEAVING)) else None
	if not found and taken_over and change.day < taken_over:
		found.append(Violation("people_day_before_handover", (change.day, taken_over)))
	elif not found and taken_over and change.kind == OTHER_DAY and _leaves_gap(change, taken_over):
		found.append(Violation("people_day_gap", (change.day, taken_over)))
	return found


def _leaves_gap(change: Change, handed_over: date) -> bool:
	"""Whether nobody would own the unit on some more days between its handover and the corrected day than by the day that stands there."""
	corrected = change.day
	if corrected is None or any(one.since and corrected <= one.since for one in change.going):
		return False
	day = handed_over
	for one in sorted(change.others, key=lambda other: other.since or date.min):
		if (one.since or date.min) <= day:
			day = max(day, one.until or date.max)
	return day < corrected


def _check_coming(change: Change) -> list[Violation]:
	if change.kind not in COMING:
		return []
	found = [] if change.coming else [Violation("people_coming")]
	for number, one in enumerate(change.coming, 1):
		if not one.name.strip():
			found.append(Violation("people_name", (number,)))
		elif len(one.name) > LONGEST_NAME:
			found.append(Violation("people_name_long", (number, LONGEST_NAME)))
		if one.phone.strip() and not is_phone(one.phone):
			found.append(Violation("people_phone", (number, one.phone[:40])))
		others = (*change.staying, *change.coming[: number - 1])
		if one.name.strip() and any(one.person == other.person for other in others):
			found.append(Violation("people_known", (one.name,)))
	return found
