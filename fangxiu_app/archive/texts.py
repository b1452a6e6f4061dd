"""Messages of refused erasures of personal data, and of people that were changed meanwhile: what to do next. Codes come from the rules."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → sentence; ``core.messages`` fills in what it is about."""
	return {
		"erase_reason": _("Enter who asked for it and when."),
		"erase_nobody": _("This person has no telephone here, or was erased already. Reload the page and choose another one."),
		"erase_owner": _("{0}: still an owner or tenant there; the warranty needs to reach the person. Enter the change of people first."),
		"erase_ticket": _("{0}: the repair is still open. Close it first."),
		"erase_complaint": _("{0}: the complaint is still open. Close it first."),
		"erase_special_report": _("{0}: the special report is still open. Close or withdraw it first."),
		"erase_quote": _("{0}: the quotation is still open. Withdraw it, or wait for the answer."),
		"erase_compensation": _("{0}: the compensation is not paid yet. Finish or cancel it first."),
		"erase_claim": _("{0}: claims about it can be made until {1} (Civil Code, article 188). Erase after that day."),
		"people_gone": _(
			"The people of this unit were changed meanwhile. Nothing was saved: reload the page and look at who is there now."
		),
	}
