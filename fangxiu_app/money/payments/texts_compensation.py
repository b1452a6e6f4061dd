"""Texts of what the settlement of a compensation refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text."""
	return {**_agreement_texts(), **_in_kind_texts(), **_recourse_texts(), **_payment_texts()}


def _agreement_texts() -> dict[str, str]:
	return {
		"compensation_state": _(
			"Compensation {0} is {1}. The settlement is recorded once it is approved, and only once."
		),
		"compensation_unsigned": _(
			"Nothing is paid before the settlement agreement is signed: enter who signed, when, and the signed file."
		),
		"settlement_identity": _(
			"The settlement agreement names the owner by a document: enter Kind of Document and Document No."
		),
		"settlement_id_card": _(
			"The identity card number ending in {0} is not right: it has eighteen characters, and the last one does not fit the others. Compare it with the card, or choose another Kind of Document."
		),
		"settlement_account": _(
			"Part of it is paid in cash: enter Account Holder, Bank and Account Number of the payment."
		),
		"settlement_other_holder": _(
			"The account is that of {0}, the payee is {1}. Enter the reason and attach the payee's authorisation, or take the payee's own account."
		),
		"settlement_representative": _(
			"{0} signs for the payee: attach the Authorisation of the Representative, or clear the name."
		),
		"settlement_before_approval": _(
			"Signed on {0} lies before the approval of {1}: what was not approved was not to be signed. Correct the day, or have the approved agreement signed."
		),
		"settlement_signer": _(
			"{0} is neither the payee {1} nor the representative. Attach the authorisation by which this person signs."
		),
		"loss_unknown": _("Compensation {0} has no loss {1} that photos could be added to. Save the draft first."),
		"loss_evidence_other": _(
			"Evidence {0} is of ticket {1}, the loss is of {2} and its unit. Add a picture or paper that shows this loss."
		),
		"loss_frozen": _(
			"Compensation {0} is {1}: no evidence is added now. While it is being approved, have it sent back first, or add it after the last signature."
		),
		"compensation_unproved": _(
			"Line {0}: no evidence of the loss is on file. Press Add Photos for a picture or paper that shows it; it is signed with the amount (R110)."
		),
		"settlement_terms": _(
			"The settlement agreement has no terms. Enter under Terms what both sides agree on, such as when and how it is paid (R110)."
		),
	}


def _in_kind_texts() -> dict[str, str]:
	return {
		"benefit_value": _("In kind, row {0}: enter the value; of a fee waiver months and fee per month do."),
		"benefit_part": _("In kind, row {0}: choose the part that is reserved for this ticket in the store."),
		"benefit_part_used": _(
			"In kind, row {0}: part {1} is issued for the repair already. Take another one for the ticket without issuing it, and choose that; it is issued once the owner has signed."
		),
		"benefit_part_twice": _("In kind, row {0}: part {1} stands in row {2} already. Take one of the rows out, or choose another part."),
		"benefit_part_given": _(
			"In kind, row {0}: part {1} is given by compensation {2} already. Choose another part, or have {2} sent back or cancelled."
		),
		"benefit_above": _("What is given in kind ({0}) is worth more than was agreed ({1}). Lower it, or agree on more."),
		"benefit_before_signature": _(
			"Compensation {0}: nothing is given before the settlement agreement is signed. Record the settlement first."
		),
		"benefit_confirmed": _("Compensation {0} has no such benefit that waits to be confirmed. Reload the page."),
		"benefit_unproved": _("In kind, row {0}: enter the day, who confirmed or received it, and attach the proof."),
		"benefit_too_early": _("Confirmed on {0} lies before the signature of {1}. Correct the day."),
		"benefit_in_store": _("In kind, row {0}: part {1} has not left the store. Issue it to the ticket first."),
		"benefit_no_reason": _("Choose a confirmed benefit and give the reason for taking the confirmation back."),
		"benefit_charged": _(
			"Compensation {0} is charged to the contractor already. Withdraw or reverse that deduction first."
		),
		"benefit_given": _("In kind, row {0}: {1} is confirmed as given. Take the confirmation back first, with its reason."),
	}


def _recourse_texts() -> dict[str, str]:
	return {
		"recourse_open": _(
			"The warranty answer proposes to claim this back from the contractor. Accept the proposal, or turn it down with a reason."
		),
		"recourse_changed": _(
			"The warranty answer no longer names agreement {0}. Look at the proposal again and decide anew."
		),
		"recourse_share": _("A share of {0} % cannot be claimed back. Enter more than 0 and at most 100, or turn the proposal down."),
		"recourse_reason": _("A share of {0} % instead of the proposed {1} % needs a reason."),
		"recourse_none": _("Nothing is proposed for compensation {0}. Reload the page."),
		"recourse_no_reason": _("Give the reason for claiming nothing back."),
		"recourse_too_late": _(
			"Compensation {0} is being approved, or approved: the share of the contractor is part of it. Have it sent back first."
		),
	}


def _payment_texts() -> dict[str, str]:
	return {
		"payment_before_signature": _(
			"Compensation {0} has no signed settlement agreement: no bill of it is booked. Record the settlement on it; that makes the bill."
		),
		"compensation_billed": _("Compensation {0} is billed by {1} already. Cancel this one."),
		"compensation_bill_above": _("Compensation {0}: the bill over {1} is above the {2} that are paid in cash. Correct the amount."),
		"owner_bill": _(
			"{0} is an owner: owners are paid by a compensation only. Begin one on the repair ticket; its settlement makes the bill."
		),
		"repair_advance": _(
			"Voucher {0} pays {1} on account, for no bill and no order, while bill {2} for repair work waits for its review. Name the bill or order that it pays for, or have {2} reviewed first; bank charges and the like are booked by a journal of their own (R18)."
		),
		"repair_unlink": _(
			"Payment {0} stays on bill {1} for repair work: taken off it, the money would be on account and the bill be paid once more. Cancel the payment if it is wrong (R18)."
		),
		"repair_beyond": _(
			"Voucher {0} pays {1} more than what goes to bill {2} for repair work: with it goes what its review approved, and no more. Lower the paid amount to the allocated one; other bills are named, bank charges and the like are booked by a journal of their own (R18)."
		),
		"owner_advance": _(
			"Voucher {0} pays {1}, an owner, against no bill. Allocate it to the bill of the compensation."
		),
	}
