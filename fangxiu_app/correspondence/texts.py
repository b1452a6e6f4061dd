"""Texts of what a letter refuses: what happened, and what to do next."""

from __future__ import annotations

from frappe import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
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
		"service_method": _("Choose the method of service: {0}."),
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
