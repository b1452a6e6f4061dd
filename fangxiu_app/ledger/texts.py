"""Texts of what no voucher may do on a deposit account: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"booked_head": _(
			"Voucher {0}, row {1} of taxes and charges: account {2} holds money, or what is owed, and would be paid from beside the supplier. Choose an account of taxes, charges, income or costs; pay by a Payment Entry."
		),
		"named_head": _(
			"Voucher {0}, row {1} of taxes and charges: Fangxiu Settings keep account {2} for {3}, and a receipt books nothing there. Choose an account of taxes, charges or other costs."
		),
		"booked_line": _(
			"Voucher {0}, row {1}: account {2} holds money, or what is owed. A line is booked on what it was spent on; what is paid or comes back is booked by a Payment Entry. Choose another account."
		),
		"one_side_only": _("Row {0}: enter either a debit or a credit, above zero."),
		"agreement_missing": _(
			"Row {0}: account {1} holds warranty deposits. Enter the warranty agreement the amount belongs to."
		),
		"agreement_unknown": _("Row {0}: there is no warranty agreement {1}. Choose an existing one."),
		"other_contractor": _(
			"Row {0}: agreement {1} is with contractor {2}. Enter this contractor, or another agreement."
		),
		"other_account": _(
			"Row {0}: the deposit of agreement {1} stands on account {2}. Use this account, or another agreement."
		),
		"credit_with_reference": _(
			"Row {0}: an amount that goes into a deposit refers to nothing. Remove the reference."
		),
		"debit_without_bucket": _(
			"Row {0}: an amount that leaves a deposit must name the Journal Entry it was held with. Enter it as reference."
		),
		"not_a_bucket": _(
			"Row {0}: Journal Entry {1} holds no deposit, or is cancelled. Choose one that does."
		),
		"other_deposit": _(
			"Row {0}: Journal Entry {1} belongs to the deposit of agreement {2}. Choose one of this agreement."
		),
		"bucket_exceeded": _(
			"Of Journal Entry {0} only {2} is left, {1} is taken. Take less, or add another deposit voucher."
		),
		"two_agreements": _(
			"One voucher puts money into several deposits ({0}): make one voucher per agreement."
		),
		"two_credits": _("One voucher may put only one amount into a deposit. Make a voucher for each."),
		"not_allocated": _(
			"{0} is not allocated. Every amount that leaves a deposit must name the deposit vouchers it comes from."
		),
		"deposit_taxes": _(
			"A payment out of a deposit takes nothing else along: remove the rows of the taxes ({0}). Charges of the bank are booked by a journal of their own (R18)."
		),
		"receive_on_deposit": _(
			"A payment cannot be received on a deposit account. Use a Warranty Deposit Entry of the kind Cash In."
		),
		"invoice_on_deposit": _(
			"Account {0} holds warranty deposits only. Choose the contractor's payable account as Credit To."
		),
		"unreconcile_deposit": _(
			"{0} moves a warranty deposit and must keep its references. Cancel the voucher instead."
		),
		"changed_after_submit": _(
			"Agreement, party and references on a deposit account are not changed after submission. Cancel and amend."
		),
		"needs_document": _(
			"Deposits are moved by their documents: a Warranty Deposit Entry, a Contractor Deduction or a Deposit Release. Make one of these; it creates the voucher."
		),
		"has_dependants": _(
			"{0} cannot be cancelled: {1} uses what it put into the deposit. Cancel that first."
		),
		"invoice_has_hold": _(
			"{0} cannot be cancelled while a deposit is held from it. Cancel {1} first: its Journal Entry goes with it."
		),
		"invoice_of_reversal": _(
			"{0} takes back the debit note of deduction {1} and stays with it. Make a new deduction instead."
		),
		"account_in_use": _(
			"Account {0} has entries and stays marked as a deposit account. Move the deposits to another account first."
		),
		"account_has_entries": _(
			"Account {0} has entries from before. Mark a new account, and bring the deposits forward with Warranty Deposit Entries of the kind Brought Forward."
		),
		"merge_of_deposit": _(
			"{0} {1} has warranty deposits and is not merged with another one. Give it a new name instead, or disable it once its deposits are settled."
		),
		"account_named": _(
			"Account {0} stands in Fangxiu Settings as {1}: {2} is not changed while it does. A new name or number is no hindrance; else choose another account there first."
		),
		"merge_of_named": _(
			"Account {0} stands in Fangxiu Settings as {1} and is not merged. Choose another account there first, or give it a new name instead."
		),
		"posting_on_deposit": _(
			"Account {0} holds warranty deposits: {1} {2} cannot post to it. Choose another account."
		),
		"account_not_payable": _("A deposit account must be of the type Payable and not a group: {0}."),
		"account_missing": _(
			"No account is set for {0} in company {1}. Open Fangxiu Settings and choose Prepare Accounts for that company."
		),
		"account_of_another": _("{0}: account {1} is not one of company {2}. Choose one of that company."),
		"account_is_group": _("{0}: {1} is a group. Choose an account in it."),
		"deposit_not_payable": _(
			"{0}: account {1} must be a liability of type Payable, as its balance is kept by contractor."
		),
		"deposit_has_past": _(
			"{0}: account {1} has entries that name no agreement. Choose an account without a past, or a new one."
		),
		"account_line": _("{0}: choose an account, or enter the name of a new one."),
		"account_parent": _("{0}: {1} is no group of company {2} under {3}. Choose another group."),
		"account_name_taken": _(
			"{0}: company {2} has an account {1} already. Choose it, or enter another name."
		),
		"company_twice": _("Company {0} stands in the settings more than once. Keep one row for it."),
		"company_unknown": _("Company {0} does not exist or is a group. Choose another one."),
		"deposit_rate_above_cap": _(
			"A deposit of {0} % is above the lawful {1} %: 建质〔2017〕138号 Art. 7 limits it to 3 % of the settled price. Enter at most {1} %."
		),
		"deposit_amount_above_cap": _(
			"A deposit of {0} is above {1}, which is {2} % of the settled price (建质〔2017〕138号 Art. 7). Enter at most {1}."
		),
	}
