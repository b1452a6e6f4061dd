"""Texts of what the register, agreements and requests of contractors refuse: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"surcharge_high": _(
			"Surcharge on Third-party Cost: {0} % is more than the cost itself. Enter the percentage that is agreed, 100 at most."
		),
		"not_suspended": _("{0} is not suspended. Reload the page."),
		"lift_reason": _("Give the reason for lifting the suspension: it is kept in the register."),
		"request_code": _(
			"Unified Social Credit Code: {0} is none. Copy the 18 characters of the business licence; the last one checks the others."
		),
		"request_account": _(
			"Bank Account No.: {0} is none. Enter its 8 to 32 digits as the proof of the account shows them."
		),
		"request_known": _(
			"{0} is a supplier already. Choose it in Existing Supplier, if its register entry or bank account is missing."
		),
		"request_code_known": _(
			"Unified Social Credit Code {0} belongs to supplier {1}. Choose it in Existing Supplier, or correct the code."
		),
		"request_account_known": _(
			"Bank Account No. {0} is that of supplier {1}. Two companies have no account in common: compare with the proof."
		),
		"request_decided": _("This request is {0} already. Reload the page."),
		"request_own": _(
			"Who asks for a company does not accept it. Another person of procurement or finance decides."
		),
		"request_why": _("Say why the request is declined: its author corrects it by that."),
		"agreement_no_day": _("Enter Signed On: the day on which the agreement was signed."),
		"agreement_twice": _(
			"{0} is signed with the same contractor for {1}, for the same time. Change its terms or end it, or correct Scope or validity of this one."
		),
		"ticket_contractor_unknown": _(
			"Contractor: {0} has neither an agreement nor an order in this project and is not in the Contractor Register. Choose one that works here, or have it entered first."
		),
		"ticket_other_agreement": _("Warranty Agreement {0} is one of {1}. Choose that contractor, or an agreement of the one you have chosen."),
		"ticket_agreement_over": _("Warranty Agreement {0} is not signed or not in force. Choose one that is, or leave it empty."),
		"ticket_agreement_elsewhere": _(
			"Warranty Agreement {0} does not cover this building, lot and trade. Choose the one that does, or correct the defect type."
		),
		"talk_missing": _("No pre-signing meeting about the warranty agreement is recorded (R27)."),
		"trainings_missing": _("{0} trainings of the contractor's staff are needed, {1} are recorded (R30)."),
		"authorisation_missing": _("The power of attorney is missing (R31)."),
		"authorisation_scan_missing": _("The signed power of attorney is not attached (R31)."),
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
	}
