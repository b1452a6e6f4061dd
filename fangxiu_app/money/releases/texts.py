"""Texts of what a deposit release refuses: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"check_line_unknown": _(
			"Row {0} of the joint check ({1}) is none of its lines, or stands there twice. Leave the table empty: the lines are filled in when it is saved."
		),
		"release_above_balance": _(
			"{0} is more than the {1} that stand free in the deposit. Enter at most this amount."
		),
		"release_beside": _(
			"{0} is asked for here and {1} in approval already ({2}): together more than the {3} that are left. Lower the amount, or wait until it is decided."
		),
		"release_unchecked": _(
			"Check the work with the contractor first (by {0}) and record the joint check, or wait until the release counts as agreed."
		),
		"check_sheet_incomplete": _(
			"Fill in the joint check: a result for every line, who signed for the contractor, and the signed sheet as a file."
		),
		"above_safe_reason": _("{0} is more than the safe {1}. Give the reason for releasing more."),
		"above_safe_signature": _(
			"{0} is more than the {1} that are safe now. Ask the head of customer service or the general manager for the second signature."
		),
		"above_not_needed": _(
			"Save the reason for releasing more first; then the second signature is possible."
		),
		"above_signed": _("{0} has given the second signature already. Reload the page."),
		"above_same_person": _(
			"The second signature is given by somebody who neither made nor signed this release."
		),
		"above_only_signer": _(
			"You are the only one who can sign the step of {0}. Sign that step when it is your turn; another head gives the second signature."
		),
		"payment_uncovered": _(
			"{0} is to be paid, only {1} of it stands in the deposit now: something was taken since the release was approved. Delete this draft, and use Open Payment on {2} for what is left."
		),
		"payment_above_release": _(
			"The payments of {0} would be {1}, {2} are approved. Pay at most what is approved."
		),
		"release_paid_by": _("{0} is paid in full already by {1}. Delete this draft; no other payment is needed."),
		"release_paid": _("{0} is paid by {1}. Cancel the payment first."),
		"check_contradicted": _(
			"{0} is marked otherwise, but by the records open: {1}. Mark it Open, or write in the remark why it is settled."
		),
		"early_reason": _(
			"The deposit is not due before {0}. Give the reason for releasing it early; a head then signs for it as well."
		),
		"due_day_unknown": _(
			"Agreement {0} has no day of acceptance, so nobody knows when its deposit is due. Enter it there; without it a reason and a second signature are needed."
		),
		"early_signature": _(
			"The deposit is not due before {0}. Ask the head of customer service or the general manager for the second signature."
		),
	}
