"""Whether the evidence is complete for a transfer, a deduction or a compensation, and what is missing (R93, R109-R111). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TICKET, DEDUCTION, COMPENSATION = "Repair Ticket", "Contractor Deduction", "Compensation"
CASES = (TICKET, DEDUCTION, COMPENSATION)

#: Stages at which a photo shows the defect, and at which it shows that it was repaired.
BEFORE = frozenset(("Intake", "Survey", "Temporary Measure"))
AFTER = frozenset(("Pre-acceptance", "Cleaning", "Acceptance"))
PICTURES = frozenset(("Photo", "Video", "Water Test", "Test Report"))


@dataclass(frozen=True, slots=True)
class Piece:
	"""A piece of evidence of a ticket: kind, stage, moment."""

	kind: str
	stage: str
	moment: str = ""


@dataclass(frozen=True, slots=True)
class TicketFacts:
	"""What is on file of a ticket."""

	ticket: str
	pieces: tuple[Piece, ...] = ()
	surveyed: bool = False
	judged: bool = False
	cause: bool = False
	joint_open: bool = False
	explained: bool = False
	witnessed: bool = False
	transferred: bool = False
	acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class LossFacts:
	"""A line of a compensation, by its number."""

	row: int
	proved: bool = False
	assessed: bool = False


@dataclass(frozen=True, slots=True)
class CompensationFacts:
	"""What is on file of a compensation; ``ticket`` is that of the defect."""

	name: str
	ticket: TicketFacts
	losses: tuple[LossFacts, ...] = ()
	cause: bool = False
	payee: bool = False
	account: bool = False
	terms: bool = False
	approved: bool = False
	signed: bool = False
	identity: bool = False
	#: rows of what is given in kind: number, whether its proof is on file.
	in_kind: tuple[tuple[int, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class DeductionFacts:
	"""What is on file of a deduction besides its chain of notice, service, work and bill."""

	name: str
	tickets: tuple[TicketFacts, ...] = ()
	worked: bool = True
	bill_needed: bool = False
	bill_file: bool = False
	told: bool = False
	notice_file: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
	"""One thing a case has to prove: its code, what it is about, and whether it is on file."""

	code: str
	subject: str | int
	done: bool


def shows_defect(pieces: Iterable[Piece]) -> bool:
	"""Whether a picture shows the defect before the work."""
	return any(
		one.kind in PICTURES and (one.moment == "Before Work" or (not one.moment and one.stage in BEFORE))
		for one in pieces
	)


def shows_repair(pieces: Iterable[Piece]) -> bool:
	"""Whether a picture shows the place after the work."""
	return any(
		one.kind in PICTURES and (one.moment == "After Work" or (not one.moment and one.stage in AFTER))
		for one in pieces
	)


def transfer(facts: TicketFacts) -> list[Proof]:
	"""Proofs before a ticket is passed on as caused by the owner (R93): evidence at once, cause, explanation, receipt."""
	proofs = [
		Proof("proof_defect_photo", facts.ticket, shows_defect(facts.pieces)),
		Proof("proof_survey", facts.ticket, facts.surveyed),
		Proof("proof_cause", facts.ticket, facts.cause),
		Proof("proof_judged", facts.ticket, facts.judged),
		Proof("proof_joint", facts.ticket, not facts.joint_open),
		Proof("proof_explained", facts.ticket, facts.explained),
		Proof("proof_witness", facts.ticket, facts.witnessed),
	]
	if facts.transferred:
		proofs.append(Proof("proof_acknowledged", facts.ticket, facts.acknowledged))
	return proofs


def compensation(facts: CompensationFacts) -> list[Proof]:
	"""Proofs of a compensation (R110): the defect, its cause, each loss shown and assessed, who is paid; once it is approved the
	signed agreement, and once that is there what was given in kind: nothing is missing before it can exist."""
	proofs = [
		Proof("proof_defect_photo", facts.ticket.ticket, shows_defect(facts.ticket.pieces)),
		Proof("proof_loss_cause", facts.name, facts.cause),
		*(Proof("proof_loss", loss.row, loss.proved) for loss in facts.losses),
		*(Proof("proof_assessed", loss.row, loss.assessed) for loss in facts.losses),
		Proof("proof_payee", facts.name, facts.payee),
		Proof("proof_identity", facts.name, facts.identity),
		Proof("proof_account", facts.name, facts.account),
		Proof("proof_terms", facts.name, facts.terms),
	]
	if facts.approved or facts.signed:
		proofs.append(Proof("proof_settlement", facts.name, facts.signed))
	if facts.signed:
		proofs += [Proof("proof_in_kind", row, proved) for row, proved in facts.in_kind]
	return proofs


def deduction(facts: DeductionFacts) -> list[Proof]:
	"""Proofs of a deduction besides its chain (R107, R111): pictures before and after the work, the papers as files."""
	proofs = []
	for ticket in facts.tickets:
		proofs.append(Proof("proof_defect_photo", ticket.ticket, shows_defect(ticket.pieces)))
		if facts.worked:
			proofs.append(Proof("proof_repair_photo", ticket.ticket, shows_repair(ticket.pieces)))
	if facts.bill_needed:
		proofs.append(Proof("proof_bill_file", facts.name, facts.bill_file))
	if facts.told:
		proofs.append(Proof("proof_notice_file", facts.name, facts.notice_file))
	return proofs


def missing(proofs: Iterable[Proof]) -> list[Proof]:
	"""What is not on file yet."""
	return [proof for proof in proofs if not proof.done]
