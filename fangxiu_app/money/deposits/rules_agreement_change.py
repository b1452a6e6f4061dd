"""Changes of a signed agreement, by two people: its end, a guarantee for its deposit, other terms.

Who ends it or gives the deposit up also decides what becomes of the money.

The deposit secures the repair of defects until the liability period ends (建质〔2017〕138号 Art. 2, 5, 10), so what becomes of it is
decided in the same step.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from difflib import SequenceMatcher

from fangxiu_app.core.refusal import Violation

TERMINATE, GUARANTEE, TERMS_CHANGED = "Terminate", "Guarantee Instead of Deposit", "Change of Terms"
KINDS = (TERMINATE, GUARANTEE, TERMS_CHANGED)
#: Rows of the contract: what it covers, within which time, and what each breach costs.
TABLES = ("scope", "response_terms", "deduction_terms")
GUARANTEED = ("guarantee_kind", "guarantor", "guarantee_no", "guarantee_amount", "guarantee_until")
#: What the contract says, and the days its periods run from: releases and deductions are reckoned by them.
TERMS = (
	*("contract_no", "signed_on", "valid_from", "valid_to", "deduction_mode", "cure_days", "objection_days", "surcharge_percent", "agency_fee"),
	*("security", "settled_price", "deposit_rate", "deposit_amount", "interest_percent", "payment_days"),
	*GUARANTEED,
	*("liability_months", "liability_rule", "accepted_on", "completion_reported_on"),
	*TABLES,
)
#: Known only after the signature: one person fills them in while they are empty. A rate or a number of days of 0 is agreed.
KNOWN_LATER = (
	*("contract_no", "signed_on", "valid_from", "valid_to", "settled_price", "accepted_on", "completion_reported_on"),
	*GUARANTEED,
)
#: Days of what has happened.
PAST = ("signed_on", "accepted_on", "completion_reported_on")
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
	#: the new terms by field, and the security that stands now.
	terms: Mapping[str, object] = field(default_factory=dict)
	security: str = ""


def are_fixed(signed: bool, held: Decimal) -> bool:
	"""Whether the terms are changed by two people only: they are or were signed, or money is held by them."""
	return signed or held > 0


def stays(signed: bool, before: tuple[str, str], after: tuple[str, str]) -> list[Violation]:
	"""What nobody changes of a signed agreement, as (status, contractor): who signed it, and that it has ended."""
	if not signed:
		return []
	found = [Violation("change_contractor")] if before[1] != after[1] else []
	return [*found, Violation("change_ended")] if before[0] == "Terminated" != after[0] else found


def by_hand(changed: Mapping[str, tuple[object, object]], fixed: bool) -> tuple[str, ...]:
	"""Terms of ``changed`` (field → before, after) that one person must not change: all but what was not known yet."""
	return tuple(name for name, (before, _after) in changed.items() if fixed and (before or name not in KNOWN_LATER))


def in_future(terms: Mapping[str, object], today: date) -> list[Violation]:
	"""Days of what has happened that are still to come."""
	return [Violation("time_in_future", (day,)) for name in PAST if isinstance(day := terms.get(name), date) and day > today]


def needs_two(before: tuple[str, str], after: tuple[str, str], held: Decimal) -> bool:
	"""Whether a change from one (status, security) to another needs two people.

	Ending a signed agreement does, calling it unsigned again, and replacing a deposit that holds money. Other changes do not.
	"""
	if before[0] == "Signed" and after[0] in ("Draft", "In Talks"):
		return True
	ended = after[0] == "Terminated" != before[0] and (before[0] == "Signed" or held > 0)
	return ended or (before[1] == "Deposit" != after[1] and held > 0)


def violations(change: Change) -> list[Violation]:
	"""Everything that is missing before the change can be put to a second person."""
	found = []
	if change.kind not in KINDS:
		return [Violation("change_kind")]
	if not (change.reason.strip() and change.file):
		found.append(Violation("change_reason"))
	if change.kind == TERMS_CHANGED:
		return [*found, *_terms(change)]
	if change.held > 0 and change.fate not in FATES:
		found.append(Violation("change_fate", (change.held,)))
	if change.kind == GUARANTEE:
		if not all(change.guarantee):
			found.append(Violation("change_guarantee"))
		elif change.due and change.guaranteed_until and change.guaranteed_until < change.due:
			found.append(Violation("change_guarantee_short", (change.guaranteed_until, change.due)))
	return found


def _terms(change: Change) -> list[Violation]:
	if not change.terms:
		return [Violation("change_terms_none")]
	gives_up = change.terms.get("security", change.security) != change.security == "Deposit"
	return [Violation("change_exchange", (change.held,))] if gives_up and change.held > 0 else []


def is_low(guaranteed: Decimal, held: Decimal) -> bool:
	"""Whether a guarantee that takes the deposit's place secures less than what is held."""
	return 0 < guaranteed < held


def not_replaced(kind: str, asked_by: str, asked_at: datetime | None, agreed: bool) -> list[Violation]:
	"""What stands against asking: a request that waits is decided or withdrawn before another one is made."""
	return [Violation("change_pending", (kind, asked_by, asked_at))] if asked_at and not agreed else []


def rows_apart(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, str, str]]:
	"""Rows of a table that differ, as (row, before, after), an empty text for one that is taken away or added; rows are in words."""
	found = []
	for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
		if kind == "equal":
			continue
		for step in range(max(end - start, last - first)):
			old = before[start + step] if start + step < end else ""
			new = after[first + step] if first + step < last else ""
			found.append(((first if new else start) + step + 1, old, new))
	return found


def may_agree(user: str, asked_by: str, owner: str) -> list[Violation]:
	"""What stands against ``user`` agreeing: the user asked for the change, or wrote the agreement."""
	barred: Collection[str] = (asked_by, owner)
	return [Violation("change_same_person")] if user in barred else []
