"""A document shared with somebody is read by them whatever its project: nobody is given one that the project keeps from them.

Frappe (15.56.1) lets a share pass by the rules of a document's project, and makes one itself for whoever gets a task about it.
"""

from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES, VOUCHERS
from fangxiu_app.core.access.roles import ROLES

#: ERPNext's vouchers, and the field that says they are of a project; people with our roles read those of money by other rights or not at all.
OF_PROJECTS = {**VOUCHERS, "Journal Entry": "fx_deposit_entry", "Payment Entry": "project", "Payment Request": "project"}


def check(doc, method: str | None = None) -> None:
	"""Hook before a DocShare is saved. Raises PermissionError for our people who may not open the document, and for everybody.

	Vouchers of no project, shared with people without a role of ours, stay Frappe's.
	"""
	kind, name = doc.share_doctype, doc.share_name
	if kind not in (*PROJECT_DOCTYPES, *OF_PROJECTS):
		return
	if doc.everyone:
		shut_out = kind in PROJECT_DOCTYPES or bool(frappe.db.get_value(kind, name, OF_PROJECTS[kind]))
	else:
		ours = kind in PROJECT_DOCTYPES or not set(ROLES).isdisjoint(frappe.get_roles(doc.user))
		shut_out = ours and not frappe.has_permission(kind, "read", name, user=doc.user)
	if shut_out:
		frappe.throw(
			_("{0} {1} is not shared: its project decides who opens it. Give a right to the project, or send what they need to know.").format(
				frappe.bold(_(kind)), frappe.utils.escape_html(str(name))
			),
			frappe.PermissionError,
			title=_("Not Allowed"),
		)
