"""Telephones that a role reads covered, shown on demand: each look is asked for and logged (adr/0127)."""

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log

from fangxiu_app.access import personal


@frappe.whitelist(methods=["POST"])
def show(doctype: str, name: str) -> list[dict]:
	"""Every telephone in a document and its rows: ``label``, ``who`` (of a row) and ``number``. Identity numbers stay covered.

	Raises PermissionError without the right to read the document, or where the user's roles never need such a number. Who
	looked and when stands in the Access Log, and in the document's timeline.
	"""
	frappe.has_permission(doctype, "read", name, throw=True)
	if not personal.may_ask():
		frappe.throw(
			_("Your roles read telephones covered. Ask the repair clerk to ring, or to tell you the number."),
			frappe.PermissionError,
			title=_("Number Covered"),
		)
	doc = frappe.get_doc(doctype, name)
	found = personal.telephones_of(doc)
	make_access_log(doctype=doctype, document=name, method="Full Telephones", columns=str([one["label"] for one in found]))
	doc.add_comment("Info", _("looked at the full telephones"))
	frappe.flags.fx_numbers_shown = True
	return found
