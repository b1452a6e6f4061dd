"""Files attached to our own records become evidence: hashed on receipt, never changed (R17)."""

from __future__ import annotations

import frappe


def keep_proof(doc, file_field: str, evidence_field: str, caption: str, **values) -> None:
	"""Make the file of a saved record an Evidence Item, once, and note it in ``evidence_field``.

	Raises what the Evidence Item raises: a public, foreign or unsuitable file is refused.
	"""
	if not doc.get(file_field) or doc.get(evidence_field):
		return
	item = frappe.get_doc(
		{
			"doctype": "Evidence Item",
			"project": doc.project,
			"file": doc.get(file_field),
			"kind": "Photo",
			"stage": "Other",
			"caption": caption[:140],
			**values,
		}
	)
	# the file is part of the record its writer was allowed to save; the item checks that it is his to read
	item.insert(ignore_permissions=True)
	doc.db_set(evidence_field, item.name)
