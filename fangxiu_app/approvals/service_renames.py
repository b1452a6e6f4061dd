"""Renews the seals of signed documents when a document named in them is renamed (adr/0045).

After a supplier's typing mistake is corrected, the orders signed for it show the new name and are still what was signed. Only
documents that were intact before are sealed again, so that a rename cannot hide a change.
"""

from __future__ import annotations

from collections.abc import Iterator

import frappe
from frappe import _

from fangxiu_app.approvals import reads_approval_log, service_approvals
from fangxiu_app.core.access.doctypes import UNDER_APPROVAL
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation

#: Who is ordered from, paid or charged, and for which estate: another one of them is another thing than was signed.
PARTIES = ("Supplier", "Project")


def before_rename(doc, method: str | None = None, old: str = "", new: str = "", merge: bool = False) -> None:
	"""Hook before any document is renamed: which approved documents that name it still say what was signed.

	A merge that would put another party in one of them is refused. Raises RefusedError.
	"""
	intact = [key for key in sorted(set(_naming(doc.doctype, old))) if service_approvals.is_intact(frappe.get_doc(*key))]
	if merge and intact and doc.doctype in PARTIES:
		refuse([Violation("approval_merge", (_(intact[0][0]), intact[0][1], old))])
	frappe.flags.fx_intact = {**(frappe.flags.fx_intact or {}), doc.doctype: intact}


def after_rename(doc, method: str | None = None, old: str = "", new: str = "", merge: bool = False) -> None:
	"""Hook after any document was renamed, and what names it: those documents are sealed with the new name."""
	for key in (frappe.flags.fx_intact or {}).pop(doc.doctype, ()):
		line = reads_approval_log.last(*key)
		if line and line.seal:
			seal = frappe.get_doc(*key).approval_seal()
			frappe.db.set_value("Approval Log", line.name, "seal", seal, update_modified=False)


def _naming(doctype: str, name: str) -> Iterator[tuple[str, str]]:
	"""Approved documents with a link to this one, in themselves or in a row."""
	for parent in UNDER_APPROVAL:
		meta = frappe.get_meta(parent)
		for table, key in ((parent, "name"), *((df.options, "parent") for df in meta.get_table_fields())):
			for df in frappe.get_meta(table).get_link_fields():
				if df.options == doctype:
					filters = {df.fieldname: name, "docstatus": 1, **({"parenttype": parent} if key == "parent" else {})}
					yield from ((parent, one) for one in frappe.get_all(table, filters, pluck=key))
