"""Days that count from a delivery, as its milestones state them (R20-R50). Plain values in, days out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fangxiu_app.core.time.duration import shift

#: Kind of proof of a date that nothing proves: the beginning or end of a stage. It is known by its clause.
MARKER = "Marker"
#: What rooms besides the delivery's own ask for: the stage before D begins (R20), parts ordered (R36) and handed over (R37),
#: the repair weekly report starts (R43).
EARLY_STAGE, PARTS_ORDERED, PARTS_HANDED_OVER, REPAIR_WEEKLY = (
	"R20",
	"Spare Parts Ordered",
	"Spare Parts Handed Over",
	"Repair Weekly Report",
)


@dataclass(frozen=True, slots=True)
class Rule:
	"""When a milestone is due: ``amount`` ``unit`` after D, the first day of the delivery, or C, its last."""

	key: str
	anchor: str
	amount: int
	unit: str


def key(proof: str, clause: str) -> str:
	"""What a milestone is known by: its proof, or the clause where nothing proves it."""
	return clause if proof == MARKER else proof


def days(rules: Iterable[Rule], delivery: date, completion: date | None) -> dict[str, date]:
	"""Key → the day it is due. The first rule of a key counts; one that counts from an unknown C has no day."""
	found: dict[str, date] = {}
	for rule in rules:
		start = completion if rule.anchor == "C" else delivery
		if start:
			found.setdefault(rule.key, shift(start, rule.amount, rule.unit))
	return found
