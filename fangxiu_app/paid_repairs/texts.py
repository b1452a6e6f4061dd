"""Messages of refused actions on quotations of paid repairs: what happened, and what to do next. Codes come from the rules."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → sentence; ``core.messages`` fills in what it is about."""
	return {
		"quote_lines": _("The quotation has no lines. Enter the work and the parts with their prices."),
		"quote_line_amount": _("Row {0}: enter a quantity and a price above zero."),
		"quote_line_item": _("Row {0}: choose the stock item of the part."),
		"quote_payer": _(
			"Whoever pays must be: {0}. In the flat the owner pays, for common parts out of warranty the maintenance fund (R58, R59)."
		),
		"quote_property": _(
			"Enter who of the property company took the report and receives the resources: after the warranty the property company is in charge (R59)."
		),
		"quote_outdated": _("The quotation is valid until {0} only. Enter a later date in a new version."),
		"quote_unproved": _("Enter who accepts, and let them sign in the field, or attach the signed paper."),
		"quote_resolution": _(
			"The maintenance fund pays by a resolution of the owners' committee: enter its number and date and attach it (R59)."
		),
		"quote_resolution_late": _("The resolution is dated {0}, after the acceptance. Correct the date."),
		"quote_not_paid": _(
			"Ticket {0} is no paid repair. Explain it to the owner and record the agreement to pay first (R58, R73)."
		),
		"quote_tampered": _(
			"Quotation {0} is no longer what was issued. Make a new version and issue it again."
		),
		"quote_refusal": _("Enter who refused, and the reason they gave."),
		"quote_reason": _("Give the reason: it stays on the quotation."),
		"quote_billed": _("Sales Invoice {0} bills this quotation. Finance cancels or deletes it first."),
		"quote_state": _("Quotation {0} is {1}; this needs one that is {2}. Reload the page."),
		"quote_draft": _("Version {0} is being drafted already. Open that one and change it."),
		"quote_link_fund": _(
			"The maintenance fund signs on paper, with its resolution (R59). A link is for owners only."
		),
		"quote_link_address": _("{0} is neither a phone number nor an e-mail address. Correct it."),
		"quote_refused_already": _(
			"You have refused this quotation already. You may still accept it here, or phone us."
		),
		"quote_question": _("Write your question first."),
		"quote_questions": _("You have asked {0} questions already. Please phone us instead."),
		**{f"quote_link_{where}": text for where, text in standing_texts().items()},
	}


def standing_texts() -> dict[str, str]:
	"""How a link stands → what its holder is told."""
	return {
		"open": _(
			"Please read the quotation. Nothing is repaired and nothing costs anything before you sign."
		),
		"done": _("Your answer has arrived. You need not do anything more."),
		"expired": _("This quotation is no longer valid. Please phone us for a new one."),
		"taken_back": _("This quotation was withdrawn and can no longer be signed. Please phone us."),
		"replaced": _(
			"There is a newer version of this quotation: this one can no longer be signed. Ask us for the new link."
		),
		"answered": _("This quotation has been accepted already. You need not do anything more."),
		"changed": _(
			"This quotation is not what was issued to you any more and cannot be signed. Please phone us."
		),
		"invalid": _(
			"This link is not valid. Open it from the message again, or ask the repair centre for a new one."
		),
	}


def why_paid(responsibility: str, until: str) -> str:
	"""Why the owner pays, in words an owner understands; ``until`` is the last day of their warranty."""
	if responsibility == "Owner Caused":
		return _(
			"The survey found that the damage does not come from the construction: the warranty does not cover it, so its repair is paid."
		)
	if until:
		return _(
			"The warranty of this part ended on {0}. Repairs after that day are paid by the owner."
		).format(until)
	return _("The warranty of this part has ended. Repairs after it are paid by the owner.")
