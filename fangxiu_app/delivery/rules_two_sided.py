"""Documents that two departments sign: each from its own login, never one user for both sides (R37, R39, R46, R50).

Plain values in, violations out. After the first signature a document waits for the other side, and nothing in it may change.
"""

from __future__ import annotations

from dataclasses import dataclass

from fangxiu_app.core.refusal import Violation
from fangxiu_app.delivery.rules_handover import PROJECT_DEPARTMENT, REPAIR_CENTRE

DRAFT, AWAITING = "Draft", "Awaiting Other Side"


@dataclass(frozen=True, slots=True)
class Side:
	"""One side of a document, and the fields of its signature: name, drawing, login, time."""

	name: str
	by: str
	signature: str
	user: str
	at: str

	@property
	def fields(self) -> tuple[str, str, str, str]:
		return (self.by, self.signature, self.user, self.at)


def _sides(first: str, second: str) -> tuple[Side, Side]:
	ends = ("_by", "_signature", "_user", "_signed_at")
	return (
		Side(PROJECT_DEPARTMENT, *(first + end for end in ends)),
		Side(REPAIR_CENTRE, *(second + end for end in ends)),
	)


#: DocType → its two sides, the giving one first.
PAPERS: dict[str, tuple[Side, Side]] = {
	"Unit Transfer": _sides("project", "repair"),
	"Parts Handover": _sides("handed_over", "received"),
	"Briefing Record": _sides("briefed", "received"),
}
#: What a paper is once both have signed.
DONE = {"Unit Transfer": "Handed Over", "Parts Handover": "Signed", "Briefing Record": "Signed"}


@dataclass(frozen=True, slots=True)
class Signed:
	"""A side of a document as stored: ``user`` is empty while it has not signed."""

	side: Side
	user: str = ""


def open_side(sides: tuple[Signed, ...], mine: tuple[str, ...], user: str) -> tuple[Side | None, list[Violation]]:
	"""The side that ``user``, who may act for the sides ``mine``, signs for now; or why there is none."""
	if all(one.user for one in sides):
		return None, [Violation("paper_signed")]
	if user in [one.user for one in sides]:
		return None, [Violation("paper_same_login")]
	left = [one.side for one in sides if not one.user and one.side.name in mine]
	if left:
		return left[0], []
	names = tuple(one.side.name for one in sides if not one.user)
	return None, [Violation("paper_other_side", (names[0],))]
