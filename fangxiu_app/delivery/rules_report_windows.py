"""Which reports follow a delivery, and between which days (R24, R43, R105)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

EARLY, WEEKLY, QUALITY = "Pre-delivery Weekly Report", "Repair Weekly Report", "Quality Inspection Report"


@dataclass(frozen=True, slots=True)
class DeliveryDays:
	"""A delivery: its first day D, the day the stage before it begins (R20), the day the repair weekly report starts (R43).

	The last two are the delivery's milestones; None where it has none.
	"""

	delivery: date
	early: date | None
	weekly: date | None


def window(kind: str, days: DeliveryDays) -> tuple[date, date | None] | None:
	"""Between which days reports of a kind follow a delivery, the end open for None; None: it has no such milestone.

	The pre-delivery report goes until D (R20, R24), the repair weekly report on from its start (R43). The quality report
	belongs to the daily warranty stage, which begins with D (R63, R105).
	"""
	if kind == EARLY:
		return (days.early, days.delivery) if days.early else None
	start = days.weekly if kind == WEEKLY else days.delivery
	return (start, None) if start else None
