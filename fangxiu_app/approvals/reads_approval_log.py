"""The approval log of a document, prepared for display."""

from __future__ import annotations

import frappe
from frappe import _


def rows(doctype: str, name: str) -> list[dict]:
	"""Lines of the log, newest first, with full names and ``kind``, the action untranslated; the caller has checked that the document may be read. One query."""
	log, user = frappe.qb.DocType("Approval Log"), frappe.qb.DocType("User")
	found = (
		frappe.qb.from_(log)
		.left_join(user)
		.on(user.name == log.user)
		.select(log.action, log.role, log.at, log.comment, log.amount, log.user, user.full_name)
		.where((log.document_type == doctype) & (log.document == name))
		.orderby(log.creation, order=frappe.qb.desc)
	).run(as_dict=True)
	for row in found:
		row.update(kind=row.action, action=_(row.action), role=_(row.role) if row.role else "")
	return found


def last(doctype: str, name: str) -> frappe._dict:
	"""``name``, ``action`` and ``seal`` of the youngest line; empty without one. One query."""
	line = {"document_type": doctype, "document": name}
	order = "creation desc, step desc"
	found = frappe.get_all("Approval Log", line, ["name", "action", "seal"], order_by=order, limit=1)
	return found[0] if found else {}
