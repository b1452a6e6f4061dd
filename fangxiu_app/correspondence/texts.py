"""Texts of what a letter refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"letter_state": _(
			"Letter {0} is {1}; this needs a letter that is {2}. Write a new letter if need be."
		),
		"letter_days": _("Cure days: {0} is not possible. Enter 1 to {1}, or 0 for those of the agreement."),
		"letter_of_others": _("Letter {0} was sent by another department. Confirm that you have it; its sender records the rest."),
		"letter_ticket_of_other": _("Ticket {0} is answered for by {1}, not by this contractor. Choose {1}, or another ticket."),
		"letter_received_early": _("{0}: the receipt ({1}) lies before the issue ({2}). Correct the receipt time."),
		"letter_replied_early": _("{0}: the reply ({1}) lies before its issue or receipt ({2}). Correct the time of the reply."),
		"letter_template_kind": _("Letter Template: {0} is written for: {1}, the letter is: {2}. Choose a template of this kind, or none."),
		"letter_step_issue": _("{0} {1} is a draft: issue it."),
		"letter_step_unready": _("{0} {1} is a draft and not yet ready to issue:"),
		"letter_step_serve": _("{0} {1} is issued: record the proof of its service. Reply and outcome are recorded after that."),
		"letter_step_withdraw": _("{0} {1} is a draft that no longer fits: withdraw it."),
		"letter_step_cure": _("{0} {1} was received; the time to cure runs until {2}."),
		"letter_step_outcome": _("{0} {1} was received: record the reply and the outcome."),
		"letter_step_settle": _("{0} {1} is answered: record the outcome, or a further reply."),
		"letter_step_closed": _("{0} {1} is closed: {2}."),
		"letter_step_withdrawn": _("{0} {1} is withdrawn."),
		"letter_step_confirmed": _("The project department has confirmed it."),
		"letter_step_unconfirmed": _("The project department has not confirmed it yet."),
		"letter_reason": _("Give the reason for withdrawing the letter."),
		"letter_outcome": _("{0}: choose how it ended: {1}."),
		"letter_no_notice": _("{0} is neither a notice nor addressed to the project department: it has nothing to confirm."),
		"letter_known": _("{0} has confirmed it already, on {1}."),
		"letter_own": _("Who issued the letter does not confirm its receipt. Somebody of the project department does."),
		"letter_number_places": _("{0}: nothing fills in {1}. These can be written: {2}."),
		"letter_number_long": _("{0}: at most {1} letters."),
		"letter_number_signs": _("{0}: take out angle brackets and signs that are not seen; a number consists of letters, digits and hyphens."),
		"letter_number_serial": _("{0}: write {{{{ {1} }}}} once, where the number counts."),
		"letter_number_twice": _("{0}: write {{{{ {1} }}}} only once."),
		"letter_unserved": _(
			"Nothing proves yet that this notice was received. Record the proof of service first, or withdraw it."
		),
	}
