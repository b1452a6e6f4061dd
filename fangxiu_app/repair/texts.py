"""Messages of refusals by the repair centre's services: what happened, and what to do next. Codes come from ``domain``."""

from __future__ import annotations

from frappe import _

from fangxiu_app.repair import delivery_texts, evaluation_texts, ownership_texts, quote_texts


def texts() -> dict[str, str]:
	"""Code → text."""
	known = (_approval_texts, _letter_texts, _order_texts, _warning_texts, _meter_texts, _reassign_texts)
	known += (evaluation_texts.texts, quote_texts.texts, delivery_texts.texts, ownership_texts.texts)
	return {code: text for found in known for code, text in found().items()}


def _approval_texts() -> dict[str, str]:
	return {
		"approval_none": _("{0} takes no approval. Open a document that is approved in steps."),
		"approval_final": _(
			"This document is approved or cancelled already. Cancel and amend it to change it."
		),
		"approval_running": _(
			"Approval has been requested already and awaits {0}. Send it back first if something has to change."
		),
		"approval_no_rule": _(
			"No approval rule covers the amount {0} of this document. Ask the administrator to add an Approval Rule for it."
		),
		"too_many_at_once": _("{0} are too many at once. Mark at most {1}: each is to be looked at."),
		"notice_of_several": _(
			"One notice goes to one contractor, these are for {0}. Mark the deductions of one contractor."
		),
		"charged_already": _("{0} is charged already, or cannot be charged any more. Reload the page."),
		"approval_nobody": _(
			"Nobody could sign the step of {0}: nobody has this role in the project, or everybody who has it wrote the document, asks for it, or did the work. Let a colleague write it and ask for it, or ask the administrator to give the role to a second person."
		),
		"approval_too_few": _(
			"One person would have to sign two of these steps: {0}. Ask the administrator to give one of the roles to another person."
		),
		"approval_not_requested": _(
			"Approval has not been requested. Use Request Approval on the form when everything is filled in."
		),
		"approval_complete": _("Every step is signed already. Reload the page."),
		"approval_role": _("This step is signed by {0}. Ask a colleague who has this role."),
		"approval_not_yours": _("{0}: {1} is not filled in with this signature. Open the document and change it there."),
		"approval_author": _(
			"Who wrote or requested this document does not approve it. Another person with the role has to sign."
		),
		"approval_engineer": _(
			"The engineer of one of the tickets does not approve what is paid for their own work. Another person has to sign."
		),
		"approval_twice": _("You have signed a step of this document. Every step needs another person."),
		"approval_changed": _(
			"The content differs from what was signed before. Send the document back and let it be approved anew."
		),
		"approval_broken": _(
			"{0} {1} does not say any more what was signed: its content was changed past its actions. It is neither printed, carried on nor paid. Cancel it with the reason, have a new version approved, and tell the administrator."
		),
		"approval_merge": _(
			"{0} {1} was approved and names {2}: merged, it would say another party than was signed. Switch {2} off instead, and use the other one from now on."
		),
		"approval_reason": _("Give the reason: it is kept in the log."),
		"approval_steps_open": _(
			"These steps are not signed yet: {0}. It takes effect with the last signature."
		),
		"approval_submit": _(
			"This document is not submitted directly. Use Request Approval and Approve on its form: the last signature submits it."
		),
		"approval_cancel": _(
			"This document is not cancelled directly. Use Cancel Approval on its form and give the reason."
		),
		"approval_not_cancelled": _(
			"Only a cancelled document gets a new version. Cancel it first, with a reason."
		),
		"approval_not_done": _(
			"Only an approved document can be cancelled. Send back one that is being approved."
		),
	}


