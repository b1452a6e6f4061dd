"""The approval log of a document, prepared for display."""

from __future__ import annotations

import frappe

from fangxiu_app.core.wording import _


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


def latest(doctype: str, name: str) -> dict:
	"""``who`` did ``what`` ``at`` which time last, for display: the youngest line, or the last change of a document without a log."""
	found = rows(doctype, name)[:1]
	if found:
		return {"who": found[0].full_name or found[0].user, "what": found[0].action, "at": found[0].at}
	state = "state" if frappe.get_meta(doctype).has_field("state") else "docstatus"
	doc = frappe.db.get_value(doctype, name, ["modified_by", "modified", state], as_dict=True)
	what = _(doc[state]) if state == "state" else _("Changed")
	return {"who": frappe.utils.get_fullname(doc.modified_by), "what": what, "at": doc.modified}
