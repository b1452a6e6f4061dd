"""Ending an agreement, or replacing its deposit by a guarantee, while money is held: by two people, who also decide on the deposit.

The deposit secures the repair of defects until the liability period ends (建质〔2017〕138号 Art. 2, 5, 10), so what becomes of it is
decided in the same step.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangxiu_app.core.refusal import Violation

TERMINATE, GUARANTEE = "Terminate", "Guarantee Instead of Deposit"
KINDS = (TERMINATE, GUARANTEE)
KEEP, RELEASE = "Keep Until Due", "Release the Deposit"
FATES = (KEEP, RELEASE)


@dataclass(frozen=True, slots=True)
class Change:
	"""The requested change. ``held`` is the amount in the deposit, ``due`` the last day of the liability period."""

	kind: str
	reason: str
	file: bool
	fate: str
	held: Decimal = Decimal(0)
	due: date | None = None
	guarantee: tuple[object, ...] = ()
	guaranteed_until: date | None = None


def needs_two(before: tuple[str, str], after: tuple[str, str], held: Decimal) -> bool:
	"""Whether a change from one (status, security) to another needs two people.

	Ending a signed agreement does, and replacing a deposit that holds money. Other changes do not.
	"""
	ended = after[0] == "Terminated" != before[0] and (before[0] == "Signed" or held > 0)
	return ended or (before[1] == "Deposit" != after[1] and held > 0)


def violations(change: Change) -> list[Violation]:
	"""Everything that is missing before the change can be put to a second person."""
	found = []
	if change.kind not in KINDS:
		return [Violation("change_kind")]
	if not (change.reason.strip() and change.file):
		found.append(Violation("change_reason"))
	if change.held > 0 and change.fate not in FATES:
		found.append(Violation("change_fate", (change.held,)))
	if change.kind == GUARANTEE:
		if not all(change.guarantee):
			found.append(Violation("change_guarantee"))
		elif change.due and change.guaranteed_until and change.guaranteed_until < change.due:
			found.append(Violation("change_guarantee_short", (change.guaranteed_until, change.due)))
	return found


def may_agree(user: str, asked_by: str, owner: str) -> list[Violation]:
	"""What stands against ``user`` agreeing: the user asked for the change, or wrote the agreement."""
	barred: Collection[str] = (asked_by, owner)
	return [Violation("change_same_person")] if user in barred else []
