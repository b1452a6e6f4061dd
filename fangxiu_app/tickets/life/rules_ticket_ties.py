"""What happens to the documents linked to a repair ticket when it is merged, ended, reopened or split: one table.

A test reads from the running site which fields link to a ticket, and fails when one has no row here: whoever adds a
document decides about its ticket's end as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: It moves to the ticket that remains open.
MOVES = "moves"
#: It stays with the ticket it was made for, as a record, or because that ticket stays open.
STAYS = "stays"
#: It is released, and free for others.
RELEASED = "released"
#: The new ticket gets one of its own.
COPIED = "copied"


@dataclass(frozen=True, slots=True)
class Tie:
	"""What happens to one kind of linked document. ``end`` covers cancelling, closing and transferring; ``why`` gives the reason."""

	merge: str
	end: str = STAYS
	reopen: str = STAYS
	split: str = STAYS
	#: Field that keeps which ticket it was made for, where it moves.
	origin: str = ""
	why: str = ""


# fmt: off
#: (DocType, link field) → what becomes of it.
TIES: Mapping[tuple[str, str], Tie] = {
	("Evidence Item", "ticket"): Tie(MOVES, split=COPIED, origin="came_from", why="proof of the same problem"),
	("Affected Unit", "ticket"): Tie(MOVES, why="the owners of these units wait for the ticket that stays"),
	("Evidence Item", "came_from"): Tie(STAYS, why="says where it was taken"),
	("Owner Contact", "ticket"): Tie(MOVES, origin="came_from", why="the owner spoke about this problem"),
	("Owner Contact", "came_from"): Tie(STAYS, why="says where it was written down"),
	("Site Visit", "ticket"): Tie(MOVES, origin="came_from", why="somebody was there for this problem"),
	("Site Visit", "came_from"): Tie(STAYS, why="says where it was written down"),
	("Request Item", "ticket"): Tie(MOVES, origin="first_ticket", why="the report is answered by the ticket that stays"),
	("Request Item", "first_ticket"): Tie(STAYS, why="says which ticket the report had made"),
	("Request Item", "same_as"): Tie(STAYS, why="says which ticket the caller meant"),
	("Inspection Item", "ticket"): Tie(MOVES, why="the inspection's problem is repaired by the ticket that stays"),
	("Free Check", "ticket"): Tie(MOVES, why="the problem found at the free check is repaired by the ticket that stays"),
	("Ticket Part", "ticket"): Tie(MOVES, end=RELEASED, why="reserved parts serve the repair that is done; without one they are free"),
	("Stock Entry", "fx_repair_ticket"): Tie(MOVES, why="what the parts cost belongs to the ticket that has them"),
	("Watch Entry", "ticket"): Tie(COPIED, why="a record stays; a ticket that is watched puts the one that stays on the list"),
	("Risk Warning", "ticket"): Tie(MOVES, why="the danger hangs on the problem"),
	("Feedback Ticket", "ticket"): Tie(STAYS, why="says which tickets showed the defect when it was given back"),
	("Complaint Ticket", "ticket"): Tie(MOVES, why="the complaint is answered by the repair that is done"),
	("Special Report Ticket", "ticket"): Tie(MOVES, why="the report is answered by the repair that is done"),
	("Spot Check Item", "ticket"): Tie(MOVES, why="what was drawn to be checked is checked on the ticket that stays"),
	("Repair Ticket", "repeat_of"): Tie(MOVES, why="a later repeat repairs what the ticket that stays repaired"),
	("Repair Ticket", "split_from"): Tie(STAYS, why="history of how the ticket came to be"),
	("Repair Ticket", "merged_into"): Tie(STAYS, why="history; whoever asks follows the chain to its end"),
	("Ticket Hold", "ticket"): Tie(STAYS, end=STAYS, why="the ticket's own time: a running one ends with the ticket"),
	("Ticket Event", "ticket"): Tie(STAYS, why="the ticket's own log"),
	("Custody Entry", "ticket"): Tie(STAYS, why="the chain of hashes of what was kept for this ticket first"),
	("Clock Escalation", "ticket"): Tie(STAYS, why="the ticket's own log"),
	("Phone Entry", "ticket"): Tie(STAYS, why="what the phone sent, as it was sent; photos that come later follow the chain"),
	("Repair Plan", "ticket"): Tie(STAYS, why="none before the survey, after which nothing is merged"),
	("Correction Notice", "ticket"): Tie(STAYS, why="only while somebody works; open ones bar the pre-acceptance"),
	("Paid Repair Quote", "ticket"): Tie(STAYS, why="none before the survey; signed by the payer for this ticket"),
	("Expiry Briefing Item", "ticket"): Tie(STAYS, why="signed by owner and contractor as open at the end of the warranty"),
	("Letter Ticket", "ticket"): Tie(STAYS, why="a letter says what it said to its receiver"),
	("Correspondence", "ticket"): Tie(STAYS, why="a letter says what it said to its receiver"),
	("Third Party Order", "ticket"): Tie(STAYS, why="ordered, signed and billed for this ticket"),
	("Work Item", "ticket"): Tie(STAYS, why="ordered, signed and billed for this ticket"),
	("Compensation", "ticket"): Tie(STAYS, why="signed and paid for this ticket"),
	("Deduction Item", "ticket"): Tie(STAYS, why="charged with its proofs for this ticket"),
	("Review Item", "ticket"): Tie(STAYS, why="reviewed and paid for this ticket"),
	("Purchase Invoice Item", "fx_repair_ticket"): Tie(STAYS, why="a voucher keeps its origin"),
	("Sales Invoice Item", "fx_repair_ticket"): Tie(STAYS, why="a voucher keeps its origin"),
	("Purchase Order Item", "fx_repair_ticket"): Tie(STAYS, why="a voucher keeps its origin"),
}
# fmt: on

#: Actions after which nobody works on a ticket: what is reserved for it is free again.
ENDS = ("cancel", "close", "transfer")


def moving() -> dict[tuple[str, str], str]:
	"""What a merge takes along: (DocType, field) → field that keeps the origin, or empty."""
	return {key: tie.origin for key, tie in TIES.items() if tie.merge == MOVES}
