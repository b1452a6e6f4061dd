"""Texts of the chain of evidence: which link is missing: what happened, and what to do next."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → text in the session's language."""
	return {
		"step_notice": _("Notice to the contractor"),
		"step_service": _("Proof of service of the notice"),
		"step_second_notice": _("Second notice with proof of service"),
		"step_coordination": _("Project department's coordination failed"),
		"step_cure_over": _("Cure time over, counted from proven receipt"),
		"step_order": _("Third-party order in force"),
		"step_completion": _("Third party's completion"),
		"step_verified": _("Quantities verified"),
		"step_bill": _("Bill of the third party"),
		"step_signed": _("Settlement signed by the owner"),
		"step_paid": _("Bill of the compensation"),
		"step_read": _("Photo of the meter"),
		"step_confirmed": _("Meter charge confirmed"),
		"step_late": _("Past its time"),
		"step_clause": _("Clause of the agreement"),
		"step_told": _("Notice of deduction received"),
		"step_told_proof": _("Proof that it was received"),
		"step_objection": _("Objection answered"),
		"step_unanswered": _("Objection answered"),
		"chain_notice": _(
			"No notice about {0} is issued: write the letter on the ticket and issue it (R107)."
		),
		"chain_service": _(
			"It is not proved that the notice was received ({0}): record its service with the proof (R107, R109)."
		),
		"chain_second_notice": _(
			"The further notice is not served with proof ({0}): the settings want it before a third party (R107)."
		),
		"chain_coordination": _(
			"The project department's coordination of {0} has not failed, and the cure time was not over. Record its result on the ticket (R107)."
		),
		"chain_cure_over": _(
			"The cure time was not over before the third party worked ({1}). Without that the cost cannot be deducted (R107)."
		),
		"chain_order": _("Third-party order {0} is not in force: it has to be approved first (R107)."),
		"chain_completion": _(
			"The third party's completion is not recorded: verify the quantities of {0} first (R16)."
		),
		"chain_verified": _(
			"The quantities of {0} are not verified: the engineer does that on the order (R16)."
		),
		"chain_bill": _(
			"The bill of {0} is not in the books: settle the order with the bill's number first (R16)."
		),
		"chain_signed": _(
			"Compensation {0} is not signed by the owner: record the signed settlement first (R110)."
		),
		"chain_paid": _(
			"Compensation {0} has no bill in the books: it is made when the settlement is signed (R110)."
		),
		"chain_read": _("Meter charge {0} has no photo of the meter: add it to the charge (R48)."),
		"chain_confirmed": _("Meter charge {0} is not confirmed: the project department confirms it (R48)."),
		"chain_late": _(
			"{0} was not late by what the clause is about. Remove the line, or choose the ticket and clause that fit."
		),
		"chain_clause": _(
			"A line names no clause of the agreement's penalties. Choose one that stands there."
		),
		"chain_told": _("The contractor has not been told: serve the notice of deduction (R111)."),
		"chain_told_proof": _(
			"The proof that the notice of deduction was received is missing: upload it with Record Notice, or, where the notice is recorded already, by Add Proof File."
		),
		"chain_objection_unbegun": _(
			"The objection window has not begun: it is counted from the receipt of the notice. Record the notice first."
		),
		"chain_objection": _("The objection window runs until {1}: until then the contractor may object."),
		"chain_unanswered": _("The objection is not answered yet: use Answer Objection."),
		"step_cure_waived": _("Coordination failed, cure time not waited for"),
		"chain_cure_waived": _(
			"It is not proved that the notice was received: record its service with the proof (R107, R109)."
		),
		"step_coordination_open": _("Cure time over, coordination without result"),
	}
