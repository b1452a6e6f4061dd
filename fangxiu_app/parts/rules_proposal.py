"""What a proposal adds to a spare parts list, beside what stands there, is ordered or has come already (R36)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: Shorter names end too many others.
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Listed:
	"""A row of the list: its part, unit, what is planned of it, and what is ordered or has come (the larger), in that unit."""

	part_name: str
	uom: str
	planned: float
	coming: float = 0.0

	@property
	def provided(self) -> float:
		"""What is planned or under way: an order beyond the plan provides for the part as well."""
		return max(self.planned, self.coming)


@dataclass(frozen=True, slots=True)
class Addition:
	"""What to add of a part the list does not name, and the row that provides for it under a longer name, if any."""

	qty: float
	like: Listed | None = None


def namesake(part_name: str, uom: str, listed: Iterable[Listed]) -> Listed | None:
	"""The listed row that is the same part under a longer or shorter name, None for none.

	In Chinese the thing itself stands last, what is said about it before it: 卫生间墙砖 is 墙砖, 窗密封胶条 is no 密封胶. Rows in
	another unit are left out, as their quantities cannot be compared.
	"""
	name = part_name.strip()
	for row in listed:
		other = row.part_name.strip()
		ends = name.endswith(other) or other.endswith(name)
		if ends and row.uom == uom and min(len(name), len(other)) >= SHORTEST:
			return row
	return None


def addition(part_name: str, uom: str, wanted: float, listed: Iterable[Listed]) -> Addition:
	"""What to add of a part that has no row of its own: ``wanted``, less what a row of the same part under another name provides."""
	like = namesake(part_name, uom, listed)
	return Addition(max(wanted - like.provided, 0) if like else wanted, like)
