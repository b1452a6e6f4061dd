"""Who may read a file: whoever may read every document it belongs to. A File row that names its address gives no right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import frappe
from frappe import _

from fangxiu_app.core.access.doctypes import PROJECT_DOCTYPES
from fangxiu_app.core.access.scope import allowed_projects

#: An address of the site's own files as Frappe stores it: one of two folders, and a name without a way out of it.
ADDRESS = re.compile(r"/(?:private/)?files/(?!\.)[^/\\\x00-\x1f]+")
#: Module of our documents.
MODULE = "Fangxiu App"
#: What a browser runs, by the ending of its name; the second kind is kept where it is private: invoices come as XML.
ACTIVE = frozenset(
	("hta", "htm", "html", "js", "jsm", "mht", "mhtml", "mjs", "phtml", "shtml", "svg", "svgz", "swf", "wasm", "xht", "xhtml")
)
ACTIVE_PUBLIC = frozenset(("rdf", "rss", "xml", "xsd", "xsl", "xslt"))
#: Addresses in these fields are issued or evidence: (DocType, field). What people fill in themselves they may take out again.
HELD = (
	("Evidence Item", "file"),
	("Evidence Item", "original"),
	("Stage Report", "pdf"),
	("Repair Ticket", "notice_file"),
	("Repair Ticket", "substitute_sheet"),
	("Contractor Deduction", "notice_file"),
	("Handover Inspection", "originals_file"),
	("Warranty Agreement", "change_file"),
	("Warning Follow-up", "photo"),
	("Warning Photo", "photo"),
)


class FileAddressError(frappe.PermissionError):
	"""A File record or a field of a document names an address that the user may not use."""


def readable(file_url: str | None):
	"""The File behind an address that the session's user may read, their own upload before somebody else's; else None.

	The address alone is no right: it may be that of a photo in another project.
	"""
	rows = _rows(file_url)
	rows.sort(key=lambda row: row.owner != frappe.session.user)
	return next((file for file in _docs(rows) if file.has_permission("read")), None)


def content(file) -> bytes:
	"""The bytes of a File, as its checks let them out.

	``File.get_content`` answers text where bytes can be read as text; version 16 of the framework tries code pages in which
	every photo is text.
	"""
	got = file.get_content()
	if isinstance(got, str):
		return got.encode() if file.get("content") else Path(file.get_full_path()).read_bytes()
	return got


def check_address(file_url: str, ptype: str = "read", exclude: str | None = None) -> None:
	"""Raise FileAddressError unless every record of this address is the user's to read (or write: ``ptype``).

	``exclude`` is a record that is not asked. An address without records is nobody's: only server code knows what lies there.
	"""
	if not ADDRESS.fullmatch(file_url or ""):
		_refuse(file_url)
	rows = [row for row in _rows(file_url) if row.name != exclude]
	if frappe.session.user != "Administrator" and (
		not (rows or exclude) or not all(file.has_permission(ptype) for file in _docs(rows))
	):
		_refuse(file_url)


def check_attached(doc, method: str | None = None) -> None:
	"""Hook before any document is saved. Raise FileAddressError where a document's field newly names a file that the user may not read."""
	if doc.flags.fx_file_known:  # flags never come from a request
		return
	before = doc.get_doc_before_save()
	for owner, fields in _attaching(doc):
		old = _stored(before, owner)
		for df in fields:
			url = owner.get(df.fieldname)
			if not isinstance(url, str) or not url or (old and old.get(df.fieldname) == url):
				continue
			if not url.startswith(("/files/", "/private/files/")):
				_check_elsewhere(doc, url)
			elif _rows(url):
				check_address(url)


def _check_elsewhere(doc, url: str) -> None:
	"""Refuse an address outside of this site's files in a document of ours: each reader's browser would ask for it."""
	if doc.meta.module == MODULE:
		_refuse(url)


def held(file_url: str | None) -> bool:
	"""Whether the file is evidence or was issued; such files are never moved, changed or deleted."""
	return bool(file_url) and any(frappe.db.exists(doctype, {field: file_url}) for doctype, field in HELD)


def is_evidence(file_url: str | None) -> bool:
	"""Whether the file is the original of an Evidence Item."""
	return bool(file_url) and any(frappe.db.exists("Evidence Item", {field: file_url}) for field in ("file", "original"))


def active(file_name: str, private: bool) -> bool:
	"""Whether a browser would run such a file on this site's own address."""
	ending = file_name.strip(" .").rpartition(".")[2].casefold()
	return ending in ACTIVE or (not private and ending in ACTIVE_PUBLIC)


def query_conditions(user: str | None = None, doctype: str | None = None) -> str:
	"""Lists and searches of files leave those of project documents out, but for one's own: they are found in their document.

	Frappe lists every file of every DocType one may read anything of, whatever project its document belongs to.
	"""
	user = user or frappe.session.user
	if allowed_projects(user) is None:
		return ""
	names = ", ".join(frappe.db.escape(name) for name in PROJECT_DOCTYPES)
	return (
		f"(`tabFile`.`owner` = {frappe.db.escape(user)} or ifnull(`tabFile`.`attached_to_doctype`, '') not in ({names}))"
	)


def _refuse(file_url: str | None) -> None:
	frappe.throw(
		_(
			"You may not use the file {0}: it is not here, or belongs to a document you may not open. Upload the file itself."
		).format(frappe.bold(frappe.utils.escape_html(str(file_url or "")[:140]))),
		FileAddressError,
		title=_("Not Allowed"),
	)


def _rows(file_url: str | None) -> list:
	if not file_url:
		return []
	filters = {"file_url": file_url, "is_folder": 0}
	return frappe.get_all("File", filters, ["name", "owner"], order_by="creation desc")


def _docs(rows: list) -> Iterator:
	return (frappe.get_doc("File", row.name) for row in rows)


def _attaching(doc) -> Iterator[tuple]:
	"""(document or row, its fields that name a file)."""
	yield doc, _fields(doc.meta)
	for table in doc.meta.get_table_fields():
		fields = _fields(frappe.get_meta(table.options))
		for row in doc.get(table.fieldname) or () if fields else ():
			yield row, fields


def _stored(before, owner):
	if before is None or not owner.get("parentfield"):
		return before
	return next((row for row in before.get(owner.parentfield) or () if row.name == owner.name), None)


def _fields(meta) -> list:
	return [df for df in meta.fields if df.fieldtype in ("Attach", "Attach Image")]
