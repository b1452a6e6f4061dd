"""Messages for refused uses of ERPNext's tools and forged vouchers on deposits: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	return {
		"free_reason": _("Give the reason why money of the deposit is freed."),
		"free_same_person": _("The second signature is given by somebody who neither wrote this entry nor asked for it."),
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
