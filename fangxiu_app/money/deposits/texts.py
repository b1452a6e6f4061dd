"""Texts of what the money side of an agreement refuses: what happened, and what to do next."""

from __future__ import annotations

from frappe import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"deposit_rate_above_cap": _(
			"A deposit of {0} % is above the lawful {1} %: 建质〔2017〕138号 Art. 7 limits it to 3 % of the settled price. Enter at most {1} %."
		),
		"deposit_amount_above_cap": _(
			"A deposit of {0} is above {1}, which is {2} % of the settled price (建质〔2017〕138号 Art. 7). Enter at most {1}."
		),
		"talk_missing": _("No pre-signing meeting about the warranty agreement is recorded (R27)."),
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
