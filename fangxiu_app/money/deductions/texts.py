"""Texts of what a deduction refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
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
		"told_way_out": _(
			"The contractor has been told of {0}, so its lines stay. Where they are wrong, withdraw it (Notice and Objection, Withdraw Deduction) and make a new one."
		),
		"posting_closed": _(
			"{0}: the books of {1} are closed, so the deduction could not be posted. Let finance open them, then ask for approval."
		),
		"not_posted": _("{0} is not posted, so there is nothing to reverse."),
		"objection_incomplete": _(
			"Record when the objection came, after the notice and not in the future, and what it says."
		),
		"objection_file": _("The contractor's paper is not here, or not yours to hand in. Upload it in the dialog and record the objection again."),
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
		"too_many_at_once": _("{0} are too many at once. Mark at most {1}: each is to be looked at."),
		"notice_of_several": _(
			"One notice goes to one contractor, these are for {0}. Mark the deductions of one contractor."
		),
		"charged_already": _("{0} is charged already, or cannot be charged any more. Reload the page."),
		"notice_incomplete": _(
			"Record the notice completely: when it was received (not in the future), how, by whom, the proof, and its file (receipt, photo or recording)."
		),
		"notice_file_known": _("The file that proves the receipt is on record already. It stays as it is."),
		"penalty_unsigned": _(
			"Agreement {0} has neither a day of signature nor a first day: no penalty rests on it. Enter them in the agreement first."
		),
		"penalty_unproved": _(
			"Row {0}: a penalty needs the ticket it is about, or a file that shows the breach. Choose the ticket in the row, or attach the file as Bill or Proof."
		),
	}
