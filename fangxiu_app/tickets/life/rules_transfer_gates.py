"""Gates of a ticket that went to the property company: what became of it there (R58-R60)."""

from __future__ import annotations

from dataclasses import replace

from fangxiu_app.core.refusal import Violation
from fangxiu_app.tickets.life.rules_ticket_gates import Facts

#: What becomes of it: the customer pays in the flat, the owners' committee is asked for the maintenance fund of common parts (R59),
#: a special report goes to the developer (R60), or the property company does it itself.
COMMITTEE, SPECIAL_REPORT = "Submitted to Owners' Committee", "Special Report Made"
#: A special report in these states was not filed with the developer, or not any more.
NOT_FILED = ("Draft", "Sent Back", "Withdrawn")
OUTCOMES = ("Customer Pays", COMMITTEE, SPECIAL_REPORT, "Taken Over by Property Company")


def not_acknowledged(facts: Facts) -> Violation | None:
	"""R74: the property company takes a repair over once; who and when stay as they were recorded."""
	at = facts.transfer_acknowledged_at
	if facts.status != "Transferred" or not at:
		return None
	return Violation("transfer_settled" if facts.transfer_outcome else "transfer_acknowledged", (at,))


def fitting(facts: Facts) -> tuple[str, ...]:
	"""The outcomes that a transferred repair can have as it stands."""
	return tuple(one for one in OUTCOMES if outcome_fits(replace(facts, transfer_outcome=one)) is None)


def outcome_recorded(facts: Facts) -> Violation | None:
	"""A transferred ticket stays open until it says what became of the repair, and that is still so (R58-R60)."""
	if facts.status != "Transferred":
		return None
	return outcome_fits(facts) if facts.transfer_outcome else Violation("transfer_outcome_missing")


def outcome_fits(facts: Facts) -> Violation | None:
	"""The committee is asked for common parts only (R59); a special report that is said to be made is filed (R60)."""
	if facts.transfer_outcome not in OUTCOMES:
		return Violation("transfer_outcome_unknown")
	if facts.transfer_outcome == COMMITTEE and not facts.common_part:
		return Violation("transfer_committee_in_flat")
	if facts.transfer_outcome == SPECIAL_REPORT and not facts.special_report:
		return Violation("transfer_without_special_report")
	return None


def outcome_has_happened(facts: Facts) -> Violation | None:
	"""What is recorded has happened, and since the ticket was transferred."""
	day, begun = facts.transfer_outcome_on, facts.transferred_at and facts.transferred_at.date()
	if day and day > facts.now.date():
		return Violation("transfer_outcome_ahead", (day,))
	if day and begun and day < begun:
		return Violation("transfer_outcome_before", (day, begun))
	return None
