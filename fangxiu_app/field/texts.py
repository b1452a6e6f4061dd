"""Texts of what My Day refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"phone_key_invalid": _(
			"The phone sent an entry without a valid key. Reload the page and enter it again."
		),
		"phone_key_taken": _(
			"An entry with this key was kept at ticket {0} already: this one was not. Reload the page and enter it again."
		),
		"phone_entry_too_old": _(
			"The entry waited on the phone for more than seven days. Enter it on the ticket's form, with the reason for the delay."
		),
		"phone_plan_missing": _(
			"The plan to be signed was not accepted. Send the plan first, then have it signed."
		),
		"phone_entry_unknown": _("My Day cannot record {0}. Reload the page, or use the ticket's form."),
	}
