"""Which delivery state of a unit may follow which by hand (R45, R47-R50): signed inspections and transfers write it otherwise."""

from __future__ import annotations

UNSOLD = "Unsold"
#: The unit was given to an owner, or to somebody who accepted for him.
GIVEN = ("Delivered", "Proxy Accepted")
TAKEN_BACK, BY_HAND, HAS_OWNER = "taken_back", "by_hand", "has_owner"


def hindrance(before: str, after: str, has_owner: bool, may_correct: bool) -> str:
	"""What stands against writing ``after`` in place of ``before``, empty for nothing.

	``TAKEN_BACK``: what was given is not undone by hand, unless ``may_correct`` (the repair manager's or an administrator's).
	``BY_HAND``: nor is anything given by hand, which is what the owner signs for. ``HAS_OWNER``: a flat with an owner is not unsold;
	nobody would be asked for its inspection any more.
	"""
	if before == after:
		return ""
	if (before in GIVEN) != (after in GIVEN) and not may_correct:
		return TAKEN_BACK if before in GIVEN else BY_HAND
	return HAS_OWNER if after == UNSOLD and has_owner else ""
