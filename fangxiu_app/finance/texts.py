"""Messages of broken money rules: what happened, and what to do next. The codes come from ``domain``."""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _

from fangxiu_app import messages
from fangxiu_app.domain.refusal import Violation
from fangxiu_app.finance import fact_texts, request_texts, tool_texts


class DepositError(frappe.ValidationError):
	"""A voucher or document would break a rule of the warranty deposits."""


def refuse(violations: Iterable[Violation]) -> None:
	"""Raise one DepositError that lists every violation; silent when there is none."""
	messages.refuse(violations, DepositError, _("Warranty Deposit"))


def describe(code: str, params: tuple = ()) -> str:
	"""One text in the session's language."""
	return messages.describe(Violation(code, params))


def texts() -> dict[str, str]:
	"""Code → text."""
	return {
		**_voucher_texts(),
		**tool_texts.texts(),
		**_agreement_texts(),
		**_deduction_texts(),
		**_chain_texts(),
		**_release_texts(),
		**fact_texts.texts(),
		**request_texts.texts(),
	}


def _voucher_texts() -> dict[str, str]:
	return {
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
		"entry_period_closed": _(
			"{0} stands in books that are closed ({1}) and cannot be cancelled. Correct it by a Warranty Deposit Entry of today: the kind Taken Back takes an amount out again."
		),
		"rate_missing": _("Enter the exchange rate from {0} to {1}, or add a Currency Exchange for the day."),
		"account_in_use": _(
			"Account {0} has entries and stays marked as a deposit account. Move the deposits to another account first."
		),
		"account_has_entries": _(
			"Account {0} has entries from before. Mark a new account, and bring the deposits forward with Warranty Deposit Entries of the kind Brought Forward."
		),
		"merge_of_deposit": _(
			"{0} {1} has warranty deposits and is not merged with another one. Give it a new name instead, or disable it once its deposits are settled."
		),
		"posting_on_deposit": _(
			"Account {0} holds warranty deposits: {1} {2} cannot post to it. Choose another account."
		),
		"account_not_payable": _("A deposit account must be of the type Payable and not a group: {0}."),
		"nothing_to_hold": _(
			"Nothing is left to hold from {0}: it is paid, or the agreed deposit is complete."
		),
		"hold_too_much": _(
			"{0} cannot be held from {1}: only {2} of it is unpaid. Enter less, or use Cash In."
		),
		"invoice_not_fitting": _(
			"{0} is not a submitted invoice of contractor {1}. Choose one of this contractor."
		),
		"currency_differs": _(
			"{0} is in {1}, the deposit of agreement {2} in {3}. Set a deposit account in {1} on the agreement."
		),
		"no_deposit_agreed": _(
			"Agreement {0} has {1} as security: no deposit may be held (建质〔2017〕138号 Art. 6). Change the agreement first."
		),
		"deposit_complete": _(
			"The agreed deposit of {0} is {1}; with this entry it would be {2}. Enter less, or raise the deposit in the agreement."
		),
		"account_missing": _(
			"No account is set for {0} in company {1}. Open Fangxiu Settings and choose Prepare Accounts for that company."
		),
		"account_of_another": _("{0}: account {1} is not one of company {2}. Choose one of that company."),
		"account_is_group": _("{0}: {1} is a group. Choose an account in it."),
		"deposit_not_payable": _("{0}: account {1} must be a liability of type Payable, as its balance is kept by contractor."),
		"deposit_has_past": _("{0}: account {1} has entries that name no agreement. Choose an account without a past, or a new one."),
		"account_line": _("{0}: choose an account, or enter the name of a new one."),
		"account_parent": _("{0}: {1} is no group of company {2} under {3}. Choose another group."),
		"account_name_taken": _("{0}: company {2} has an account {1} already. Choose it, or enter another name."),
		"company_twice": _("Company {0} stands in the settings more than once. Keep one row for it."),
		"company_unknown": _("Company {0} does not exist or is a group. Choose another one."),
		"amount_missing": _("Enter an amount above zero."),
	}


