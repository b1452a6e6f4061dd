"""The plan card (方案告知卡): its fields, when a plan is important, and how the signed content is proved (R94-R97)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from fangxiu_app.core.sealing import digest, plain

#: What the owner reads and signs. From the review on none of it changes: a change is a new version.
CONTENT = (
	"plan_class",
	"important",
	"engineer",
	"days",
	"start_at",
	"completion_at",
	"problem",
	"cause",
	"method",
	"steps",
	"material",
	"working_hours",
	"protection",
	"effect_on_living",
	"temporary_measures",
)
#: What the digest covers besides: which plan of which house it was.
IDENTITY = ("name", "ticket", "unit", "version")
#: States in which a plan may still be changed, be signed, or be given up for a newer version.
SIGNABLE = ("Issued", "Refused to Sign")
AWAITING = "Awaiting Review"
#: Not handed out and not reviewed yet: content may change.
OPEN = ("Draft", AWAITING)
LIVE = (*OPEN, "Reviewed", *SIGNABLE, "Signed")


def comes_next(status: str, responsibility: str, plan_state: str) -> bool:
	"""Whether making the plan card is the next step, on the desk as on the phone: after every survey of warranty work (R94).

	Short work may be dispatched without one; that stays among the other actions.
	"""
	return status == "Surveyed" and responsibility == "Warranty" and not plan_state


def is_important(marked: bool, days: float, repeat_confirmed: bool, limit_days: float) -> bool:
	"""Whether the manager reviews a plan before it is issued (R96).

	Besides the engineer's own mark: a confirmed repeat repair, and work longer than ``limit_days`` (0: no such limit).
	"""
	return bool(marked) or repeat_confirmed or (limit_days > 0 and days > limit_days)


def agreed_days(start: datetime, completion: datetime) -> float:
	"""Days between two times of a plan."""
	return (completion - start) / timedelta(days=1)


def days_fit(days: float, start: datetime, completion: datetime) -> bool:
	"""Whether the days of work are those between start and completion; a day more or less is the hours of a working day."""
	return days <= 0 or abs(agreed_days(start, completion) - days) <= 1


def content_digest(plan: Mapping[str, object]) -> str:
	"""SHA-256 over identity and content of a plan, the same however its values were loaded."""
	return digest({name: plain(plan.get(name)) for name in (*IDENTITY, *CONTENT)})
