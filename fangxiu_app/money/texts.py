"""Messages for facts of the money side that cannot be true or have no document as proof: what happened, and what to do next."""

from __future__ import annotations

from frappe import _


def texts() -> dict[str, str]:
	return {
		"notice_incomplete": _(
			"Record the notice completely: when it was received (not in the future), how, by whom, the proof, and its file (receipt, photo or recording)."
		),
		"notice_file_known": _("The file that proves the receipt is on record already. It stays as it is."),
		"penalty_longer": _(
			"A penalty of {0} days is longer than the {1} days since {2}, when the agreement was signed or the defect reported. Correct the number of days."
		),
		"penalty_unsigned": _(
			"Agreement {0} has neither a day of signature nor a first day: no penalty rests on it. Enter them in the agreement first."
		),
		"step_cure_waived": _("Coordination failed, cure time not waited for"),
		"chain_cure_waived": _(
			"It is not proved that the notice was received: record its service with the proof (R107, R109)."
		),
		"step_coordination_open": _("Cure time over, coordination without result"),
		"check_contradicted": _(
			"{0} is marked otherwise, but by the records open: {1}. Mark it Open, or write in the remark why it is settled."
		),
		"early_reason": _(
			"The deposit is not due before {0}. Give the reason for releasing it early; a head then signs for it as well."
		),
		"early_signature": _(
			"The deposit is not due before {0}. Ask the head of customer service or the general manager for the second signature."
		),
		"change_by_step": _(
			"This agreement is signed, or {0} of its deposit are held: it is ended, or its deposit exchanged, by the action Terminate or Exchange Deposit, which a head agrees to. Put Status and Security back."
		),
		"change_kind": _("Choose what is to change: the agreement ends, or a guarantee takes the deposit's place."),
		"change_reason": _("Give the reason, and attach what was agreed with the contractor."),
		"change_fate": _("{0} stand in the deposit. Choose what becomes of them: kept until due, or released."),
		"change_guarantee": _("Enter the guarantee in full: kind, guarantor, number, amount and last day."),
		"change_guarantee_short": _(
			"The guarantee ends on {0}, before the liability period does ({1}). Ask for one that runs at least as long."
		),
		"change_over": _("{0} is terminated, or has no deposit to exchange. Reload the page."),
		"change_not_asked": _("Nothing is asked for on {0}, or no reason is given. Reload the page."),
		"change_same_person": _(
			"Who asked for the change, or wrote the agreement, does not agree to it. Another head has to."
		),
		"penalty_unproved": _(
			"Row {0}: a penalty needs the ticket it is about, or a file that shows the breach. Choose the ticket in the row, or attach the file as Bill or Proof."
		),
	}