def _agreement_texts() -> dict[str, str]:
	return {
		"deposit_rate_above_cap": _(
			"A deposit of {0} % is above the lawful {1} %: 建质〔2017〕138号 Art. 7 limits it to 3 % of the settled price. Enter at most {1} %."
		),
		"deposit_amount_above_cap": _(
			"A deposit of {0} is above {1}, which is {2} % of the settled price (建质〔2017〕138号 Art. 7). Enter at most {1}."
		),
		"talk_missing": _("No talk about the warranty agreement is recorded (R27)."),
		"trainings_missing": _("{0} trainings of the contractor's staff are needed, {1} are recorded (R30)."),
		"authorisation_missing": _("The power of attorney is missing (R31)."),
		"contact_missing": _("No authorised contact is named (R31)."),
		"contact_incomplete": _("The contacts lack: {0} (R31)."),
		"roster_missing": _("The worker roster is empty (R31)."),
		"agreement_unsigned": _("The agreement is not signed (R28: within the month before delivery)."),
		"response_terms_missing": _("Response and completion terms are missing."),
		"deduction_terms_missing": _("Deduction terms are missing: surcharge, agency fee or penalties."),
		"security_missing": _("Neither deposit nor guarantee is agreed."),
		"liability_unknown": _(
			"The defects liability period cannot be counted: enter acceptance or completion report."
		),
		"signed_outside_window": _(
			"Signed on {0}, not within the month before the first day of delivery {1} (R28)."
		),
	}


def _deduction_texts() -> dict[str, str]:
	return {
		"line_amount": _("Row {0}: claim an amount above zero."),
		"line_above_claim": _(
			"Row {0}: {1} is more than the {2} that was claimed. Enter at most what was claimed."
		),
		"not_contractors_defect": _(
			"{0}: not defects of {1} under warranty. The deposit pays only for the contractor's own defects (建质〔2017〕138号 Art. 9). Remove these lines."
		),
		"cost_without_bill": _(
			"{0} gives no repair cost. Use Surcharge or Penalty, or charge a third-party order."
		),
		"cost_without_source": _(
			"Row {0}: name the {1} this cost comes from. Use Take From, or choose it in the row."
		),
		"source_kind": _(
			"Row {0}: {1} {2} does not belong on a deduction for {3}. Remove the row, or make a deduction of its own kind."
		),
		"source_not_fitting": _(
			"Row {0}: {1} {2} is not charged to agreement {3}, or not in force. Choose one of this agreement that its contractor answers for."
		),
		"source_charged": _(
			"Row {0}: {1} {2} is charged by deduction {3} already. Change or withdraw that one instead."
		),
		"rate_missing_on": _(
			"Row {0}: {1} {2} is billed in {4}, the deposit is kept in {3}, and no rate from {3} to {4} is recorded for {5}. Ask finance to enter it in Currency Exchange, for buying."
		),
		"exchange_account_missing": _(
			"Company {0} has no account for exchange differences. Set it in the company, as Exchange Gain / Loss Account."
		),
		"source_in_use": _(
			"{0} {1} is charged by deduction {2}. Withdraw or cancel that deduction first; then it can be cancelled."
		),
		"bill_in_use": _(
			"Bill {0} is evidence of deduction {1}, which is approved or being approved. Cancel or send back that deduction first."
		),
		"cost_above_bill": _(
			"Cost of {0} is more than the {1} of {2}. Claim at most what it cost; what is beyond is surcharge or penalty."
		),
		"surcharge_above_agreed": _(
			"Surcharges of {0} are more than the {1} agreement {2} gives on this cost. Lower them: a surcharge rests on the agreement alone."
		),
		"penalty_above_clause": _(
			"Row {0}: {1} is more than clause {2} gives, {3}. Correct the amount, or the number of cases or days."
		),
		"frozen_by_objection": _("{0} is frozen: the contractor has objected. Answer the objection first."),
		"deduction_over": _("{0} is {1}. Make a new deduction if one is still due."),
		"period_closed": _(
			"{0} was posted on {1}, and the books of that day are closed. Reverse it instead: finance does that with Reverse Deduction."
		),
		"reversed_and_closed": _(
			"{0} is reversed, and the books of {1} are closed: its vouchers cancel each other out and stay as they are."
		),
		"note_settled": _(
			"{0} cannot be cancelled: its debit note {1} is settled by {2}. Reverse it instead: finance does that with Reverse Deduction."
		),
		"posting_closed": _(
			"{0}: the books of {1} are closed, so the deduction could not be posted. Choose a day in open books before you ask for approval."
		),
		"not_posted": _("{0} is not posted, so there is nothing to reverse."),
		"objection_incomplete": _(
			"Record when the objection came, after the notice and not in the future, and what it says."
		),
		"objection_not_now": _(
			"{0} is {1}: an objection is recorded once, after the notice and while the deduction stands. Answer this one by letter."
		),
		"answer_incomplete": _("Choose Rejected, Upheld in Part or Upheld, and write the answer."),
		"answer_amounts": _(
			"{0} does not fit the amounts. Upheld in part lowers at least one amount, each with its reason; rejected lowers none."
		),
		"withdraw_not_now": _(
			"Withdraw with a reason, before approval is asked for; a posted deduction is cancelled or reversed instead."
		),
		"reason_missing": _("Give the reason."),
		"wrong_deduction_state": _("{0} is {1}; this is possible only while it is {2}. Reload the page."),
		"reversal_by_deduction": _(
			"A deduction is reversed on its own form, with Reverse Deduction: the entry is made there."
		),
	}


