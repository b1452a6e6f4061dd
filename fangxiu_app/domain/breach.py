"""How far the contractor's breach has gone: late or failed, notice, coordination, third party (R107)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

WORKING = ("Planned", "In Repair")


@dataclass(frozen=True, slots=True)
class Breach:
	"""What is known of a ticket's breach. Times are naive local."""

	status: str
	finish_due: datetime | None = None
	failed: bool = False
	served_at: datetime | None = None
	cure_until: datetime | None = None
	result: str = ""


def stage(breach: Breach, now: datetime) -> str:
	"""The step the ticket stands at: the next one is the reader's. Empty when nothing is wrong.

	Notice (late or failed, nobody told yet), Waiting (the project department coordinates), Ended (its time ran out),
	Failed (it said so), Settled.
	"""
	if breach.status not in WORKING:
		return ""
	if breach.served_at is None:
		late = breach.finish_due is not None and now > breach.finish_due
		return "Notice" if late or breach.failed else ""
	if breach.result in ("Failed", "Succeeded"):
		return "Failed" if breach.result == "Failed" else "Settled"
	return "Ended" if breach.cure_until and now > breach.cure_until else "Waiting"
