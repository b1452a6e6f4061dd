"""Whether the evidence is complete for a transfer, a deduction, a compensation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fangxiu_app.evidence.rules_completeness import (
	CompensationFacts,
	DeductionFacts,
	LossFacts,
	Piece,
	TicketFacts,
	compensation,
	deduction,
	missing,
	shows_defect,
	shows_repair,
	transfer,
)

DEFECT, REPAIRED = Piece("Photo", "Survey"), Piece("Photo", "Acceptance")
TICKET = TicketFacts("RT-1", (DEFECT, REPAIRED), True, True, True, False, True, True)


def open_codes(proofs) -> list[tuple[str, object]]:
	return [(proof.code, proof.subject) for proof in missing(proofs)]


@pytest.mark.clause("R93", "R109")
def test_a_transfer_needs_pictures_cause_judgement_and_a_witnessed_explanation():
	assert open_codes(transfer(TICKET)) == []
	assert open_codes(transfer(TicketFacts("RT-1"))) == [
		(f"proof_{name}", "RT-1")
		for name in ("defect_photo", "survey", "cause", "judged", "explained", "witness")
	]
	assert open_codes(transfer(replace(TICKET, joint_open=True))) == [("proof_joint", "RT-1")]
	assert open_codes(transfer(replace(TICKET, transferred=True))) == [("proof_acknowledged", "RT-1")]
	assert open_codes(transfer(replace(TICKET, transferred=True, acknowledged=True))) == []


@pytest.mark.clause("R109", "R110")
def test_a_compensation_needs_each_loss_shown_and_a_signature():
	whole = CompensationFacts("CP-1", TICKET, (LossFacts(1, True, True),), True, True, True, True, True, True, True, ((1, True),))
	assert open_codes(compensation(whole)) == []
	assert open_codes(compensation(replace(whole, in_kind=((1, True), (2, False))))) == [("proof_in_kind", 2)]
	bare = CompensationFacts("CP-1", TicketFacts("RT-1"), (LossFacts(1, True, True), LossFacts(2)))
	assert open_codes(compensation(bare)) == [
		("proof_defect_photo", "RT-1"),
		("proof_loss_cause", "CP-1"),
		("proof_loss", 2),
		("proof_assessed", 2),
		("proof_payee", "CP-1"),
		("proof_identity", "CP-1"),
		("proof_account", "CP-1"),
		("proof_terms", "CP-1"),
	], "a draft has no signed agreement to lack"
	approved = replace(bare, approved=True, in_kind=((1, False),))
	assert open_codes(compensation(approved))[-1] == ("proof_settlement", "CP-1"), "what is given in kind follows the signature"


@pytest.mark.clause("R109", "R111")
def test_a_deduction_needs_pictures_of_each_ticket_and_its_papers():
	assert open_codes(deduction(DeductionFacts("CD-1", (TICKET,), True, True, True, True, True))) == []
	bare = DeductionFacts("CD-1", (TicketFacts("RT-1"), TICKET), bill_needed=True, told=True)
	assert open_codes(deduction(bare)) == [
		("proof_defect_photo", "RT-1"),
		("proof_repair_photo", "RT-1"),
		("proof_bill_file", "CD-1"),
		("proof_notice_file", "CD-1"),
	]
	assert open_codes(deduction(DeductionFacts("CD-1", (TicketFacts("RT-1"),), worked=False))) == [
		("proof_defect_photo", "RT-1")
	]


def test_the_moment_of_a_picture_counts_before_its_stage():
	assert shows_defect([Piece("Video", "Repair", "Before Work")])
	assert not shows_defect([Piece("Photo", "Survey", "After Work"), Piece("Audio", "Survey"), REPAIRED])
	assert shows_repair([Piece("Photo", "Repair", "After Work")])
	assert not shows_repair(
		[Piece("Photo", "Acceptance", "Before Work"), Piece("Signed Form", "Acceptance"), DEFECT]
	)
