"""Seals for documents that were approved before seals were introduced (adr/0045)."""

import frappe

from fangxiu_app.approvals import reads_approval_log
from fangxiu_app.approvals.rules_approval import APPROVED
from fangxiu_app.core.access.doctypes import UNDER_APPROVAL


def seal_approved() -> None:
	"""Seal them as they are, so that later changes are noticed. Existing seals are kept."""
	for doctype in UNDER_APPROVAL:
		for name in frappe.get_all(doctype, {"docstatus": 1}, pluck="name"):
			last = reads_approval_log.last(doctype, name)
			if last and last.action == APPROVED and not last.seal:
				seal = frappe.get_doc(doctype, name).approval_seal()
				frappe.db.set_value("Approval Log", last.name, "seal", seal, update_modified=False)
