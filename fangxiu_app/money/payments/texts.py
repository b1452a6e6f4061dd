"""Texts of what reviews, payments and compensations refuse: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text."""
	return {
		"repair_without_project": _(
			"Bill {0} of {1} is for repair work by its account and waits for its review. Enter its project, whose people review it, or the tickets it is about (R18)."
		),
		"payment_exchange": _(
			"Voucher {0} takes money out as an exchange difference for bill {1} of repair work. Pay the bill by a Payment Entry; ERPNext books the difference."
		),
		"bill_of_order": _(
			"Order {0} is that of Third Party Order {1}: its bill is booked there, by Settle. Take these rows out of this bill."
		),
		"review_asked": _("{0} was sent to be signed, so it stays on record. Send it back, and begin another one if its bill is wrong."),
		"payment_unreviewed": _(
			"Invoice {0} is for repair work and has no approved Repair Payment Review. Let it be reviewed first (R18)."
		),
		"payment_above": _(
			"Invoice {0}: {1} is approved, {2} is paid already, so {3} more is too much. Correct the amount, or let a new review approve it."
		),
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
		"verify_none": _("Row {0}: nothing is verified of the {1} claimed. Enter the verified quantity, or the reason why nothing is paid."),
		"review_other": _("Invoice {0} has another review: {1}. Continue there, or cancel it first."),
		"review_settled": _(
			"Of invoice {0}, {1} was paid or written off with the invoice itself. Verify at most what is left, or let finance cancel the invoice and book it anew."
		),
		"review_total": _("Verified {0} is above the invoice ({1}). Correct the lines."),
		"compensation_nothing": _("No amount is agreed with the owner. Enter the agreed amounts."),
		"compensation_above": _(
			"Row {0}: agreed {1} is above the assessed amount {2}. Whoever approves gives the reason with the first signature; or send it back, and let it be lowered or assessed anew."
		),
		"compensation_basis": _("Row {0}: the assessment rests on nothing yet. Enter its basis: a price, a bill, an opinion."),
		"compensation_recovery": _("The recovery {0} is above what is paid ({1}). Lower it."),
		"compensation_contractor": _(
			"A recovery needs the contractor and the warranty agreement it is charged to."
		),
		"compensation_other_agreement": _(
			"Warranty Agreement {0} answers for no ticket of this compensation. Choose the ticket's own, or claim nothing back."
		),
	}
