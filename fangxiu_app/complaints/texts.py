"""Texts of what a complaint refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"complaint_who": _("Say who complains: the name of the complainant, or the households of the group."),
		"complaint_authority": _(
			"A complaint through an authority names the authority and its case number: enter both, so that the answer reaches it in time."
		),
		"complaint_state": _("{0} is not possible while the complaint is {1}. It is possible in: {2}."),
		"complaint_not_owner": _("{0} answers for this case. Ask them, or take the case over with Hand Over."),
		"complaint_note": _("Write what happened or what was said: it is kept in the handling record."),
		"complaint_way": _("Say how the customer was spoken to: by phone, on a visit, by message, at a meeting or by letter."),
		"complaint_owner_missing": _("Choose who takes the case over: one person answers for it at any time."),
		"complaint_owner_same": _("{0} has the case already. Choose somebody else."),
		"complaint_owner_role": _(
			"{0} cannot take the case over. Choose an enabled user of customer service or the repair centre who has a right to this project."
		),
		"complaint_level_missing": _("Choose the new level: {0}."),
		"complaint_level_same": _("The complaint has the level {0} already."),
		"complaint_taken_back": _(
			"What was said about danger, a lawsuit, compensation, households, tickets or the authority's day, and what makes a case serious, is taken back by the head of customer service or the repair manager only. Ask one of them, or write under What the Investigation Found what turned out differently."
		),
		"complaint_taken_back_reason": _(
			"Write under Why a Fact Is Taken Back what shows that it was wrong: it is kept in the handling record."
		),
		"complaint_level_low": _(
			"By its facts this complaint is at least {0}. Correct danger, lawsuit, households or channel first if they are wrong."
		),
		"complaint_attempts": _(
			"To close without the customer's confirmation, contact the customer at least {0} times after the answer, {1} hours or more apart. So far: {2}. Record each with Customer Contacted."
		),
		"complaint_reason": _("Choose the reason of the complaint before it is closed."),
		"complaint_lessons": _("Write what was learnt from it before the complaint is closed."),
		"complaint_tickets": _(
			"These repairs are not finished: {0}. Finish them first, or take them off the complaint and say why in a follow-up entry."
		),
		"complaint_ticket_other": _(
			"Row {0}: repair ticket {1} is about another household. Enter that household under Further Households first, or take the row out."
		),
		"complaint_promise_day": _("Enter under Promised Until by when what is promised to the customer is done."),
		"complaint_answer_missing": _("There is no approved answer to give. Draft one and request its approval."),
		"complaint_answer_level": _(
			"Answer {0} was approved for a complaint of level {1}, which is now {2}. Cancel its approval, make a new version and have it approved anew."
		),
		"complaint_answer_given": _(
			"Answer {0} was given to the customer and stays as it was said. Record that the customer does not accept it, and draft another one."
		),
		"complaint_ended": _("Complaint {0} is {1} and stays as it is. Reopen it first if the customer comes back."),
	}
