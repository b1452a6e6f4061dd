"""Texts of times that cannot be: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"time_in_future": _("The time {0} lies in the future. Enter when it really happened."),
		"time_out_of_order": _(
			"The time {0} lies before the previous event ({1}). Enter the events in the order they happened."
		),
		"day_too_early": _("{0} lies before {1}, the first day on which it can have happened. Correct the date, above all its year."),
		"day_too_far": _("{0} lies after {1}, further ahead than anything is arranged. Correct the date, above all its year."),
		"field_too_far": _("{0}{1}: {2} lies after {3}, further ahead than anything is arranged. Correct the date, above all its year."),
		"field_in_future": _("{0}{1}: {2} lies in the future. Enter when it really happened."),
		"back_entry_reason_missing": _(
			"The time {0} is more than {1} minutes ago. Give the reason for the back-entry."
		),
	}
