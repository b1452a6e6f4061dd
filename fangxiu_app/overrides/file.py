"""Files of issued documents: what was handed out stays what it was, content and privacy."""

from __future__ import annotations

import frappe
from frappe import _

#: DocType → field that holds the issued file.
ISSUED = {"Stage Report": "pdf"}


def check_change(doc, method: str | None = None) -> None:
	"""Refuse to change an issued file; Frappe moves it back on disk when the request is rolled back."""
	before = doc.get_doc_before_save()
	if before:
		_refuse_issued(before)


def delete_content(doc, only_thumbnail: bool = False) -> None:
	"""Frappe's hook before a file leaves the disk: an ``on_trash`` of ours would come when it is gone already."""
	if not doc.flags.new_file:  # a file whose insert is rolled back may go
		_refuse_issued(doc)
	doc.delete_file_from_filesystem(only_thumbnail=only_thumbnail)


def _refuse_issued(doc) -> None:
	field = ISSUED.get(doc.attached_to_doctype)
	if field and doc.attached_to_field == field:
		frappe.throw(
			_("This file belongs to an issued report and is kept as it is. Issue a new version instead.")
		)
