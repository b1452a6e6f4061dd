"""Texts of what a campaign before the end of the warranty refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {**_step_texts(), **_closing_texts(), **_briefing_texts()}


def _step_texts() -> dict[str, str]:
	return {
		"expiry_entered_late": _(
			"{0} was due on {1}, and a day more than a week ago would show it as done in time. Let the repair manager enter it."
		),
		"expiry_over": _("The campaign is {0}: nothing is recorded in it any more."),
		"expiry_no_phone": _("Fill in How to Report Before the End and save, or enter the repair centre's phone on the project (R52)."),
		"expiry_no_after_route": _("Fill in How to Report After the End and save: to whom owners turn then, with the number (R52)."),
		"expiry_all_told": _("Every unit of the campaign has been told already."),
		"expiry_no_letters": _("No letter of this campaign waits to be delivered. Send the notice first."),
		"expiry_posting_missing": _("Enter where the poster hangs, and add its photo (R53)."),
		"expiry_in_future": _("{0} lies in the future. Enter the day on which it happened."),
		"expiry_not_told": _("This unit has not been told yet. Send the notice of its campaign first."),
		"expiry_note_missing": _("Write what was said or found."),
		"expiry_day_past": _("Choose a day from today on."),
		"expiry_day_twice": _("This contractor has a repair day on {0} already. Choose another day."),
		"expiry_no_contractor": _("Choose a contractor who has an agreement or an order in this project."),
		"expiry_row_unknown": _("This repair day is no longer there. Reload the page."),
		"expiry_told": _("The campaign is {0}: owners have been told. Close it instead of withdrawing it."),
		"expiry_reason_missing": _("Enter why the campaign is withdrawn."),
	}


def _closing_texts() -> dict[str, str]:
	return {
		"expiry_unnotified": _("{0} units have not been told. Send the notice (R52)."),
		"expiry_no_posting": _("No photo of a posted notice is there. Record the posting (R53)."),
		"expiry_no_meeting": _("No mobilisation meeting with signed minutes is there. Record it (R55)."),
		"expiry_unreported": _(
			"{0} units have problems of which there is no ticket. Log them from the red list of the campaign, or correct the result of the call (R54)."
		),
		"expiry_unbriefed": _("{0} open tickets stand in no written briefing. Make the briefings (R57)."),
		"expiry_unsigned": _("{0} briefings wait for a signature (R57)."),
	}


def _briefing_texts() -> dict[str, str]:
	return {
		"expiry_not_under_way": _("The campaign is {0}. Briefings are made while it is under way: send the notice first."),
		"expiry_no_side": _("Nobody signs this briefing for that side. Reload the page."),
		"expiry_signed_already": _("This side has signed already."),
		"expiry_nothing_open": _("Nothing stands in this briefing. Make the briefings of the campaign anew."),
	}
