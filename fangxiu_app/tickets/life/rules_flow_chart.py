"""The flow of a repair as one picture (脉络图, R61): the ticket's own table, drawn as boxes. Plain values in, boxes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fangxiu_app.tickets.life.rules_ticket import ASIDE, FINAL, PATH, TRANSITIONS, Transition


@dataclass(frozen=True, slots=True)
class Box:
	"""A state: ``onward`` leads to the next one of the straight way, ``within`` happens in it, ``aside`` leaves that way.

	Each action stands in ``within`` of the first state it is possible in only.
	"""

	state: str
	onward: Transition | None
	within: tuple[Transition, ...]
	aside: tuple[Transition, ...]


def straight() -> tuple[Box, ...]:
	"""The boxes from report to close, in their order."""
	return tuple(_box(state, PATH[place + 1] if place + 1 < len(PATH) else "") for place, state in enumerate(PATH))


def beside() -> tuple[Box, ...]:
	"""The states beside the straight way that a ticket leaves again: at the property company, paid, by a third party."""
	return tuple(_box(state, "") for state in ASIDE if state not in FINAL)


def texts() -> list[str]:
	"""Every text of the picture, for the translations."""
	found = [*PATH, *ASIDE]
	for row in TRANSITIONS:
		found += [row.label, *row.roles]
	return found


def _box(state: str, following: str) -> Box:
	here = [row for row in TRANSITIONS if state in row.sources]
	onward = next((row for row in here if row.target == following), None)
	later = PATH[PATH.index(state) + 1 :] if state in PATH else ()
	aside = tuple(row for row in here if row.target not in (None, state, *later) and row is not onward)
	return Box(state, onward, tuple(_first_here(state, here)), aside)


def _first_here(state: str, here: Iterable[Transition]) -> Iterable[Transition]:
	"""Actions that leave the state as it is and are possible in none before it."""
	order = (*PATH, *ASIDE)
	for row in here:
		if row.target is None and state == min(row.sources, key=order.index):
			yield row
