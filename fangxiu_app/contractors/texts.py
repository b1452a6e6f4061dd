"""Texts of what a third-party order refuses: what happened, and what to do next."""

from __future__ import annotations

from frappe import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
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
