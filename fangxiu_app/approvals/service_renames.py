"""Renews the seals of signed documents when a document named in them is renamed (adr/0045); papers without one keep the names they were signed with.

After a supplier's typing mistake is corrected, the orders signed for it show the new name and are still what was signed. Only
documents that were intact before are sealed again, so that a rename cannot hide a change.
"""

from __future__ import annotations

from collections.abc import Iterator

import frappe

from fangxiu_app.approvals import reads_approval_log, service_approvals
from fangxiu_app.core.access.doctypes import UNDER_APPROVAL
from fangxiu_app.core.messages import refuse
from fangxiu_app.core.refusal import Violation
from fangxiu_app.core.wording import _

#: Who is ordered from, paid or charged, and for which estate: another one of them is another thing than was signed.
PARTIES = ("Supplier", "Project")
_BOTH = ("Awaiting Other Side", "Signed")
#: Papers that are signed without a seal, and their states with a signature: a name in them is part of what was signed.
PAPERS = {
	"Unit Transfer": ("Awaiting Other Side", "Handed Over"),
	"Parts Handover": _BOTH,
	"Briefing Record": _BOTH,
	"Expiry Briefing": _BOTH,
	"Handover Inspection": ("Owner Signed",),
}


def before_rename(doc, method: str | None = None, old: str = "", new: str = "", merge: bool = False) -> None:
	"""Hook before any document is renamed: which approved documents that name it still say what was signed.

	A merge that would put another party in one of them is refused, and so is another name of what stands in one of ``PAPERS``: an item of
	a signed handover, the unit or the location of a signed inspection. Raises RefusedError.
	"""
	if not (doc.flags.ignore_permissions or doc.has_permission("write")):
		return  # Frappe refuses it next, and nothing is told of what names it
	_keep_signed_name(doc.doctype, old)
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


def _keep_signed_name(doctype: str, name: str) -> None:
	"""Logins may be renamed: a signature has the person's name beside it. So may the app's own updates."""
	flags = frappe.flags
	if doctype == "User" or flags.in_migrate or flags.in_patch or flags.in_install:
		return
	for parent, states in PAPERS.items():
		names = list(_linking(parent, doctype, name))
		signed = names and frappe.get_all(parent, {"name": ("in", names), "state": ("in", states)}, pluck="name", order_by="creation", limit=1)
		refuse([Violation("signed_name", (name, _(parent), signed[0]))] if signed else [])


def _naming(doctype: str, name: str) -> Iterator[tuple[str, str]]:
	"""Approved documents with a link to this one, in themselves or in a row."""
	for parent in UNDER_APPROVAL:
		yield from ((parent, one) for one in _linking(parent, doctype, name, docstatus=1))


def _linking(parent: str, doctype: str, name: str, **also) -> Iterator[str]:
	"""Documents of kind ``parent`` with a link to ``name``, in themselves or in a row. A query for each such field."""
	meta = frappe.get_meta(parent)
	for table, key in ((parent, "name"), *((df.options, "parent") for df in meta.get_table_fields())):
		for df in frappe.get_meta(table).get_link_fields():
			if df.options == doctype:
				filters = {df.fieldname: name, **also, **({"parenttype": parent} if key == "parent" else {})}
				yield from frappe.get_all(table, filters, pluck=key)
