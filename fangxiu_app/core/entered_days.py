"""Days that are typed into a document or its rows lie where they can: no plan years away, nothing that happened in the future (docs/days.csv)."""

from __future__ import annotations

from frappe.utils import getdate

from fangxiu_app.core.messages import refuse
from fangxiu_app.core.time import days_of_documents
from fangxiu_app.core.wording import _


def check(doc) -> None:
	"""Raise RefusedError for newly entered days that lie further ahead than they can, naming row and field (docs/adr/0175)."""
	before, today = doc.get_doc_before_save(), getdate()
	found = []
	for one in (doc, *doc.get_all_children()):
		old = stored(before, one) if before else None
		for name in days_of_documents.fields_of(one.doctype):
			day = one.get(name) and getdate(one.get(name))
			if day and not (old and old.get(name) and getdate(old.get(name)) == day):
				row = _("Row {0}:").format(one.idx) + " " if one.get("parentfield") else ""
				found += days_of_documents.check(one.doctype, name, day, today, row)
	refuse(found)


def stored(before, doc):
	"""``doc``, a document or one of its rows, as it stood in ``before``; None for a new row."""
	if not doc.get("parentfield"):
		return before
	return next((row for row in before.get(doc.parentfield) or () if row.name == doc.name), None)
