"""What a time that is written down later does to a limit that had run out by then (R79; docs/adr/0180)."""

from __future__ import annotations

from datetime import datetime, timedelta

from fangxiu_app.core.time.event_time import is_back_entry

#: An entry of a phone without a connection is taken at the time of the tap when it arrives within this time.
OFFLINE = timedelta(hours=24)
#: How many minutes typing an entry takes where a limit ends meanwhile; R79's ten minutes are for a report, and most of R72's fifteen.
TYPING = 2
#: Who comes this long before the agreed hour comes for that appointment; on an earlier day, and earlier, for another one.
EARLY = timedelta(hours=2)


def hides_lateness(at: datetime, due: datetime | None, entered: datetime, on_record: datetime | None, tolerance_minutes: int) -> bool:
	"""Whether ``at`` would turn a limit into a kept one that everybody saw run out before ``at`` was entered.

	What was typed within ``tolerance_minutes`` is not entered later. A ticket that is itself entered from paper after the limit
	(``on_record``: when it was stored) has no other time than the one on the paper.
	"""
	if due is None or at > due or not on_record:
		return False
	return on_record <= due < entered and is_back_entry(at, entered, tolerance_minutes)


def answers(arrived: datetime, appointment: datetime) -> bool:
	"""Whether an arrival is one for this appointment: of its day or later, or at most ``EARLY`` before it (R89, R90)."""
	return arrived.date() >= appointment.date() or appointment - arrived <= EARLY
