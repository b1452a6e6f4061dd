"""Texts of what a special report refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"special_report_state": _("{0} is not possible while the special report is {1}. It is possible in: {2}."),
		"special_report_note": _("Write what is said or why: departments, head and customer read it."),
		"special_report_opinion": _("Choose your opinion: who pays, or that facts are missing."),
		"special_report_person": _("Choose the colleague who answers instead."),
		"special_report_decision": _("Choose who pays."),
		"special_report_share": _("Say which part the customer pays: an amount, a percentage, or in words."),
		"special_report_not_carried_out": _(
			"What was decided is not carried out yet: make the repair ticket, quotation or compensation under Carry Out, or write why the report is closed without it."
		),
		"special_report_by_when": _("Enter by when it is done, so that the customer can be told."),
		"special_report_way": _("Say how the customer was answered: by phone, on a visit, by message, at a meeting or by letter."),
		"special_report_at": _("Enter when the customer was answered."),
		"special_report_choice": _("Choose one of: {0}."),
		"special_report_past": _("What is done lies ahead: choose {0} or a later day."),
		"special_report_routes": _("Name at least one department under Departments to Be Asked, with the person who answers for it."),
		"special_report_warranty": _(
			"Nothing says how the warranty stands. Add the repair ticket, or choose the warranty item: the report is for what is out of warranty (R60)."
		),
		"special_report_covered": _(
			"The owner is covered until {0}: this is a repair under warranty, not a special report. Have it repaired by its ticket, or correct the warranty item."
		),
		"special_report_agreed": _(
			"The owner has agreed to pay: quotation {0}. Choose another cause, or have the quotation withdrawn where the owner refuses after all."
		),
		"special_report_ticket": _(
			"Row {0}: repair ticket {1} is not about unit {2}. Take the row out, or write the report about the ticket's own unit."
		),
		"special_report_made": _(
			"Repair ticket {0} was made from this report already, for {1}, {2}. Open it, or choose another location or defect type."
		),
		"special_report_twice": _("{0} with {1} stands twice under Departments to Be Asked. Take one of the rows out."),
		"special_report_turn": _("Row {0}: {1} begins with 1. Equal numbers are asked side by side."),
		"special_report_days": _("Row {0}: {1} cannot be negative. Leave it empty for the usual limit."),
		"special_report_asked": _(
			"{0} cannot be asked. Choose an enabled user of a department or the repair centre who has a right to this project."
		),
		"special_report_speaker": _(
			"{0} cannot speak for {1}. Choose somebody with one of these roles: {2}, or name the department that {0} belongs to."
		),
		"special_report_not_asked": _("Your opinion is not asked now. It is waited for: {0}."),
		"special_report_same": _("{0} is asked for this department already. Choose somebody else."),
		"special_report_place": _("Say where in the unit and what is to be repaired: choose location and defect type."),
	}
