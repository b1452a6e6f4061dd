"""Files of issued documents and of evidence: what was handed out or hashed stays what it was, content and privacy."""

from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.access.project_document import LockedFieldError

#: DocType → field that holds the issued file.
ISSUED = {"Stage Report": "pdf"}
#: What makes a file another one.
IDENTITY = ("file_url", "content_hash", "is_private")


def check_change(doc, method: str | None = None) -> None:
	"""Refuse to change an issued file or evidence; Frappe moves it back on disk when the request is rolled back."""
	before = doc.get_doc_before_save()
	if before:
		_refuse_issued(before)
		if any(before.get(name) != doc.get(name) for name in IDENTITY):
			_refuse_evidence(before)


def delete_content(doc, only_thumbnail: bool = False) -> None:
	"""Frappe's hook before a file leaves the disk: an ``on_trash`` of ours would come when it is gone already."""
	if not doc.flags.new_file:  # a file whose insert is rolled back may go
		_refuse_issued(doc)
		_refuse_evidence(doc)
	doc.delete_file_from_filesystem(only_thumbnail=only_thumbnail)


def _refuse_issued(doc) -> None:
	field = ISSUED.get(doc.attached_to_doctype)
	there = field and frappe.db.exists(doc.attached_to_doctype, doc.attached_to_name)
	if there and doc.attached_to_field == field:
		frappe.throw(
			_("This file belongs to an issued report and is kept as it is. Issue a new version instead.")
		)


def _refuse_evidence(doc) -> None:
	"""Frappe lets its owner delete any attachment (erpnext.md 0.9); the original of an Evidence Item stays as it was hashed."""
	if doc.file_url and frappe.db.exists("Evidence Item", {"file": doc.file_url}):
		frappe.throw(
			_(
				"File {0} is evidence: it cannot be deleted, exchanged or made public. Add a new item instead."
			).format(frappe.bold(doc.file_name)),
			LockedFieldError,
		)