def _letter_texts() -> dict[str, str]:
	return {
		"letter_state": _(
			"Letter {0} is {1}; this needs a letter that is {2}. Write a new letter if need be."
		),
		"letter_contractor": _("A notice is served on a contractor: choose the contractor first."),
		"letter_reply": _("Write down what the receiver answered."),
		"letter_reason": _("Give the reason for withdrawing the letter."),
		"letter_outcome": _("Choose how it ended: Cured, Not Cured, Disputed or No Action Needed."),
		"letter_cure_runs": _(
			"The time to cure runs until {0}: close it as not cured afterwards. If the contractor refuses already, record the failed coordination on the ticket."
		),
		"letter_cure_days": _(
			"Agreement {0} gives {1} days after a notice, the letter only {2}. Enter at least what is agreed, or leave it empty."
		),
		"letter_unserved": _(
			"Nothing proves yet that this notice was received. Record the proof of service first, or withdraw it."
		),
		"service_method": _("Choose the way of service: {0}."),
		"service_missing": _("{0}: fill in {1}. Without it nothing proves the receipt."),
		"service_time": _("Enter when the letter was received."),
		"ladder_write_notice": _("Write the notice to the contractor first (R107)."),
		"ladder_issue_notice": _("Notice {0} is a draft: issue it."),
		"ladder_serve_notice": _("Notice {0} is issued: record the proof of its service."),
		"ladder_wait": _(
			"Notice {0} is served; the cure time runs until {1}. Meanwhile the project department coordinates with the contractor."
		),
		"ladder_second_notice": _("The cure time of notice {0} is over: serve a second notice."),
		"ladder_third_party": _(
			"Notice {0} was not followed: a third party may be commissioned by a Third Party Order."
		),
		"ladder_third_party_works": _("A third party is at work."),
		"ladder_cured": _("The contractor has followed notice {0}: nothing more to do."),
	}


def _order_texts() -> dict[str, str]:
	return {
		"review_basis": _("Choose the price basis before you sign: it is the cost department's part."),
		"review_above": _(
			"Row {0}: approved {1} is above the verified amount {2}. Lower it, or send the review back."
		),
		"review_note": _("Row {0}: approved differs from verified. Give the reason for the reduction."),
		"tax_missing": _(
			"The bill states no tax yet: enter kind (special or ordinary VAT invoice) and rate with Complete Tax on this form or on the bill."
		),
		"tax_signed": _(
			"The tax of this bill stands in {0}, which is signed. Cancel the review first, correct the tax, and have it signed anew."
		),
		"tax_rate": _("{0} has no rate of {1} %. Enter the rate that the invoice shows."),
		"review_paid": _("Invoice {0} has been paid with {1}. Cancel the payment first, then this review."),
		"review_invoice": _(
			"Purchase Invoice {0} is not submitted. Submit it first; it stays on hold until this review."
		),
		"review_other": _("Invoice {0} has another review: {1}. Continue there, or cancel it first."),
		"order_quotation_files": _("The quotation itself is missing as a file: {0}. Attach it in the row."),
		"order_dearer": _(
			"{0} was quoted by the firm you choose, {1} by another one. Choose the cheaper firm, or write the reason for the dearer one."
		),
		"review_settled": _(
			"Of invoice {0}, {1} was paid or written off with the invoice itself. Verify at most what is left, or let finance cancel the invoice and book it anew."
		),
		"review_total": _("Verified {0} is above the invoice ({1}). Correct the lines."),
		"compensation_nothing": _("No amount is agreed with the owner. Enter the agreed amounts."),
		"compensation_above": _(
			"Row {0}: agreed {1} is above the assessed amount {2}. Assess it anew, or lower it."
		),
		"compensation_recovery": _("The recovery {0} is above what is paid ({1}). Lower it."),
		"compensation_contractor": _(
			"A recovery needs the contractor and the warranty agreement it is charged to."
		),
		"compensation_state": _(
			"Compensation {0} is {1}. The settlement is recorded once it is approved, and only once."
		),
		"compensation_unsigned": _(
			"Nothing is paid before the settlement agreement is signed: enter who signed, when, and the signed file."
		),
		"order_state": _("Order {0} is {1}; this needs an order that is {2}."),
		"order_same": _("The third party is the contractor in breach itself. Choose another firm."),
		"order_payer": _(
			"Ticket {0}: the contractor or the owner pays, not the developer. Choose Contractor In Breach and serve the notice first."
		),
		"order_notice": _(
			"Ticket {0}: no written notice has been served. Serve it and prove its receipt first (R107)."
		),
		"order_second_notice": _(
			"Ticket {0}: {1} notice was received, the settings want another one before a third party. Serve it first (R107)."
		),
		"order_contractor": _("Ticket {0} is another contractor's. Charge the ticket's own contractor."),
		"order_coordinated": _(
			"Ticket {0}: the project department's coordination succeeded. If the contractor fails again, serve another notice."
		),
		"order_cure": _(
			"Ticket {0}: the cure time runs until {1} and the coordination has not failed. Wait, or record the failed coordination (R107)."
		),
		"order_quotations": _(
			"{0} quotations of different firms are needed, there are {1}. Add the missing ones."
		),
		"order_unquoted": _("The chosen third party has given no quotation. Add it."),
		"order_above_quotation": _(
			"The order ({0}) is above the third party's own quotation ({1}). Correct the lines."
		),
		"register_missing": _(
			"The third party is not in the Contractor Register. Ask the repair manager to enter it with its papers (R112)."
		),
		"register_blocked": _("The third party is {0} in the Contractor Register. Choose another firm."),
		"register_suspended": _(
			"The third party is suspended in the Contractor Register (R112). Choose another firm, or let the manager write the reason into Reason to Order Despite Suspension."
		),
		"register_expired": _(
			"The third party's papers end on {0}, before the work does. Enter the renewed papers in the Contractor Register."
		),
		"register_trade": _("The third party is not registered for: {0}. Choose a firm of this trade."),
		"verify_above_order": _("Row {0}: verified {1}, but only {2} is ordered. Order the rest separately."),
		"verify_above_claim": _("Row {0}: verified {1}, but only {2} is claimed. Correct one of the two."),
		"verify_reason": _("Row {0}: verified differs from claimed. Give the reason (R16)."),
		"verify_photos": _(
			"Ticket {0} has no photo of the finished work. Add one as evidence first (R16, R109)."
		),
	}


