"""The states and actions of a repair ticket: one table of transitions, and the gates that may refuse them.

The table (``ticket_table``) is the only source of the buttons on the form, of the API, of ``docs/states.md`` and of the
tests. Nothing here knows Frappe: a caller loads :class:`Facts`, asks :func:`check` or :func:`options`, and applies the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from fangxiu_app.core.refusal import Field, Violation
from fangxiu_app.core.time.plausible import check_planned
from fangxiu_app.tickets.life.rules_ticket_gates import Facts
from fangxiu_app.tickets.life.rules_ticket_table import (
	ASIDE,
	BY_ACTION,
	FINAL,
	NEXT,
	PATH,
	STATUSES,
	TRANSITIONS,
	Input,
	Transition,
)

__all__ = [
	"ASIDE",
	"BY_ACTION",
	"FINAL",
	"NEXT",
	"PATH",
	"STATUSES",
	"TRANSITIONS",
	"Facts",
	"Input",
	"Option",
	"Transition",
	"Violation",
	"check",
	"options",
	"primary",
	"stuck",
]


@dataclass(frozen=True, slots=True)
class Option:
	"""An action as the form shows it: possible, or refused with its reasons."""

	transition: Transition
	violations: tuple[Violation, ...] = ()

	@property
	def allowed(self) -> bool:
		return not self.violations


def primary(
	status: str, offered: Iterable[Option], coordination: str = "", done: Collection[str] = (), first: Collection[str] = ()
) -> str | None:
	"""The action of the form's one primary button, or None.

	While the project department's ``coordination`` is Pending, its result comes after the usual steps: it is the button
	of whoever has none of them to do. ``done`` are steps that were taken and could be corrected: the menu has them. ``first`` comes
	before the usual way: the arrival at an emergency (R72).
	"""
	allowed = {option.transition.action for option in offered if option.allowed}
	way = (*first, *NEXT.get(status, ()), *(["record_coordination"] if coordination == "Pending" else []))
	return next((action for action in way if action in allowed and action not in done), None)


def stuck(status: str, offered: Iterable[Option]) -> Option | None:
	"""Why the ticket cannot go on: the last step of the usual way, where no usual step is possible.

	While one is possible nothing is reported: that its alternatives are refused (the owner's explanation of a warranty case, an
	arrival that is recorded already) is shown in the menu only.
	"""
	found = {option.transition.action: option for option in offered}
	way = [found[action] for action in NEXT.get(status, ()) if action in found]
	return None if any(option.allowed for option in way) else (way[-1] if way else None)


def check(
	action: str, facts: Facts, roles: Iterable[str], inputs: Mapping[str, object], at: datetime
) -> list[Violation]:
	"""Everything that stands against ``action`` now; an empty list means it may be done.

	``at`` is the time of the event. Unknown actions, wrong states and missing roles are violations too, so that one
	answer serves form and API alike.
	"""
	row = BY_ACTION.get(action)
	if row is None:
		return [Violation("unknown_action", (action,))]
	if facts.status not in row.sources:
		return [Violation("wrong_state", (row.label, facts.status, row.sources))]
	if not set(roles) & set(row.roles):
		return [Violation("role_missing", (row.label, row.roles))]
	missing = [Field("Repair Ticket", item.field) for item in row.inputs if item.required and _blank(inputs.get(item.field))]
	if missing:
		return [Violation("input_missing", (row.label, tuple(missing)))]
	if far := [found for value in inputs.values() if isinstance(value, date) for found in _too_far(value, at)]:
		return far
	known = {field.name for field in fields(Facts)}
	after = replace(facts, now=at, **{name: value for name, value in inputs.items() if name in known})
	return [found for gate in (*row.gates, *row.late_gates) if (found := gate(after))]


def options(facts: Facts, roles: Iterable[str]) -> list[Option]:
	"""The actions this state and these roles offer, each with what still refuses it."""
	held = set(roles)
	rows = (
		row for row in TRANSITIONS if facts.status in row.sources and held & set(row.roles) and not row.via
	)
	return [Option(row, tuple(found for gate in row.gates if (found := gate(facts)))) for row in rows]


def _too_far(planned: date, at: datetime) -> list[Violation]:
	return check_planned(planned.date() if isinstance(planned, datetime) else planned, at.date())


def _blank(value: object) -> bool:
	return value is None or (isinstance(value, str) and not value.strip())
