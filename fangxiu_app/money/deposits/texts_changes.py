"""Texts of agreements that end, deposits that are freed or moved to another account: what was refused, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"change_by_step": _(
			"This agreement is signed, or {0} of its deposit are held: it is ended, or its deposit exchanged, by the action Terminate or Exchange Deposit, which a head agrees to. Put Status and Security back."
		),
		"change_kind": _(
			"Choose what is to change: the agreement ends, a guarantee takes the deposit's place, or other terms are agreed."
		),
		"change_terms_by_step": _(
			"The agreement is signed, or money is held by it: {0} is changed by the action Change Terms, which a head agrees to. Put it back."
		),
		"change_terms_none": _("No term differs from what stands. Enter the new value of at least one."),
		"change_exchange": _(
			"{0} stand in the deposit: it is given up by the action Terminate or Exchange Deposit only, which asks what becomes of the money."
		),
		"change_running": _(
			"{0} is being signed by the agreement as it stands. Send it back, or wait for its last signature; then change the agreement."
		),
		"change_pending": _(
			"{0} is asked for by {1} ({2}) and waits for a head. It is agreed to, turned down or withdrawn by who asked; then ask anew."
		),
		"change_not_yours": _("Only who asked for the change withdraws it. Ask them, or a head to turn it down."),
		"change_contractor": _(
			"The contractor of a signed agreement cannot be changed. Put the contractor back, and make a new agreement with the other one."
		),
		"change_ended": _(
			"The agreement has ended and stays so. Put the status back; what is agreed anew is a new agreement."
		),
		"change_reason": _("Give the reason, and attach what was agreed with the contractor."),
		"change_fate": _("{0} stand in the deposit. Choose what becomes of them: kept until due, or released."),
		"change_guarantee": _("Enter the guarantee in full: kind, guarantor, number, amount and last day."),
		"change_guarantee_short": _(
			"The guarantee ends on {0}, before the liability period does ({1}). Ask for one that runs at least as long."
		),
		"change_over": _("{0} is terminated, or has no deposit to exchange. Reload the page."),
		"change_not_asked": _("Nothing is asked for on {0}. Reload the page."),
		"change_refusal_missing": _("Give the reason why the change is turned down. Who asked for it reads it."),
		"change_same_person": _(
			"Who asked for the change, or wrote the agreement, does not agree to it. Another head has to."
		),
		"free_signature": _(
			"Taking money back from a deposit needs a second signature: the head of customer service or the general manager signs this draft, then it is submitted."
		),
		"free_not_asked": _("{0} frees no money: there is nothing to sign."),
		"free_cancel": _(
			"This entry is of {0}: cancelling it frees its money. Use Ask to Cancel with the reason; after the second signature it can be cancelled."
		),
		"move_by_step": _(
			"Deposits are moved to another account all at once: use Move to 2241 on the Deposit Register, then Post."
		),
		"move_stays": _(
			"{0} moved a deposit to {1} with all others and is not taken back alone. Correct amounts by entries of the kind Taken Back."
		),
		"move_not_needed": _("{0} stands where it belongs, or holds nothing of ours any more: it need not move."),
		"move_open_drafts": _(
			"Drafts wait for the old account: {0}. Submit or delete them first, then prepare the move again."
		),
		"move_stale": _(
			"What stands on {0} has changed since the move was drafted. Prepare it again, look at the drafts, then post."
		),
	}
