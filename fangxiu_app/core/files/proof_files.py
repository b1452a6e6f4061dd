"""Files attached to our own records become evidence: hashed on receipt, never changed (R17)."""

from __future__ import annotations

from collections.abc import Iterable

import frappe

from fangxiu_app.core import own_proof
from fangxiu_app.core.refusal import Violation


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


def shared(proofs: Iterable[tuple[str, str]], known: Iterable[tuple[str, str]] = ()) -> list[Violation]:
	"""What stands against (thing in words, address of its file) that each need a file of their own, beside those that are ``known``.

	One query, none where there is nothing to compare.
	"""
	proofs, known = ([(thing, file) for thing, file in some if file] for some in (proofs, known))
	if not proofs or len(proofs) + len(known) < 2:
		return []
	files = sorted({file for _thing, file in (*proofs, *known)})
	rows = frappe.get_all("File", {"file_url": ("in", files)}, ["file_url", "content_hash"], limit=0)
	return own_proof.shared(proofs, {row.file_url: row.content_hash for row in rows if row.content_hash}, known)
