"""What a case has to prove, in words: the codes come from ``rules_completeness``."""

from __future__ import annotations

from fangxiu_app.core.wording import _


def texts() -> dict[str, str]:
	"""Code → sentence; {0} is the document or the line it is about."""
	return {
		"proof_defect_photo": _("{0}: photo or video of the defect before the work"),
		"proof_repair_photo": _("{0}: photo or video after the work"),
		"proof_survey": _("{0}: record of the survey on site"),
		"proof_cause": _("{0}: cause found"),
		"proof_judged": _("{0}: responsibility decided"),
		"proof_joint": _("{0}: joint judgement with the property company"),
		"proof_explained": _("{0}: explanation to the owner and the owner's answer"),
		"proof_witness": _("{0}: who was present at the explanation"),
		"proof_acknowledged": _("{0}: receipt of the transfer acknowledged"),
		"proof_loss_cause": _("{0}: cause of the loss"),
		"proof_loss": _("Line {0}: evidence of the loss"),
		"proof_assessed": _("Line {0}: assessed amount"),
		"proof_payee": _("{0}: name of the payee"),
		"proof_account": _("{0}: account of the payee"),
		"proof_terms": _("{0}: terms of the settlement"),
		"proof_settlement": _("{0}: signed settlement agreement"),
		"proof_identity": _("{0}: identity document of the payee"),
		"proof_in_kind": _("In kind, row {0}: proof that it was given"),
		"proof_bill_file": _("{0}: bill as a file"),
		"proof_notice_file": _("{0}: proof that the notice was received, as a file"),
		"pack_case": _("There is no evidence pack of {0}. Open a ticket, a deduction or a compensation."),
		"evidence_of_none": _("Evidence that belongs to no ticket is kept and cannot be deleted."),
		"evidence_open": _("Evidence cannot be deleted: {0} has not ended. Close it first; then the time begins for which evidence is kept."),
		"evidence_kept": _("Evidence cannot be deleted before the end of {0}: claims can be made until then. The setting Years Evidence Is Kept says how long."),
	}
