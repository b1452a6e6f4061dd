"""Messages for refused uses of ERPNext's tools and forged vouchers on deposits: what happened, and what to do next."""

from __future__ import annotations

from frappe import _


def texts() -> dict[str, str]:
	return {
		"free_reason": _("Give the reason why money of the deposit is freed."),
		"free_signature": _(
			"Taking money back from a deposit needs a second signature: the head of customer service or the general manager signs this draft, then it is submitted."
		),
		"free_same_person": _("The second signature is given by somebody who neither wrote this entry nor asked for it."),
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
		"base_only": _(
			"Row {0}: account {1} is kept in {2}; nothing enters or leaves it without an amount in {2}. Use a Warranty Deposit Entry, a Contractor Deduction or a Deposit Release."
		),
		"difference_elsewhere": _(
			"Row {0}: a difference of exchange on a deposit account stands against the company's exchange gain or loss account only. Choose that account."
		),
		"row_on_deposit": _(
			"{0}, row {1}: account {2} holds warranty deposits. Choose another account; deposits are moved by their own documents."
		),
		"release_elsewhere": _(
			"This payment belongs to deposit release {0}: it pays its contractor out of the deposit account and nothing else. Delete it, and use Open Payment on the release."
		),
		"voucher_of_document": _(
			"{0} is the voucher of {1} {2} and goes with it. Cancel or reverse that document on its own form."
		),
		"link_by_hand": _(
			"{0} is filled in by that document alone. Leave it empty, and make the voucher from the document."
		),
		"repost_waiting": _(
			"{0} waits in {1} to be posted anew; cancelled now, it would be posted all the same. Let that finish, or cancel {1} first."
		),
		"dimension_in_use": _(
			"The accounting dimension {0} tells the warranty deposits apart: it is neither deleted nor disabled. It goes when this app is uninstalled."
		),
		"repeat_of_deposit": _(
			"{0} moves a warranty deposit and is not repeated. Make the document of the deposit each time."
		),
		"ledger_by_hand": _(
			"Entries on account {0} are written by vouchers and neither added, changed nor deleted by hand. Make or cancel the voucher instead."
		),
		"account_not_liability": _(
			"Deposits are owed to the contractors: account {0} stays among the liabilities. Choose a group of liabilities."
		),
		"account_with_balance": _(
			"Account {0} still holds {1} of deposits and is not disabled. Release or take back the deposits first."
		),
		"deletion_with_deposits": _(
			"Company {0} holds {1} in warranty deposits: its transactions are not deleted. Release or take back the deposits first."
		),
	}
