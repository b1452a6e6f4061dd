"""Texts of what an approval refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"approval_final": _(
			"This document is approved or cancelled already. Cancel and amend it to change it."
		),
		"approval_running": _(
			"Approval has been requested already and awaits {0}. Send it back first if something has to change."
		),
		"approval_no_rule": _(
			"No approval rule covers the amount {0} of this document. Ask the administrator to add an Approval Rule for it."
		),
		"approval_nobody": _(
			"Nobody could sign the step of {0}: nobody has this role in the project, or everybody who has it wrote the document, asks for it, or did the work. Let a colleague write it and ask for it, or ask the administrator to give the role to a second person."
		),
		"approval_too_few": _(
			"One person would have to sign two of these steps: {0}. Ask the administrator to give one of the roles to another person."
		),
		"approval_not_requested": _(
			"Approval has not been requested. Use Request Approval on the form when everything is filled in."
		),
		"approval_complete": _("Every step is signed already. Reload the page."),
		"approval_role": _("This step is signed by {0}. Ask a colleague who has this role."),
		"approval_not_yours": _(
			"{0}: {1} is not filled in with this signature. Open the document and change it there."
		),
		"approval_author": _(
			"Who wrote or requested this document does not approve it. Another person with the role has to sign."
		),
		"approval_engineer": _(
			"The engineer of one of the tickets does not approve what is paid for their own work. Another person has to sign."
		),
		"approval_above": _(
			"You gave the second signature of this document, which stands beside the round. Another person has to sign this step."
		),
		"approval_twice": _("You have signed a step of this document. Every step needs another person."),
		"approval_changed": _(
			"The content differs from what was signed before. Send the document back and let it be approved anew."
		),
		"not_as_shown": _(
			"This was changed since it was shown to you: what you saw is not what stands there now. Reload the page, read it again, then decide."
		),
		"approval_broken": _(
			"{0} {1} does not say any more what was signed: its content was changed past its actions. It is neither printed, carried on nor paid. Cancel it with the reason, have a new version approved, and tell the administrator."
		),
		"signed_name": _(
			"{0} stands in {1} {2}, which was signed with this name, so it keeps it. Correct its title or description instead, or make a new one and disable this one."
		),
		"approval_merge": _(
			"{0} {1} was approved and names {2}: merged, it would say another party than was signed. Switch {2} off instead, and use the other one from now on."
		),
		"approval_reason": _("Give the reason: it is kept in the log."),
		"approval_steps_open": _(
			"These steps are not signed yet: {0}. It takes effect with the last signature."
		),
		"approval_submit": _(
			"This document is not submitted directly. Use Request Approval and Approve on its form: the last signature submits it."
		),
		"approval_cancel": _(
			"This document is not cancelled directly. Use Cancel Approval on its form and give the reason."
		),
		"approval_not_cancelled": _(
			"Only a cancelled document gets a new version. Cancel it first, with a reason."
		),
		"approval_not_done": _(
			"Only an approved document can be cancelled. Send back one that is being approved."
		),
	}
