"""Files of issued documents and of evidence: what was handed out or hashed stays what it was, content and privacy."""

from __future__ import annotations

import frappe
from frappe import _

from fangxiu_app.access.project_document import LockedFieldError
from fangxiu_app.access.roles import ROLES
from fangxiu_app.repair import originals

#: DocType → field that holds the issued file.
ISSUED = {"Stage Report": "pdf"}
#: What makes a file another one.
IDENTITY = ("file_url", "content_hash", "is_private")


#: What is exchanged between the record people use and that of the original.
BYTES = ("file_url", "file_name", "content_hash", "file_size", "file_type")


def show_heif(doc, method: str | None = None) -> None:
	"""A photo as telephones take it (HEIC) is shown as JPEG; the bytes that came are kept beside it, attached to its File.

	Only for people of this app: what others upload stays as it is.
	"""
	if doc.is_folder or not (doc.file_url or "").startswith(("/files/", "/private/files/")):
		return
	if doc.flags.fx_shown or not set(ROLES) & set(frappe.get_roles()):
		return
	content = doc.get_content()
	if not isinstance(content, bytes) or not originals.is_heif(content):
		return
	stem = doc.file_name.rpartition(".")[0] or doc.file_name
	seen = {"file_name": f"{stem}.jpg", "is_private": doc.is_private, "folder": doc.folder}
	beside = {"attached_to_doctype": "File", "attached_to_name": doc.name}
	original = frappe.get_doc(
		{"doctype": "File", **seen, **beside, "content": originals.as_jpeg(content, doc.file_name)}
	)
	original.flags.fx_shown = True
	# part of an upload that was allowed: the same person, the same photo
	original.insert(ignore_permissions=True)
	came, made = ({name: row.get(name) for name in BYTES} for row in (doc, original))
	doc.db_set(made, update_modified=False)
	original.db_set(came, update_modified=False)


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
	kept = {"file": doc.file_url, "original": doc.file_url}
	if doc.file_url and frappe.get_all("Evidence Item", or_filters=kept, limit=1):
		frappe.throw(
			_(
				"File {0} is evidence: it cannot be deleted, exchanged or made public. Add a new item instead."
			).format(frappe.bold(doc.file_name)),
			LockedFieldError,
		)
