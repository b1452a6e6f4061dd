"""Messages for refused contractor requests and payments of repair bills: what happened, and what to do next."""

from __future__ import annotations

from frappe import _


def texts() -> dict[str, str]:
	"""Code → text."""
	return {
		"request_code": _(
			"Unified Social Credit Code: {0} is none. Copy the 18 characters of the business licence; the last one checks the others."
		),
		"request_account": _(
			"Bank Account No.: {0} is none. Enter its 8 to 32 digits as the proof of the account shows them."
		),
		"request_known": _(
			"{0} is a supplier already. Choose it in Existing Supplier, if its register entry or bank account is missing."
		),
		"request_code_known": _(
			"Unified Social Credit Code {0} belongs to supplier {1}. Choose it in Existing Supplier, or correct the code."
		),
		"request_account_known": _(
			"Bank Account No. {0} is that of supplier {1}. Two companies have no account in common: compare with the proof."
		),
		"request_decided": _("This request is {0} already. Reload the page."),
		"request_own": _(
			"Who asks for a company does not accept it. Another person of procurement or finance decides."
		),
		"request_why": _("Say why the request is declined: its author corrects it by that."),
		"payment_unreviewed": _(
			"Invoice {0} is for repair work and has no approved Repair Payment Review. Let it be reviewed first (R18)."
		),
		"payment_above": _(
			"Invoice {0}: {1} is approved, {2} is paid already, so {3} more is too much. Correct the amount, or let a new review approve it."
		),
	}
