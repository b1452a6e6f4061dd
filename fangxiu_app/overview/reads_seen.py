"""The digest of what is shown to who signs a document: it goes with the signature, so that nothing else is signed."""

from __future__ import annotations

from fangxiu_app.approvals.approval_guard import ApprovalGuard
from fangxiu_app.money.deposits import reads_agreement_terms
from fangxiu_app.tickets.site_work import rules_plan


def of(doc) -> str:
	"""The digest of ``doc`` as it stands; empty for a kind of document that is not signed here."""
	if doc.doctype == "Warranty Agreement":
		return reads_agreement_terms.seen(doc)
	if doc.doctype == "Repair Plan":
		return rules_plan.content_digest(doc)
	return doc.approval_digest(()) if isinstance(doc, ApprovalGuard) else ""
