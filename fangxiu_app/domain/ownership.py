"""Owners of a unit over time: several may own it together, nobody twice at once, and one of them is asked first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from fangxiu_app.domain.unit_fields import name_key, phone_digits

#: What two rows that hold at the same time may be: the same person, or both the one who is asked first.
SAME_PERSON, BOTH_PRIMARY = "same_person", "both_primary"


@dataclass(frozen=True, slots=True)
class Owner:
	"""One owner's time: both days are part of it; None is open."""

	name: str
	phone: str = ""
	since: date | None = None
	until: date | None = None
	primary: bool = False

	@property
	def person(self) -> tuple[str, str]:
		return name_key(self.name), phone_digits(self.phone)


def overlap(one: Owner, other: Owner) -> bool:
	"""Whether both own the unit on some day other than that of their change.

	A beginning nobody has entered is taken to follow the other one's end: that is how a sale is usually recorded.
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