def _chain_texts() -> dict[str, str]:
	return {
		"step_notice": _("Notice to the contractor"),
		"step_service": _("Proof of service of the notice"),
		"step_second_notice": _("Second notice with proof of service"),
		"step_coordination": _("Project department's coordination failed"),
		"step_cure_over": _("Cure time over, counted from proven receipt"),
		"step_order": _("Third-party order in force"),
		"step_completion": _("Third party's completion"),
		"step_verified": _("Quantities verified"),
		"step_bill": _("Bill of the third party"),
		"step_signed": _("Settlement signed by the owner"),
		"step_paid": _("Bill of the compensation"),
		"step_read": _("Photo of the meter"),
		"step_confirmed": _("Meter charge confirmed"),
		"step_late": _("Past its time"),
		"step_clause": _("Clause of the agreement"),
		"step_told": _("Notice of deduction received"),
		"step_told_proof": _("Proof that it was received"),
		"step_objection": _("Objection heard"),
		"step_unanswered": _("Objection heard"),
		"chain_notice": _(
			"No notice about {0} is issued: write the letter on the ticket and issue it (R107)."
		),
		"chain_service": _(
			"It is not proved that the notice was received ({0}): record its service with the proof (R107, R109)."
		),
		"chain_second_notice": _(
			"The further notice is not served with proof ({0}): the settings want it before a third party (R107)."
		),
		"chain_coordination": _(
			"The project department's coordination of {0} has not failed, and the cure time was not over. Record its result on the ticket (R107)."
		),
		"chain_cure_over": _(
			"The cure time was not over before the third party worked ({1}). Without that the cost cannot be deducted (R107)."
		),
		"chain_order": _("Third-party order {0} is not in force: it has to be approved first (R107)."),
		"chain_completion": _(
			"The third party's completion is not recorded: verify the quantities of {0} first (R16)."
		),
		"chain_verified": _(
			"The quantities of {0} are not verified: the engineer does that on the order (R16)."
		),
		"chain_bill": _(
			"The bill of {0} is not in the books: settle the order with the bill's number first (R16)."
		),
		"chain_signed": _(
			"Compensation {0} is not signed by the owner: record the signed settlement first (R110)."
		),
		"chain_paid": _(
			"Compensation {0} has no bill in the books: it is made when the settlement is signed (R110)."
		),
		"chain_read": _("Meter charge {0} has no photo of the meter: add it to the charge (R48)."),
		"chain_confirmed": _("Meter charge {0} is not confirmed: the project department confirms it (R48)."),
		"chain_late": _(
			"{0} was not late by what the clause is about. Remove the line, or choose the ticket and clause that fit."
		),
		"chain_clause": _(
			"A line names no clause of the agreement's penalties. Choose one that stands there."
		),
		"chain_told": _("The contractor has not been told: serve the notice of deduction (R111)."),
		"chain_told_proof": _(
			"The proof that the notice of deduction was received is missing: add it under Hearing before approval is requested."
		),
		"chain_objection": _(
			"The objection window runs until {1}: until then the contractor may object."
		),
		"chain_unanswered": _("The objection is not answered yet: use Answer Objection under Hearing."),
	}


def _release_texts() -> dict[str, str]:
	return {
		"release_above_balance": _(
			"{0} is more than the {1} that stand free in the deposit. Enter at most this amount."
		),
		"release_unchecked": _(
			"Check the work with the contractor first (by {0}) and record the joint check, or wait until the release counts as agreed."
		),
		"check_sheet_incomplete": _(
			"Fill in the joint check: a result for every line, who signed for the contractor, and the signed sheet as a file."
		),
		"above_safe_reason": _("{0} is more than the safe {1}. Give the reason for releasing more."),
		"above_safe_signature": _(
			"{0} is more than the {1} that are safe now. Ask the head of customer service or the general manager for the second signature."
		),
		"above_not_needed": _(
			"Save the reason for releasing more first; then the second signature is possible."
		),
		"above_signed": _("{0} has given the second signature already. Reload the page."),
		"above_same_person": _(
			"The second signature is given by somebody who neither made nor signed this release."
		),
		"payment_uncovered": _(
			"{0} is to be paid, only {1} of it stands in the deposit now: something was taken since the release was approved. Delete this draft, and use Open Payment on {2} for what is left."
		),
		"payment_above_release": _(
			"The payments of {0} would be {1}, {2} are approved. Pay at most what is approved."
		),
		"release_paid": _("{0} is paid by {1}. Cancel the payment first."),
	}
