"""Texts of what a deposit entry and the money side of an agreement refuse: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"signed_outside_window": _(
			"Signed on {0}, not within the month before the first day of delivery {1} (R28)."
		),
		"reversal_by_deduction": _(
			"A deduction is reversed on its own form, with Reverse Deduction: the entry is made there."
		),
		"entry_period_closed": _(
			"{0} stands in books that are closed ({1}) and cannot be cancelled. Correct it by a Warranty Deposit Entry of today: the kind Taken Back takes an amount out again."
		),
		"rate_missing": _("Enter the exchange rate from {0} to {1}, or add a Currency Exchange for the day."),
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
	}
