"""What a deduction may charge: each source once, no more than its bill, surcharge and penalty only as agreed.

A *source* is the document a line rests on: a third-party order, a compensation, a ticket that was late. Cost rests on the
statute and ends at the bill (建质〔2017〕138号 Art. 9); surcharge, fee and penalty rest on the agreement (R111).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from fangxiu_app.core.refusal import Violation
from fangxiu_app.ledger.rules_deposit import ZERO, share
from fangxiu_app.money.deductions.rules_deduction import (
	COMPENSATION,
	COST,
	METER,
	OVERDUE,
	PENALTY,
	RULE,
	SURCHARGE,
	THIRD_PARTY,
)

TICKET = "Repair Ticket"
#: Kind of deduction → DocType its lines rest on. A line by contract clause may rest on nothing but the clause.
DOCTYPES: Mapping[str, str] = {
	THIRD_PARTY: "Third Party Order",
	COMPENSATION: "Compensation",
	OVERDUE: TICKET,
	RULE: TICKET,
	METER: "Meter Charge",
}
#: Kinds whose cost rests on a bill, or on the readings of a meter (R48).
BILLED = (THIRD_PARTY, COMPENSATION, METER)
#: Breach of the agreement → clocks of a ticket that show it.
BREACH_CLOCKS: Mapping[str, tuple[str, ...]] = {
	"Late Response": ("First Response", "Emergency Arrival", "Punctuality"),
	"Late Plan": ("Plan", "Plan Complex"),
	"Late Completion": ("Agreed Completion",),
}



@dataclass(frozen=True, slots=True)
class Line:
	"""The part of a deduction's line that concerns its source."""

	row: int
	kind: str
	claimed: Decimal
	doctype: str = ""
	name: str = ""
	clause: str = ""
	quantity: Decimal = Decimal(1)
	#: What a cost claims of its bill, where the bill is in another currency than ``claimed``.
	base: Decimal = ZERO

	@property
	def cost(self) -> Decimal:
		"""The claim in the currency of the source."""
		return self.base or self.claimed


@dataclass(frozen=True, slots=True)
class Source:
	"""A document that may be charged: ``cost`` is what it cost, ``fits`` whether it is in force and the contractor's.

	``day`` is when the cost arose: the rate of that day converts it for a deposit in another currency (docs/adr/0074).
	"""

	doctype: str
	name: str
	agreement: str
	cost: Decimal = ZERO
	fits: bool = True
	day: date | None = None


@dataclass(frozen=True, slots=True)
class Terms:
	"""What the agreement says about deductions. ``penalties``: amount by clause, zero where it names none."""

	agreement: str
	surcharge_percent: Decimal = ZERO
	agency_fee: Decimal = ZERO
	penalties: Mapping[str, Decimal] = field(default_factory=dict)


def key(doctype: str, name: str, clause: str = "") -> str:
	"""The key under which a source is charged once; for a ticket together with the clause it broke."""
	if not (doctype and name):
		return ""
	return f"{doctype}|{name}|{clause}" if doctype == TICKET else f"{doctype}|{name}"


def days_late(due: datetime, ended: datetime) -> int:
	"""Days counted for a penalty per day: those after the day it was due (Civil Code, Art. 201: the first day does not count), one at
	least where it was late by hours; 0 while nothing is late.
	"""
	return max(1, (ended.date() - due.date()).days) if ended > due else 0


def violations(
	kind: str, lines: Sequence[Line], sources: Mapping[tuple[str, str], Source], terms: Terms
) -> list[Violation]:
	"""Everything that the lines of a deduction of this ``kind`` charge beyond their sources or the agreement."""
	found = [bad for line in lines if (bad := _source(kind, line, sources, terms))]
	if found:
		return found
	return [*_costs(kind, lines, sources), *_surcharge(kind, lines, terms), *_penalties(lines, terms)]


def _source(kind: str, line: Line, sources: Mapping, terms: Terms) -> Violation | None:
	if not (line.doctype and line.name):
		needed = kind in BILLED and line.kind == COST
		return Violation("cost_without_source", (line.row, DOCTYPES[kind])) if needed else None
	if line.doctype != DOCTYPES[kind]:
		return Violation("source_kind", (line.row, line.doctype, line.name, kind))
	source = sources.get((line.doctype, line.name))
	if source is None or not source.fits or source.agreement != terms.agreement:
		return Violation("source_not_fitting", (line.row, line.doctype, line.name, terms.agreement))
	return None


def _costs(kind: str, lines: Iterable[Line], sources: Mapping) -> list[Violation]:
	if kind not in BILLED:
		return []
	claimed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
	for line in lines:
		if line.kind == COST:
			claimed[line.doctype, line.name] += line.cost
	return [
		Violation("cost_above_bill", (amount, sources[source].cost, source[1]))
		for source, amount in claimed.items()
		if amount > sources[source].cost
	]


def _surcharge(kind: str, lines: Sequence[Line], terms: Terms) -> list[Violation]:
	if kind not in BILLED:
		return []
	asked = sum((line.claimed for line in lines if line.kind == SURCHARGE), ZERO)
	cost = sum((line.claimed for line in lines if line.kind == COST), ZERO)
	orders = len({line.name for line in lines if line.name})
	agreed = share(cost, terms.surcharge_percent) + terms.agency_fee * orders if kind == THIRD_PARTY else ZERO
	return [Violation("surcharge_above_agreed", (asked, agreed, terms.agreement))] if asked > agreed else []


def _penalties(lines: Iterable[Line], terms: Terms) -> list[Violation]:
	"""A clause with an amount gives it once per case or day; one without an amount leaves it to the claim."""
	found = []
	for line in lines:
		amount = terms.penalties.get(line.clause, ZERO) if line.kind == PENALTY else ZERO
		given = amount * max(line.quantity, Decimal(1))
		if amount and line.claimed > given:
			found.append(Violation("penalty_above_clause", (line.row, line.claimed, line.clause, given)))
	return found