def _reassign_texts() -> dict[str, str]:
	return {
		"reassign_nothing": _("No ticket is chosen. Mark the tickets in the list first."),
		"reassign_reason": _("Give the reason: both engineers read it, and it is kept in the ticket's log."),
		"reassign_role": _(
			"Tickets of others are given by {0}; an engineer passes on their own only. Ask one of them."
		),
		"reassign_over": _("{0}: merged or cancelled, there is nothing left to do. Leave them out."),
		"reassign_same": _("{0}: {1} has them already. Leave them out, or choose somebody else."),
		"reassign_shut_out": _(
			"{0} cannot take these tickets: the account is disabled, is no engineer, or has no right to the project. Choose somebody of the list, or ask the administrator for the right."
		),
	}


def _warning_texts() -> dict[str, str]:
	return {
		"warning_state": _("{0} is not possible while the warning is {1}. It is possible in: {2}."),
		"warning_acknowledged": _("Receipt is confirmed already. Write what is being done as a follow-up."),
		"warning_note_missing": _("Write what happened: it is kept in the follow-up."),
		"warning_due": _("Give the new deadline: a day after {0}, when the danger will be gone."),
		"warning_place_missing": _("Say where the danger is: a lot, a building or units."),
		"warning_due_past": _("The deadline {0} has passed already. Enter a day from today on."),
	}


def _meter_texts() -> dict[str, str]:
	return {
		"charge_days": _(
			"The meter was read on {0} and {1}: the last reading comes after the first one and not in the future. Correct the dates."
		),
		"charge_backwards": _(
			"The last reading {0} lies below the first one, {1}: a meter does not run backwards. Read it again and correct it."
		),
		"charge_nothing": _(
			"Both readings are equal: nothing was used. Correct a reading, or leave the charge."
		),
		"charge_price": _("Enter the price: the settings have none for this kind of meter."),
		"charge_against_reading": _(
			"The meter showed {0} on {1} ({2}): that does not fit between these readings. Correct the reading or its day."
		),
		"charge_twice": _(
			"Charge {0} covers {1} to {2} of this meter already. Charge what was used before or after it."
		),
		"charge_state": _("This charge is {0} already. Reload the page."),
		"charge_reason": _("Give the reason: it is kept with the charge."),
		"charge_photo": _("Add a photo of the meter's last reading: the contractor may ask for it."),
	}
