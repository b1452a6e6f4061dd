"""Texts of what giving tickets to somebody else refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"reassign_nothing": _("No ticket is chosen. Mark the tickets in the list first."),
		"reassign_reason": _("Give the reason: both engineers read it, and it is kept in the ticket's log."),
		"reassign_role": _(
			"Tickets of others are given by {0}; an engineer passes on their own only. Ask one of them."
		),
		"reassign_over": _("{0}: merged or cancelled, there is nothing left to do. Leave them out."),
		"reassign_same": _("{0}: {1} has them already. Leave them out, or choose somebody else."),
		"reassign_shut_out": _(
			"{0} cannot take these tickets: the account is disabled, is no engineer, or has no right to the project. Choose somebody of the list, or ask the administrator for the right."
		),
	}
