"""Links by which ERPNext's vouchers name the documents of this app: once one stands, it stays (R18, R58, R107, R110)."""

from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.core.access.project_document import LockedFieldError

#: What the app's own fields begin with.
OURS = "fx_"


def check(doc, method: str | None = None) -> None:
	"""Refuse a draft whose link to a document of ours was emptied or turned to another one, in its head or in a row that stays.

	What such a voucher may say rests on that document: its limits are asked of the link. Whoever wants none of it deletes the draft.
	No query. Raises LockedFieldError.
	"""
	before = doc.get_doc_before_save()
	if not before:
		return
	_same(doc, before)
	for table in doc.meta.get_table_fields():
		names = _links(table.options)
		old = {row.name: row for row in before.get(table.fieldname) or ()} if names else {}
		for row in doc.get(table.fieldname) or ():
			if row.name in old:
				_same(row, old[row.name])


def _same(now, before) -> None:
	for field in _links(before.doctype):
		if before.get(field) and now.get(field) != before.get(field):
			frappe.throw(
				_(
					"{0} {1} was made by {2} {3} and keeps this link. To have a voucher without it, delete this draft and make a new one."
				).format(
					_(now.get("parenttype") or now.doctype),
					*map(frappe.bold, (now.get("parent") or now.name,)),
					_(frappe.get_meta(before.doctype).get_label(field), context=before.doctype),
					frappe.bold(before.get(field)),
				),
				LockedFieldError,
				title=_("Link Stays"),
			)


def _links(doctype: str) -> list[str]:
	"""Fields that the app alone fills in: read-only, of its own."""
	fields = frappe.get_meta(doctype).fields
	return [df.fieldname for df in fields if df.fieldname.startswith(OURS) and df.read_only]
