"""Texts of a breach: letters and their proof, the order of events, orders to a third party: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"letter_received_late": _("{0}: the receipt ({1}) lies after the reply ({2}). Correct the receipt time."),
		"letter_reply_unserved": _("{0}: its receipt is not recorded yet. Record the service first, then the reply."),
		"letter_reply_original": _("Attach the original of the reply: a scan or photo of the sealed reply slip or letter."),
		"letter_reply_order": _("{0}: this reply ({1}) lies before the one that is recorded already ({2}). Correct the time of the reply."),
		"letter_reply_late": _("{0}: the reply of {1} is recorded on a later day. Write down why in Reason For Back-entry."),
		"letter_reply": _("Write down what the receiver answered."),
		"letter_contractor": _("A notice is served on a contractor: choose the contractor first."),
		"letter_no_earlier": _(
			"Earlier Letter: a second notice follows a first one about the same ticket. Choose the first notice; where none was issued, write a Notice."
		),
		"letter_wrong_earlier": _(
			"Earlier Letter: {0} ({1}, {2}) is no issued notice about a ticket of this letter. Choose the notice that this one follows."
		),
		"letter_third_party_works": _(
			"A third party works on {0} already: a notice that threatens to commission one is too late. Withdraw it, or write a Work Contact Letter about the cost."
		),
		"letter_blanks": _("The text still has places that nobody has written into: {0}. Fill them in, or take their lines out; then issue it."),
		"letter_no_ticket": _(
			"Tickets: {0} rests on tickets that this contractor answers for. Add at least one; what is about none is a Work Contact Letter."
		),
		"letter_blames": _(
			"To: {0} counts in the contractor's evaluation, so it goes to the contractor, not to: {1}. What others are to know is a Work Contact Letter."
		),
		"letter_agreement_over": _(
			"Agreement {0} is not signed, or not in force and the agreement of none of the tickets. Choose the one they are repaired under."
		),
		"letter_other_contractor": _(
			"{0}, row {1}: ticket {2} is answered for by {3}, not by this contractor. Choose {3} as Contractor, or take the ticket out."
		),
		"letter_nobodys": _("{0}, row {1}: nobody answers for ticket {2} yet. Choose its contractor on the ticket, or take the ticket out."),
		"letter_other_agreement": _(
			"Warranty Agreement: {0} is one of {1}. Choose {1} as Contractor if it answers for the tickets, else an agreement of the chosen contractor."
		),
		"letter_cure_days": _(
			"Agreement {0} gives {1} days after a notice, the letter only {2}. Enter at least what is agreed, or leave it empty."
		),
		"letter_not_to_contractor": _(
			"A notice starts the contractor's cure time, so it goes to the contractor, not to: {0}. Choose Contractor in To; the project department is told by itself and confirms it on the letter. What goes to it alone is a Work Contact Letter."
		),
		"letter_cure_runs": _(
			"The time to cure runs until {0}: close it as not cured afterwards. If the contractor refuses already, record the failed coordination on the ticket."
		),
		"service_method": _("Choose the method of service: {0}."),
		"service_missing": _("{0}: fill in {1}. Without it nothing proves the receipt."),
		"service_time": _("Enter when the letter was received."),
		"ladder_wait": _(
			"Notice {0} is served; the cure time runs until {1}. Meanwhile the project department coordinates with the contractor."
		),
		"ladder_second_notice": _("The cure time of notice {0} is over: serve a second notice."),
		"ladder_third_party": _(
			"Notice {0} was not followed: a third party may be commissioned by a Third Party Order."
		),
		"ladder_cured": _("The contractor has followed notice {0}: nothing more to do."),
		"coordination_open": _(
			"The project department's coordination has not failed yet and the cure time runs until {0} (R107). Record the failed coordination, or wait for the cure time to end."
		),
		"second_notice_missing": _(
			"{0} notice was received and its time is over, but the settings want another one before a third party (R107). Serve it first."
		),
		"breach_settled": _(
			"The coordination succeeded, or the notice was followed: no third party is due. If the contractor fails again, serve a new notice (R107)."
		),
		"chronology": _(
			"{0} {1}: {2} lies before {3} {4}: {5}. Correct the time that is wrong: what follows cannot have happened first."
		),
		"penalty_longer": _(
			"A penalty of {0} days is longer than the {1} days since {2}, when the agreement was signed or the defect reported. Correct the number of days."
		),
		"order_quotation_files": _("The quotation itself is missing as a file: {0}. Attach it in the row."),
		"order_dearer": _(
			"{0} was quoted by the firm you choose, {1} by another one. Choose the cheaper firm, or write the reason for the dearer one."
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
		"order_agreement": _(
			"Warranty Agreement {0} does not answer for ticket {1}. Choose the ticket's own, or leave it empty: then nothing is taken from a deposit."
		),
		"order_other_notice": _("Notice {0} is not about a ticket of this order, or of an earlier round. Choose the one that was served, or leave it empty."),
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
		"verify_lines": _("The order has {0} lines, quantities came for {1}. Reload the page and enter them for each line."),
		"verify_above_order": _("Row {0}: verified {1}, but only {2} is ordered. Order the rest separately."),
		"verify_above_claim": _("Row {0}: verified {1}, but only {2} is claimed. Correct one of the two."),
		"verify_reason": _("Row {0}: verified differs from claimed. Give the reason (R16)."),
		"verify_photos": _(
			"Ticket {0} has no photo of the finished work. Add one as evidence first (R16, R109)."
		),
	}
