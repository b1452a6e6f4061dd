"""The approval log of a document, as people read it."""

from __future__ import annotations

import frappe
from frappe import _


def rows(doctype: str, name: str) -> list[dict]:
	"""Lines of the log, newest first, with full names; the caller has checked that the document may be read. One query."""
	log, user = frappe.qb.DocType("Approval Log"), frappe.qb.DocType("User")
	found = (
		frappe.qb.from_(log)
		.left_join(user)
		.on(user.name == log.user)
		.select(log.action, log.role, log.at, log.comment, log.amount, log.user, user.full_name)
		.where((log.document_type == doctype) & (log.document == name))
		.orderby(log.creation, order=frappe.qb.desc)
	).run(as_dict=True)
	return [{**row, "action": _(row.action), "role": _(row.role) if row.role else ""} for row in found]
